"""Daily seals of the ledger. A new, empty table: quick, and the code before it does without."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "seal",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("until_at", TIME, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.Column("sent_at", TIME),
        sa.UniqueConstraint("until_at", name="uq_seal_until_at"),
    )


def downgrade() -> None:
    op.drop_table("seal")
