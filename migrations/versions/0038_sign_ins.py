"""Each sign-in leaves a row. A new, empty table: quick, and the code before it does without."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "sign_in",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("officer_id", KEY, nullable=False),
        sa.Column("door", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("address", sa.Text()),
        sa.Column("token_hash", sa.String()),
        sa.Column("key_hash", sa.String()),
        sa.Column("until_at", TIME),
        sa.Column("ended_at", TIME),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_sign_in_officer_id"),
        sa.UniqueConstraint("token_hash", name="uq_sign_in_token_hash"),
    )
    op.create_index("ix_sign_in_officer", "sign_in", ["officer_id", "id"])


def downgrade() -> None:
    op.drop_table("sign_in")
