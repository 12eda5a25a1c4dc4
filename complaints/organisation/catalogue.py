"""The dispatch catalogue: entries are added, changed and ended by new rows, and found for the words of a complaint."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from complaints.infrastructure.database import db
from complaints.infrastructure.errors import BadInput
from complaints.models import CatalogueEntry, CatalogueKeyword, Officer, Unit, audit
from complaints.models.catalogue import ADDED, CHANGED, ENDED
from complaints.rulebooks import store
from schemas.catalogue import LEAST_SIGNS, keywords_in
from schemas.names import normal_name, normal_words
from workflows.language import Text
from workflows.office_hours import in_shanghai

READ = 1500  # signs of a complaint that are looked through for keywords
MOST_FOUND = 200  # entries whose keywords begin as something in the text does
REPLACED = Text(
    "这一条已被更改，请看现在的内容再办。", "This entry was changed meanwhile; look at it and try again."
)
OVER = Text("这一条已经终止，不能再改；请新增一条。", "This entry has ended; add another one instead.")


@dataclass(frozen=True, slots=True)
class Settling:
    """Who settles an entry, when, and in which complaint."""

    by: Officer
    at: datetime
    source_id: int | None = None

    @property
    def day(self) -> date:
        return in_shanghai(self.at).date()


def present(number: int) -> CatalogueEntry | None:
    """The present version of an entry, by the id of its first one."""
    later = sa.orm.aliased(CatalogueEntry)
    query = sa.select(CatalogueEntry).filter(
        sa.or_(CatalogueEntry.id == number, CatalogueEntry.first_id == number),
        ~sa.exists().where(later.replaces_id == CatalogueEntry.id),
    )
    return db.session.scalars(query).one_or_none()


def versions(number: int) -> list[CatalogueEntry]:
    """The newest first."""
    query = sa.select(CatalogueEntry).filter(
        sa.or_(CatalogueEntry.id == number, CatalogueEntry.first_id == number)
    )
    return list(db.session.scalars(query.order_by(CatalogueEntry.id.desc())))


def add_entry(words: Mapping[str, Any], settling: Settling) -> CatalogueEntry:
    """`words` as `schemas.catalogue.CatalogueEntryIn` gives them. Inside a transaction. Raises BadInput."""
    _require_found_by(words.get("category"), words.get("keywords"))
    return _noted(_write(_entry(words, settling, ADDED), settling))


def change_entry(seen_id: int, words: Mapping[str, Any], settling: Settling) -> CatalogueEntry:
    """Replace the version that was seen. Inside a transaction. Raises BadInput where another has replaced it."""
    _require_found_by(words.get("category"), words.get("keywords"))
    before = _require_present(seen_id, settling)
    return _noted(_write(_after(before, _entry(words, settling, CHANGED)), settling))


def end_entry(seen_id: int, to_on: date, basis: str, settling: Settling) -> CatalogueEntry:
    """It holds until `to_on`, that day included. Inside a transaction. Raises BadInput."""
    before = _require_present(seen_id, settling)
    if to_on < before.from_on:
        raise BadInput({"to_on": Text("终止日期早于起始日期。", "The end lies before the day it begins.")})
    copied = ("category", "what", "keywords", "unit_id", "from_on")
    row = {name: getattr(before, name) for name in copied} | {"step": ENDED, "basis": basis, "to_on": to_on}
    return _noted(_write(_after(before, row), settling))


def record_ruling(words: Mapping[str, Any], settling: Settling) -> CatalogueEntry:
    """What a ruling settles: a present entry of the same category and keywords is replaced, else one is added."""
    row = _entry(words, settling, ADDED)
    before = _like(row, settling.day)
    if before is not None:
        row = _after(before, row | {"step": CHANGED})
    return _write(row, settling)


def _entry(words: Mapping[str, Any], settling: Settling, step: str) -> dict[str, Any]:
    unit = words["unit"] if isinstance(words["unit"], Unit) else _unit(words["unit"])
    return {
        "step": step,
        "category": words.get("category") or None,
        "what": words["what"],
        "keywords": keywords_in(words.get("keywords") or ""),
        "unit_id": unit.id,
        "basis": words["basis"],
        "from_on": words.get("from_on") or settling.day,
    }


def _require_found_by(category: str | None, keywords: str | None) -> None:
    if not (category or keywords):
        told = Text("请选类别或写关键词，至少一项。", "Choose a category or write keywords, at least one.")
        raise BadInput({"category": told})
    if category and category not in store.current().categories:
        raise BadInput({"category": Text("没有这个类别。", "There is no such category.")})


def _unit(code: str) -> Unit:
    unit = db.session.scalars(sa.select(Unit).filter_by(code=code, active=True, handles=True)).one_or_none()
    if unit is None:
        raise BadInput({"unit": Text("请选一个承办投诉的单位。", "Choose a unit that handles complaints.")})
    return unit


def _require_present(seen_id: int, settling: Settling) -> CatalogueEntry:
    row = db.session.get(CatalogueEntry, seen_id, with_for_update=True)
    if row is None or _is_replaced(row):
        raise BadInput({"act": REPLACED})
    if row.to_on is not None and row.to_on < settling.day:
        raise BadInput({"act": OVER})
    return row


def _is_replaced(row: CatalogueEntry) -> bool:
    return db.session.scalar(sa.select(CatalogueEntry.id).filter_by(replaces_id=row.id)) is not None


def _like(row: Mapping[str, Any], day: date) -> CatalogueEntry | None:
    """The present entry for the same words. Locked, so that of two rulings at once the second replaces the first."""
    words = _normal(row["keywords"])
    head, category = (sorted(words)[0][:LEAST_SIGNS] if words else ""), row["category"] or ""
    query = sa.select(CatalogueKeyword.entry_id).filter_by(head=head, category=category)
    for entry_id in db.session.scalars(query.order_by(CatalogueKeyword.entry_id.desc())):
        found = db.session.get_one(CatalogueEntry, entry_id, with_for_update=True)
        if _normal(found.keywords) == words and found.holds_on(day) and not _is_replaced(found):
            return found
    return None


def _after(before: CatalogueEntry, row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "first_id": before.number, "replaces_id": before.id}


def _noted(row: CatalogueEntry) -> CatalogueEntry:
    audit.note(f"catalogue entry {row.step}", row.at, {"entry": row.number})
    return row


def _write(row: dict[str, Any], settling: Settling) -> CatalogueEntry:
    """Past the session: within a move nothing else is written before the move is recorded."""
    row |= {"by_id": settling.by.id, "at": settling.at, "source_id": settling.source_id}
    row["words"] = normal_words(row["what"], row["basis"], *row["keywords"])
    written = db.session.scalars(sa.insert(CatalogueEntry).values(row).returning(CatalogueEntry)).one()
    if written.replaces_id is not None:
        db.session.execute(sa.delete(CatalogueKeyword).filter_by(entry_id=written.replaces_id))
    of_it = {"entry_id": written.id, "category": written.category or ""}
    words = _normal(written.keywords) or {""}
    keywords = [{**of_it, "word": word, "head": word[:LEAST_SIGNS]} for word in sorted(words)]
    db.session.execute(sa.insert(CatalogueKeyword).values(keywords))
    return written


def _normal(keywords: Iterable[str]) -> set[str]:
    return {normal_name(word) for word in keywords}


def find_competent(category: str, texts: Iterable[str], day: date) -> CatalogueEntry | None:
    """The entry for a complaint: the longest keyword in its words, then its own category before any, then the newest. One
    look-up along the index, however many entries there are."""
    said = normal_words(*texts)[:READ]
    heads = {said[at : at + LEAST_SIGNS] for at in range(len(said) - 1)} | {""}
    query = (
        sa.select(CatalogueKeyword)
        .join(CatalogueKeyword.entry)
        .join(Unit, Unit.id == CatalogueEntry.unit_id)
        .options(sa.orm.contains_eager(CatalogueKeyword.entry))
        .filter(CatalogueKeyword.head.in_(heads), CatalogueKeyword.category.in_((category, "")))
        .filter(
            CatalogueEntry.from_on <= day, sa.or_(CatalogueEntry.to_on.is_(None), CatalogueEntry.to_on >= day)
        )
        .filter(Unit.active, Unit.handles)
        .limit(MOST_FOUND)
    )
    found = [one for one in db.session.scalars(query) if one.word in said and (one.word or one.category)]
    best = max(found, key=lambda one: (len(one.word), bool(one.category), one.entry_id), default=None)
    return best.entry if best else None
