"""Hand-overs as the acts they were made by: all that one officer offered of another's at one moment (首问交接单).

An act is no row of its own: the steps of the hand-overs say who gave, who acted and when, and the ledger says by which move.
Its giver, its taker and the leader who acted read it, each as far as they may see the complaints.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from complaints.access.visibility import visible_to
from complaints.infrastructure.database import db
from complaints.models import Complaint, Event, Handover, Officer
from complaints.organisation import directory
from complaints.queries.duties_held import PARTS

PERIOD = timedelta(days=90)
MOST_SHOWN = 20
MOVES = ("change_first_responder", "reassign")


@dataclass(frozen=True, slots=True)
class HandedOver:
    """One duty of the act; `answer` is the step that closed the offer."""

    offer: Handover
    answer: Handover | None


@dataclass(frozen=True, slots=True)
class Sheet:
    giver: Officer
    leader: Officer
    takers: Sequence[Officer]
    at: datetime
    reason: str
    rows: Sequence[tuple[Complaint, list[HandedOver]]]


@dataclass(frozen=True, slots=True)
class ActLine:
    """An act in a list; `row_id` is the first step of it that the reader may see."""

    row_id: int
    giver: Officer
    leader: Officer
    at: datetime
    count: int


def acts_of(reader: Officer, at: datetime, giver: Officer | None = None) -> list[ActLine]:
    """The acts of the last ninety days that the reader gave, took or made, the newest first; with a giver, theirs alone."""
    columns = (Handover.giver_id, Handover.by_id, Handover.at)
    only = [] if giver is None else [Handover.giver_id == giver.id]
    query = (
        sa.select(sa.func.min(Handover.id), *columns, sa.func.count(sa.distinct(Handover.complaint_id)))
        .join(Complaint, Complaint.id == Handover.complaint_id)
        .filter(*_is_act(reader), Handover.at >= at - PERIOD, *only)
        .group_by(*columns)
        .order_by(Handover.at.desc(), Handover.giver_id)
        .limit(MOST_SHOWN)
    )
    found = db.session.execute(query).all()
    people = directory.officers_with({one for row in found for one in (row.giver_id, row.by_id)})
    return [ActLine(row[0], people[row.giver_id], people[row.by_id], row.at, row[4]) for row in found]


def sheet_of(row_id: int | None, reader: Officer) -> Sheet | None:
    """The act that one of its steps belongs to; None where the reader may not read it."""
    query = sa.select(Handover).join(Complaint, Complaint.id == Handover.complaint_id)
    first = db.session.scalars(query.filter(Handover.id == row_id, *_is_act(reader))).one_or_none()
    if first is None:
        return None
    same = (Handover.giver_id == first.giver_id, Handover.by_id == first.by_id, Handover.at == first.at)
    offers = db.session.scalars(query.filter(*same, *_is_act(reader)).order_by(Handover.id)).all()
    rows = _rows(offers)
    answers = [one.answer for _, found in rows for one in found if one.answer and one.answer.step == "taken"]
    takers = [*(offer.officer_id for offer in offers), *(answer.officer_id for answer in answers)]
    people = directory.officers_with({first.giver_id, first.by_id or 0, *(one for one in takers if one)})
    return Sheet(
        giver=people[first.giver_id],
        leader=people[first.by_id or 0],
        takers=[people[one] for one in dict.fromkeys(takers) if one],
        at=first.at,
        reason=first.reason or "",
        rows=rows,
    )


def _rows(offers: Sequence[Handover]) -> list[tuple[Complaint, list[HandedOver]]]:
    query = sa.select(Complaint).filter(Complaint.id.in_({offer.complaint_id for offer in offers}))
    rows = {row.id: row for row in db.session.scalars(query.options(*PARTS))}
    found: dict[int, list[HandedOver]] = {}
    for offer in offers:
        answer = _answer(rows[offer.complaint_id], offer)
        found.setdefault(offer.complaint_id, []).append(HandedOver(offer, answer))
    return [(rows[complaint_id], duties) for complaint_id, duties in found.items()]


def _answer(complaint: Complaint, offer: Handover) -> Handover | None:
    of_offer = (row for row in complaint.handovers if (row.kind, row.round) == (offer.kind, offer.round))
    return next((row for row in of_offer if row.step != "offered"), None)


def _is_act(reader: Officer) -> list[sa.ColumnElement[bool]]:
    made = sa.exists().where(
        Event.complaint_id == Handover.complaint_id, Event.at == Handover.at, Event.move.in_(MOVES)
    )
    parts: list[Any] = [Handover.giver_id, Handover.by_id, Handover.officer_id]
    mine = sa.or_(*(part == reader.id for part in parts), _taken_by(reader))
    return [Handover.step == "offered", Handover.by_id.is_not(None), mine, visible_to(reader), made]


def _taken_by(reader: Officer) -> sa.ColumnElement[bool]:
    """A deputy may have taken it in the place of the officer named."""
    answer = orm.aliased(Handover)
    return sa.exists().where(
        answer.complaint_id == Handover.complaint_id,
        answer.kind == Handover.kind,
        answer.round == Handover.round,
        answer.step == "taken",
        answer.officer_id == reader.id,
    )
