"""A supervisor's duty to review is no longer the next promise of the officer who has the work.

Only rows of open complaints with such a duty change; the code before it writes its own value again with the next step.
"""

from alembic import op

revision = "0030"
down_revision = "0029"

RUNS = "complaint_id = complaint.id AND met_at IS NULL AND void_at IS NULL"


def upgrade() -> None:
    _settle("commitment <> 'review'")


def downgrade() -> None:
    _settle("TRUE")


def _settle(which: str) -> None:
    earliest = f"SELECT min(due_at) FROM deadline WHERE {RUNS} AND {which}"
    op.execute(
        f"UPDATE complaint SET next_due_at = COALESCE(({earliest} AND paused_at IS NULL), ({earliest}))"
        f" WHERE EXISTS (SELECT 1 FROM deadline WHERE {RUNS} AND commitment = 'review')"
    )
