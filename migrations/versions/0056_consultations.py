"""Questions put to other units or officers, each a row, and each end of one a row of its own.

A new table, and two columns that are empty: quick, and the code before it does without.
"""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"

KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")
TABLE = "consultation"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", KEY, primary_key=True),
        sa.Column("complaint_id", sa.BigInteger(), sa.ForeignKey("complaint.id"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("officer_id", sa.BigInteger(), sa.ForeignKey("officer.id")),
        sa.Column("by_id", sa.BigInteger(), sa.ForeignKey("officer.id")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text()),
        sa.CheckConstraint("step IN ('asked', 'answered', 'withdrawn', 'ended')", name="step_is_known"),
        _index("uq_consultation_asked_once", "number", "step = 'asked'", unique=True),
        _index("uq_consultation_ended_once", "number", "step <> 'asked'", unique=True),
        sa.Index("ix_consultation_unit", "unit_id", "complaint_id", **_only("step = 'asked'")),
    )
    _protect()
    none = {"nullable": False, "server_default": sa.false()}
    op.add_column("complaint", sa.Column("consulting", sa.Boolean(), **none))
    op.add_column("deadline", sa.Column("part_number", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("deadline", "part_number")
    op.drop_column("complaint", "consulting")
    op.drop_table(TABLE)


def _index(name: str, column: str, which: str, *, unique: bool) -> sa.Index:
    return sa.Index(name, "complaint_id", column, unique=unique, **_only(which))


def _only(which: str) -> dict[str, sa.TextClause]:
    return {"sqlite_where": sa.text(which), "postgresql_where": sa.text(which)}


def _protect() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {TABLE}_{verb.lower()}_refused BEFORE {verb} ON {TABLE}"
                f" BEGIN SELECT RAISE(ABORT, 'the record of {TABLE} is permanent'); END"
            )
    else:
        op.execute(
            f"CREATE TRIGGER {TABLE}_refused BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW"
            f" EXECUTE FUNCTION shouwen_refuse('the record of {TABLE} is permanent')"
        )
