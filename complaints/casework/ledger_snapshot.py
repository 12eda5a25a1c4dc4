"""What a step leaves on the rows beside the ledger, said in the event itself: who has the complaint, until when each of its
promises runs, and the hand-over steps that were made. So these rows can be held against the chain's last word.

Events from before there were traces carry none, and of what they did nothing is compared.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import inspect, select

from complaints.commitments.deadlines import CLIMBING
from complaints.infrastructure.database import db
from complaints.models import Complaint, Deadline, Escalation, Handover

Traces = dict[str, Any]
Hands = tuple[int | None, ...]
Rung = tuple[Any, ...]
HANDS = ("first_responder_id", "answerable_id", "handler_id")
_MADE = "hand-over steps made since the last event"
_OF_A_RUNG = ("commitment", "rung", "cycle")
_OF_A_STEP = ("unit_id", "officer_id", "giver_id", "by_id", "designated", "reason")


def note(complaint: Complaint, step: Handover) -> None:
    """A hand-over step that the next event of the complaint will speak of."""
    inspect(complaint).info.setdefault(_MADE, []).append(step)


def left_by_step(complaint: Complaint) -> Traces:
    """For the event of a step, when everything else has followed from it. `over` are the promises it ended."""
    running, over = dict[str, str](), dict[str, str]()
    for row in complaint.running:
        (running if row.is_running else over)[_promise(row)] = _utc(row.due_at)
    noted: list[Handover] = inspect(complaint).info.pop(_MADE, [])
    made = [row for row in noted if row in db.session]  # others were undone with what they belonged to
    return {
        "hands": [getattr(complaint, name) for name in HANDS],
        "promises": running,
        **({"over": over} if over else {}),
        **({"steps": {_name(row): _digest(row) for row in made}} if made else {}),
    }


@dataclass
class Rows:
    """What the rows of one complaint say: its promises with their due times, its hand-overs, and the rungs climbed."""

    promises: dict[str, str] = field(default_factory=dict)
    steps: dict[str, str] = field(default_factory=dict)
    rungs: set[Rung] = field(default_factory=set)


@dataclass
class Told:
    """The rows of one complaint according to its events, from the first to the last."""

    hands: Hands | None = None
    promises: dict[str, str] = field(default_factory=dict)
    steps: dict[str, str] = field(default_factory=dict)
    rungs: set[Rung] = field(default_factory=set)
    of_every_step: bool = True
    _running: frozenset[str] = frozenset()

    def hear(self, traces: Traces | None) -> None:
        if traces is None:
            self.hands, self.promises, self._running = None, {}, frozenset()
            self.of_every_step = False
            return
        told = traces["promises"] | traces.get("over", {})
        fresh = told.keys() - self.promises.keys()
        for gone in self._running - told.keys():
            if any(_follows(name, gone) for name in fresh):  # extended: the same promise, under its new cycle
                del self.promises[gone]
        self.promises |= told
        self.steps |= traces.get("steps", {})
        self.hands, self._running = tuple(traces["hands"]), frozenset(traces["promises"])

    def hear_rung(self, event: Any) -> None:
        """The events of climbing and of reminding name the row that was written with them."""
        if event.move in CLIMBING and all(name in event.detail for name in _OF_A_RUNG):
            self.rungs.add(tuple(event.detail[name] for name in _OF_A_RUNG))

    def missed(self, rows: Rows, hands: Hands) -> str | None:
        """The difference between the rows and the events; None where they agree."""
        if self.hands not in (None, hands):
            return "it is in other hands than its last step left it in"
        if self.promises and not self.promises.items() <= rows.promises.items():
            return "a promise is not the one that was made"
        if not self.rungs <= rows.rungs:
            return "an escalation that an event speaks of is not there"
        whole = rows.steps == self.steps if self.of_every_step else self.steps.items() <= rows.steps.items()
        return None if whole else "a hand-over is not the one that was made"


def _follows(name: str, before: str) -> bool:
    commitment, cycle = name.rsplit(" ", 1)
    former, of_former = before.rsplit(" ", 1)
    return commitment == former and int(cycle) > int(of_former)


def rows_of(ids: Collection[int]) -> dict[int, Rows]:
    found: dict[int, Rows] = defaultdict(Rows)
    deadlines = select(Deadline.complaint_id, Deadline.commitment, Deadline.cycle, Deadline.due_at)
    for row in db.session.execute(deadlines.where(Deadline.complaint_id.in_(ids))):
        found[row.complaint_id].promises[_promise(row)] = _utc(row.due_at)
    names = ("complaint_id", "kind", "round", "step", "at", "return_by", *_OF_A_STEP)
    handovers = select(*(getattr(Handover, name) for name in names))
    for row in db.session.execute(handovers.where(Handover.complaint_id.in_(ids))):
        found[row.complaint_id].steps[_name(row)] = _digest(row)
    climbed = select(Escalation.complaint_id, *(getattr(Escalation, name) for name in _OF_A_RUNG))
    for owner, *rung in db.session.execute(climbed.where(Escalation.complaint_id.in_(ids))):
        found[owner].rungs.add(tuple(rung))
    return found


def _promise(row: Any) -> str:
    return f"{row.commitment} {row.cycle}"


def _name(row: Any) -> str:
    return f"{row.kind} {row.round} {row.step}"


def _digest(row: Any) -> str:
    """SHA-256 of the step's own words: short, and no reason is written down twice."""
    times = {"at": _utc(row.at), "return_by": row.return_by and _utc(row.return_by)}
    words = times | {name: getattr(row, name) for name in _OF_A_STEP}
    return hashlib.sha256(json.dumps(words, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
