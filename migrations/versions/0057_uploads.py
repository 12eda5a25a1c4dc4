"""Files that come in parts. Two new, empty tables: the code before them does without."""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "upload",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("complaint_id", KEY, nullable=False),
        sa.Column("added_by_id", KEY, nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name="fk_upload_complaint_id"),
        sa.ForeignKeyConstraint(["added_by_id"], ["officer.id"], name="fk_upload_added_by_id"),
        sa.UniqueConstraint("token_hash", name="uq_upload_token_hash"),
    )
    op.create_index("ix_upload_complaint_id", "upload", ["complaint_id"])
    op.create_index("ix_upload_expires_at", "upload", ["expires_at"])
    op.create_table(
        "upload_part",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("upload_id", KEY, nullable=False),
        sa.Column("begins_at", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name="fk_upload_part_upload_id"),
        sa.UniqueConstraint("upload_id", "begins_at", name="uq_upload_part_upload_id_begins_at"),
    )


def downgrade() -> None:
    op.drop_table("upload_part")
    op.drop_table("upload")
