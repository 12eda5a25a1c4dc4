"""Respondents of a complaint: the rows of `respondent`. The columns of the complaint repeat the first of them, for the
database to check and for lists to read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from complaints.infrastructure.database import db
from complaints.models import Complaint, Officer, PostHeld, Respondent, Unit
from complaints.organisation.interest import Respondents
from complaints.organisation.post_history import LEADS
from workflows.language import Category


def rows_of(complaint: Complaint) -> list[Respondent]:
    """Reads nothing where the short form names none."""
    short = (complaint.respondent_unit_id, complaint.respondent_officer_id, complaint.respondent_name)
    if "respondents" not in complaint.__dict__ and short == (None, None, None):
        return []
    return [row for row in complaint.respondents if row.cleared_at is None]


def named_rows(complaint: Complaint) -> Sequence[sa.Row[Respondent, str, str]]:
    """(respondent, `code` of the unit, `username` of the officer), cleared ones too, in the order they were named."""
    query = sa.select(Respondent, Unit.code, Officer.username).filter(Respondent.complaint_id == complaint.id)
    query = query.outerjoin(Unit, Unit.id == Respondent.unit_id)
    query = query.outerjoin(Officer, Officer.id == Respondent.officer_id)
    return db.session.execute(query.order_by(Respondent.id)).all()


def respondents_of(complaint: Complaint) -> Respondents:
    """Its present respondents, and who stepped aside from it. A name beside the officer it names adds nothing."""
    rows = rows_of(complaint)
    units = frozenset(row.unit_id for row in rows if row.unit_id is not None)
    named = [row for row in rows if row.name and row.officer_id is None]
    at = _came_in_at(complaint) if named else 0
    return Respondents(
        units,
        frozenset(row.officer_id for row in rows if row.officer_id is not None),
        tuple(dict.fromkeys(row.name for row in named if row.name)),
        frozenset(complaint.recused_ids),
        (tuple(sorted(units)) or (at,)) if named else (),
        bool(named) and is_judged_above(complaint),
        at if named and units else None,
        tuple(row.name for row in named if row.name and row.unit_id is None),
    )


def _came_in_at(complaint: Complaint) -> int:
    """The unit of the officer who typed it, as it was then; else the unit that took it in."""
    if complaint.received_by_id is None:
        return complaint.intake_unit_id
    return unit_of(complaint.received_by_id, complaint.received_at)


def unit_of(officer_id: int, at: datetime) -> int:
    """Of an officer at that time."""
    return _post_of(db.session.get_one(Officer, officer_id), at)[0]


def _post_of(officer: Officer, at: datetime) -> tuple[int, bool]:
    """The unit of an officer at that time, and whether they led it; of a later account, the present ones."""
    then = sa.select(PostHeld.unit_id, PostHeld.leads).filter_by(officer_id=officer.id)
    then = then.filter(PostHeld.from_at <= at).order_by(PostHeld.from_at.desc(), PostHeld.id.desc())
    found = db.session.execute(then.limit(1)).first()
    return (found.unit_id, found.leads) if found else (officer.unit_id, LEADS in officer.roles)


def stands_for_unit(officer: Officer, category: Category) -> bool:
    """A complaint about a head is one about the unit; so is one about any officer in a category that is judged above
    (domain §7, conflict of interest 2)."""
    return LEADS in officer.roles or category.judged_above


def name_respondent(complaint: Complaint, at: datetime, **parts: Any) -> Respondent:
    """One more, by `unit_id`, `officer_id`, `name` in words. Inside a transaction."""
    row = Respondent(complaint_id=complaint.id, named_seq=complaint.seq + 1, named_at=at, **parts)
    db.session.add(row)
    complaint.respondents.append(row)
    return row


def keep_unit_out(complaint: Complaint, officer: Officer, row: Respondent) -> None:
    """Where the officer of a row represented their unit as the complaint came in, that unit is named as well: also in the
    category of a complaint that is joined to it. Whom they lead since is kept out for themselves (`interest.persons`)."""
    unit_id, led = _post_of(officer, complaint.received_at)
    if led or is_judged_above(complaint):
        name_unit_beside(complaint, unit_id, row)


def name_unit_beside(complaint: Complaint, unit_id: int, row: Respondent) -> None:
    if unit_id in respondents_of(complaint).units:
        return
    if row.unit_id is None:
        row.unit_id = unit_id
    else:
        name_respondent(complaint, row.named_at, unit_id=unit_id)


def is_judged_above(complaint: Complaint) -> bool:
    """By its category, or by that of a complaint joined to it."""
    if complaint.rules.judged_above or not complaint.leads_others:
        return complaint.rules.judged_above
    joined = db.session.scalars(sa.select(Complaint).filter(Complaint.leading_id == complaint.id))
    return any(one.rules.judged_above for one in joined)


def units_of(officer_id: int) -> set[int]:
    """Of an officer, past and present."""
    held = sa.select(PostHeld.unit_id).filter_by(officer_id=officer_id)
    return {db.session.get_one(Officer, officer_id).unit_id, *db.session.scalars(held)}


def write_short_form(complaint: Complaint) -> None:
    """The first respondent that is not cleared."""
    first = next(iter(rows_of(complaint)), None)
    complaint.respondent_unit_id = first.unit_id if first else None
    complaint.respondent_officer_id = first.officer_id if first else None
    complaint.respondent_name = first.name if first else None
