"""Finding people: who is on duty, who leads, who is the last resort. Never the respondent (promise 6)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

import sqlalchemy as sa

from complaints.infrastructure.database import HOLDERS, db
from complaints.models import Absence, Complaint, Officer, OfficerRole, Roster, Unit
from complaints.organisation import absences
from complaints.organisation.narrative_hints import is_hinted_in
from complaints.rulebooks import store
from workflows.calendar import SHANGHAI
from workflows.language import Milestone
from workflows.parties import is_kept_out, may_judge

ABOVE_ALL = "review_body"  # acts for the city's government, whatever unit it is attached to
REVIEWS_OTHERS = (
    "bureau",
    "petition",
    ABOVE_ALL,
)  # kinds of units that may review the work of others (domain §4.1: §35-36)
Past = Collection[int | None]  # officers passed over


def codes_of(path: str) -> list[str]:
    """Unit codes from the unit itself up to the root."""
    return [code for code in reversed(path.split("/")) if code]


def holders(role: str, unit_codes: list[str] | None = None) -> Iterator[Officer]:
    """Active officers with a role, nearest unit first when units are given."""
    kept = db.session().info.get(HOLDERS, {})
    key = (role, None if unit_codes is None else tuple(unit_codes))
    if key not in kept:
        kept[key] = _holders(role, unit_codes)
    return (officer for officer in kept[key] if officer.active)


def _holders(role: str, unit_codes: list[str] | None) -> list[Officer]:
    query = (
        sa.select(OfficerRole, Unit.code)
        .join(Unit, Unit.id == OfficerRole.unit_id)
        .filter(OfficerRole.role == role)
    )
    if unit_codes is not None:
        query = query.filter(Unit.code.in_(unit_codes))
    rows = db.session.execute(query.order_by(OfficerRole.officer_id)).all()
    if unit_codes is not None:
        rows = sorted(rows, key=lambda row: unit_codes.index(row.code))
    return [row.OfficerRole.officer for row in rows]


def leader_of(complaint: Complaint, path: str, past: Past = ()) -> Officer | None:
    """The supervisor of the unit, or the next one up who is free of interest; then a supervisor; then the last resort.
    No one in `past` is chosen, here and below."""
    codes = codes_of(path)
    return (
        _first_free(complaint, "unit_supervisor", codes, past)
        or _first_free(complaint, "supervisor", codes, past)
        or last_resort(complaint, past)
    )


def supervisor_of(complaint: Complaint, past: Past = ()) -> Officer | None:
    """A supervisor above the unit that holds the complaint, or above the unit that took it in."""
    codes = codes_of(complaint.unit_path) + codes_of(complaint.intake_path)
    return _first_free(complaint, "supervisor", codes, past) or last_resort(complaint, past)


def _first_free(complaint: Complaint, role: str, codes: list[str], past: Past) -> Officer | None:
    """The nearest holder of a post who may judge. Where the post itself is complained of, its colleagues in the same unit
    are passed over too, and where a supervisor would rule on a bad rating, the colleagues of those complained of: the next
    level up takes the place (promise 6)."""
    named_units = {one.unit_id for one in complaint.respondent_officers if role in one.roles}
    rules = role == "supervisor" and complaint.milestone == Milestone.TOLD
    there = (
        one
        for one in holders(role, codes)
        if one.unit_id not in named_units
        and one.id not in past
        and not (rules and complaint.is_of_judged_unit(one.unit_id))
    )
    return next((one for one in there if may_judge(complaint, one) and _may_have(complaint, one)), None)


def last_resort(complaint: Complaint, past: Past = ()) -> Officer | None:
    """The named end of every ladder (promise 7); None only where no one is left but the respondent."""
    return free_holder(store.book(complaint.rulebook_version).last_resort, complaint, past)


def any_supervisor(complaint: Complaint, past: Past = ()) -> Officer | None:
    """Of any unit; what is restricted stays in its channel."""
    free = (one for one in holders("supervisor") if one.id not in past and may_judge(complaint, one))
    others = (one for one in free if _may_have(complaint, one))
    return next((one for one in others if not complaint.restricted or "discipline" in one.roles), None)


def _may_have(about: Any, officer: Officer) -> bool:
    """Nothing restricted comes to an account that a second person has still to confirm."""
    return not (about.restricted and officer.awaits_confirmation)


def officers_to_ask(complaint: Complaint, unit: Unit) -> list[Officer]:
    """The officers of a unit who may give an opinion: free of interest, and of the channel where it is restricted."""
    free = (one for one in holders("officer", [unit.code]) if may_judge(complaint, one))
    return [
        one
        for one in free
        if _may_have(complaint, one) and (not complaint.restricted or "discipline" in one.roles)
    ]


def free_holder(roles: Iterable[str], about: Any, past: Past = ()) -> Officer | None:
    """The holder of the first role who is free of interest; then of the next. `about` may have no row yet.

    Discipline officers come first for what is restricted, and last for everything else, which ends with the leader of the
    bureau (domain §7, ladder L4).
    """
    for role in roles:
        for officer in sorted(holders(role), key=lambda one: ("discipline" in one.roles) != about.restricted):
            if officer.id not in past and may_judge(about, officer) and _may_have(about, officer):
                return officer
    return None


def duty_officer(unit: Unit, at: datetime, complaint_about: Any, text: str = "") -> Officer | None:
    """The officer who answers for complaints from the web that day: by date, by weekday, else any officer of the unit, else of
    the units above. A deputy replaces an absent officer. `complaint_about` carries the respondent; persons kept out are
    passed over, and while there is another also those whom the `text` hints at and those who may judge nothing;
    what is restricted stays in the unit while one of its officers may judge it, wherever a deputy comes from (domain §7, DISC).
    """
    people = chain(_on_duty(unit, at), _officers_from(unit, at))
    free = (
        one
        for one in people
        if one.active and _may_have(complaint_about, one) and not is_kept_out(complaint_about, one)
    )
    if complaint_about.restricted:
        free = (one for one in free if may_judge(complaint_about, one))
        return min(free, key=lambda one: (is_hinted_in(text, one), one.unit_id != unit.id), default=None)
    second_best: Officer | None = None
    for one in free:
        if may_judge(complaint_about, one) and not is_hinted_in(text, one):
            return one
        second_best = second_best or one
    return second_best


def next_on_duty(unit: Unit, at: datetime, complaint_about: Any, past: Past = ()) -> Officer | None:
    """The officer on duty on one of the following days, where today's does not answer."""
    for days in range(1, 8):
        found = duty_officer(unit, at + timedelta(days=days), complaint_about)
        if found is not None and found.id not in past:
            return found
    return None


def _on_duty(unit: Unit, at: datetime) -> Iterator[Officer]:
    """By the roster: by date before by weekday, and for an officer who is away the deputy."""
    day = at.astimezone(SHANGHAI).date()
    away = sa.and_(Absence.officer_id == Roster.officer_id, absences.covers(at))
    query = sa.select(Roster, Absence.id).outerjoin(Absence, away).filter(Roster.unit_id == unit.id)
    rows = sorted(db.session.execute(query), key=lambda row: row.Roster.on_date is None)
    for row in rows:
        if row.Roster.on_date == day or (row.Roster.on_date is None and row.Roster.weekday == day.weekday()):
            yield row.Roster.officer if row.id is None else absences.present(row.Roster.officer, at)


def _officers_from(unit: Unit, at: datetime) -> Iterator[Officer]:
    """Present officers before absent ones, who are better than none. A generator: no query runs while the roster has an
    officer."""
    officers = list(holders("officer", codes_of(unit.path)))
    away = absences.deputies([officer.id for officer in officers], at)
    yield from sorted(officers, key=lambda officer: officer.id in away)


def unit_above(complaint: Complaint) -> Unit:
    """The nearest unit above the one that handled the complaint which handles complaints and is not the respondent. Where none
    is: one that is competent by its kind, and neither had it before nor is below one that had it."""
    of_handler = sa.and_(Officer.unit_id == Unit.id, Officer.id == complaint.past_handler_ids[-1])
    known = sa.or_(sa.and_(Unit.handles, Unit.active), Officer.id.is_not(None))
    rows = db.session.execute(sa.select(Unit, Officer.id).outerjoin(Officer, of_handler).filter(known)).all()
    handled_by = next(unit for unit, handler_id in rows if handler_id is not None)
    if complaint.rules.restricted:  # it stays in its own channel; another officer there takes it
        return handled_by
    return _above(complaint, handled_by, [unit for unit, _ in rows])


def unit_above_returner(complaint: Complaint) -> Unit | None:
    """A unit above one that returned it, the last first, that may have it and did not return it itself."""
    units = {unit.id: unit for unit in db.session.scalars(sa.select(Unit))}
    by_code = {unit.code: unit for unit in units.values()}
    returned = [units[one] for one in reversed(complaint.refusing_unit_ids)]
    above = (by_code[code] for unit in returned for code in codes_of(unit.path)[1:])
    free = (one for one in above if one.handles and one.active and one not in returned)
    return next((one for one in free if not complaint.shuts_out(one)), None)


def _above(complaint: Complaint, handled_by: Unit, rows: Iterable[Unit]) -> Unit:
    units = {unit.code: unit for unit in rows if unit.handles and unit.active}
    for code in codes_of(handled_by.path)[1:]:
        if code in units and not complaint.shuts_out(units[code]):
            return units[code]
    past = _paths_that_had(complaint, handled_by)
    free = [unit for unit in units.values() if not complaint.shuts_out(unit)]
    return min(free, key=lambda unit: _unfitness(unit, past))


def _unfitness(unit: Unit, past: Collection[str]) -> tuple[bool, bool, int, int]:
    """The least is chosen. A unit that had it reviews it again, by other hands, sooner than one that is not competent."""
    competent = unit.kind in REVIEWS_OTHERS
    below = unit.kind != ABOVE_ALL and unit.path.startswith(tuple(past))
    place = REVIEWS_OTHERS.index(unit.kind) if competent else len(REVIEWS_OTHERS)
    return not competent, unit.path in past or below, place, len(unit.path)


def _paths_that_had(complaint: Complaint, handled_by: Unit) -> set[str]:
    of_past = sa.select(Unit.path).join(Officer, Officer.unit_id == Unit.id)
    found = db.session.scalars(of_past.filter(Officer.id.in_(complaint.past_handler_ids)))
    return {handled_by.path, *found}


def channel_officer(complaint: Complaint, at: datetime) -> Officer | None:
    """The officer who takes a complaint in for the units of its category: on duty there, and free of interest."""
    query = sa.select(Unit).filter_by(kind=complaint.rules.unit_kind, handles=True, active=True)
    unit = db.session.scalars(query.order_by(Unit.id).limit(1)).first()
    found = duty_officer(unit, at, complaint) if unit is not None else None
    return found or last_resort(complaint)
