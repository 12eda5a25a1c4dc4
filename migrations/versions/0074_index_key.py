"""Which key carries search index, query codes and checksums. A new, empty table: the last key does until a row says otherwise."""

import sqlalchemy as sa
from alembic import op

revision = "0074"
down_revision = "0073"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "index_key",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("moving_to", sa.String()),
        sa.Column("moved_up_to", KEY, nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True)),
        sa.Column("codes_from", sa.String()),
        sa.Column("codes_up_to", KEY, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("index_key")
