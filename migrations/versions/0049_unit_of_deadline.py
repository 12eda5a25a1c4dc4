"""At which unit a promise counts: empty for those met or broken before, which count as they did."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"


def upgrade() -> None:
    op.add_column("deadline", sa.Column("unit_id", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("deadline", "unit_id")
