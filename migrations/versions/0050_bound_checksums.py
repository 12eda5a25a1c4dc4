"""A checksum over the checksums of each complaint and of each table of the organisation, so that none can be left out or exchanged.

Columns without a value: quick, whatever the size. They are filled once, after the last migration (migrations/env.py), where the
sums agree with their rows. Sums that are missing are computed only for a database from before 0048: in a later one they were
there, and have been removed. The code before it must not go on meanwhile: what it writes would be a break.
"""

import sqlalchemy as sa
from alembic import op

from complaints.casework.checksum_completion import MISSING, UNBOUND, mark

revision = "0050"
down_revision = "0049"

SUMS_WERE_THERE = "0048"


def upgrade() -> None:
    op.add_column("complaint", sa.Column("sums_checksum", sa.String(), nullable=True))
    op.add_column("table_checksum", sa.Column("value_checksum", sa.String(), nullable=True))
    mark(op.get_bind(), UNBOUND)
    began_at = op.get_context().config.attributes["began_at"]
    if began_at is None or began_at < SUMS_WERE_THERE:
        mark(op.get_bind(), MISSING)


def downgrade() -> None:
    op.execute("DELETE FROM table_checksum WHERE name LIKE 'mark: %'")
    op.drop_column("table_checksum", "value_checksum")
    op.drop_column("complaint", "sums_checksum")
