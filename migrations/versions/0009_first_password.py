"""An account with a given password: its officer chooses their own before anything else.

The column comes with a default, so nothing waits for long and code before it goes on adding officers; there are few rows.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    given = sa.Column("password_given", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("officer", given)


def downgrade() -> None:
    op.drop_column("officer", "password_given")
