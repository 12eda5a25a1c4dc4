"""On SQLite too the indexes of open complaints hold the open ones only, as on PostgreSQL: a desk costs what is on it. And
those set aside are found without looking through the others, on both.

On SQLite building them blocks writes meanwhile, a few seconds for each hundred thousand.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

SET_ASIDE = sa.text("set_aside_at IS NOT NULL")
WORKING = "ended_at IS NULL"
BY_PERSON = ("answerable", "first_responder", "handler", "unit", "intake_unit", "offered_unit")
INDEXES = {  # name: its table, its columns, the rows in it
    **{
        f"ix_complaint_{name}": ("complaint", [f"{name}_id", "next_due_at", "id"], WORKING)
        for name in BY_PERSON
    },
    "ix_complaint_unit_path": ("complaint", ["unit_path"], WORKING),
    "ix_complaint_intake_path": ("complaint", ["intake_path"], WORKING),
    "ix_complaint_due": ("complaint", ["next_due_at", "id"], WORKING),
    "ix_complaint_next_action": ("complaint", ["next_action_at"], "next_action_at IS NOT NULL"),
    "ix_complaint_escalated": ("complaint", ["escalated_at", "id"], "escalated_at IS NOT NULL"),
    "ix_escalation_reviewer": ("escalation", ["reviewer_id", "id"], "reviewed_at IS NULL"),
}


def upgrade() -> None:
    op.drop_index("ix_complaint_set_aside_at", "complaint")
    op.create_index(
        "ix_complaint_set_aside", "complaint", ["id"], sqlite_where=SET_ASIDE, postgresql_where=SET_ASIDE
    )
    _build(partial=True)


def downgrade() -> None:
    _build(partial=False)
    op.drop_index("ix_complaint_set_aside", "complaint")
    op.create_index("ix_complaint_set_aside_at", "complaint", ["set_aside_at"])


def _build(partial: bool) -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    for name, (table, columns, which) in INDEXES.items():
        op.drop_index(name, table)
        op.create_index(name, table, columns, sqlite_where=sa.text(which) if partial else None)
