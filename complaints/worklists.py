"""What stands on an officer's desk: lists ordered by the next promise, each with its true count.

All lists are scoped by `visible_to`. A page costs the same number of queries whatever stands on it, and a count stops at
MOST_COUNTED, so that a full list costs no more to count than a short one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, literal, or_, select
from sqlalchemy.orm import joinedload, lazyload, load_only, selectinload

from complaints.db import db
from complaints.models import Complaint, Deadline, Officer, Unit
from complaints.queues import QUEUES, Page, Part, Position
from complaints.visibility import not_about, visible_to
from workflows.calendar import SHANGHAI

MOST_COUNTED = 100
ON_A_PAGE = 30

FIRST_PAGE = Part(limit=ON_A_PAGE)
Condition = Callable[[Officer, datetime], ColumnElement[bool]]


def _mine(officer: Officer, at: datetime) -> ColumnElement[bool]:
    """仍由我负责: what I answer for, work on, or took in, wherever it is now (domain §1: 谁首问谁跟踪到底)."""
    return or_(
        Complaint.answerable_id == officer.id,
        Complaint.handler_id == officer.id,
        Complaint.first_responder_id == officer.id,
    )


def _due_today(officer: Officer, at: datetime) -> ColumnElement[bool]:
    """A promise of mine falls due before this day ends in Shanghai, and has not yet."""
    local = at.astimezone(SHANGHAI)
    midnight = datetime.combine(local.date() + timedelta(days=1), time(), SHANGHAI)
    return and_(_mine(officer, at), Complaint.next_due_at >= at, Complaint.next_due_at < midnight)


def _overdue(officer: Officer, at: datetime) -> ColumnElement[bool]:
    return and_(_mine(officer, at), QUEUES["overdue"](officer, at))


def _waiting(officer: Officer, at: datetime) -> ColumnElement[bool]:
    """Waiting for the citizen: missing items were asked for, or the result was told and a rating may come.

    The words stand in the statement itself, as they stand in the index WITH_CITIZEN, or it would not be used.
    """
    supplement, feedback = (literal(word, literal_execute=True) for word in ("supplement", "feedback"))
    return and_(_mine(officer, at), or_(Complaint.pause_reason == supplement, Complaint.state == feedback))


CARRIED = ("mine", "today", "overdue", "tracking", "waiting")  # lists of what the officer carries
LISTS: dict[str, Condition] = {
    "mine": _mine,
    "offered": QUEUES["offered"],
    "today": _due_today,
    "overdue": _overdue,
    "tracking": QUEUES["tracking"],
    "waiting": _waiting,
    "unit": QUEUES["unit"],
}

COLUMNS = (
    Complaint.tracking_number,
    Complaint.rulebook_version,
    Complaint.version,
    Complaint.category,
    Complaint.urgency,
    Complaint.subject,
    Complaint.contactable,
    Complaint.restricted,
    Complaint.state,
    Complaint.received_at,
    Complaint.ended_at,
    Complaint.accepted_at,
    Complaint.first_responder_id,
    Complaint.answerable_id,
    Complaint.handler_id,
    Complaint.unit_id,
    Complaint.unit_path,
    Complaint.intake_unit_id,
    Complaint.intake_path,
    Complaint.offered_unit_id,
    Complaint.duty_offered_id,
    Complaint.respondent_unit_id,
    Complaint.respondent_officer_id,
    Complaint.recused_ids,
    Complaint.past_handler_ids,
    Complaint.refusing_unit_ids,
    Complaint.pause_reason,
    Complaint.returns,
    Complaint.fresh_hands,
    Complaint.grade,
    Complaint.seq,
    Complaint.next_due_at,
    Complaint.escalated_at,
)
PROMISE = (  # of a deadline: what a row of a list says of it
    Deadline.commitment,
    Deadline.due_at,
    Deadline.paused_at,
    Deadline.met_at,
    Deadline.void_at,
    Deadline.provisional,
    Deadline.escalation_id,
)
ROW = (
    load_only(*COLUMNS),
    joinedload(Complaint.answerable).options(
        load_only(Officer.name_zh, Officer.name_en), lazyload(Officer.unit)
    ),
    joinedload(Complaint.unit).load_only(Unit.code, Unit.name_zh, Unit.name_en),
    selectinload(Complaint.running).load_only(*PROMISE),
)
_OFFERS = (
    selectinload(Complaint.handovers),
    selectinload(Complaint.asks),
    selectinload(Complaint.escalations),
)


def page(name: str, officer: Officer, at: datetime, part: Part = FIRST_PAGE) -> Page:
    """One page of a list of LISTS. The list of offers brings what deciding on an offer needs."""
    query = (
        select(Complaint)
        .filter(*_on(name, officer, at))
        .options(*ROW, *(_OFFERS if name == "offered" else ()))
    )
    query = query.order_by(Complaint.next_due_at.asc().nulls_last(), Complaint.id).limit(part.limit + 1)
    if part.after is not None:
        query = query.filter(_beyond(part.after))
    found: list[Complaint] = list(db.session.scalars(query))
    rows = found[: part.limit]
    more = len(found) > part.limit
    return Page(rows, Position(rows[-1].next_due_at, rows[-1].id) if more else None)


def counts(officer: Officer, at: datetime) -> dict[str, int]:
    """How many stand on each list, in one statement; MOST_COUNTED stands for that many or more."""
    counted = [_counted(_on(name, officer, at)).label(name) for name in LISTS]
    return dict(db.session.execute(select(*counted)).one()._mapping)


def next_promise(complaint: Complaint) -> Deadline | None:
    """The promise a complaint stands where it does for: the earliest whose clock runs, else the earliest at all."""
    promises: list[Deadline] = sorted(complaint.running, key=lambda row: (row.paused, row.due_at))
    return promises[0] if promises else None


def _on(name: str, officer: Officer, at: datetime) -> list[ColumnElement[bool]]:
    """What an officer carries they may see, unless it is about them: the rest of `visible_to` would only be built."""
    seen = not_about(officer) if name in CARRIED else visible_to(officer)
    return [Complaint.ended_at.is_(None), seen, LISTS[name](officer, at)]


def _counted(conditions: list[ColumnElement[bool]]) -> ScalarSelect[int]:
    some = select(literal(1)).select_from(Complaint).filter(*conditions)
    return select(func.count()).select_from(some.limit(MOST_COUNTED).subquery()).scalar_subquery()


def _beyond(after: Position) -> ColumnElement[bool]:
    if after.due_at is None:
        return and_(Complaint.next_due_at.is_(None), Complaint.id > after.id)
    same = and_(Complaint.next_due_at == after.due_at, Complaint.id > after.id)
    return or_(Complaint.next_due_at > after.due_at, same, Complaint.next_due_at.is_(None))
