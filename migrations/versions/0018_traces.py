"""What a step left on the rows beside the ledger, said in its event. A column without a value: quick, whatever the size.

Events that are there carry none, and verify as they did. The code before it may go on meanwhile; its events carry none either.
A downgrade leaves the column where it is, for the hashes of events written since speak of it; the older code does not look.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    if "traces" not in {column["name"] for column in sa.inspect(op.get_bind()).get_columns("event")}:
        op.add_column("event", sa.Column("traces", sa.JSON(none_as_null=True)))


def downgrade() -> None:
    pass
