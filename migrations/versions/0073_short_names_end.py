"""What people call a unit may end, and begin again as a row of its own. The code before it reads an ended name as one that stands."""

import sqlalchemy as sa
from alembic import op

revision = "0073"
down_revision = "0072"

TABLE, UNIQUE, CURRENT = "short_name", "uq_short_name_unit_id", "uq_short_name_current"


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
        batch.drop_constraint(UNIQUE, type_="unique")
    where = sa.text("ended_at IS NULL")
    op.create_index(
        CURRENT, TABLE, ["unit_id", "name"], unique=True, sqlite_where=where, postgresql_where=where
    )


def downgrade() -> None:
    op.execute(f"DELETE FROM {TABLE} WHERE ended_at IS NOT NULL")
    op.drop_index(CURRENT, TABLE)
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_column("ended_at")
        batch.create_unique_constraint(UNIQUE, ["unit_id", "name"])
