"""Phrases of units. A new, empty table: the code before it does without."""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "phrase",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_phrase_unit_id"),
        sa.ForeignKeyConstraint(["by_id"], ["officer.id"], name="fk_phrase_by_id"),
    )
    op.create_index("ix_phrase_unit_id", "phrase", ["unit_id"])


def downgrade() -> None:
    op.drop_table("phrase")
