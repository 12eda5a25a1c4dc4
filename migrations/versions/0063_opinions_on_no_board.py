"""A complaint is due or late by what its unit promised, not by an opinion that others owe.

Only complaints with an open question are written. The code before it puts such a complaint among those due again with its
next step, and is otherwise unhurt.
"""

from alembic import op

revision = "0063"
down_revision = "0062"

FIRST_DUE = """(SELECT min(due_at) FROM deadline WHERE complaint_id = complaint.id
    AND met_at IS NULL AND void_at IS NULL AND paused_at IS NULL AND commitment NOT IN ({left_out}))"""
BEFORE = FIRST_DUE.format(left_out="'closing', 'supplement_wait', 'review'")
HOUSE = FIRST_DUE.format(left_out="'closing', 'supplement_wait', 'review', 'consultation'")
FILL = "UPDATE complaint SET house_due_at = {due} WHERE ended_at IS NULL AND consulting IS TRUE"


def upgrade() -> None:
    op.execute(FILL.format(due=HOUSE))


def downgrade() -> None:
    op.execute(FILL.format(due=BEFORE))
