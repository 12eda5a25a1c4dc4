"""Accounts that open sealed matters wait for a second person. A new, empty table and a column with a default: quick, and the
code before it does without."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("decision IS NULL")


def upgrade() -> None:
    op.add_column(
        "officer",
        sa.Column("awaits_confirmation", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "confirmation",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("officer_id", KEY, nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("roles", sa.JSON()),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String()),
        sa.Column("decided_by", sa.String()),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_confirmation_officer_id"),
        sa.CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name="decided_with_time"),
    )
    op.create_index(
        "ux_confirmation_open",
        "confirmation",
        ["officer_id", "what"],
        unique=True,
        postgresql_where=OPEN,
        sqlite_where=OPEN,
    )


def downgrade() -> None:
    op.drop_table("confirmation")
    op.drop_column("officer", "awaits_confirmation")
