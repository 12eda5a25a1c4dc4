"""What a supervisor looks after, in six sections, each complaint in the first that fits: who holds it, why it is there.

Every list is scoped by who asks. A page costs the same number of queries whatever it shows, and a count stops
at MOST_COUNTED.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, select

from complaints.access.prepared_queries import Asker, When, ask
from complaints.infrastructure.database import db
from complaints.models import Officer
from complaints.queries.board.conditions import SECTIONS, Asked, Narrowed, Scope
from complaints.queries.board.section_queries import (
    MINE,
    OTHERS,
    Part,
    Place,
    What,
    beginnings_of,
    count_of,
    rows_of,
)
from complaints.queries.statistics.snapshots import forget, remember

MOST_COUNTED = 100
NEARLY = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Found:
    ids: tuple[int, ...]
    next: Place | None


def overview(asked: Asked, limit: int) -> dict[str, Found]:
    """The first page of every section, in two statements at most."""
    rows: dict[str, list[Any]] = defaultdict(list)
    for row in ask(_beginnings, asked.officer, asked.at, asked.narrowed, limit + 1):
        rows[row.what].append(row)
    mine = rows[MINE]
    rows["escalated"] = mine if len(mine) > limit else mine + _page(OTHERS, asked, limit, None)
    return {name: _cut(rows[name], limit) for name in ("escalated", *SECTIONS)}


def _beginnings(officer: Asker, at: When, narrowed: Narrowed, limit: int) -> Select[Any]:
    return beginnings_of((MINE, *SECTIONS), Scope(officer, at, narrowed), limit)


def found(section: str, asked: Asked, limit: int, after: Place | None = None) -> Found:
    """The complaints of one page of a section, in its order."""
    if section != "escalated":
        return _cut(_page(section, asked, limit, after), limit)
    rows = _page(MINE, asked, limit, after) if after is None or after.key == 1 else []
    if len(rows) <= limit:
        rows += _page(OTHERS, asked, limit, after if after is not None and after.key == 0 else None)
    return _cut(rows, limit)


def due_on(day: date, asked: Asked, limit: int, after: Place | None = None) -> Found:
    """The open complaints with a promise of the office that falls due on a day, by the first of them, earliest first."""
    return _cut(_page(day, asked, limit, after), limit)


def counts(asked: Asked, whole: dict[str, Found]) -> dict[str, int]:
    """How many each section holds; MOST_COUNTED means that many or more. First pages that hold all of a section
    are counted as they are; the others in two statements at most.

    These are remembered for half a minute, or until this officer acts: lists are always true, their numbers nearly.
    """
    known = {name: len(one.ids) for name, one in whole.items() if one.next is None}
    others = tuple(name for name in ("escalated", *SECTIONS) if name not in known)
    name = f"{_about(asked.officer)} {asked.narrowed} {others}"
    return known | (remember(name, asked.at, NEARLY, lambda: _counts(asked, others)) if others else {})


def count_anew(officer: Officer) -> None:
    """This officer has changed something, and sees it in the numbers at once."""
    forget(_about(officer))


def _about(officer: Officer) -> str:
    return f"board of {officer.id};"


def _counts(asked: Asked, names: tuple[str, ...]) -> dict[str, int]:
    sections = tuple(name for name in names if name in SECTIONS)
    if "escalated" not in names:
        return _counted(asked, sections)
    mine = _counted(asked, (MINE,))[MINE]
    found = _counted(asked, sections if mine == MOST_COUNTED else (*sections, OTHERS))
    return found | {"escalated": min(mine + found.pop(OTHERS, 0), MOST_COUNTED)}


def _counted(asked: Asked, whats: tuple[str, ...]) -> dict[str, int]:
    return (
        dict(ask(_all_counts, asked.officer, asked.at, whats, asked.narrowed).one()._mapping) if whats else {}
    )


def _all_counts(officer: Asker, at: When, whats: tuple[str, ...], narrowed: Narrowed) -> Select[Any]:
    scope = Scope(officer, at, narrowed)
    counts: list[Any] = [count_of(what, scope, MOST_COUNTED).label(what) for what in whats]
    return select(*counts)


def _page(what: What, asked: Asked, limit: int, after: Place | None) -> list[Any]:
    """One more than the page holds, to know whether there are more."""
    part = Part(what, limit + 1, after)
    if after is None:
        return list(ask(_rows, asked.officer, asked.at, part, asked.narrowed))
    return list(db.session.execute(_rows(asked.officer, asked.at, part, asked.narrowed)))


def _rows(officer: Asker, at: When, part: Part, narrowed: Narrowed) -> Select[Any]:
    return rows_of(part, Scope(officer, at, narrowed))


def _cut(rows: list[Any], limit: int) -> Found:
    more, rows = len(rows) > limit, rows[:limit]
    return Found(tuple(row.id for row in rows), _place(rows[-1]) if more else None)


def _place(row: Any) -> Place:
    return Place({MINE: 1, OTHERS: 0}.get(row.what, row.key), row.place)
