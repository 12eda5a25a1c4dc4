"""Bulletins: every version of the text of a period. A new, empty table: quick, and the code before it does without."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "bulletin",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("by_id", KEY, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issue", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["officer.id"], name="fk_bulletin_by_id"),
        sa.UniqueConstraint("period", "version", name="uq_bulletin_version"),
    )


def downgrade() -> None:
    op.drop_table("bulletin")
