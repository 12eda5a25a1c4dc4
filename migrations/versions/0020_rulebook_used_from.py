"""Which published rulebook is current: the one put into use last. Empty: in use from its publication. The table has a few rows."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.add_column("rulebook_text", sa.Column("used_from", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("rulebook_text", "used_from")
