"""A promise that was late before its citizen left the group counts once, where it was late.

A new, empty column: quick, and the code before it does without. The first migration of a release: what has no sums when it
comes is marked here, so that an upgrade broken off before 0050 still completes them.
"""

import sqlalchemy as sa
from alembic import op

from complaints.casework.checksum_completion import MISSING, mark, unmark

revision = "0048"
down_revision = "0047"


def upgrade() -> None:
    op.add_column("deadline", sa.Column("counted_with_id", sa.Integer(), nullable=True))
    mark(op.get_bind(), MISSING)


def downgrade() -> None:
    unmark(op.get_bind(), MISSING)
    op.drop_column("deadline", "counted_with_id")
