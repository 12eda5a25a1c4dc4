"""The seeds by which call-backs are drawn. A new, empty table: quick, and the code before it does without."""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"


def upgrade() -> None:
    op.create_table(
        "call_back_seed",
        sa.Column("month", sa.String(), primary_key=True),
        sa.Column("seed", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("call_back_seed")
