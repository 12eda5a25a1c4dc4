"""States are named by the rulebook; what the program looks at are milestones and what an end is.

Two columns of the complaint, filled from the states that all rulebooks had until now. A rule of the table named those states:
SQLite changes it in the table's own text (its documentation, "Making Other Kinds Of Table Schema Changes"), since rebuilding
the table would lose its triggers. Where a review is open, the milestone it was asked at stands for the state, and these rows
get their checksums again after the last migration.
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"

MILESTONES = {"received": "taken_in", "assigned": "in_work", "handled": "answered", "feedback": "told"}
ENDS = ("closed", "declined", "withdrawn", "merged")
NAMED = "state IN ('received','assigned','handled','feedback') OR ended_at IS NOT NULL"
BY_MILESTONE = (
    "(milestone <> 'ended' OR ended_at IS NOT NULL) AND (milestone = 'ended') = (ends_as IS NOT NULL)"
)
RULE = "ck_complaint_ends_have_a_time"
ASKED = {"feedback": "told", "closed": "ended"}


def upgrade() -> None:
    op.add_column("complaint", sa.Column("milestone", sa.String(), nullable=False, server_default="taken_in"))
    op.add_column("complaint", sa.Column("ends_as", sa.String(), nullable=True))
    cases = " ".join(f"WHEN '{state}' THEN '{milestone}'" for state, milestone in MILESTONES.items())
    ends = ", ".join(f"'{one}'" for one in ENDS)
    op.execute(
        f"UPDATE complaint SET milestone = CASE state {cases} ELSE 'ended' END,"
        f" ends_as = CASE WHEN state IN ({ends}) THEN state END"
    )
    _ask_from(ASKED)
    _replace_rule(NAMED, BY_MILESTONE)
    _replace_index("milestone = 'told'")


def downgrade() -> None:
    _replace_index("state = 'feedback'")
    _replace_rule(BY_MILESTONE, NAMED)
    _ask_from({new: old for old, new in ASKED.items()})
    op.drop_column("complaint", "ends_as")
    op.drop_column("complaint", "milestone")


def _ask_from(names: dict[str, str]) -> None:
    cases = " ".join(f"WHEN '{old}' THEN '{new}'" for old, new in names.items())
    op.execute(
        f"UPDATE complaint SET review_from = CASE review_from {cases} END, checksums = NULL"
        " WHERE review_from IS NOT NULL"
    )


def _replace_rule(before: str, after: str) -> None:
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        op.drop_constraint(RULE, "complaint")
        op.create_check_constraint(op.f(RULE), "complaint", after)
        return
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    changed = connection.execute(
        sa.text(
            "UPDATE sqlite_master SET sql = replace(sql, :before, :after)"
            " WHERE type = 'table' AND name = 'complaint' AND instr(sql, :before)"
        ),
        {"before": before, "after": after},
    )
    if changed.rowcount != 1:
        raise RuntimeError(f"the rule {RULE} of the table complaint is not as it was made")
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")


def _replace_index(which: str) -> None:
    waits = sa.text(f"ended_at IS NULL AND (pause_reason = 'supplement' OR {which})")
    op.drop_index("ix_complaint_with_citizen", "complaint")
    op.create_index(
        "ix_complaint_with_citizen",
        "complaint",
        ["next_due_at", "id"],
        postgresql_where=waits,
        sqlite_where=waits,
    )
