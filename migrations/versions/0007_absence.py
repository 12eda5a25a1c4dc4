"""Officers who are away, with their deputies; and finding what was returned and what lapsed since a day.

A new table: nothing waits for its lock, and the code before it does not know it. Building the two indexes blocks
writes of events and hand-overs meanwhile, a few seconds for each million.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

RETURNED = sa.text("move = 'return'")
LAPSED = sa.text("step = 'lapsed'")


def _key(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False)


def upgrade() -> None:
    people = ("officer_id", "deputy_id", "set_by_id")
    op.create_table(
        "absence",
        _key("id"),
        *(_key(name) for name in people),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("deputy_id <> officer_id", name=op.f("ck_absence_deputy_is_somebody_else")),
        sa.CheckConstraint("until_at >= from_at", name=op.f("ck_absence_ends_after_it_begins")),
        *(
            sa.ForeignKeyConstraint([name], ["officer.id"], name=op.f(f"fk_absence_{name}"))
            for name in people
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    for name in ("officer_id", "deputy_id"):
        op.create_index(f"ix_absence_{name}_until_at", "absence", [name, "until_at"])
    op.create_index("ix_event_returned", "event", ["at"], postgresql_where=RETURNED, sqlite_where=RETURNED)
    op.create_index("ix_handover_lapsed", "handover", ["at"], postgresql_where=LAPSED, sqlite_where=LAPSED)


def downgrade() -> None:
    op.drop_index("ix_handover_lapsed", "handover")
    op.drop_index("ix_event_returned", "event")
    op.drop_table("absence")
