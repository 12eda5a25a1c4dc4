"""What a row of the board tells: read for all rows together, with the same few queries however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from complaints.access.prepared_queries import end_of_tomorrow
from complaints.infrastructure.database import db
from complaints.models import Ask, Complaint, Escalation, Event, Officer
from complaints.models.deadline import height_of
from complaints.models.owed_by_others import NOT_OF_THE_LEAD
from complaints.queries import rows as queries_rows
from complaints.queries.rows import Listed, Promise, as_listed
from workflows.language import Text

TOLD = 3
LOOKED_BACK = 3 * TOLD  # steps read for each complaint, for the same step several times in a row makes one
ASKED = (Ask.kind, Ask.step, Ask.by_id, Ask.words)
CLIMBED = (  # of an escalation: what a row says of it
    Escalation.id,
    Escalation.commitment,
    Escalation.rung,
    Escalation.act,
    Escalation.climbed_at,
    Escalation.due_at,
    Escalation.reminder,
    Escalation.reviewer_id,
    Escalation.reviewed_at,
)
SILENT = ("remind", "recalculate", "postpone", "review", "escalate", "end_reviews")


@dataclass(frozen=True, slots=True)
class Tried:
    """Something that was done, or the same thing several times in a row; `by` is None for citizen and system, `reason`
    may be a code of the rulebook."""

    move: str
    at: datetime
    by: Text | None
    note: str
    reason: str = ""
    times: int = 1


@dataclass(frozen=True, slots=True)
class Why:
    """Why it is there: the promise, the rung climbed on it, when it was due."""

    commitment: str
    due_at: datetime
    rung: str | None = None
    paused_at: datetime | None = None
    climbed_at: datetime | None = None
    mine: bool = False


def read(ids: Sequence[int]) -> dict[int, Listed]:
    query = as_listed(sa.select(Complaint).filter(Complaint.id.in_(ids)))
    found = {
        complaint.id: complaint for complaint in queries_rows.read(db.session.execute(query) if ids else ())
    }
    asked, climbed = _of_each(ids, Ask, ASKED), _of_each(ids, Escalation, CLIMBED)
    for complaint in found.values():
        complaint.asks, complaint.escalations = asked[complaint.id], climbed[complaint.id]
    return found


def _of_each(ids: Sequence[int], kind: Any, columns: Sequence[Any]) -> dict[int, list[sa.Row[Any]]]:
    """By complaint, in the order they were made."""
    query = sa.select(kind.complaint_id, *columns).filter(kind.complaint_id.in_(ids)).order_by(kind.id)
    found: dict[int, list[sa.Row[Any]]] = defaultdict(list)
    for row in db.session.execute(query) if ids else ():
        found[row.complaint_id].append(row)
    return found


def tried(ids: Sequence[int]) -> dict[int, list[Tried]]:
    """The last things done about each complaint, newest first; what the clock did by itself is left out."""
    newest = sa.func.row_number().over(partition_by=Event.complaint_id, order_by=Event.seq.desc())
    steps = (
        sa.select(Event.complaint_id, Event.seq, Event.move, Event.at, Event.note, Event.detail, Event.by_id)
        .add_columns(newest.label("place"))
        .where(Event.complaint_id.in_(ids), Event.move.not_in(SILENT))
        .subquery()
    )
    query = (
        sa.select(steps, Officer.name_zh, Officer.name_en)
        .outerjoin(Officer, Officer.id == steps.c.by_id)
        .where(steps.c.place <= LOOKED_BACK)
        .order_by(steps.c.complaint_id, steps.c.seq.desc())
    )
    stories: dict[int, list[Tried]] = defaultdict(list)
    for row in db.session.execute(query):
        by = Text(row.name_zh, row.name_en) if row.name_zh else None
        reason = str(row.detail.get("reason") or row.detail.get("instruction") or "")
        _tell(stories[row.complaint_id], Tried(row.move, row.at, by, row.note, reason))
    return {one: story[:TOLD] for one, story in stories.items()}


def _tell(story: list[Tried], one: Tried) -> None:
    last = story[-1] if story else None
    if last is not None and (last.move, last.by) == (one.move, one.by):
        story[-1] = replace(
            last, note=last.note or one.note, reason=last.reason or one.reason, times=last.times + 1
        )
    else:
        story.append(one)


def why(complaint: Listed, section: str, officer: Officer, at: datetime) -> list[Why]:
    """The reasons that count in a section, the gravest first."""
    if section == "escalated":
        return _climbed(complaint, officer)
    rows = sorted(_promises(complaint, section, at), key=lambda row: row.due_at)
    return [Why(row.commitment, row.due_at, paused_at=row.paused_at) for row in rows]


def waiting_escalations(complaint: Listed) -> list[sa.Row[Any]]:
    return [row for row in complaint.escalations if row.reviewed_at is None and not row.reminder]


def _climbed(complaint: Listed, officer: Officer) -> list[Why]:
    """Every rung that waits, the highest first: it represents the complaint, with the ladder folded under it."""
    return [
        Why(
            row.commitment,
            row.due_at,
            row.rung,
            climbed_at=row.climbed_at,
            mine=row.reviewer_id == officer.id,
        )
        for row in sorted(waiting_escalations(complaint), key=height_of, reverse=True)
    ]


def _promises(complaint: Listed, section: str, at: datetime) -> Iterable[Promise]:
    ours = [row for row in complaint.running if row.commitment not in NOT_OF_THE_LEAD]
    moving = [row for row in ours if not row.paused]
    chosen = {
        "asking": [row for row in moving if row.commitment == "verification"] or moving[:1],
        "soon": [row for row in moving if at <= row.due_at < end_of_tomorrow(at)],
        "stalled": [row for row in moving if row.commitment == "progress"],
        "overdue": [row for row in moving if row.due_at < at],
        "waiting": [row for row in ours if row.paused] or ours,
    }
    return chosen.get(section, moving[:1])


def hidden_from(complaint: Listed | Complaint, officer: Officer) -> bool:
    """A restricted complaint may wait for a reviewer who may not read it (domain §7, conflict of interest 6)."""
    carriers = (complaint.first_responder_id, complaint.answerable_id, complaint.handler_id)
    return complaint.restricted and "discipline" not in officer.roles and officer.id not in carriers
