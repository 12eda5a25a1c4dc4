"""Each answer, feedback, rating and review as a row of its round, filled from the ledger. The rows are permanent.

The ledger is read once, a page of complaints at a time; nothing waits meanwhile but this migration.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")
KIND_OF = {
    "answer": "answer",
    "answer_on_the_spot": "answer",
    "give_feedback": "feedback",
    "rate": "rating",
    "reopen": "review",
    "appeal": "review",
}
COLUMNS = (
    ("round", sa.Integer()),
    ("rate_by", sa.DateTime(timezone=True)),
    ("review_from", sa.String()),
)
PAGE = 2000


def upgrade() -> None:
    table = _create()
    op.add_column("complaint", sa.Column("round", sa.Integer(), nullable=False, server_default="1"))
    for name, kind in COLUMNS[1:]:
        op.add_column("complaint", sa.Column(name, kind))
    _fill(op.get_bind(), table)
    _protect("round_record")


def _create() -> sa.Table:
    return op.create_table(
        "round_record",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("complaint_id", sa.BigInteger(), sa.ForeignKey("complaint.id"), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("event_seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.BigInteger(), sa.ForeignKey("officer.id")),
        sa.Column("of_id", sa.BigInteger(), sa.ForeignKey("complaint.id")),
        sa.Column("outcome", sa.String()),
        sa.Column("grade", sa.Integer()),
        sa.Column("before", sa.JSON(none_as_null=True)),
        sa.UniqueConstraint("complaint_id", "event_seq", "kind"),
        sa.CheckConstraint(
            "kind IN ('answer', 'feedback', 'rating', 'review', 'review_withdrawn')", name="kind_is_known"
        ),
        sa.CheckConstraint("(kind = 'rating') = (grade IS NOT NULL)", name="a_rating_has_a_grade"),
        sa.Index(
            "ix_round_record_rated",
            "at",
            sqlite_where=sa.text("kind = 'rating'"),
            postgresql_where=sa.text("kind = 'rating'"),
        ),
    )


def _fill(bind: sa.Connection, table: sa.Table) -> None:
    event = sa.table("event", *map(sa.column, ("complaint_id", "seq", "move", "by_id", "from_state")))
    event.append_column(sa.column("at", sa.DateTime(timezone=True)))
    event.append_column(sa.column("detail", sa.JSON()))
    after = 0
    while ids := bind.execute(
        sa.text("SELECT id FROM complaint WHERE id > :after ORDER BY id LIMIT :page"),
        {"after": after, "page": PAGE},
    ).scalars().all():
        query = sa.select(event).where(event.c.complaint_id.between(ids[0], ids[-1]), event.c.move.in_(KIND_OF))
        records, present = _records(bind.execute(query.order_by(event.c.complaint_id, event.c.seq)))
        if records:
            bind.execute(sa.insert(table), records)
        if present:
            _set_present(bind, present)
        after = ids[-1]
    bind.execute(
        sa.text(
            "UPDATE complaint SET rate_by = (SELECT max(due_at) FROM deadline WHERE complaint_id = complaint.id"
            " AND commitment = 'closing') WHERE appeal_by IS NOT NULL"
        )
    )


def _records(events: sa.CursorResult) -> tuple[list[dict], list[dict]]:
    records, present = [], {}
    for event in events:
        now = present.setdefault(event.complaint_id, {"one": event.complaint_id, "round": 1, "asked": None})
        kind = KIND_OF[event.move]
        if kind == "review":
            now["round"] += 1
            now["asked"] = event.from_state if event.move == "appeal" else None
        if kind == "feedback":
            now["asked"] = None
        records.append(_record(event, kind, now["round"]))
    return records, list(present.values())


def _record(event: sa.Row, kind: str, number: int) -> dict:
    copied = {name: getattr(event, name) for name in ("complaint_id", "at", "by_id")}
    return {
        **copied,
        "round": number,
        "kind": kind,
        "event_seq": event.seq,
        "outcome": event.detail.get("outcome") if kind == "answer" else None,
        "grade": int(event.detail["grade"]) if kind == "rating" else None,
    }


def _set_present(bind: sa.Connection, present: list[dict]) -> None:
    """A review that is open keeps the grade it was asked about: what the complaint was before is not on these rows, so
    `before` stays empty and withdrawing it leads back with the words of the ledger alone."""
    bind.execute(
        sa.text(
            "UPDATE complaint SET round = :round, review_from = CASE WHEN ended_at IS NULL THEN :asked END"
            " WHERE id = :one"
        ),
        present,
    )


def _protect(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_{verb.lower()}_refused BEFORE {verb} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, 'the record of {table} is permanent'); END"
            )
    else:
        op.execute(
            f"CREATE TRIGGER {table}_refused BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW"
            f" EXECUTE FUNCTION shouwen_refuse('the record of {table} is permanent')"
        )


def downgrade() -> None:
    op.drop_table("round_record")
    for name, _ in reversed(COLUMNS):
        op.drop_column("complaint", name)
