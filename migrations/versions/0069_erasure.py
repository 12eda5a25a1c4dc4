"""What is erased when its time is over. New tables, and a column that stays empty for the code before it.

The permanent rows let their words go while an erasure of their complaint is under way, which is inside one transaction; no row
is ever removed. The code before erases nothing, so to it all is as permanent as it was.
"""

import sqlalchemy as sa
from alembic import op

revision = "0069"
down_revision = "0068"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PERMANENT = ("event", "handover", "ask", "round_record", "correction", "consultation")
REFUSE, UNLESS = "shouwen_refuse", "shouwen_refuse_unless_erasing"
UNDER_WAY = "EXISTS (SELECT 1 FROM erasure WHERE complaint_id = OLD.complaint_id AND finished_at IS NULL)"


def upgrade() -> None:
    op.add_column("complaint", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    _erasure()
    _retention_hold()
    if op.get_bind().dialect.name == "sqlite":
        for table in PERMANENT:
            _replace_on_sqlite(table, " WHEN ", f" WHEN NOT {UNDER_WAY} AND ")
        return
    op.execute(
        f"CREATE FUNCTION {UNLESS}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF {UNDER_WAY} THEN RETURN NEW; END IF;"
        " RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    _replace_on_postgresql(REFUSE, UNLESS)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in PERMANENT:
            _replace_on_sqlite(table, f" WHEN NOT {UNDER_WAY} AND ", " WHEN ")
    else:
        _replace_on_postgresql(UNLESS, REFUSE)
        op.execute(f"DROP FUNCTION {UNLESS}()")
    op.drop_table("retention_hold")
    op.drop_table("erasure")
    op.drop_column("complaint", "erased_at")


def _erasure() -> None:
    op.create_table(
        "erasure",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("complaint_id", KEY, nullable=False, unique=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.Column("basis_zh", sa.String(), nullable=False),
        sa.Column("basis_en", sa.String(), nullable=False),
        sa.Column("until_seq", sa.Integer(), nullable=False),
        sa.Column("was_sha256", sa.String(), nullable=False),
        sa.Column("kept_sha256", sa.String(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name="fk_erasure_complaint_id"),
    )


def _retention_hold() -> None:
    op.create_table(
        "retention_hold",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("complaint_id", KEY, nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("step IN ('hold', 'release')", name="step_is_known"),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name="fk_retention_hold_complaint_id"),
        sa.ForeignKeyConstraint(["by_id"], ["officer.id"], name="fk_retention_hold_by_id"),
    )
    op.create_index("ix_retention_hold_complaint_id", "retention_hold", ["complaint_id"])


def _replace_on_sqlite(table: str, before: str, after: str) -> None:
    """The trigger as it stands, with another condition."""
    bind, name = op.get_bind(), f"{table}_update_refused"
    query = sa.text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = :name")
    created = bind.execute(query, {"name": name}).scalar_one()
    bind.exec_driver_sql(f"DROP TRIGGER {name}")
    bind.exec_driver_sql(created.replace(before, after, 1))


def _replace_on_postgresql(before: str, after: str) -> None:
    bind = op.get_bind()
    query = sa.text("SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = :name")
    for table in PERMANENT:
        name = f"{table}_update_refused"
        created = bind.execute(query, {"name": name}).scalar_one()
        bind.exec_driver_sql(f"DROP TRIGGER {name} ON {table}")
        bind.exec_driver_sql(created.replace(f"{before}(", f"{after}("))
