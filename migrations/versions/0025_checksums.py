"""Keyed checksums of what promises, figures and judgements rest on. Columns without a value: quick, whatever the size.

The sums of rows that are there are filled after the last migration (migrations/env.py), for they need the program's key.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.add_column("complaint", sa.Column("checksums", sa.JSON(none_as_null=True)))
    op.add_column("notice", sa.Column("delivery_checksum", sa.String()))
    op.create_table(
        "table_checksum",
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("value", sa.String(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("table_checksum")
    op.drop_column("notice", "delivery_checksum")
    op.drop_column("complaint", "checksums")
