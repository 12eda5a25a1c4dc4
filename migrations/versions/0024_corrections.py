"""What was corrected, before and after, sealed. A new table: nothing waits for its lock; the code before it does not look.

The database refuses to change or remove a row, as it does for events.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "correction",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("complaint_id", KEY, nullable=False),
        sa.Column("event_seq", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("before", sa.Text()),
        sa.Column("after", sa.Text()),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name="fk_correction_complaint_id"),
        sa.ForeignKeyConstraint(["by_id"], ["officer.id"], name="fk_correction_by_id"),
    )
    op.create_index("ix_correction_complaint_id", "correction", ["complaint_id"])
    _make_permanent()


def _make_permanent() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER correction_{verb.lower()}_refused BEFORE {verb} ON correction"
                " BEGIN SELECT RAISE(ABORT, 'the record of correction is permanent'); END"
            )
    else:
        op.execute(
            "CREATE TRIGGER correction_refused BEFORE UPDATE OR DELETE ON correction FOR EACH ROW"
            " EXECUTE FUNCTION shouwen_refuse('the record of correction is permanent')"
        )


def downgrade() -> None:
    op.drop_table("correction")
