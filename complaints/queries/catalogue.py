"""The dispatch catalogue to browse, to search and to export. The number of a complaint shows to those who may see it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from complaints.access.visibility import visible_to
from complaints.infrastructure.database import db
from complaints.models import CatalogueEntry, Complaint, Officer, Unit
from schemas.names import normal_name

ON_A_PAGE = 30
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """Empty means any. `unit` and `category` are codes; an entry of any category is found under each. `ended`: with those
    that hold no more."""

    day: date
    words: str = ""
    unit: str = ""
    category: str = ""
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """`numbers`: of the complaints behind the entries, by id, where the officer may see them; `next`: to go on behind."""

    entries: list[CatalogueEntry]
    numbers: dict[int, str]
    next: int | None


def find_entries(wanted: Wanted, officer: Officer, before: int | None = None, most: int = ON_A_PAGE) -> Found:
    """Present entries, the newest first."""
    query = _present(wanted).limit(most + 1)
    if before is not None:
        query = query.filter(CatalogueEntry.id < before)
    rows = list(db.session.scalars(query))
    shown = rows[:most]
    return Found(shown, numbers_of(shown, officer), shown[-1].id if len(rows) > most else None)


def read_all(wanted: Wanted, officer: Officer) -> Iterator[tuple[CatalogueEntry, str]]:
    """Each with the number of its complaint, empty where the officer may not see it."""
    before: int | None = None
    while True:
        found = find_entries(wanted, officer, before, AT_ONCE)
        yield from ((one, found.numbers.get(one.source_id or 0, "")) for one in found.entries)
        before = found.next
        if before is None:
            return


def numbers_of(entries: Collection[CatalogueEntry], officer: Officer) -> dict[int, str]:
    ids = {one.source_id for one in entries if one.source_id is not None}
    if not ids:
        return {}
    query = sa.select(Complaint.id, Complaint.tracking_number)
    rows = db.session.execute(query.filter(Complaint.id.in_(ids), visible_to(officer)))
    return {row.id: row.tracking_number for row in rows}


def _present(wanted: Wanted) -> Any:
    later = sa.orm.aliased(CatalogueEntry)
    query = sa.select(CatalogueEntry).filter(~sa.exists().where(later.replaces_id == CatalogueEntry.id))
    for word in wanted.words.split():
        query = query.filter(CatalogueEntry.words.contains(normal_name(word), autoescape=True))
    if wanted.unit:
        of_unit = sa.select(Unit.id).filter_by(code=wanted.unit).scalar_subquery()
        query = query.filter(CatalogueEntry.unit_id == of_unit)
    if wanted.category:
        any_category = CatalogueEntry.category.is_(None)
        query = query.filter(sa.or_(CatalogueEntry.category == wanted.category, any_category))
    if not wanted.ended:
        query = query.filter(sa.or_(CatalogueEntry.to_on.is_(None), CatalogueEntry.to_on >= wanted.day))
    return query.order_by(CatalogueEntry.id.desc())
