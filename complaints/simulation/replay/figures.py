"""The figures of a replay: promises kept and broken, rungs climbed, the states of the complaints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from complaints.infrastructure.database import db
from complaints.models import Complaint, Deadline, Escalation, Event, Handover

PAUSED, RUNNING, VOID, LATE, KEPT = "paused", "running", "void", "late", "kept"


@dataclass
class Promises:
    """The deadlines of one commitment. `late`: met after it was due, or due and not met by the end of the log."""

    made: int = 0
    kept: int = 0
    late: int = 0
    void: int = 0
    running: int = 0
    paused: int = 0


@dataclass(frozen=True)
class Figures:
    complaints: int
    events: int  # in the ledger
    states: Counter[str]
    promises: dict[str, Promises]
    rungs: dict[str, Counter[str]]
    handovers: Counter[int] = field(default_factory=Counter)  # complaints by how often the work was taken
    lapses: Counter[int] = field(default_factory=Counter)  # complaints by how many offers lapsed

    @property
    def climbed(self) -> int:
        return sum(sum(rungs.values()) for rungs in self.rungs.values())


def figures(ends_at: datetime, commitments: Iterable[str]) -> Figures:
    """The figures at the end of the log, commitments in the order of the rulebook."""
    order = list(commitments)
    return Figures(
        complaints=db.session.execute(sa.select(sa.func.count()).select_from(Complaint)).scalar_one(),
        events=db.session.execute(sa.select(sa.func.count()).select_from(Event)).scalar_one(),
        states=_count_by_key(sa.select(Complaint.state, sa.func.count()).group_by(Complaint.state)),
        promises=_promises(ends_at, order),
        rungs=_rungs(order),
        handovers=_handlers(),
        lapses=_count_by_key(
            sa.select(Complaint.lapses, sa.func.count())
            .filter(Complaint.lapses > 0)
            .group_by(Complaint.lapses)
        ),
    )


def _count_by_key(query: sa.Executable) -> Counter[Any]:
    """A query of two columns, the second a count."""
    return Counter({row[0]: row[1] for row in db.session.execute(query)})


def _promises(ends_at: datetime, order: list[str]) -> dict[str, Promises]:
    found: dict[str, Promises] = {}
    columns = (Deadline.commitment, Deadline.due_at, Deadline.met_at, Deadline.void_at, Deadline.paused_at)
    for row in db.session.execute(sa.select(*columns).execution_options(yield_per=2000)):
        promises = found.setdefault(row.commitment, Promises())
        kind = _kind(row, ends_at)
        promises.made += 1
        setattr(promises, kind, getattr(promises, kind) + 1)
    return {name: found[name] for name in order if name in found}


def _kind(row: Any, ends_at: datetime) -> str:
    """A promise the complaint outlived (void) was still broken if it was due before."""
    over_at = row.met_at or row.void_at
    if over_at is None and row.paused_at is not None and row.due_at > row.paused_at:
        return PAUSED
    if (over_at or ends_at) > row.due_at:
        return LATE
    if row.met_at is not None:
        return KEPT
    return VOID if row.void_at is not None else RUNNING


def _rungs(order: list[str]) -> dict[str, Counter[str]]:
    query = sa.select(Escalation.commitment, Escalation.rung, sa.func.count()).group_by(
        Escalation.commitment, Escalation.rung
    )
    found: dict[str, Counter[str]] = {}
    for commitment, rung, count in db.session.execute(query):
        found.setdefault(commitment, Counter())[rung] = count
    return {name: found[name] for name in order if name in found}


def _handlers() -> Counter[int]:
    taken = (
        sa.select(Handover.complaint_id, sa.func.count().label("taken"))
        .filter_by(kind="work", step="taken")
        .group_by(Handover.complaint_id)
        .subquery()
    )
    return _count_by_key(sa.select(taken.c.taken, sa.func.count()).group_by(taken.c.taken))
