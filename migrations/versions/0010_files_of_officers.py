"""Which officer added a file; empty for what came from the citizen.

An empty column more: nothing waits for long, and code before it goes on adding files of citizens.
"""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    whole = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    op.execute(
        f"ALTER TABLE attachment ADD COLUMN added_by_id {whole}"
        " CONSTRAINT fk_attachment_added_by_id REFERENCES officer (id)"
    )


def downgrade() -> None:
    op.drop_column("attachment", "added_by_id")
