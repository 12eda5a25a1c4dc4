"""What citizens answered when they were called back is counted by time. A new index, of few rows."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"

CALLED_BACK = sa.text("move = 'call_back'")


def upgrade() -> None:
    where = {"postgresql_where": CALLED_BACK, "sqlite_where": CALLED_BACK}
    op.create_index("ix_event_called_back", "event", ["at"], **where)


def downgrade() -> None:
    op.drop_index("ix_event_called_back", "event")
