"""In which language a citizen is written to: Chinese where nothing is said."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"


def upgrade() -> None:
    op.add_column("complainant", sa.Column("language", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("complainant", "language")
