"""Figures of a period are counted along indexes.

Building them blocks writes to these tables meanwhile, a second for each hundred thousand rows.
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"

INDEXES = {
    "ix_handover_at": ("handover", ["at"], None),
    "ix_ask_granted": ("ask", ["at"], "step = 'granted'"),
    "ix_round_record_at": ("round_record", ["at", "kind"], None),
    "ix_complaint_ended": ("complaint", ["ended_at"], "ended_at IS NOT NULL"),
}


def upgrade() -> None:
    for name, (table, columns, which) in INDEXES.items():
        condition = sa.text(which) if which else None
        op.create_index(name, table, columns, postgresql_where=condition, sqlite_where=condition)


def downgrade() -> None:
    for name, (table, _, _) in INDEXES.items():
        op.drop_index(name, table)
