"""Why an officer asked to see how a citizen is reached. Two columns that stay empty for the code before it."""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0064"


def upgrade() -> None:
    op.add_column("access_log", sa.Column("reason", sa.String(), nullable=True))
    op.add_column("access_log", sa.Column("words", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("access_log", "words")
    op.drop_column("access_log", "reason")
