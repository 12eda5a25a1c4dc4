"""What is erased when its time is over. New tables, and a column that stays empty for the code before it.

The permanent rows let their words go while an erasure of their complaint is under way, which is inside one transaction; no row
is ever removed. The code before erases nothing, so to it all is as permanent as it was.
"""

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PERMANENT = ("event", "handover", "ask", "round_record", "correction", "consultation")
UNDER_WAY = "EXISTS (SELECT 1 FROM erasure WHERE complaint_id = OLD.complaint_id AND finished_at IS NULL)"


def upgrade() -> None:
    op.add_column("complaint", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    _erasure()
    _retention_hold()
    if op.get_bind().dialect.name == "sqlite":
        for table in PERMANENT:
            _replace_on_sqlite(table, f" WHEN NOT {UNDER_WAY}")
        return
    op.execute(
        "CREATE FUNCTION shouwen_refuse_unless_erasing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF TG_OP = 'UPDATE' AND {UNDER_WAY} THEN RETURN NEW; END IF;"
        " RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    _replace_on_postgresql("shouwen_refuse_unless_erasing")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in PERMANENT:
            _replace_on_sqlite(table, "")
    else:
        _replace_on_postgresql("shouwen_refuse")
        op.execute("DROP FUNCTION shouwen_refuse_unless_erasing()")
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


def _replace_on_sqlite(table: str, condition: str) -> None:
    op.execute(f"DROP TRIGGER {table}_update_refused")
    op.execute(
        f"CREATE TRIGGER {table}_update_refused BEFORE UPDATE ON {table}{condition}"
        f" BEGIN SELECT RAISE(ABORT, 'the record of {table} is permanent'); END"
    )


def _replace_on_postgresql(function: str) -> None:
    for table in PERMANENT:
        op.execute(f"DROP TRIGGER {table}_refused ON {table}")
        op.execute(
            f"CREATE TRIGGER {table}_refused BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW"
            f" EXECUTE FUNCTION {function}('the record of {table} is permanent')"
        )
