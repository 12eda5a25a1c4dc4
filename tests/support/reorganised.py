"""An organisation that changes at random: officers move, lead, become deputies, come and go; units open, close, merge, are renamed.
The model of `interest_model` learns each change."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select

from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.errors import WorkError
from complaints.models import Absence, Officer, Unit
from complaints.organisation import absences, changes, officers, units
from tests.house import House
from tests.support.interest_model import Model

NEW_NAMES = ("司马青衫", "上官云起", "诸葛明远", "东方未晞")


@dataclass
class Reorganisation:
    """`movers` change posts, `places` are the units they change to, `people` are deputies of each other; `learnt` is called after
    each change. Without a model nothing is learnt."""

    house: House
    random: Random
    people: tuple[str, ...]
    movers: list[str]
    places: list[str]
    model: Model | None = None
    learnt: Callable[[], None] = lambda: None
    added: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)

    def change(self, at: datetime) -> None:
        acts = {
            self.moves: 30, self.gives_post: 22, self.sends_away: 16, self.opens_account: 8, self.closes_account: 8,
            self.adds_unit: 5, self.renames_unit: 3, self.merges_units: 6, self.closes_unit: 2,
        }  # fmt: skip
        self.random.choices(list(acts), list(acts.values()))[0](at)

    def moves(self, at: datetime) -> None:
        self.moves_to(self.random.choice(self.movers), self.random.choice(self.places), at)

    def moves_to(self, who: str, to: str, at: datetime) -> None:
        before = self.house.officer(who).unit.code
        with suppress(WorkError), transaction(alone=True):
            officers.move(self.house.officer(who), to, at)
        self._read(who, before)

    def gives_post(self, at: datetime) -> None:
        self.gives_post_to(self.random.choice(self.movers), at)

    def gives_post_to(self, who: str, at: datetime) -> None:
        """Or takes it away."""
        with suppress(WorkError), transaction(alone=True):
            officer = self.house.officer(who)
            officers.set_roles(officer, set(officer.roles) ^ {"unit_supervisor"}, at)
        self._read(who)

    def sends_away(self, at: datetime) -> None:
        """Mark an officer away: a deputy takes their place from now on."""
        self.puts_in_place_of(self.random.choice(self.movers), self.random.choice(self.people), at)

    def puts_in_place_of(self, who: str, deputy: str, at: datetime) -> None:
        with suppress(WorkError), transaction(alone=True):
            officer, other = self.house.officer(who), self.house.officer(deputy)
            absences.mark(officer, other, (at, at + timedelta(days=9)), self.house.officer("supervisor"))
            changes.follow([officer.id, other.id], at)
        db.session.rollback()
        query = select(Absence).join(Officer, Officer.id == Absence.officer_id)
        row = db.session.scalars(query.filter(Officer.username == who)).first()
        if row and self.model:
            self.model.deputies.append((who, db.session.get_one(Officer, row.deputy_id).username))
        self._read(who)

    def opens_account(self, at: datetime) -> None:
        """Sometimes a person of the same name as one who is there."""
        if len(self.added) == len(NEW_NAMES):
            return
        username = f"new.{len(self.added)}"
        namesake = self.random.random() < 0.5
        name = (
            self.house.officer(self.random.choice(self.people)).name_zh
            if namesake
            else NEW_NAMES[len(self.added)]
        )
        words = {
            "username": username,
            "name_zh": name,
            "name_en": username,
            "unit": self.random.choice(self.places),
        }
        roles = self.random.choice((["officer"], ["officer", "unit_supervisor"]))
        try:
            with transaction(alone=True):
                officers.add({**words, "email": ""}, roles, at)
        except WorkError:
            return
        self.added.append(username)
        self.movers.append(username)
        if self.model:
            self.model.names[username] = name
        self._read(username)

    def closes_account(self, at: datetime) -> None:
        """Or opens it again."""
        self.closes_account_of(self.random.choice(self.movers), at)

    def closes_account_of(self, who: str, at: datetime) -> None:
        with suppress(WorkError), transaction(alone=True):
            officer = self.house.officer(who)
            (officers.close if officer.active else officers.reopen)(officer, at)
        self._read(who)

    def adds_unit(self, at: datetime) -> None:
        code, parent = f"EC-NEW-{len(self.opened)}", self.random.choice(self.places)
        words = {"code": code, "name_zh": f"新设{len(self.opened)}处", "name_en": code, "parent": parent}
        try:
            with transaction(alone=True):
                units.add({**words, "kind": "centre", "handles": "1"}, at)
        except WorkError:
            return
        self.opened.append(code)
        self.places.append(code)
        if self.model:
            self.model.above[code] = parent

    def renames_unit(self, at: datetime) -> None:
        with suppress(WorkError), transaction(alone=True):
            unit = self.house.unit(self.random.choice(self.places))
            units.rename(unit, {"name_zh": f"{unit.name_zh}新", "name_en": f"New {unit.name_en}"}, at)

    def merges_units(self, at: datetime) -> None:
        """All its people go over to another unit, and it is closed where nothing hangs on it any more."""
        gone, to = self.random.sample(self.places, 2)
        query = select(Officer.username).join(Unit, Unit.id == Officer.unit_id)
        for who in db.session.scalars(
            query.filter(Unit.code == gone, Officer.active).order_by(Officer.id)
        ).all():
            self.moves_to(who, to, at)
        self._close(gone, at)

    def closes_unit(self, at: datetime) -> None:
        """Or opens it again."""
        self._close(self.random.choice(self.places), at)

    def _close(self, code: str, at: datetime) -> None:
        with suppress(WorkError), transaction(alone=True):
            unit = self.house.unit(code)
            (units.close if unit.active else units.reopen)(unit, at)

    def _read(self, who: str, before: str | None = None) -> None:
        db.session.rollback()
        db.session.expire_all()
        if self.model is None:
            return
        officer, model = self.house.officer(who), self.model
        model.led += [(who, unit) for unit in model.led_by(who)]
        if before and officer.unit.code != before:
            model.left.append((who, before))
        model.unit_of[who] = officer.unit.code
        (model.heads.add if "unit_supervisor" in officer.roles else model.heads.discard)(who)
        (model.closed.discard if officer.active else model.closed.add)(who)
        self.learnt()
