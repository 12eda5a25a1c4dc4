"""A board narrowed to one promise is read along an index of that promise.

Building it blocks writes to deadlines meanwhile, a second for each hundred thousand.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

RUNS = sa.text("met_at IS NULL AND void_at IS NULL AND paused_at IS NULL")


def upgrade() -> None:
    op.create_index(
        "ix_deadline_promise",
        "deadline",
        ["commitment", "due_at", "complaint_id"],
        postgresql_where=RUNS,
        sqlite_where=RUNS,
    )


def downgrade() -> None:
    op.drop_index("ix_deadline_promise", "deadline")
