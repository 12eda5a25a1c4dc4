"""Words are found in one script, without accents, brackets and masks.

A column without a value: nothing waits for its lock. 0047 fills it, with all that complaints are found by. The code before it may go
on meanwhile; what it logs has no words of this form and is looked through as it was typed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"


def upgrade() -> None:
    op.add_column("complaint", sa.Column("words", sa.Text()))


def downgrade() -> None:
    """What is found by more stays so."""
    op.drop_column("complaint", "words")
