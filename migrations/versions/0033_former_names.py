"""What a unit was called before: old steps go on to show the name of their time. A new, empty table: quick, and the code before
it does without. What was renamed before this is not known here; the audit notes say it."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "former_name",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("name_zh", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_former_name_unit_id"),
    )
    op.create_index("ix_former_name_unit_id", "former_name", ["unit_id"])


def downgrade() -> None:
    op.drop_table("former_name")
