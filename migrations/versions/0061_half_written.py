"""What officers have begun to write. A new, empty table: the code before it does without."""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "half_written",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("officer_id", KEY, nullable=False),
        sa.Column("complaint_id", KEY, nullable=False),
        sa.Column("move", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_half_written_officer_id"),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name="fk_half_written_complaint_id"),
        sa.UniqueConstraint(
            "officer_id", "complaint_id", "move", name="uq_half_written_officer_id_complaint_id_move"
        ),
    )
    op.create_index("ix_half_written_complaint_id", "half_written", ["complaint_id"])
    op.create_index("ix_half_written_at", "half_written", ["at"])


def downgrade() -> None:
    op.drop_table("half_written")
