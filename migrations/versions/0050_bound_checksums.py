"""A checksum over the checksums of each complaint and of each table of the organisation, so that none can be left out or exchanged.

Columns without a value: quick, whatever the size. They are filled once, after the last migration (migrations/env.py), where the
sums agree with their rows. Sums that are missing are computed only where 0048 left its mark: in a database past it they
were there, and have been removed. The code before it must not go on meanwhile: what it writes would be a break.
"""

import sqlalchemy as sa
from alembic import op

from complaints.casework.checksum_completion import UNBOUND, mark, unmark

revision = "0050"
down_revision = "0049"


def upgrade() -> None:
    op.add_column("complaint", sa.Column("sums_checksum", sa.String(), nullable=True))
    op.add_column("table_checksum", sa.Column("value_checksum", sa.String(), nullable=True))
    mark(op.get_bind(), UNBOUND)


def downgrade() -> None:
    unmark(op.get_bind(), UNBOUND)
    op.drop_column("table_checksum", "value_checksum")
    op.drop_column("complaint", "sums_checksum")
