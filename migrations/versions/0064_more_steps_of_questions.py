"""A question may end by a refusal of those asked, and one for help is taken, returned, or lapses.

The rule on `step` gets more values, in the schema alone; no row is written. A downgrade leaves it as it is, because the rows
are permanent: to the code before, every other step is an end.
"""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"

RULE, TABLE = "ck_consultation_step_is_known", "consultation"
BEFORE = "step IN ('asked', 'answered', 'withdrawn', 'ended')"
STEPS = "step IN ('asked', 'answered', 'withdrawn', 'ended', 'declined', 'taken', 'returned', 'lapsed')"
INDEX = "uq_consultation_ended_once"


def upgrade() -> None:
    _widen_rule()
    which = sa.text("step NOT IN ('asked', 'taken')")
    op.drop_index(INDEX, TABLE)
    op.create_index(
        INDEX, TABLE, ["complaint_id", "number"], unique=True, sqlite_where=which, postgresql_where=which
    )


def downgrade() -> None:
    pass


def _widen_rule() -> None:
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        op.drop_constraint(RULE, TABLE)
        op.create_check_constraint(op.f(RULE), TABLE, STEPS)
        return
    known = "SELECT count(*) FROM sqlite_master WHERE name = 'consultation' AND instr(sql, :rule)"
    if connection.scalar(sa.text(known), {"rule": STEPS}):
        return  # widened before, and left so by a downgrade
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    connection.execute(
        sa.text(
            "UPDATE sqlite_master SET sql = replace(sql, :before, :after) WHERE type = 'table' AND name = :table"
        ),
        {"before": BEFORE, "after": STEPS, "table": TABLE},
    )
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")
