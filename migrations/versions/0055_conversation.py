"""What a citizen wrote and no officer has acted on, and the questions the citizen has still to answer. Two columns without a value."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"


def upgrade() -> None:
    op.add_column("complaint", sa.Column("citizen_wrote_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("complaint", sa.Column("open_questions", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("complaint", "open_questions")
    op.drop_column("complaint", "citizen_wrote_at")
