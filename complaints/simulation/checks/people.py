"""Promises about who carries a complaint: never ownerless, two-sided hand-overs, bounded bouncing, no officer judges themselves."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from complaints.models import Complaint, Escalation, Event, Handover, Notice, Officer, RoundRecord, Unit
from complaints.models.round_record import REVIEW_WITHDRAWN
from complaints.simulation.histories import History, histories
from workflows.guards.handing_over import MOST_RETURNS
from workflows.language import Milestone

DESIGNATING = ("designate", "raise_level", "reopen", "appeal")


def promise_1(session: Session) -> list[str]:
    """Never ownerless: one first responder and one answerable person, from the logging on."""
    return [*_ownerless(session), *_unlogged(session), *_first_responders_not_taken_over(session)]


def _ownerless(session: Session) -> Iterator[str]:
    for row in session.execute(sa.select(Complaint.tracking_number, *_carriers())):
        if row.first_responder_id is None or row.answerable_id is None:
            yield f"{row.tracking_number} has no answerable officer"
        elif row.answerable_id not in (row.first_responder_id, row.handler_id):
            yield f"{row.tracking_number}: the answerable person is neither first responder nor handler"


def _carriers() -> tuple[Any, ...]:
    return Complaint.first_responder_id, Complaint.answerable_id, Complaint.handler_id


def _unlogged(session: Session) -> Iterator[str]:
    logged = sa.select(Event.complaint_id).filter_by(seq=1, move="receive")
    for number in session.scalars(sa.select(Complaint.tracking_number).filter(Complaint.id.not_in(logged))):
        yield f"{number} does not begin with its logging"


def _first_responders_not_taken_over(session: Session) -> Iterator[str]:
    newest = sa.select(sa.func.max(Handover.id)).filter_by(kind="duty", step="taken")
    query = (
        sa.select(Complaint.tracking_number, Complaint.first_responder_id, Handover.officer_id)
        .join(Handover, Handover.complaint_id == Complaint.id)
        .filter(Handover.id.in_(newest.group_by(Handover.complaint_id)))
    )
    for row in session.execute(query):
        if row.first_responder_id != row.officer_id:
            yield f"{row.tracking_number}: the first responder is not the one who took the duty over"


def promise_2(session: Session) -> list[str]:
    """A hand-over has two sides: one offer, at most one answer, and the answerable person follows the one taken."""
    return [*_one_sided(session), *_answerable_elsewhere(session)]


def _steps(session: Session) -> Iterator[tuple[tuple[int, str], list[Handover]]]:
    """All steps of each complaint's handovers of one kind, oldest first."""
    query = sa.select(Handover).order_by(Handover.complaint_id, Handover.kind, Handover.round, Handover.id)
    for key, rows in groupby(session.scalars(query), key=lambda row: (row.complaint_id, row.kind)):
        yield key, list(rows)


def _one_sided(session: Session) -> Iterator[str]:
    for (complaint_id, kind), steps in _steps(session):
        rounds = [list(rows) for _, rows in groupby(steps, key=lambda row: row.round)]
        for rows in rounds:
            where = f"complaint {complaint_id}, {kind} round {rows[0].round}"
            yield from _wrong_with(rows, is_last=rows is rounds[-1], where=where)


def _wrong_with(rows: list[Handover], *, is_last: bool, where: str) -> Iterator[str]:
    offers = [row for row in rows if row.step == "offered"]
    answers = [row for row in rows if row.step != "offered"]
    if len(offers) != 1 or len(answers) > 1:
        yield f"{where}: {len(offers)} offers and {len(answers)} answers"
    if not answers and not is_last:
        yield f"{where}: a new offer was made before this one was answered"
    for row in answers:
        if row.step == "returned" and row.kind == "work" and not row.reason:
            yield f"{where}: returned without a reason"
        if offers and row.at < offers[0].at:
            yield f"{where}: answered before it was offered"


def _answerable_elsewhere(session: Session) -> Iterator[str]:
    taken = (
        sa.select(sa.func.max(Handover.id))
        .filter_by(kind="work", step="taken")
        .group_by(Handover.complaint_id)
    )
    takers = {
        row.complaint_id: row.officer_id
        for row in session.execute(
            sa.select(Handover.complaint_id, Handover.officer_id).filter(Handover.id.in_(taken))
        )
    }
    taken_back = sa.select(RoundRecord.complaint_id).filter_by(kind=REVIEW_WITHDRAWN)
    as_before = set(session.scalars(taken_back))  # the handler is who had the work before the review
    query = sa.select(Complaint.id, Complaint.tracking_number, Complaint.milestone, *_carriers())
    for row in session.execute(query.filter(Complaint.ended_at.is_(None), Complaint.id.not_in(as_before))):
        if row.handler_id is not None and takers.get(row.id) != row.handler_id:
            yield f"{row.tracking_number}: the handler is not the one who took the work"
        works = row.milestone == Milestone.IN_WORK and row.handler_id is not None
        if row.answerable_id != (row.handler_id if works else row.first_responder_id):
            yield f"{row.tracking_number}: another officer than the {'handler' if works else 'first responder'} is answerable"


def promise_3(session: Session) -> list[str]:
    """Bounded bouncing: one return a unit, two a complaint, none after a designation, and every refusal listed."""
    codes = {row.id: row.code for row in session.execute(sa.select(Unit.id, Unit.code))}
    query = sa.select(Complaint.tracking_number, Complaint.refusing_unit_ids, Complaint.returns)
    listed = {row.tracking_number: row for row in session.execute(query)}
    found, seen = [], dict(histories(session, "return", *DESIGNATING))
    for number, row in listed.items():
        history = seen.get(number, [])
        refused = [str(step.detail.get("refused_by")) for step in history if step.move == "return"]
        found += [f"{number} {wrong}" for wrong in _too_many_returns(history, refused)]
        if [codes[unit_id] for unit_id in row.refusing_unit_ids] != refused or row.returns != len(refused):
            found.append(f"{number}: the refusing units are not those listed")
    return found


def _too_many_returns(history: History, refused: list[str]) -> Iterator[str]:
    if len(refused) > MOST_RETURNS:
        yield f"was returned {len(refused)} times"
    if len(set(refused)) < len(refused):
        yield "was returned twice by one unit"
    moves = [step.move for step in history]
    if any(move in DESIGNATING and "return" in moves[place:] for place, move in enumerate(moves)):
        yield "was returned after a designation"


def promise_6(session: Session) -> list[str]:
    """No officer judges themselves: the respondent held, did, was offered and received nothing of the complaint.

    Logging alone is left out: a window may have to write down a complaint about itself, and then passes it on at once.
    """
    return [
        f"{number}: {what} was for the person or unit complained of"
        for what, query in _respondents_at_work()
        for number in session.scalars(query.distinct())
    ]


def _respondents_at_work() -> Iterator[tuple[str, sa.Select[str]]]:
    for name in ("first_responder_id", "answerable_id", "handler_id"):
        yield f"being {name.removesuffix('_id')}", _person(getattr(Complaint, name))
    for what, table, names in (
        ("an event", Event, ("by_id",)),
        ("a handover", Handover, ("officer_id", "giver_id", "by_id")),
        ("an escalation", Escalation, ("reviewer_id", "reviewed_by_id")),
        ("a notice", Notice, ("officer_id",)),
    ):
        for name in names:
            query = _person(getattr(table, name), table).filter(_since_they_were_named(table))
            yield what, query.filter(Event.move != "receive") if table is Event else query
    leading = aliased(Complaint)
    for name in ("first_responder_id", "handler_id"):
        query = _person(getattr(leading, name), leading, leading.id == Complaint.leading_id)
        yield "the complaint it was joined to", query
    for what, table in (("a handover", Handover), ("a notice", Notice)):
        query = sa.select(Complaint.tracking_number).join(table, table.complaint_id == Complaint.id)
        about = table.unit_id == Complaint.respondent_unit_id
        yield what, query.filter(about, _since_they_were_named(table))


NAMING = ("name_respondent", "clear_respondent", "settle_respondent", "correct", "report_error")


def _since_they_were_named(table: Any) -> sa.ColumnElement[bool]:
    """Acts from before the complaint about them count as any other officer's."""
    naming = aliased(Event)
    last = sa.select(sa.func.max(naming.at)).where(
        naming.complaint_id == Complaint.id, naming.move.in_(NAMING)
    )
    at = {Escalation: Escalation.climbed_at, Notice: Notice.created_at}.get(table) or table.at
    named = last.correlate(Complaint).scalar_subquery()
    return sa.or_(named.is_(None), at > named)


def _person(column: Any, table: Any = None, on: Any = None) -> sa.Select[str]:
    """Complaints where the officer in this column is the respondent, or of the unit complained of."""
    officer = aliased(Officer)
    query = sa.select(Complaint.tracking_number)
    if table is not None:
        query = query.join(table, table.complaint_id == Complaint.id if on is None else on)
    respondent = sa.or_(
        Complaint.respondent_officer_id == officer.id,
        sa.and_(Complaint.respondent_unit_id.is_not(None), Complaint.respondent_unit_id == officer.unit_id),
    )
    return query.join(officer, officer.id == column).filter(respondent)
