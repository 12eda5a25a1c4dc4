"""Who has read which notice: one to a post is new to each who holds it until they read it themselves.

A new table: nothing waits for its lock. What was read before stays read for all, and code before this version goes on
marking notices so.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "notice_read",
        sa.Column("officer_id", KEY, nullable=False),
        sa.Column("notice_id", KEY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_notice_read_officer_id"),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name="fk_notice_read_notice_id"),
        sa.PrimaryKeyConstraint("officer_id", "notice_id", name="pk_notice_read"),
    )


def downgrade() -> None:
    op.drop_table("notice_read")
