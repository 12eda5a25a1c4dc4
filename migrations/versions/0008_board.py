"""What a supervisor's board asks for, written on the complaint, with an index for each of its sections.

The code before it does not know the columns and leaves them as they were: a complaint it moves stands on the board where it
stood, until its next step. Filling them reads the open complaints and the escalations not yet reviewed; building the
indexes blocks writes to complaints meanwhile, a few seconds for each hundred thousand.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

RUNS = sa.text("met_at IS NULL AND void_at IS NULL AND paused_at IS NULL")
TIMES = ("house_due_at", "progress_due_at", "asked_at")
UNCLIMBED = "ended_at IS NULL AND climbed_id IS NULL"
INDEXES = {
    "house_due": (["house_due_at", "id"], f"{UNCLIMBED} AND asked_at IS NULL"),
    "progress_due": (["progress_due_at", "id"], f"{UNCLIMBED} AND asked_at IS NULL"),
    "asked": (["asked_at", "id"], f"{UNCLIMBED} AND asked_at IS NOT NULL"),
    "paused": (["next_due_at", "id"], f"{UNCLIMBED} AND asked_at IS NULL AND pause_reason IS NOT NULL"),
    "climbed": (["climbed_id"], "climbed_id IS NOT NULL"),
}
FIRST_DUE = """(SELECT min(due_at) FROM deadline WHERE complaint_id = complaint.id
    AND met_at IS NULL AND void_at IS NULL AND paused_at IS NULL AND {which})"""
HOUSE = FIRST_DUE.format(which="commitment NOT IN ('closing', 'supplement_wait', 'review')")
PROGRESS = FIRST_DUE.format(which="commitment = 'progress'")
VERIFIED_SINCE = """SELECT started_at FROM deadline WHERE complaint_id = complaint.id
    AND met_at IS NULL AND void_at IS NULL AND commitment = 'verification'"""
ASKED_SINCE = """SELECT at FROM ask WHERE complaint_id = complaint.id AND step = 'asked'
    AND (kind = 'recusal' OR (complaint.state = 'assigned' AND by_id = complaint.handler_id)) AND NOT EXISTS (
    SELECT 1 FROM ask later WHERE later.complaint_id = ask.complaint_id AND later.kind = ask.kind AND later.id > ask.id)"""
ASKED = f"(SELECT min(since.at) FROM ({ASKED_SINCE} UNION ALL {VERIFIED_SINCE}) since)"
CLIMBED = """(SELECT min(id) FROM escalation WHERE complaint_id = complaint.id
    AND reviewed_at IS NULL AND reminder IS FALSE AND (complaint.ended_at IS NULL OR reviewer_id IS NOT NULL))"""


def upgrade() -> None:
    for name in TIMES:
        op.add_column("complaint", sa.Column(name, sa.DateTime(timezone=True)))
    op.add_column("complaint", sa.Column("climbed_id", sa.BigInteger()))
    op.execute(
        f"UPDATE complaint SET house_due_at = {HOUSE}, progress_due_at = {PROGRESS}, asked_at = {ASKED}"
        " WHERE ended_at IS NULL"
    )
    op.execute(
        f"UPDATE complaint SET climbed_id = {CLIMBED} WHERE id IN"
        " (SELECT complaint_id FROM escalation WHERE reviewed_at IS NULL AND reminder IS FALSE)"
    )
    for name, (columns, which) in INDEXES.items():
        op.create_index(
            f"ix_complaint_{name}",
            "complaint",
            columns,
            postgresql_where=sa.text(which),
            sqlite_where=sa.text(which),
        )
    op.create_index(
        "ix_deadline_running", "deadline", ["due_at", "id"], postgresql_where=RUNS, sqlite_where=RUNS
    )


def downgrade() -> None:
    op.drop_index("ix_deadline_running", "deadline")
    for name in INDEXES:
        op.drop_index(f"ix_complaint_{name}", "complaint")
    for name in ("climbed_id", *TIMES):
        op.drop_column("complaint", name)
