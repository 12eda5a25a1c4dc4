"""Random organisations that change, complaints about units, officers and names, random acts: a small model of its own says
who is kept out, and judges every answer and every holder after each step."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from complaints.access.visibility import visible_to
from complaints.casework import moves
from complaints.infrastructure import clock
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.errors import BadInput, WorkError
from complaints.intake.respondents import Named
from complaints.models import Complaint, Officer, Unit
from complaints.notifications import inbox
from complaints.organisation import passwords
from complaints.queries import worklists
from complaints.rulebooks import store
from tests.databases import Kind
from tests.house import PATIENT, House, opened, shanghai
from tests.support.decisive import Decisive
from tests.support.doors import Doors, counted_faults, told_codes
from tests.support.interest_model import About, Model
from tests.support.kept_out import kept_out_of
from tests.support.likely_words import Talk
from tests.support.reorganised import Reorganisation
from workflows.engine import open_moves
from workflows.errors import Refused
from workflows.language import CITIZEN, Act

PEOPLE = (
    "window", "centre.chen", "centre.he", "handler", "leader", "echeng.xie", "eccentre.tang", "eccentre.feng", "gulou.peng",
    "gulou.lv", "other", "huarong.lei", "huarong.mo", "section.lu", "section.ye", "bureau.fang", "supervisor", "bureau.jiang",
)  # fmt: skip
LOOKED_AT = 4  # persons kept out of a complaint, drawn by lot after each step
STEPS = 40
SEEDS = int(os.environ.get("SHOUWEN_TEST_SEEDS", "0"))  # make interest
CHOSEN = (1, 2)  # between them they show most rules of `test_conflicts_rules_removed`
FOLLOWED = 6  # complaints, the newest
DRAWN = 3  # doors that one of them asks at after each step
NOW: list[datetime] = []
MOVERS = ("centre.he", "leader", "eccentre.tang", "gulou.peng", "huarong.lei", "huarong.mo", "section.ye")
UNITS = (
    "EC-BUREAU",
    "EC-CENTRE",
    "EC-ST-GULOU",
    "EC-RM-HUBIN",
    "HR-BUREAU",
    "EZ-SECTION",
    "EZ-CENTRE",
    "EC-LAW-1",
)
MOVES = (
    "accept", "assign", "assign", "sign_for", "sign_for", "answer", "give_feedback", "rate", "contact", "recuse",
    "change_first_responder", "take_first_responder", "reassign", "designate", "request_recusal", "decide_recusal",
    "settle_respondent", "merge", "return", "take_over", "name_respondent", "name_respondent", "clear_respondent",
)  # fmt: skip
JUDGING = {
    *("sign_for", "answer", "decline", "grant_extension", "uphold", "reopen", "review", "designate"),
    *("answer_on_the_spot", "send_back", "merge", "settle_respondent", "clear_respondent"),
    *("give_feedback", "withdraw", "appeal", "reissue_code", "refuse_correction", "unmerge"),
}
FREEING = {
    *("decline", "refuse_correction", "decide_recusal", "call_back", "rate", "appeal", "withdraw"),
    *("uphold", "close", "request_recusal"),
}
OF_THE_FIRST = ("name_respondent", "clear_respondent", "settle_respondent", "merge", "assign")


@pytest.fixture(autouse=True)
def _time(monkeypatch: pytest.MonkeyPatch) -> None:
    NOW[:] = [shanghai("2026-09-18T09:00")]
    monkeypatch.setattr(clock, "now", lambda: NOW[-1])
    monkeypatch.setattr(passwords, "is_right", lambda officer, typed: True)  # a third of a second each


@dataclass
class Walk:
    house: House
    random: Random
    model: Model
    seed: int
    numbers: list[str] = field(default_factory=list)
    hour: int = 0

    def __post_init__(self) -> None:
        self.organisation = Reorganisation(
            self.house,
            self.random,
            PEOPLE,
            list(MOVERS),
            list(UNITS[:3] + UNITS[4:7]),
            self.model,
            self._settle,
        )
        self.doors, self.eye = Doors(self.house), Random(self.seed)
        self.decisive = Decisive(self)

    @property
    def people(self) -> tuple[str, ...]:
        return (*PEOPLE, *self.organisation.added)

    @property
    def at(self) -> str:
        return f"{shanghai('2026-09-18T09:00') + timedelta(minutes=20 * self.hour):%Y-%m-%dT%H:%M}"

    def step(self) -> None:
        self.hour += 1
        NOW.append(shanghai(self.at))
        if self.hour % 2 == 0 and self.decisive.is_left:
            self.decisive.play(shanghai(self.at))
            self._follow_newest()
            return
        some = self.random.random()
        if (len(self.numbers) < 4 and some < 0.15) or not self.numbers:
            self._log()
        elif some < 0.35:
            self.organisation.change(shanghai(self.at))
        else:
            self._act()

    def _follow_newest(self) -> None:
        """And those of their groups."""
        main = {one: self.model.leading.get(one, one) for one in self.numbers}
        followed = {main[one] for one in self.numbers[-FOLLOWED:]}
        self.numbers = [one for one in self.numbers if main[one] in followed]

    def _log(self) -> None:
        """About one or several, by unit, by account, in words, or in words beside the account."""
        named = [self._about() for _ in range(self.random.choice((1, 1, 2, 3)))]
        self.logs(self.random.choice(("window", "other", "eccentre.feng", "citizen")), *named)

    def logs(self, by: str, *named: About) -> str | None:
        first, *more = [
            Named(
                self.house.unit(one.unit) if one.unit else None,
                self.house.officer(one.officer) if one.officer else None,
                one.name,
            )
            for one in named
        ]
        words = {f"respondent_{part}": getattr(first, part) for part in ("unit", "officer", "name")}
        try:
            number = self.house.logs(self.at, by, **words, more_respondents=tuple(more))
        except BadInput:  # no one free of interest is left to take it in
            db.session.rollback()
            return None
        self.numbers.append(number)
        self.model.note(number)
        for one in named:
            if not one.is_nobody:
                self.model.name(number, one)
        assert not told_codes(number) & self.model.kept(number), "the code goes to a person kept out"
        return number

    def _about(self) -> About:
        unit = self.random.choice([*UNITS, *self.organisation.opened, None, None, None])
        by_account = unit is None and self.random.random() < 0.6
        officer = (
            self.random.choice([*self.organisation.movers, "handler", "supervisor"]) if by_account else None
        )
        name = self.model.names[self.random.choice(self.people)] if self.random.random() < 0.3 else None
        return About(unit, officer, name)

    def _settle(self) -> None:
        """Changes of the organisation pass by what is over."""
        for number in self.numbers:
            if self.house.complaint(number).ended_at is None:
                self.model.settle(number)

    def _act(self) -> None:
        self.plays(self.random.choice(self.numbers), self.random.choice(MOVES))

    def plays(
        self, number: str, move: str, by: str = "", chosen: Callable[[], dict[str, Any]] | None = None
    ) -> None:
        before = self.house.complaint(number).seq
        with suppress(WorkError, Refused), transaction():
            actor = self.house.officer(by) if by else self._actor(number, move)
            complaint = moves.take(number, None if actor is CITIZEN else actor)
            talk = Talk(self.house, self.random, self.people)
            words = chosen() if chosen else talk.words(move, complaint, shanghai(self.at))
            if (
                chosen is None
                and move == "settle_respondent"
                and (likely := sorted(complaint.likely_respondent_ids))
            ):
                words["officer"] = db.session.get_one(Officer, likely[0])
            words = (None if chosen else self._respondent_words(number, move)) or words
            asked = complaint.pending("recusal")
            moves.perform(complaint, Act(move, actor, shanghai(self.at), words))
            self._learn(number, move, actor, words, asked)
        assert self.house.complaint(number).seq >= before

    def _actor(self, number: str, move: str) -> Any:
        if move in ("rate", "request_recusal"):
            return CITIZEN
        if move in OF_THE_FIRST and self.random.random() < 0.7:
            return self.house.complaint(number).first_responder
        return self.house.officer(self.random.choice(self.people))

    def _respondent_words(self, number: str, move: str) -> dict[str, Any] | None:
        """Late: an officer or a name; cleared: mostly one who is named."""
        if move == "name_respondent" and self.random.random() < 0.4:
            return {"name": self.model.names[self.random.choice(self.people)], "reason": "投诉人补充"}
        named = sorted({row.officer for row in self.model.about[number] if row.officer})
        if move == "clear_respondent" and named:
            return {"officer": self.house.officer(self.random.choice(named)), "reason": "同名"}
        return None

    def _learn(self, number: str, move: str, actor: Any, words: dict[str, Any], asked: Any) -> None:
        model = self.model
        if move == "recuse":
            model.out[number]["recused"].add(actor.username)
        if move == "decide_recusal" and words["grant"]:
            asked_about = db.session.get_one(Officer, asked.words["officer_id"])
            model.out[number]["recused"].add(asked_about.username)
        if move == "settle_respondent":
            who = words["officer"].username
            if words["same"]:
                model.confirm(number, who)
            else:
                model.rejected[number].add((who, model.names[who]))
                model.settle(number)
        if move == "name_respondent":
            officer = words.get("officer")
            model.name(number, About(None, officer.username if officer else None, words.get("name")))
        if move == "clear_respondent":
            model.clear(number, words["officer"].username)
        if move == "merge":
            model.join(number, words["leading"].tracking_number)

    def faults(self) -> Iterator[str]:
        db.session.rollback()
        db.session.expire_all()
        for number in self.numbers:
            yield from self._faults_of(number)
        if self.numbers:
            yield from self._faults_of_people()
            yield from self._faults_of_colleagues()
            yield from self._faults_behind_doors()

    def _faults_behind_doors(self) -> Iterator[str]:
        """As one who is kept out asks for a complaint, and one who carries it."""
        number = self.eye.choice(self.numbers)
        out = sorted((self.model.kept(number) & set(PEOPLE)) - self.model.closed)
        if out:
            who = self.eye.choice(out)
            yield from self.doors.faults(number, who, self.doors.draw(self.eye, DRAWN))
            yield from counted_faults(self.house.officer(who), shanghai(self.at))
        holder = self.house.complaint(number).answerable
        free = holder.username not in self.model.kept(
            number
        )  # of one joined to another, it may be who had it
        if holder.active and free and not self.doors.shows(number, holder.username):
            yield f"{number}: hidden from {holder.username}, who carries it"

    def _faults_of(self, number: str) -> Iterator[str]:
        complaint = self.house.complaint(number)
        out, below = self.model.kept(number), self.model.kept_below(number)
        if complaint.ended_at is None:
            for part in ("first_responder", "answerable", "handler"):
                holder = getattr(complaint, part)
                if holder is not None and (
                    holder.username in out or (part == "handler" and holder.username in below)
                ):
                    yield f"{number}: {holder.username} is {part}"
        if complaint.ended_at is None:
            shut = self.model.shut(number)
            offered = db.session.get(Unit, complaint.offered_unit_id or 0)
            yield from (
                f"{number}: {one.code} has or is offered it"
                for one in (complaint.unit, offered)
                if one and one.code in shut
            )
            works = (complaint.unit if complaint.handler_id else None, offered)
            shut = self.model.shut_until_settled(number)
            yield from (
                f"{number}: {one.code} works on it, or is asked to"
                for one in works
                if one and one.code in shut
            )
            rows = set(kept_out_of(number)) & self.model.unit_of.keys()
            yield from (f"{number}: {who} is kept out by one of the two alone" for who in sorted(rows ^ out))

    def _faults_of_people(self) -> Iterator[str]:
        """Some of those kept out of any, judged against each complaint they are kept out of."""
        known = {number: (self.model.kept(number), self.model.kept_below(number)) for number in self.numbers}
        people = set().union(*(out | below for out, below in known.values()))
        people = sorted(people & set(self.people) - self.model.closed)
        for username in self.random.sample(people, min(LOOKED_AT, len(people))):
            eyes = Eyes(self.house.officer(username), shanghai(self.at), self.numbers)
            for number, (out, below) in known.items():
                if username in out | below:
                    yield from eyes.faults(self.house.complaint(number), username in out)

    def _faults_of_colleagues(self) -> Iterator[str]:
        """Where officers are complained of, or may be: one of their head and colleagues, for each complaint."""
        for number in self.numbers:
            units = self.model.judged_units(number)
            people = {who for who in self.people if self.model.unit_of.get(who) in units}
            if people := people - self.model.closed:
                who = self.eye.choice(sorted(people))
                eyes = Eyes(self.house.officer(who), shanghai(self.at), [number])
                open_to = eyes.open_moves(self.house.complaint(number)) & FREEING
                if open_to:
                    yield f"{number} about a colleague of {who}: may {sorted(open_to)}"


class Eyes:
    """What one officer may do with each complaint, and where it shows to them."""

    def __init__(self, officer: Officer, at: datetime, numbers: list[str]) -> None:
        self.officer, self.at = officer, at
        seen = select(Complaint.id).filter(Complaint.tracking_number.in_(numbers), visible_to(officer, at))
        self.seen = set(db.session.scalars(seen))
        self.heard = {row.complaint_id for row in inbox.page(officer)}
        self.listed = {row.id for row in worklists.page("mine", officer, at).complaints}

    def open_moves(self, complaint: Complaint) -> set[str]:
        book, act = store.book(complaint.rulebook_version), Act("", self.officer, self.at)
        return {one.move.name for one in open_moves(book, complaint, act) if not one.reasons}

    def faults(self, complaint: Complaint, out: bool) -> Iterator[str]:
        where = f"{complaint.tracking_number} for {self.officer.username}"
        open_to = self.open_moves(complaint)
        if open_to & JUDGING:
            yield f"{where}: may {sorted(open_to)}"
        if not out:
            return
        if open_to or complaint.id in self.seen:
            yield f"{where}: sees it, or may {sorted(open_to)}"
        if complaint.id in self.heard:
            yield f"{where}: hears of it"
        if complaint.id in self.listed:
            yield f"{where}: has it on a list"


def begin(house: House, seed: int) -> Walk:
    rows = {row.id: row for row in db.session.scalars(select(Unit))}
    people = [row for row in db.session.scalars(select(Officer)) if "discipline" not in row.roles]
    model = Model(
        unit_of={one.username: one.unit.code for one in people},
        heads={one.username for one in people if "unit_supervisor" in one.roles},
        above={row.code: rows[row.parent_id].code if row.parent_id else None for row in rows.values()},
        apart={"EC-LAW-1"},
        names={one.username: one.name_zh for one in people},
    )
    return Walk(house, Random(seed), model, seed)


def first_fault(house: House, seed: int, steps: int) -> str | None:
    walk = begin(house, seed)
    for _ in range(steps):
        walk.step()
        for fault in walk.faults():
            return fault
    return None


@pytest.mark.parametrize("seed", range(SEEDS) if SEEDS else CHOSEN)
def test_nobody_kept_out_holds_sees_or_does_anything(house: House, seed: int) -> None:
    assert first_fault(house, seed, STEPS) is None


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_the_same_on_both_databases(kind: Kind) -> None:
    with opened(kind, **(PATIENT if SEEDS else {})) as house:
        assert first_fault(house, 99, STEPS) is None
