"""Who has an interest in a complaint, by the respondents it names and the organisation: values in, values out.

Sources: domain §4.1 (信访工作条例 §28, §30), §7 (conflict of interest 1–5). Interest is as it is now, and as it was in the year
before; how it is kept as rows: `complaints.organisation.conflicts`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from complaints.infrastructure.database import db
from complaints.infrastructure.encryption import blind_index
from complaints.models import Absence, Officer, PostHeld, Unit
from complaints.models.kept_out import ALL, JUDGING, LOOKS_BACK
from complaints.organisation.former_names import other_names
from complaints.organisation.name_matching import Named, likely_matches
from complaints.organisation.post_history import LEADS, NAMED_BY_NO_ONE
from workflows.language import Text

# They answer for themselves, no matter who supervises them (domain §6, provider types).
PROVIDERS = {"law_firm", "notary_office", "forensic_institute", "grassroots_legal", "mediation_committee"}
OF_THE_WINDOW = re.compile("[你您]们?|贵|这里|这儿|窗口|大厅|服务台|前台|(?i:\\byour?\\b)")
DISCIPLINE = "discipline"  # the role, and the kind of unit, that reports to its own superiors
RECUSED, LED_BY_MATCH, UNIT_OF_MATCH = "recused", "led_by_match", "unit_of_match"
REASONS = {
    "respondent": Text("被投诉人", "Complained of"),
    "unit": Text("被投诉单位的人员", "Of the unit complained of"),
    "was_of_unit": Text("近一年内曾在被投诉单位", "Of the unit complained of within the last year"),
    "answers_for_unit": Text("主管被投诉单位", "Answers for the unit complained of"),
    "stands_in_for_head": Text("代理被投诉单位负责人", "Stands in for the head of the unit complained of"),
    "led_by_respondent": Text("现由被投诉人领导", "Led by the person complained of"),
    "below": Text(
        "被投诉方的下级：只能转交，不能判断", "Below those complained of: may pass it on, never judge"
    ),
    "recused": Text("已回避", "Stepped aside"),
    "joined": Text("与并案的投诉有利害关系", "Kept out of a complaint joined to it"),
    "name": Text("可能是所写姓名的人，待核实", "May be the person named, to be settled"),
    "led_by_match": Text(
        "现由可能是所写姓名的人领导，待核实：只能转交，不能判断",
        "Led by who may be the person named, to be settled: may pass it on, never judge",
    ),
    "unit_of_match": Text(
        "与可能是所写姓名的人同属一个单位，本类投诉由上一级评判，待核实：只能转交，不能判断",
        "Of the unit of who may be the person named, to be settled; judged above: may pass it on, never judge",
    ),
}
UNTIL_SETTLED = ("name", LED_BY_MATCH, UNIT_OF_MATCH)
Key = tuple[int, str, str]  # officer, reason, cause
Persons = dict[Key, str]  # how far each is kept out


@dataclass(frozen=True)
class Respondents:
    """Units and officers complained of, by id; and names as written, whose owners are not known yet."""

    units: frozenset[int] = frozenset()
    officers: frozenset[int] = frozenset()
    names: tuple[str, ...] = ()
    recused: frozenset[int] = frozenset()
    places: tuple[
        int, ...
    ] = ()  # units whose posts a name may mean: those complained of, else where it came in
    judged_above: bool = False  # about an officer it is one about their unit
    came_in_at: int | None = None  # where other units are complained of as well
    apart: tuple[str, ...] = ()  # names that stand beside no unit

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
    active: bool

    @property
    def had_the_post(self) -> bool:
        return LEADS in self.roles

    @property
    def leads(self) -> bool:
        """A closed account leads no one: the next head up answers for the unit."""
        return self.had_the_post and self.active


MEMBER = tuple(one.name for one in fields(Member))


@dataclass(frozen=True)
class Organisation:
    """As it is now; `posts` ended lately (officer, unit, led it), `deputies` are pairs of now and lately (officer, deputy)."""

    members: tuple[Member, ...]
    units: dict[int, Any]  # id → path, kind, name_zh
    posts: tuple[tuple[int, int, bool], ...] = ()
    deputies: tuple[tuple[int, int], ...] = ()
    other_names: tuple[tuple[int, str, str], ...] = ()  # of units, in both languages: former and short ones

    def of_unit(self, unit_id: int) -> Iterator[Member]:
        return (one for one in self.members if one.unit_id == unit_id)

    def below(self, unit_id: int) -> Iterator[Member]:
        path = self.units[unit_id].path
        return (
            one
            for one in self.members
            if one.unit_id != unit_id and self.units[one.unit_id].path.startswith(path)
        )

    @cached_property
    def named(self) -> list[Named]:
        """Members in present posts, and in those of the year before; units by each name they have had."""
        people = {one.id: one for one in self.members if one.roles not in NAMED_BY_NO_ONE}
        now = [(one.id, one.unit_id, one.had_the_post) for one in people.values()]
        past = [post for post in self.posts if post[0] in people]
        return [
            Named(
                id,
                people[id].name_zh,
                people[id].name_en,
                zh,
                leads,
                people[id].username,
                en,
                self.units[unit].code,
            )
            for id, unit, leads in (*now, *past)
            for zh, en in self._names_of[unit]
        ]

    @cached_property
    def _names_of(self) -> dict[int, list[tuple[str, str]]]:
        names = {id: [(unit.name_zh, unit.name_en)] for id, unit in self.units.items()}
        for unit_id, zh, en in self.other_names:
            names[unit_id].append((zh, en))
        return names

    def near(self, places: Collection[int]) -> list[set[str]]:
        """Names of units: each of these places, those above it from the nearest up, then all below."""
        paths = [self.units[one].path for one in places]
        by_path = {unit.path: {zh for zh, _ in self._names_of[id]} for id, unit in self.units.items()}
        above = [path[: end + 1] for path in paths for end in range(len(path) - 1, 0, -1) if path[end] == "/"]
        below = [names for path, names in by_path.items() if path.startswith(tuple(paths))] if paths else []
        return [by_path[path] for path in above if path in by_path] + [set().union(*below)]

    def units_led(self, member: Member) -> set[int]:
        """By post, or in the place of a head who is away: now or within the year before."""
        now = {member.unit_id} if member.leads else set()
        lately = {unit for officer, unit, leads in self.posts if officer == member.id and leads}
        heads = {officer for officer, deputy in self.deputies if deputy == member.id}
        return now | lately | {one.unit_id for one in self.members if one.id in heads and one.leads}

    def subordinates(self, head: Member) -> Iterator[Member]:
        """Everyone in the units this officer leads or led lately, and in the units below."""
        led = {unit: self.units[unit].path for unit in self.units_led(head)}
        for one in self.members if led else ():
            path = self.units[one.unit_id].path
            if one.id != head.id and any(
                path.startswith(led[unit]) and self.is_led_from(unit, one) for unit in led
            ):
                yield one

    def is_led_from(self, unit_id: int, member: Member) -> bool:
        """The discipline team reports to its own superiors alone, whatever unit it is under."""
        return DISCIPLINE not in member.roles or self.units[unit_id].kind == DISCIPLINE

    def username(self, officer_id: int) -> str:
        return next(one.username for one in self.members if one.id == officer_id)


def organisation(at: datetime) -> Organisation:
    """Read once, for any number of complaints: some hundred rows."""
    people = sa.select(*(getattr(Officer, name) for name in MEMBER))
    units = db.session.execute(
        sa.select(Unit.id, Unit.path, Unit.kind, Unit.name_zh, Unit.name_en, Unit.code)
    )
    posts = sa.select(PostHeld.officer_id, PostHeld.unit_id, PostHeld.leads)
    posts = posts.filter(PostHeld.until_at > at - LOOKS_BACK)
    deputies = sa.select(Absence.officer_id, Absence.deputy_id)
    deputies = deputies.filter(Absence.until_at > at - LOOKS_BACK)
    return Organisation(
        tuple(Member(*row) for row in db.session.execute(people.order_by(Officer.id))),
        {row.id: row for row in units},
        tuple((row.officer_id, row.unit_id, row.leads) for row in db.session.execute(posts)),
        tuple((row.officer_id, row.deputy_id) for row in db.session.execute(deputies)),
        other_names(),
    )


def persons(about: Respondents, house: Organisation) -> Persons:
    """All persons kept out of a complaint about these respondents, by the present organisation."""
    found: Persons = {}
    for officer_id in about.recused:
        found[officer_id, RECUSED, RECUSED] = ALL
    for officer_id in about.officers:
        found |= _with_respondent(officer_id, house)
    for unit_id in about.units:
        found |= _with_unit(unit_id, house)
    for name in about.names:
        likely = likely_of(name, about, house)
        found |= _with_name(name, likely, house)
        found |= _with_units_of_matches(name, likely, house) if about.judged_above else {}
    return found


def _with_respondent(officer_id: int, house: Organisation) -> Persons:
    """The officer; where they lead a unit now, its people with them; those in units below judge nothing."""
    cause = f"officer:{officer_id}"
    found = {(officer_id, "respondent", cause): ALL}
    for head in (one for one in house.members if one.id == officer_id):
        led = {one.id for one in house.of_unit(head.unit_id)} if head.leads else set()
        found |= {(one, "led_by_respondent", cause): ALL for one in led - {officer_id}}
        below = (one for one in house.subordinates(head) if one.id not in led)
        found |= {(one.id, "below", cause): JUDGING for one in below}
    return found


def _with_unit(unit_id: int, house: Organisation) -> Persons:
    cause = f"unit:{unit_id}"
    people = list(house.of_unit(unit_id))
    found = {(one.id, "unit", cause): ALL for one in people}
    found |= {(officer, "was_of_unit", cause): ALL for officer, unit, _ in house.posts if unit == unit_id}
    heads = {one.id for one in people if one.leads} or heads_above(unit_id, house)
    found |= {(head, "answers_for_unit", cause): ALL for head in heads if (head, "unit", cause) not in found}
    deputies = {deputy for officer, deputy in house.deputies if officer in heads}
    found |= {
        (one, "stands_in_for_head", cause): ALL for one in deputies if (one, "unit", cause) not in found
    }
    return found | _below(unit_id, cause, house)


def heads_above(unit_id: int, house: Organisation) -> set[int]:
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
    below = (one for one in house.below(unit_id) if house.is_led_from(unit_id, one))
    return {(one.id, "below", cause): JUDGING for one in below}


def likely_of(name: str, about: Respondents, house: Organisation) -> set[int]:
    """A post is of the unit complained of; said of the window (你们主任), or where that unit has none, also of the window's own."""
    likely = likely_matches(name, house.named, house.near(about.places))
    if about.came_in_at is None or not (OF_THE_WINDOW.search(name) or (name in about.apart and not likely)):
        return likely
    return likely | likely_matches(name, house.named, house.near((about.came_in_at,)))


def _with_name(name: str, likely: Collection[int], house: Organisation) -> Persons:
    """Likely matches, until each is confirmed or rejected; who they lead judges nothing until then."""
    cause = cause_of_name(name)
    found = {(one, "name", cause): ALL for one in likely}
    for head in (one for one in house.members if one.id in likely):
        led = cause_of_match(cause, head.id)
        found |= {(one.id, LED_BY_MATCH, led): JUDGING for one in house.subordinates(head)}
    return found


def _with_units_of_matches(name: str, likely: Collection[int], house: Organisation) -> Persons:
    """Whom the unit of a likely match would keep out, were it named, judges nothing until the match is settled."""
    cause = cause_of_name(name)
    found: Persons = {}
    for match in (one for one in house.members if one.id in likely):
        key = cause_of_match(cause, match.id)
        kept = {officer for officer, *_ in _with_unit(match.unit_id, house)} - {match.id}
        found |= {(one, UNIT_OF_MATCH, key): JUDGING for one in kept}
    return found


def cause_of_name(name: str) -> str:
    """Keyed, so that it tells nothing of the name."""
    return f"name:{blind_index('respondent', name)[:16]}"


def cause_of_match(cause: str, officer_id: int) -> str:
    """The cause of rows that rest on one likely match of a name: they end with the match."""
    return f"{cause}:{officer_id}"
