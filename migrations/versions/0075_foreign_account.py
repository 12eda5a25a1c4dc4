"""Accounts of the office's single sign-on. A new, empty table: quick, and the code before it does without."""

import sqlalchemy as sa
from alembic import op

revision = "0075"
down_revision = "0074"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "foreign_account",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("officer_id", KEY, nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_foreign_account_officer_id"),
        sa.UniqueConstraint("issuer", "subject", name="uq_foreign_account_issuer"),
    )
    op.create_index("ix_foreign_account_officer_id", "foreign_account", ["officer_id"])


def downgrade() -> None:
    op.drop_table("foreign_account")
