"""Taking a complaint in: who becomes first responder, what is written down, which clocks start."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy import select

from complaints.access.search_index import Findable, index_new
from complaints.casework import moves, query_codes, relief
from complaints.infrastructure.database import db
from complaints.infrastructure.encryption import code_hash
from complaints.infrastructure.errors import BadInput
from complaints.infrastructure.tracking_numbers import new_query_code, new_tracking_number
from complaints.intake.complainant import Person, complainant_of, numbers_found_by, numbers_of
from complaints.intake.phone_quota import require_room
from complaints.intake.respondents import Named
from complaints.models import Complaint, Officer, Unit
from complaints.models.kept_out import ALL, JUDGING
from complaints.notifications import notices
from complaints.organisation import conflicts, interest, post_holders, respondents
from complaints.organisation.narrative_hints import is_hinted_in
from complaints.rulebooks import store
from workflows.calendar import SHANGHAI
from workflows.engine import open_case
from workflows.language import Act, Category, Step, Text
from workflows.parties import MACHINE, is_kept_out


@dataclass(frozen=True)
class Intake:
    category: str
    channel: str
    subject: str
    narrative: str
    urgency: str = "normal"
    person: Person = field(default_factory=Person)
    respondent_unit: Unit | None = None
    respondent_officer: Officer | None = None
    respondent_name: str | None = None
    confidential: bool = False
    sender_number: str | None = None
    sender_due_at: datetime | None = None
    received_on: date | None = None  # of a letter: the day it came in
    received_evidence: str | None = None
    more_respondents: tuple[Named, ...] = ()
    unit: Unit | None = None  # for the web: the unit the citizen turns to

    @property
    def all_respondents(self) -> list[Named]:
        first = Named(self.respondent_unit, self.respondent_officer, self.respondent_name)
        return [one for one in (first, *self.more_respondents) if not one.is_empty]


@dataclass(frozen=True)
class Receipt:
    complaint: Complaint
    query_code: str


@dataclass(frozen=True)
class _About:
    """The respondents as the conflict rule reads them, before there is a row."""

    named: tuple[Named, ...]
    restricted: bool
    persons: interest.Persons
    recused_ids: tuple[int, ...] = ()

    @property
    def respondent_unit_ids(self) -> set[int]:
        return {one.unit.id for one in self.named if one.unit}

    @property
    def respondent_officer_ids(self) -> set[int]:
        return {one.officer.id for one in self.named if one.officer}

    @property
    def kept_out_ids(self) -> set[int]:
        return {officer for (officer, _, _), reach in self.persons.items() if reach == ALL}

    @property
    def kept_from_judging_ids(self) -> set[int]:
        return {officer for (officer, _, _), reach in self.persons.items() if reach == JUDGING}


def receive(intake: Intake, act: Act) -> Receipt:
    """Log a complaint: from this transaction on it has a first responder and an answerable person."""
    complaint, code, step, persons = _log(intake, act)
    kept_out = relief.carry(complaint, act, conflicts.first_rows(complaint, persons, act.at))
    theirs = query_codes.may_hand_out(complaint, act.by, act.at)
    given = query_codes.given_to(complaint, act.by, act.at) if theirs else {}
    given |= _told_of_letter(intake, act)
    event = moves.record(complaint, act, step, kept_out | given)
    if not theirs:
        notices.owe_code(complaint, event, code)
    return Receipt(complaint, code)


def _told_of_letter(intake: Intake, act: Act) -> dict[str, object]:
    """A letter that was logged late says so: its clock runs from the day it came in."""
    day = intake.received_on
    if day is None:
        return {}
    late = (act.at.astimezone(SHANGHAI).date() - day).days
    shown = {"evidence": intake.received_evidence} if intake.received_evidence else {}
    return {"received_on": day.isoformat(), "days_until_logged": late, **shown}


def _log(intake: Intake, act: Act) -> tuple[Complaint, str, Step, interest.Persons]:
    """The complaint as a row that has an id. Raises NotYours, or BadInput when no officer free of interest is left."""
    book = store.book_for(intake.category)
    step = open_case(book, act)
    require_room(intake.person, act)
    about = _about(intake, book.categories[intake.category], act)
    officer = _first_responder(intake, act, book.categories[intake.category], about)
    number, code = new_tracking_number(), new_query_code()
    complaint = Complaint(
        tracking_number=number,
        query_code_hash=code_hash(number, code),
        rulebook_version=book.key,
        state=step.to_state,
        milestone=book.states[step.to_state].milestone,
        received_at=act.at,
        received_by_id=act.by.id,
        first_responder_id=officer.id,
        answerable_id=officer.id,
        intake_unit_id=officer.unit_id,
        intake_path=officer.unit_path,
        unit_id=officer.unit_id,
        unit_path=officer.unit_path,
        restricted=about.restricted,
        **_written(intake),
        **_empty(),
    )
    _store(complaint, intake, about.named)
    return complaint, code, step, about.persons


def _store(complaint: Complaint, intake: Intake, named: tuple[Named, ...]) -> None:
    """With its complainant and respondents, and what it is found by."""
    person = intake.person
    contacts = numbers_of(person)
    complaint.complainant = complainant_of(person, contacts)
    complaint.respondents.extend(one.row_of(complaint) for one in named)
    respondents.write_short_form(complaint)
    db.session.add(complaint)
    db.session.flush()
    for row in complaint.respondents:
        row.complaint_id = complaint.id
    db.session.add_all(complaint.respondents)
    about = [part for one in named for part in (one.name, one.officer, one.unit)]
    findable = Findable(
        names=person.names,
        contacts=numbers_found_by(person),
        respondents=[one for one in about if one],
        sender_number=intake.sender_number or "",
    )
    index_new(complaint.id, findable)


def _written(intake: Intake) -> dict[str, object]:
    names = (
        "category",
        "channel",
        "urgency",
        "subject",
        "narrative",
        "confidential",
        "sender_number",
        "sender_due_at",
        "received_on",
    )
    words = {name: getattr(intake, name) for name in names}
    return {**words, "contactable": bool(intake.person.phone or intake.person.contacts)}


def _empty() -> dict[str, object]:
    """Counters and lists that start empty; set here because the row is used before it is read back."""
    counters = ("returns", "lapses", "supplement_requests", "extensions", "rework_rounds", "seq", "failures")
    lists: dict[str, object] = {
        "past_handler_ids": [],
        "past_responder_ids": [],
        "recused_ids": [],
        "refusing_unit_ids": [],
        "cycles": {},
    }
    rows: dict[str, object] = {
        "respondents": [],
        "running": [],
        "handovers": [],
        "asks": [],
        "escalations": [],
        "kept_out": [],
    }
    flags = dict.fromkeys(("fresh_hands", "leads_others", "keeps_out"), False)
    return {**dict.fromkeys(counters, 0), **lists, **rows, **flags, "head_hash": ""}


def _about(intake: Intake, category: Category, act: Act) -> _About:
    house = interest.organisation(act.at) if intake.all_respondents else None
    at = _turned_to(intake, act, category).id if house else 0
    asked = [_with_own_unit(one, category, place) for place, one in enumerate(intake.all_respondents)]
    named = tuple(part for one in asked if house for part in one.parts(house, at))
    units = frozenset(one.unit.id for one in named if one.unit)
    names = tuple(one.name for one in named if one.name and not one.officer)
    about = interest.Respondents(
        units,
        frozenset(one.officer.id for one in named if one.officer),
        names,
        places=tuple(sorted(units)) if units or not names else (at,),
        judged_above=category.judged_above,
        came_in_at=at if names and units else None,
        apart=tuple(one.name for one in named if one.name and not (one.officer or one.unit)),
    )
    persons = interest.persons(about, house) if house else {}
    return _About(named, category.restricted, persons)


def _with_own_unit(named: Named, category: Category, place: int) -> Named:
    """An officer who represents their unit is named with it, and with no other."""
    officer, unit = named.officer, named.unit
    if officer is None or not respondents.stands_for_unit(officer, category):
        return named
    if unit is not None and unit.id != officer.unit_id:
        field = f"respondents.{place}.unit" if place else "respondent.unit"
        raise BadInput({field: _of_their_own_unit(officer)})
    return replace(named, unit=officer.unit)


def _of_their_own_unit(officer: Officer) -> Text:
    name = officer.unit.name
    return Text(
        f"投诉此人按规定视同投诉其所在单位，被投诉单位请选{name.zh}；另外还投诉别的单位的，请另登记一件。",
        f"A complaint about this person counts as one about their unit: choose {name.en} here; what is complained of in "
        "another unit is logged on its own.",
    )


def _first_responder(intake: Intake, act: Act, category: Category, about: _About) -> Officer:
    """The officer asked first, unless the complaint is about them or is for the restricted channel alone."""
    asked = act.by if isinstance(act.by, Officer) and MACHINE not in act.by.roles else None
    text = f"{intake.subject}\n{intake.narrative}"
    free = asked is not None and not is_kept_out(about, asked)  # type: ignore[arg-type]
    if asked is not None and free and not category.restricted and not is_hinted_in(text, asked):
        return asked
    unit = _unit_for(category) if category.restricted else intake.unit or _turned_to(intake, act, category)
    officer = (
        post_holders.duty_officer(unit, act.at, about, text)
        or post_holders.duty_officer(_unit_for(category), act.at, about, text)
        or post_holders.free_holder(store.book_for(category.code).last_resort, about)
    )
    if officer is None:
        raise BadInput(
            {
                "respondent": Text(
                    "没有与此无关的人员可以受理，请联系纪检监察组。",
                    "No one free of interest can take it in; turn to the discipline team.",
                )
            }
        )
    return officer


def _turned_to(intake: Intake, act: Act, category: Category) -> Unit:
    """The unit at which it comes in."""
    if isinstance(act.by, Officer):
        return act.by.unit
    return intake.unit or _unit_for(category)


def _unit_for(category: Category) -> Unit:
    """The first unit of the kind that handles the category; the shipped organisation has one of each."""
    query = select(Unit).filter_by(kind=category.unit_kind, handles=True, active=True).order_by(Unit.id)
    unit = db.session.scalars(query.limit(1)).first()
    if unit is None:
        raise BadInput(
            {
                "category": Text(
                    "尚未设置承办该类投诉的单位。", "No unit for this category has been set up yet."
                )
            }
        )
    return unit
