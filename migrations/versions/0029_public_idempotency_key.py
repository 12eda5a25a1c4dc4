"""Web complaints of citizens may be sent twice under one Idempotency-Key.

A new table: nothing waits for its lock, and the code before it does not read it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    op.create_table(
        "public_idempotency_key",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("request_sha256", sa.String(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_public_idempotency_key"),
    )
    op.create_index("ix_public_idempotency_key_at", "public_idempotency_key", ["at"])


def downgrade() -> None:
    op.drop_table("public_idempotency_key")
