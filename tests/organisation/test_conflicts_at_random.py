"""Random organisations that change, complaints about units, officers and names, random acts: a small model of its own says
who is kept out, and judges every answer and every holder after each step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from complaints.access import visibility
from complaints.access.visibility import visible_to
from complaints.casework import moves, relief
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.errors import BadInput, WorkError
from complaints.intake.respondents import Named
from complaints.models import Absence, Complaint, Officer, Unit
from complaints.notifications import inbox
from complaints.organisation import absences, changes, conflicts, interest, officers
from complaints.queries import worklists
from complaints.rulebooks import store
from tests.house import House, shanghai
from tests.support.interest_model import About, Model
from tests.support.kept_out import kept_out_of
from tests.support.likely_words import Talk
from workflows import parties
from workflows.engine import open_moves
from workflows.errors import Refused
from workflows.language import CITIZEN, Act

PEOPLE = (
    "window", "centre.chen", "centre.he", "handler", "leader", "echeng.xie", "eccentre.tang", "eccentre.feng", "gulou.peng",
    "gulou.lv", "other", "huarong.lei", "huarong.mo", "section.lu", "section.ye", "bureau.fang", "supervisor", "bureau.jiang",
)  # fmt: skip
LOOKED_AT = 3  # persons kept out, of each complaint after each step, drawn by lot
STEPS = 40
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
OF_THE_FIRST = ("name_respondent", "clear_respondent", "settle_respondent", "merge", "assign")


@dataclass
class Walk:
    house: House
    random: Random
    model: Model
    numbers: list[str] = field(default_factory=list)
    hour: int = 0

    @property
    def at(self) -> str:
        return f"{shanghai('2026-09-18T09:00') + timedelta(minutes=20 * self.hour):%Y-%m-%dT%H:%M}"

    def step(self) -> None:
        self.hour += 1
        some = self.random.random()
        if (len(self.numbers) < 4 and some < 0.15) or not self.numbers:
            self._log()
        elif some < 0.35:
            self._reorganise()
        else:
            self._act()

    def _log(self) -> None:
        """About one or several, by unit, by account, in words, or in words beside the account."""
        named = [self._about() for _ in range(self.random.choice((1, 1, 2, 3)))]
        first, *more = [
            Named(
                self.house.unit(one.unit) if one.unit else None,
                self.house.officer(one.officer) if one.officer else None,
                one.name,
            )
            for one in named
        ]
        words = {f"respondent_{part}": getattr(first, part) for part in ("unit", "officer", "name")}
        by = self.random.choice(("window", "other", "eccentre.feng", "citizen"))
        try:
            number = self.house.logs(self.at, by, **words, more_respondents=tuple(more))
        except BadInput:  # nobody free of interest is left to take it in
            db.session.rollback()
            return
        self.numbers.append(number)
        for one in named:
            if not one.is_nobody:
                self.model.name(number, one)

    def _about(self) -> About:
        unit = self.random.choice([*UNITS, None, None, None])
        by_account = unit is None and self.random.random() < 0.6
        officer = self.random.choice([*MOVERS, "handler"]) if by_account else None
        name = self.model.names[self.random.choice(PEOPLE)] if self.random.random() < 0.3 else None
        return About(unit, officer, name)

    def _reorganise(self) -> None:
        who, at = self.random.choice(MOVERS), shanghai(self.at)
        if self.random.random() < 0.25:
            return self._send_away(who, at)
        with suppress(WorkError), transaction(alone=True):
            officer = self.house.officer(who)
            before = officer.unit.code
            if self.random.random() < 0.6:
                officers.move(officer, self.random.choice(UNITS[:3] + UNITS[4:7]), at)
            else:
                officers.set_roles(officer, set(officer.roles) ^ {"unit_supervisor"}, at)
        self._read(who, before)

    def _send_away(self, who: str, at: datetime) -> None:
        """A deputy stands in from now on."""
        deputy = self.random.choice(PEOPLE)
        with suppress(WorkError), transaction(alone=True):
            officer, other = self.house.officer(who), self.house.officer(deputy)
            absences.mark(officer, other, (at, at + timedelta(days=9)), self.house.officer("supervisor"))
            changes.follow([officer.id, other.id], at)
        db.session.rollback()
        query = (
            select(Absence).join(Officer, Officer.id == Absence.officer_id).filter(Officer.username == who)
        )
        if row := db.session.scalars(query).first():
            self.model.deputies.append((who, db.session.get_one(Officer, row.deputy_id).username))
        self._read(who, self.house.officer(who).unit.code)

    def _read(self, who: str, before: str) -> None:
        db.session.rollback()
        db.session.expire_all()
        officer = self.house.officer(who)
        if officer.unit.code != before:
            self.model.left.append((who, before))
        self.model.unit_of[who] = officer.unit.code
        (self.model.heads.add if "unit_supervisor" in officer.roles else self.model.heads.discard)(who)
        for number in self.numbers:
            if self.house.complaint(number).ended_at is None:
                self.model.settle(number)

    def _act(self) -> None:
        number, move = self.random.choice(self.numbers), self.random.choice(MOVES)
        before = self.house.complaint(number).seq
        with suppress(WorkError, Refused), transaction():
            actor = self._actor(number, move)
            complaint = moves.take(number, None if actor is CITIZEN else actor)
            words = Talk(self.house, self.random, PEOPLE).words(move, complaint, shanghai(self.at))
            if move == "settle_respondent" and (likely := sorted(complaint.likely_respondent_ids)):
                words["officer"] = db.session.get_one(Officer, likely[0])
            words = self._respondent_words(number, move) or words
            asked = complaint.pending("recusal")
            moves.perform(complaint, Act(move, actor, shanghai(self.at), words))
            self._learn(number, move, actor, words, asked)
        assert self.house.complaint(number).seq >= before

    def _actor(self, number: str, move: str) -> Any:
        if move in ("rate", "request_recusal"):
            return CITIZEN
        if move in OF_THE_FIRST and self.random.random() < 0.7:
            return self.house.complaint(number).first_responder
        return self.house.officer(self.random.choice(PEOPLE))

    def _respondent_words(self, number: str, move: str) -> dict[str, Any] | None:
        """Late: an officer or a name; cleared: mostly one who is named."""
        if move == "name_respondent" and self.random.random() < 0.4:
            return {"name": self.model.names[self.random.choice(PEOPLE)], "reason": "投诉人补充"}
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
            rows = set(kept_out_of(number)) & self.model.unit_of.keys()
            yield from (f"{number}: {who} is kept out by one of the two alone" for who in sorted(rows ^ out))
        known = sorted((out | below) & set(PEOPLE))
        for username in self.random.sample(known, min(LOOKED_AT, len(known))):
            yield from self._faults_for(complaint, self.house.officer(username), username in out)

    def _faults_for(self, complaint: Complaint, officer: Officer, out: bool) -> Iterator[str]:
        where = f"{complaint.tracking_number} for {officer.username}"
        book = store.book(complaint.rulebook_version)
        open_to = {
            one.move.name
            for one in open_moves(book, complaint, Act("", officer, shanghai(self.at)))
            if not one.reasons
        }
        if open_to & {
            "sign_for",
            "answer",
            "decline",
            "grant_extension",
            "uphold",
            "reopen",
            "review",
            "designate",
        }:
            yield f"{where}: may {sorted(open_to)}"
        if not out:
            return
        seen = select(Complaint.id).filter(
            Complaint.id == complaint.id, visible_to(officer, shanghai(self.at))
        )
        if open_to or db.session.scalars(seen).first():
            yield f"{where}: sees it, or may {sorted(open_to)}"
        if any(row.complaint_id == complaint.id for row in inbox.page(officer)):
            yield f"{where}: hears of it"
        if any(
            row.id == complaint.id for row in worklists.page("mine", officer, shanghai(self.at)).complaints
        ):
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
    return Walk(house, Random(seed), model)


def first_fault(house: House, seed: int, steps: int) -> str | None:
    walk = begin(house, seed)
    for _ in range(steps):
        walk.step()
        for fault in walk.faults():
            return fault
    return None


@pytest.mark.parametrize("seed", range(4))
def test_nobody_kept_out_holds_sees_or_does_anything(house: House, seed: int) -> None:
    assert first_fault(house, seed, STEPS) is None


def test_the_same_on_both_databases(either_house: House) -> None:
    assert first_fault(either_house, 99, STEPS) is None


def _only_the_officer(officer_id: int, organisation: Any) -> dict[Any, str]:
    return {(officer_id, "respondent", f"officer:{officer_id}"): "all"}


BROKEN: dict[str, tuple[Any, str, Callable[..., Any]]] = {
    "units": (interest, "_with_unit", lambda unit_id, house: {}),
    "those below": (interest, "_below", lambda unit_id, cause, house: {}),
    "those a respondent leads now": (interest, "_with_respondent", _only_the_officer),
    "names": (interest, "_with_name", lambda name, house: {}),
    "changes of the organisation": (conflicts, "complaints_about", lambda ids: []),
    "visibility": (visibility, "_kept_out_by_row", lambda officer: visibility.sa.false()),
    "the one rule of all moves": (parties, "is_kept_out", lambda case, officer: False),
    "relief": (relief, "_hand_up", lambda complaint, act: {}),
}


@pytest.mark.parametrize("rule", BROKEN)
def test_the_model_sees_a_rule_that_is_gone(house: House, monkeypatch: pytest.MonkeyPatch, rule: str) -> None:
    """The database may be the one to refuse: that, too, shows."""
    monkeypatch.setattr(*BROKEN[rule])

    assert _breaks(house), rule


def _breaks(house: House) -> bool:
    for seed in range(4):
        try:
            if first_fault(house, seed, STEPS):
                return True
        except Exception:
            db.session.rollback()
            return True
    return False
