"""What people call a unit beside its name. A new, empty table: the code before it does without; `flask seed` fills it."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "short_name",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_short_name_unit_id"),
        sa.UniqueConstraint("unit_id", "name", name="uq_short_name_unit_id"),
    )


def downgrade() -> None:
    op.drop_table("short_name")
