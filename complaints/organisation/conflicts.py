"""Who is kept out of a complaint, kept as persons (promise 6; docs/architecture.md, "Who is kept out of what").

Sources: domain §4.1 (信访工作条例 §28, §30), §7 (conflict of interest 1–5). Interest is as it was at intake, or in the year
before, and as the organisation changes since: rows are added, and end only when what they rest on is cleared.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value

from complaints.infrastructure.database import db
from complaints.infrastructure.encryption import blind_index
from complaints.models import Absence, Complaint, KeptOut, Officer, PostHeld, Unit
from complaints.models.kept_out import ALL, JUDGING
from complaints.organisation.name_matching import Named, likely_matches
from complaints.organisation.post_history import LEADS

LOOKS_BACK = timedelta(days=365)  # nobody asks on which day the facts happened; within this they did
# They answer for themselves, whoever supervises them (domain §6, provider types).
PROVIDERS = {"law_firm", "notary_office", "forensic_institute", "grassroots_legal", "mediation_committee"}
RECUSED = "recused"
Key = tuple[int, str, str]  # officer, reason, cause
Persons = dict[Key, str]  # how far each is kept out


@dataclass(frozen=True)
class Respondents:
    """Units and officers complained of, by id; names as they were written."""

    units: frozenset[int] = frozenset()
    officers: frozenset[int] = frozenset()
    names: tuple[str, ...] = ()
    recused: frozenset[int] = frozenset()

    @property
    def is_empty(self) -> bool:
        return not (self.units or self.officers or self.names or self.recused)


@dataclass(frozen=True, slots=True)
class Member:
    """An officer, past or present, in the unit they belong to now."""

    id: int
    username: str
    name_zh: str
    name_en: str
    roles: Collection[str]
    unit_id: int

    @property
    def leads(self) -> bool:
        return LEADS in self.roles


@dataclass(frozen=True)
class Organisation:
    """As it is now; `posts` are those that ended lately (officer, unit), `deputies` stand in for an officer (officer, deputy)."""

    members: tuple[Member, ...]
    units: dict[int, Any]  # id → path, kind, name_zh
    posts: tuple[tuple[int, int], ...] = ()
    deputies: tuple[tuple[int, int], ...] = ()

    def of_unit(self, unit_id: int) -> Iterator[Member]:
        return (one for one in self.members if one.unit_id == unit_id)

    def below(self, unit_id: int) -> Iterator[Member]:
        path = self.units[unit_id].path
        return (
            one
            for one in self.members
            if one.unit_id != unit_id and self.units[one.unit_id].path.startswith(path)
        )

    def username(self, officer_id: int) -> str:
        return next(one.username for one in self.members if one.id == officer_id)


@dataclass(frozen=True)
class Change:
    """Rows made and rows ended; those made are not yet in the session."""

    added: list[KeptOut] = field(default_factory=list)
    ended: list[KeptOut] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.ended)


def respondents_of(complaint: Complaint) -> Respondents:
    """Whom a complaint is about now, and who stepped aside from it."""
    unit_id, officer_id = complaint.respondent_unit_id, complaint.respondent_officer_id
    return Respondents(
        frozenset({unit_id} if unit_id else ()),
        frozenset({officer_id} if officer_id else ()),
        (complaint.respondent_name,) if complaint.respondent_name else (),
        frozenset(complaint.recused_ids),
    )


def named_by_confirmation(complaint: Complaint, officer: Officer) -> Respondents:
    """Once a likely match is confirmed: a head, or any officer in a category that is judged above, stands for their unit
    (domain §7, conflict of interest 2), where no other unit is named."""
    about = respondents_of(complaint)
    units = about.units
    if not units and (LEADS in officer.roles or complaint.rules.judged_above):
        units = frozenset({officer.unit_id})
    return replace(about, officers=about.officers | {officer.id}, units=units)


def organisation(at: datetime) -> Organisation:
    """Read once, for any number of complaints: some hundred rows."""
    people = sa.select(
        Officer.id, Officer.username, Officer.name_zh, Officer.name_en, Officer.roles, Officer.unit_id
    )
    units = db.session.execute(sa.select(Unit.id, Unit.path, Unit.kind, Unit.name_zh))
    posts = sa.select(PostHeld.officer_id, PostHeld.unit_id).filter(PostHeld.until_at > at - LOOKS_BACK)
    deputies = sa.select(Absence.officer_id, Absence.deputy_id).filter(Absence.until_at > at)
    return Organisation(
        tuple(Member(*row) for row in db.session.execute(people.order_by(Officer.id))),
        {row.id: row for row in units},
        tuple((row.officer_id, row.unit_id) for row in db.session.execute(posts)),
        tuple((row.officer_id, row.deputy_id) for row in db.session.execute(deputies)),
    )


def persons(about: Respondents, house: Organisation) -> Persons:
    """Everybody kept out of a complaint about these respondents, by the organisation of now."""
    found: Persons = {}
    for officer_id in about.recused:
        found[officer_id, RECUSED, RECUSED] = ALL
    for officer_id in about.officers:
        found |= _with_respondent(officer_id, house)
    for unit_id in about.units:
        found |= _with_unit(unit_id, house)
    for name in about.names:
        found |= _with_name(name, about, house)
    return found


def _with_respondent(officer_id: int, house: Organisation) -> Persons:
    """The officer; where they lead a unit now, its people with them, and those below it judge nothing."""
    cause = f"officer:{officer_id}"
    found = {(officer_id, "respondent", cause): ALL}
    led = {one.unit_id for one in house.members if one.id == officer_id and one.leads}
    for unit_id in led:
        others = (one for one in house.of_unit(unit_id) if one.id != officer_id)
        found |= {(one.id, "led_by_respondent", cause): ALL for one in others}
        found |= _below(unit_id, cause, house)
    return found


def _with_unit(unit_id: int, house: Organisation) -> Persons:
    cause = f"unit:{unit_id}"
    people = list(house.of_unit(unit_id))
    found = {(one.id, "unit", cause): ALL for one in people}
    found |= {(officer, "was_of_unit", cause): ALL for officer, unit in house.posts if unit == unit_id}
    heads = {one.id for one in people if one.leads} or _answers_for(unit_id, house)
    found |= {(head, "answers_for_unit", cause): ALL for head in heads if (head, "unit", cause) not in found}
    deputies = {deputy for officer, deputy in house.deputies if officer in heads}
    found |= {
        (one, "stands_in_for_head", cause): ALL for one in deputies if (one, "unit", cause) not in found
    }
    return found | _below(unit_id, cause, house)


def _answers_for(unit_id: int, house: Organisation) -> set[int]:
    """The heads of the nearest unit above that has any, where a unit has none of its own."""
    if house.units[unit_id].kind in PROVIDERS:
        return set()
    path = house.units[unit_id].path
    above = [id for id, unit in house.units.items() if path.startswith(unit.path) and id != unit_id]
    for other in sorted(above, key=lambda id: -len(house.units[id].path)):
        if heads := {one.id for one in house.of_unit(other) if one.leads}:
            return heads
    return set()


def _below(unit_id: int, cause: str, house: Organisation) -> Persons:
    """Down the tree; the discipline team reports to its own superiors."""
    below = (one for one in house.below(unit_id) if "discipline" not in one.roles)
    return {(one.id, "below", cause): JUDGING for one in below}


def _with_name(name: str, about: Respondents, house: Organisation) -> Persons:
    """Likely matches, until each is confirmed or rejected. A name beside the officer it names says nothing new."""
    if about.officers:
        return {}
    cause = f"name:{blind_index('respondent', name)[:16]}"
    named = (
        Named(one.id, one.name_zh, one.name_en, house.units[one.unit_id].name_zh, one.leads)
        for one in house.members
        if one.roles != ["admin"]
    )
    return {(one, "name", cause): ALL for one in likely_matches(name, named)}


def recompute(
    complaint: Complaint, at: datetime, about: Respondents, house: Organisation | None = None
) -> Change:
    """Bring the rows of a complaint up to date in memory: `complaint.kept_out` is right afterwards, and the rows made are
    for the caller to add, once nobody kept out holds the complaint any more. Inside a transaction."""
    if about.is_empty and not complaint.keeps_out:
        return Change()
    wanted = persons(about, house or organisation(at))
    before = list(complaint.kept_out) if complaint.keeps_out else []
    causes = _causes(about) | {row.cause for row in before if row.cause.startswith("joined:")}
    ended = [row for row in before if row.cause not in causes]
    there = {(row.officer_id, row.reason, row.cause) for row in before} | _settled(complaint, wanted)
    added = [row_of(complaint, key, reach, at) for key, reach in wanted.items() if key not in there]
    return apply(complaint, Change(added, ended), at)


def first_rows(complaint: Complaint, kept_out: Persons, at: datetime) -> Change:
    """For a complaint that is just being logged."""
    rows = [row_of(complaint, key, reach, at) for key, reach in kept_out.items()]
    return apply(complaint, Change(rows), at)


def apply(complaint: Complaint, change: Change, at: datetime) -> Change:
    for row in change.ended:
        row.ended_at, row.ended_seq = at, complaint.seq + 1
    kept = [row for row in complaint.kept_out if row.ended_at is None] if complaint.keeps_out else []
    set_committed_value(complaint, "kept_out", [*kept, *change.added])
    complaint.keeps_out = complaint.keeps_out or bool(change.added)
    return change


def _causes(about: Respondents) -> set[str]:
    named = {f"name:{blind_index('respondent', name)[:16]}" for name in about.names if not about.officers}
    by_id = {f"unit:{one}" for one in about.units} | {f"officer:{one}" for one in about.officers}
    return named | by_id | ({RECUSED} if about.recused else set())


def _settled(complaint: Complaint, wanted: Persons) -> set[Key]:
    """Likely matches that were rejected are not made again."""
    if not any(reason == "name" for _, reason, _ in wanted) or complaint.id is None:
        return set()
    query = sa.select(KeptOut.officer_id, KeptOut.reason, KeptOut.cause)
    query = query.filter(KeptOut.complaint_id == complaint.id, KeptOut.reason == "name")
    return {tuple(row) for row in db.session.execute(query)}  # type: ignore[misc]


def row_of(complaint: Complaint, key: Key, reach: str, at: datetime) -> KeptOut:
    officer_id, reason, cause = key
    return KeptOut(
        complaint_id=complaint.id,
        officer_id=officer_id,
        reason=reason,
        cause=cause,
        reach=reach,
        provisional=reason == "name",
        since_seq=complaint.seq + 1,
        since_at=at,
    )


def shuts_out(complaint: Any, unit: Any) -> bool:
    """Whether a unit can never have a complaint: complained of, led by who is, or below one of these."""
    about = respondents_of(complaint)
    if unit.id in about.units:
        return True
    if not (about.units or about.officers):
        return False
    led = sa.select(Officer.unit_id, Officer.roles).filter(Officer.id.in_(about.officers))
    closed = {*about.units, *(row.unit_id for row in db.session.execute(led) if LEADS in row.roles)}
    paths = db.session.scalars(sa.select(Unit.path).filter(Unit.id.in_(closed)))
    return any(unit.path.startswith(path) for path in paths)


def complaints_about(officer_ids: Collection[int]) -> list[int]:
    """Open complaints whose persons kept out may change with the posts of these officers: about them, about a unit they are
    in or below, or about who leads such a unit; and those that name a person in words. In the order they are locked."""
    people = db.session.execute(
        sa.select(Unit.path, Officer.id)
        .join(Unit, Unit.id == Officer.unit_id)
        .filter(Officer.id.in_(officer_ids))
    ).all()
    codes = {code for row in people for code in row.path.split("/") if code}
    units = set(db.session.scalars(sa.select(Unit.id).filter(Unit.code.in_(codes))))
    in_them = db.session.execute(sa.select(Officer.id, Officer.roles).filter(Officer.unit_id.in_(units)))
    heads = {row.id for row in in_them if LEADS in row.roles}
    # A unit without people is answered for by whoever leads the next above: it may stand below any of these.
    answered = sa.select(Unit.id).filter(
        ~sa.exists().where(Officer.unit_id == Unit.id),
        sa.or_(*(Unit.path.like(f"{row.path}%") for row in people)),
    )
    about = sa.or_(
        Complaint.respondent_unit_id.in_(units | set(db.session.scalars(answered))),
        Complaint.respondent_officer_id.in_({*officer_ids, *heads}),
        sa.and_(Complaint.respondent_name.is_not(None), Complaint.respondent_officer_id.is_(None)),
    )
    query = sa.select(Complaint.id).filter(Complaint.ended_at.is_(None), about)
    return list(db.session.scalars(query.order_by(Complaint.id)))
