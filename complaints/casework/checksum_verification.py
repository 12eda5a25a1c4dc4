"""Rows against their keyed checksums: what was changed in the database past the program."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection
from functools import partial
from typing import Any, NamedTuple

import sqlalchemy as sa

from complaints.infrastructure.database import db
from complaints.models import (
    Attachment,
    Complaint,
    Notice,
    OrganisationSum,
    TableChecksum,
    organisation_chain,
)
from complaints.models.checksums import DELIVERED, added, covered, delivery_checksum, digests, sums_hold
from complaints.models.uncovered import DELIVERY, ORGANISATION

PAGE = 500
Wrong = dict[int, str]  # by complaint, the first table that differs
BODY, SENT, SUMS = "attachment body", "delivery", "checksums"
CHAIN = OrganisationSum.__tablename__
_MOST_READINGS = 3


class Sums(NamedTuple):
    """Of one complaint, as they are kept."""

    tracking_number: str
    by_table: dict[str, str] | None
    checksum: str | None


def models() -> list[Any]:
    """Everything that is covered, in one order."""
    found = {mapper.class_.__tablename__: mapper.class_ for mapper in db.Model.registry.mappers}  # type: ignore[attr-defined]
    return [found[name] for name in sorted(found) if covered(found[name])]


def wrong_tables(ids: Collection[int]) -> Wrong:
    """Complaints go on while they are read: one whose sums moved meanwhile is read again."""
    wrong, kept = _differing(ids), dict[int, Any]()
    for _ in range(_MOST_READINGS):
        before, kept = kept, sums_of(wrong)
        moved = [one for one in wrong if kept[one] != before.get(one)]
        if not moved:
            break
        again = _differing(moved)
        wrong = {one: again.get(one, "") if one in moved else table for one, table in wrong.items()}
        wrong = {one: table for one, table in wrong.items() if table}
    return wrong


def sums_of(ids: Collection[int]) -> dict[int, Sums]:
    names = (Complaint.id, Complaint.tracking_number, Complaint.checksums, Complaint.sums_checksum)
    rows = db.session.execute(sa.select(*names).filter(Complaint.id.in_(ids)))
    return {row.id: Sums(row.tracking_number, row.checksums, row.sums_checksum) for row in rows}


def _differing(ids: Collection[int]) -> Wrong:
    kept, found, wrong = sums_of(ids), counted(ids), Wrong()
    for one in ids:
        sums = kept[one]
        differing = differing_table(sums.by_table, found[one])
        if differing or not sums_hold(*sums):
            wrong[one] = differing or SUMS
    return _beside(ids) | wrong


def differing_table(sums: dict[str, str] | None, found: Counter[str]) -> str | None:
    if sums is None:
        return Complaint.__tablename__
    tables = sorted({*sums, *found})
    return next((t for t in tables if added({}, {t: found[t]})[t] != sums.get(t, f"{0:032x}")), None)


def counted(ids: Collection[int], with_ids: bool = True, with_joined: bool = True) -> dict[int, Counter[str]]:
    """Not `with_ids` for sums from before the ids of rows counted, nor `with_joined` from before notices to joined citizens
    did."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for model in models():
        if model.__tablename__ in ORGANISATION:
            continue
        for owner, value in _one_by_one(partial(_rows, model, with_ids), ids):
            found[owner][model.__tablename__] += value
    for owner, value in _one_by_one(partial(_notices_about, with_ids), ids if with_joined else ()):
        found[owner][DELIVERY] += value
    return found


def _rows(model: Any, with_ids: bool, ids: Collection[int]) -> list[tuple[int, int]]:
    names = _names(model, with_ids)
    owner = Complaint.id if model is Complaint else model.complaint_id
    query = sa.select(owner.label("owner"), *(getattr(model, name) for name in names)).filter(owner.in_(ids))
    if model is Notice:
        of_it = sa.select(Complaint.tracking_number).filter(Complaint.id == Notice.complaint_id)
        query = query.filter(Notice.about_id.is_(None))
        query = query.filter(Notice.key.startswith(of_it.scalar_subquery().concat("/")))
    return _digested(model, names, query)


def _notices_about(with_ids: bool, ids: Collection[int]) -> list[tuple[int, int]]:
    """Those that these complaints owe to citizens of joined ones. The key names whose, so none moves to another complaint."""
    names = _names(Notice, with_ids)
    query = sa.select(Notice.about_id, *(getattr(Notice, name) for name in names))
    of_joined = sa.select(Complaint.tracking_number).filter(Complaint.id == Notice.complaint_id)
    whose = sa.literal("/").concat(of_joined.scalar_subquery())
    query = query.filter(Notice.about_id.in_(ids), Notice.key.endswith(whose))
    return _digested(Notice, names, query)


def _digested(model: Any, names: tuple[str, ...], query: Any) -> list[tuple[int, int]]:
    """The first column says which complaint a row counts for."""
    rows = db.session.execute(query)
    return [(row[0], digests(model, dict(zip(names, row[1:], strict=True)))) for row in rows]


def _names(model: Any, with_ids: bool) -> tuple[str, ...]:
    return tuple(name for name in covered(model) if with_ids or name != "id")


def _one_by_one(
    read: Callable[[Collection[int]], list[tuple[int, int]]], ids: Collection[int]
) -> list[tuple[int, int]]:
    """An unreadable value, as a changed sealed text, breaks only its own complaint."""
    try:
        return read(ids)
    except Exception:
        if len(ids) == 1:
            return [(next(iter(ids)), 1)]  # differs from every sum there can be
        half = len(ids) // 2
        parts = list(ids)[:half], list(ids)[half:]
        return [row for part in parts for row in _one_by_one(read, part)]


def _beside(ids: Collection[int]) -> Wrong:
    """Contents of files, and what became of notices."""
    wrong = {owner: BODY for owner, bad in _one_by_one(_bodies, ids) if bad}
    for owner, is_wrong in _one_by_one(_deliveries, ids):
        wrong |= {owner: SENT} if is_wrong else {}
    return wrong


def _deliveries(ids: Collection[int]) -> list[tuple[int, int]]:
    columns = (Notice.complaint_id, Notice.delivery_checksum, *(getattr(Notice, name) for name in DELIVERED))
    rows = db.session.execute(sa.select(*columns).filter(Notice.complaint_id.in_(ids)))
    return [(row.complaint_id, row.delivery_checksum != delivery_checksum(row)) for row in rows]


def _bodies(ids: Collection[int]) -> list[tuple[int, int]]:
    query = sa.select(Attachment.complaint_id, Attachment.sha256, Attachment.body)
    rows = db.session.execute(query.filter(Attachment.complaint_id.in_(ids)).execution_options(yield_per=5))
    return [(row.complaint_id, hashlib.sha256(row.body).hexdigest() != row.sha256) for row in rows]


def wrong_in_organisation() -> list[str]:
    """The tables that belong to no complaint and are not as they were written."""
    kept = {row.name: row for row in db.session.scalars(sa.select(TableChecksum))}
    last, found = organisation_chain.newest(db.session()), count_organisation()
    wrong = [
        name
        for name, value in found.items()
        if name not in kept or not kept[name].holds or not kept[name].value == value == last.get(name)
    ]
    return wrong if wrong or organisation_chain.is_whole() else [CHAIN]


def count_organisation(with_ids: bool = True) -> dict[str, str]:
    found = dict[str, str]()
    for model in models():
        if model.__tablename__ in ORGANISATION:
            names = _names(model, with_ids)
            rows = db.session.execute(sa.select(*(getattr(model, name) for name in names)))
            value = sum(digests(model, dict(zip(names, row, strict=True))) for row in rows)
            found |= added({}, {model.__tablename__: value})
    return found
