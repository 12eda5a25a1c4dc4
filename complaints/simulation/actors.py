"""The actors: the officers of the city, each with a temper, and how to find the one whose turn it is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from random import Random
from typing import Any

from sqlalchemy import select

from complaints.infrastructure.database import db
from complaints.models import Complaint, Officer, Unit
from complaints.organisation.post_holders import codes_of
from workflows.parties import may_judge


@dataclass(frozen=True)
class Temper:
    """How a person works. `wait`: shortest and longest office hours before an act; the rest are chances from 0 to 1."""

    name: str
    wait: tuple[float, float]
    forgets: float = 0.0  # leaves it lying for days
    bounces: float = 0.05  # says it is not theirs
    postpones: float = 0.08  # asks for more time rather than answering


PROMPT = Temper("prompt", (0.2, 3))
STEADY = Temper("steady", (0.5, 9))
SLOW = Temper("slow", (4, 26), forgets=0.05, postpones=0.2)
FORGETFUL = Temper("forgetful", (1, 12), forgets=0.3)
BOUNCING = Temper("bouncing", (0.5, 6), bounces=0.6)
TEMPERS = (PROMPT, PROMPT, STEADY, STEADY, STEADY, STEADY, SLOW, FORGETFUL, BOUNCING)
CITIZEN_TEMPER = Temper("citizen", (3, 30))
FORGOTTEN_FOR = (12.0, 90.0)  # office hours


def wait_of(temper: Temper, rng: Random) -> int:
    """Seconds of office time until this person gets round to it; mostly near the short end."""
    low, high = FORGOTTEN_FOR if rng.random() < temper.forgets else temper.wait
    return int(rng.triangular(low, high, low + (high - low) / 4) * 3600)


class Cast:
    """All persons and units, read once; their rows are detached from the session, good for reading."""

    def __init__(self, seed: int, tempers: dict[str, Temper] | None = None) -> None:
        self.officers = {row.id: row for row in db.session.scalars(select(Officer).order_by(Officer.id))}
        self.units = {row.code: row for row in db.session.scalars(select(Unit).order_by(Unit.id))}
        self.named = {row.username: row for row in self.officers.values()}
        self._by_unit: dict[int, list[Officer]] = defaultdict(list)
        self._by_role: dict[str, list[Officer]] = defaultdict(list)
        for row in self.officers.values():
            self._by_unit[row.unit_id] += [row] if "officer" in row.roles else []
            for role in row.roles:
                self._by_role[role].append(row)
        given = tempers or {}
        self.tempers = {
            row.id: given.get(row.username) or Random(f"{seed}/{row.username}").choice(TEMPERS)
            for row in self.officers.values()
        }

    def temper(self, actor: Any) -> Temper:
        return self.tempers.get(actor.id, CITIZEN_TEMPER)

    def of_unit(self, unit_id: int | None) -> list[Officer]:
        return self._by_unit.get(unit_id or 0, [])

    def free_of_unit(self, complaint: Complaint, unit_id: int | None) -> list[Officer]:
        """Officers of the unit who may take the work: not complained of, not recused, fresh where it must be."""
        free = [row for row in self.of_unit(unit_id) if may_judge(complaint, row)]
        if complaint.fresh_hands:
            free = [row for row in free if row.id not in complaint.past_handler_ids]
        return free

    def leaders(self, complaint: Complaint, role: str, path: str) -> list[Officer]:
        """Holders of the role in the unit or above it, nearest first, who may judge."""
        codes = codes_of(path)
        found = [row for row in self._by_role[role] if row.unit.code in codes and may_judge(complaint, row)]
        return sorted(found, key=lambda row: (codes.index(row.unit.code), row.id))

    def deciders(self, complaint: Complaint) -> list[Officer]:
        """Who may decide what the handler asks: the leaders of the unit, then the supervisors."""
        return self.leaders(complaint, "unit_supervisor", complaint.unit_path) + self.supervisors(complaint)

    def supervisors(self, complaint: Complaint) -> list[Officer]:
        above = self.leaders(complaint, "supervisor", complaint.unit_path)
        return above + [
            row for row in self.leaders(complaint, "supervisor", complaint.intake_path) if row not in above
        ]

    def verifiers(self, complaint: Complaint) -> list[Officer]:
        """Supervisors who neither took the complaint in nor worked on it."""
        involved = {complaint.first_responder_id, *complaint.past_responder_ids, *complaint.past_handler_ids}
        return [row for row in self.supervisors(complaint) if row.id not in involved]

    def units_for(self, complaint: Complaint) -> list[Unit]:
        """Units that may be given the work: not the respondent, none that refused it already."""
        shut = {complaint.respondent_unit_id, *complaint.refusing_unit_ids}
        return [
            unit
            for unit in self.units.values()
            if unit.handles and unit.id not in shut and self.free_of_unit(complaint, unit.id)
        ]
