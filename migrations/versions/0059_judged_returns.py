"""Judged returns by their time, for figures of a period. A new index of rows that no code before wrote: quick."""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"

JUDGED = sa.text("kind = 'return' AND step <> 'asked'")


def upgrade() -> None:
    op.create_index("ix_ask_judged", "ask", ["at"], sqlite_where=JUDGED, postgresql_where=JUDGED)


def downgrade() -> None:
    op.drop_index("ix_ask_judged", "ask")
