"""Finding what a person may see without reading what they may not: by the path of a unit, and by an offered duty.

Building an index blocks writes to complaints meanwhile, a few seconds for each hundred thousand; the code before it
does not notice them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

WORKING = sa.text("ended_at IS NULL")
OFFERED = sa.text("duty_offered_id IS NOT NULL")


def upgrade() -> None:
    for name in ("unit_path", "intake_path"):
        op.create_index(
            f"ix_complaint_{name}",
            "complaint",
            [name],
            postgresql_where=WORKING,
            postgresql_ops={name: "text_pattern_ops"},
        )
    op.create_index(
        "ix_complaint_duty_offered",
        "complaint",
        ["duty_offered_id"],
        postgresql_where=OFFERED,
        sqlite_where=OFFERED,
    )


def downgrade() -> None:
    for name in ("duty_offered", "intake_path", "unit_path"):
        op.drop_index(f"ix_complaint_{name}", "complaint")
