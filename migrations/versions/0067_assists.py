"""Questions that ask another unit to help with the work, each marked so.

A column that is false for every row there is: quick, and the code before it does without.
"""

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0066"


def upgrade() -> None:
    op.add_column(
        "consultation", sa.Column("is_assist", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    op.drop_column("consultation", "is_assist")
