"""Tokens of machines. A new, empty table: quick, and the code before it does without."""

import sqlalchemy as sa
from alembic import op

revision = "0072"
down_revision = "0071"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "machine_token",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("officer_id", KEY, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("until_at", TIME, nullable=False),
        sa.Column("ended_at", TIME),
        sa.Column("used_on", sa.Date()),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_machine_token_officer_id"),
        sa.UniqueConstraint("token_hash", name="uq_machine_token_token_hash"),
    )
    op.create_index("ix_machine_token_officer_id", "machine_token", ["officer_id"])


def downgrade() -> None:
    op.drop_table("machine_token")
