"""Persons kept out of a complaint as rows, and the posts officers held.

The rows of open complaints are made from the respondents they name and the organisation of today; officers who stepped aside
from a complaint has a row for all of them. Triggers refuse a holder who is kept out. Building the rows takes some seconds
for each hundred thousand complaints that name a respondent. Stop the code before it first: it would write no rows.
"""

import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
HOLDERS = ("first_responder_id", "answerable_id", "handler_id", "duty_offered_id")
KEPT = (
    "EXISTS (SELECT 1 FROM kept_out k WHERE k.complaint_id = NEW.id AND k.ended_at IS NULL AND k.reach = 'all'"
    " AND k.officer_id IN (NEW.first_responder_id, NEW.answerable_id, NEW.handler_id, NEW.duty_offered_id))"
    " OR EXISTS (SELECT 1 FROM kept_out k WHERE k.complaint_id = NEW.id AND k.ended_at IS NULL"
    " AND k.officer_id = NEW.handler_id)"
)
HOLDS = (
    "EXISTS (SELECT 1 FROM complaint c WHERE c.id = NEW.complaint_id AND c.ended_at IS NULL AND NEW.ended_at IS NULL"
    " AND (c.handler_id = NEW.officer_id OR (NEW.reach = 'all' AND NEW.officer_id IN"
    " (c.first_responder_id, c.answerable_id, c.duty_offered_id))))"
)
REFUSED = "a person kept out of a complaint cannot hold it"


def upgrade() -> None:
    for column in (
        sa.Column("past_responder_ids", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("keeps_out", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("taking_over_id", KEY, nullable=True),
    ):
        op.add_column("complaint", column)
    op.add_column("escalation", sa.Column("late_id", KEY, nullable=True))
    op.add_column("escalation", sa.Column("late_post", sa.String(), nullable=True))
    _tables()
    for name in ("unit", "officer"):
        column = f"respondent_{name}_id"
        named = sa.text(f"{column} IS NOT NULL")
        op.create_index(
            f"ix_complaint_respondent_{name}",
            "complaint",
            [column],
            postgresql_where=named,
            sqlite_where=named,
        )
    if op.get_bind().dialect.name != "sqlite":
        for table, column in (("complaint", "taking_over_id"), ("escalation", "late_id")):
            op.create_foreign_key(f"fk_{table}_{column}", table, "officer", [column], ["id"])
    _fill()
    _triggers()


def downgrade() -> None:
    _drop_triggers()
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint("fk_escalation_late_id", "escalation")
        op.drop_constraint("fk_complaint_taking_over_id", "complaint")
    for name in ("officer", "unit"):
        op.drop_index(f"ix_complaint_respondent_{name}", "complaint")
    op.drop_table("post_held")
    op.drop_table("kept_out")
    for name in ("late_post", "late_id"):
        op.drop_column("escalation", name)
    for name in ("taking_over_id", "keeps_out", "past_responder_ids"):
        op.drop_column("complaint", name)


def _tables() -> None:
    op.create_table(
        "kept_out",
        sa.Column("id", KEY, nullable=False),
        sa.Column("complaint_id", KEY, nullable=False),
        sa.Column("officer_id", KEY, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("reach", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("since_seq", sa.Integer(), nullable=False),
        sa.Column("since_at", TIME, nullable=False),
        sa.Column("ended_seq", sa.Integer(), nullable=True),
        sa.Column("ended_at", TIME, nullable=True),
        sa.CheckConstraint("reach IN ('all','judging')", name=op.f("ck_kept_out_reach_is_known")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_kept_out_complaint_id")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_kept_out_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_out")),
    )
    current, all_of_it = sa.text("ended_at IS NULL"), sa.text("ended_at IS NULL AND reach = 'all'")
    op.create_index(
        "uq_kept_out_current",
        "kept_out",
        ["complaint_id", "officer_id", "reason", "cause"],
        unique=True,
        postgresql_where=current,
        sqlite_where=current,
    )
    op.create_index(
        "ix_kept_out_officer",
        "kept_out",
        ["officer_id", "complaint_id"],
        postgresql_where=all_of_it,
        sqlite_where=all_of_it,
    )
    op.create_table(
        "post_held",
        sa.Column("id", KEY, nullable=False),
        sa.Column("officer_id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.Column("from_at", TIME, nullable=False),
        sa.Column("until_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_post_held_officer_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_post_held_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_held")),
    )
    op.create_index("ix_post_held_officer", "post_held", ["officer_id", "until_at"])
    op.create_index("ix_post_held_unit_id", "post_held", ["unit_id"])


def _fill() -> None:
    bind = op.get_bind()
    rows = bind.execute(
        sa.text("SELECT o.id, o.unit_id, o.roles, u.path FROM officer o JOIN unit u ON u.id = o.unit_id")
    )
    people = [(row.id, row.unit_id, _list(row.roles), row.path) for row in rows]
    paths = {row.id: row.path for row in bind.execute(sa.text("SELECT id, path FROM unit"))}
    _fill_posts(people)
    _fill_past_responders()
    query = sa.text(
        "SELECT id, seq, ended_at, respondent_unit_id, respondent_officer_id, recused_ids FROM complaint"
        " WHERE respondent_unit_id IS NOT NULL OR respondent_officer_id IS NOT NULL"
        " OR CAST(recused_ids AS VARCHAR) <> '[]'"
    )
    now = datetime.now(UTC)
    made = []
    for row in bind.execute(query).all():
        for officer, reason, reach, cause in dict.fromkeys(_kept_out(row, people, paths)):
            made.append(
                {
                    "complaint_id": row.id,
                    "officer_id": officer,
                    "reason": reason,
                    "reach": reach,
                    "cause": cause,
                    "provisional": False,
                    "since_seq": row.seq,
                    "since_at": now,
                }
            )
    if made:
        bind.execute(sa.insert(KEPT_OUT), made)
        bind.execute(
            sa.text("UPDATE complaint SET keeps_out = :yes WHERE id IN (SELECT complaint_id FROM kept_out)"),
            {"yes": True},
        )


KEPT_OUT = sa.table(
    "kept_out",
    *(
        sa.column(name)
        for name in ("complaint_id", "officer_id", "reason", "reach", "cause", "since_seq")
    ),
    sa.column("provisional", sa.Boolean()),
    sa.column("since_at", TIME),
)
POST_HELD = sa.table(
    "post_held",
    *(sa.column(name) for name in ("officer_id", "unit_id")),
    sa.column("leads", sa.Boolean()),
    sa.column("from_at", TIME),
    sa.column("until_at", TIME),
)


def _kept_out(row, people, paths):
    for officer in _list(row.recused_ids):
        yield officer, "recused", "all", "recused"
    if row.ended_at is not None:
        return
    units = {row.respondent_unit_id: f"unit:{row.respondent_unit_id}"} if row.respondent_unit_id else {}
    if row.respondent_officer_id:
        cause = f"officer:{row.respondent_officer_id}"
        yield row.respondent_officer_id, "respondent", "all", cause
        for officer, unit, roles, _ in people:
            if officer == row.respondent_officer_id and "unit_supervisor" in roles:
                units.setdefault(unit, cause)
    for unit, cause in units.items():
        for officer, own, roles, path in people:
            if own == unit and officer != row.respondent_officer_id:
                yield officer, "unit" if cause.startswith("unit") else "led_by_respondent", "all", cause
            elif path.startswith(paths[unit]) and own != unit and "discipline" not in roles:
                yield officer, "below", "judging", cause


def _fill_posts(people) -> None:
    """Today's posts; and from the notes of moves, the units officers came from."""
    bind, first = op.get_bind(), datetime(2000, 1, 1, tzinfo=UTC)
    ids = {row.code: row.id for row in bind.execute(sa.text("SELECT id, code FROM unit"))}
    names = {row.username: row.id for row in bind.execute(sa.text("SELECT id, username FROM officer"))}
    leads = {officer: "unit_supervisor" in roles for officer, _, roles, _ in people}
    made = [
        {"officer_id": officer, "unit_id": unit, "leads": leads[officer], "from_at": first, "until_at": None}
        for officer, unit, _, _ in people
    ]
    notes = sa.table("audit_note", sa.column("at", TIME), sa.column("what"), sa.column("detail", sa.JSON()))
    for note in bind.execute(sa.select(notes).where(notes.c.what == "officer moved")):
        officer, unit = names.get(note.detail.get("officer")), ids.get(note.detail.get("before"))
        if officer and unit:
            at = note.at if note.at.tzinfo else note.at.replace(tzinfo=UTC)
            former = {"officer_id": officer, "unit_id": unit, "leads": leads[officer]}
            made.append({**former, "from_at": first, "until_at": at})
    if made:
        bind.execute(sa.insert(POST_HELD), made)


def _fill_past_responders() -> None:
    bind, past = op.get_bind(), {}
    query = sa.text(
        "SELECT complaint_id, giver_id FROM handover WHERE kind = 'duty' AND step = 'taken' ORDER BY id"
    )
    for row in bind.execute(query):
        past.setdefault(row.complaint_id, []).append(row.giver_id)
    complaint = sa.table("complaint", sa.column("id"), sa.column("past_responder_ids", sa.JSON()))
    for complaint_id, ids in past.items():
        named = sa.update(complaint).where(complaint.c.id == complaint_id)
        bind.execute(named.values(past_responder_ids=list(dict.fromkeys(ids))))


def _list(value):
    return json.loads(value) if isinstance(value, str) else (value or [])


def _triggers() -> None:
    if op.get_bind().dialect.name == "sqlite":
        columns = ", ".join(HOLDERS)
        op.execute(
            f"CREATE TRIGGER holder_not_kept_out BEFORE UPDATE OF {columns} ON complaint"
            f" WHEN NEW.ended_at IS NULL AND ({' OR '.join(f'NEW.{one} IS NOT OLD.{one}' for one in HOLDERS)})"
            f" AND ({KEPT}) BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
        )
        op.execute(
            f"CREATE TRIGGER kept_out_not_holder BEFORE INSERT ON kept_out WHEN {HOLDS}"
            f" BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
        )
        return
    for name, condition in (("holder_not_kept_out", KEPT), ("kept_out_not_holder", HOLDS)):
        op.execute(
            f"CREATE FUNCTION shouwen_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF {condition} THEN RAISE EXCEPTION '{REFUSED}'"
            " USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
        )
    changed = " OR ".join(f"NEW.{one} IS DISTINCT FROM OLD.{one}" for one in HOLDERS)
    op.execute(
        f"CREATE TRIGGER holder_not_kept_out BEFORE UPDATE OF {', '.join(HOLDERS)} ON complaint FOR EACH ROW"
        f" WHEN (NEW.ended_at IS NULL AND ({changed})) EXECUTE FUNCTION shouwen_holder_not_kept_out()"
    )
    op.execute(
        "CREATE TRIGGER kept_out_not_holder BEFORE INSERT ON kept_out FOR EACH ROW"
        " EXECUTE FUNCTION shouwen_kept_out_not_holder()"
    )


def _drop_triggers() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name, table in (("holder_not_kept_out", "complaint"), ("kept_out_not_holder", "kept_out")):
        op.execute(f"DROP TRIGGER {name}" if sqlite else f"DROP TRIGGER {name} ON {table}")
        if not sqlite:
            op.execute(f"DROP FUNCTION shouwen_{name}()")
