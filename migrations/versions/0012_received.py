"""Complaints by the time they came in: words are looked for in a stretch of them.

Building the index blocks writes to complaints meanwhile, a second for each hundred thousand.
"""

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_index("ix_complaint_received", "complaint", ["received_at", "id"])


def downgrade() -> None:
    op.drop_index("ix_complaint_received", "complaint")
