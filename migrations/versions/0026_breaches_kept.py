"""A due time that passed is a fact of its own, each time a due time moved is kept, a letter has the day it came in, and a
complaint knows when its last event was. Filled for promises already broken;
what was left of a stopped clock follows from when it stopped. New columns without a default: quick, whatever the size."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

BROKEN = (
    "UPDATE deadline SET breached_at = due_at WHERE breached_at IS NULL AND"
    " (met_at > due_at OR (void_at > due_at AND (paused_at IS NULL OR paused_at >= due_at)) OR (met_at IS NULL AND void_at IS NULL AND paused_at IS NULL"
    " AND EXISTS (SELECT 1 FROM escalation WHERE escalation.deadline_id = deadline.id AND escalation.rung = '0'"
    " AND escalation.due_at = deadline.due_at)))"
)


def upgrade() -> None:
    op.add_column("deadline", sa.Column("breached_at", sa.DateTime(timezone=True)))
    op.add_column("deadline", sa.Column("moved", sa.JSON(none_as_null=True)))
    op.execute(BROKEN)
    op.drop_column("deadline", "remaining")
    op.add_column("complaint", sa.Column("received_on", sa.Date()))
    op.add_column("complaint", sa.Column("last_event_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("complaint", "last_event_at")
    op.drop_column("complaint", "received_on")
    op.add_column("deadline", sa.Column("remaining", sa.Integer()))
    op.drop_column("deadline", "moved")
    op.drop_column("deadline", "breached_at")
