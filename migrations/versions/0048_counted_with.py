"""A promise that was late before its citizen left the group counts once, where it was late.

A new, empty column: quick, and the code before it does without.
"""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"


def upgrade() -> None:
    op.add_column("deadline", sa.Column("counted_with_id", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("deadline", "counted_with_id")
