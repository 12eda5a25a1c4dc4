"""The clocks of the promises a promise was made sooner than. A column without a value: quick, whatever the size."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.add_column("deadline", sa.Column("former", sa.JSON(none_as_null=True)))


def downgrade() -> None:
    op.drop_column("deadline", "former")
