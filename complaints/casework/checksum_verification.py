"""Rows against their keyed checksums: what was changed in the database past the program."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection
from functools import partial
from typing import Any

import sqlalchemy as sa

from complaints.infrastructure.database import db, transaction
from complaints.models import Attachment, Complaint, Notice, TableChecksum
from complaints.models.checksums import DELIVERED, added, covered, delivery_checksum, digests
from complaints.models.uncovered import ORGANISATION

PAGE = 500
Wrong = dict[int, str]  # by complaint, the first table that differs
BODY, SENT = "attachment body", "delivery"
_MOST_READINGS = 3


def models() -> list[Any]:
    """Everything that is covered, in one order."""
    found = {mapper.class_.__tablename__: mapper.class_ for mapper in db.Model.registry.mappers}  # type: ignore[attr-defined]
    return [found[name] for name in sorted(found) if covered(found[name])]


def wrong_tables(ids: Collection[int]) -> Wrong:
    """Complaints go on while they are read: one whose sums moved meanwhile is read again."""
    wrong, kept = _differing(ids), dict[int, Any]()
    for _ in range(_MOST_READINGS):
        before, kept = kept, _sums_of(wrong)
        moved = [one for one in wrong if kept[one] != before.get(one)]
        if not moved:
            break
        again = _differing(moved)
        wrong = {one: again.get(one, "") if one in moved else table for one, table in wrong.items()}
        wrong = {one: table for one, table in wrong.items() if table}
    return wrong


def _sums_of(ids: Collection[int]) -> dict[int, Any]:
    query = sa.select(Complaint.id, Complaint.checksums).filter(Complaint.id.in_(ids))
    return {row.id: row.checksums for row in db.session.execute(query)}


def _differing(ids: Collection[int]) -> Wrong:
    kept, found, wrong = _sums_of(ids), _counted(ids), Wrong()
    for one in ids:
        sums = kept[one]
        if sums is None:
            wrong[one] = Complaint.__tablename__
            continue
        tables = sorted({*sums, *found[one]})
        differing = [t for t in tables if added({}, {t: found[one][t]})[t] != sums.get(t, f"{0:032x}")]
        if differing:
            wrong[one] = differing[0]
    return _beside(ids) | wrong


def _counted(ids: Collection[int]) -> dict[int, Counter[str]]:
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for model in models():
        if model.__tablename__ in ORGANISATION:
            continue
        for owner, value in _one_by_one(partial(_rows, model), ids):
            found[owner][model.__tablename__] += value
    return found


def _rows(model: Any, ids: Collection[int]) -> list[tuple[int, int]]:
    names = covered(model)
    owner = Complaint.id if model is Complaint else model.complaint_id
    query = sa.select(owner.label("owner"), *(getattr(model, name) for name in names)).filter(owner.in_(ids))
    if model is Notice:
        of_it = sa.select(Complaint.tracking_number).filter(Complaint.id == Notice.complaint_id)
        query = query.filter(Notice.key.startswith(of_it.scalar_subquery().concat("/")))
    rows = db.session.execute(query)
    return [(row.owner, digests(model, dict(zip(names, row[1:], strict=True)))) for row in rows]


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
    kept = {row.name: row.value for row in db.session.scalars(sa.select(TableChecksum))}
    return [name for name, value in _organisation().items() if kept.get(name, f"{0:032x}") != value]


def _organisation() -> dict[str, str]:
    found = dict[str, str]()
    for model in models():
        if model.__tablename__ in ORGANISATION:
            names = covered(model)
            rows = db.session.execute(sa.select(*(getattr(model, name) for name in names)))
            value = sum(digests(model, dict(zip(names, row, strict=True))) for row in rows)
            found |= added({}, {model.__tablename__: value})
    return found


def add_missing() -> int:
    """For rows from before there were checksums, after a migration. Returns how many complaints were given theirs."""
    done = 0
    while page := _without():
        with transaction() as session:
            found = _counted(page)
            for one in page:
                sums = added({}, found[one])
                session.execute(sa.update(Complaint).where(Complaint.id == one).values(checksums=sums))
        done += len(page)
    _add_to_notices()
    with transaction() as session:
        known = set(session.scalars(sa.select(TableChecksum.name)))
        fresh = {name: value for name, value in _organisation().items() if name not in known}
        session.add_all(TableChecksum(name=name, value=value) for name, value in fresh.items())
    return done


def _without() -> list[int]:
    query = sa.select(Complaint.id).filter(Complaint.checksums.is_(None)).order_by(Complaint.id).limit(PAGE)
    return list(db.session.scalars(query))


def _add_to_notices() -> None:
    query = sa.select(Notice).filter(Notice.delivery_checksum.is_(None)).order_by(Notice.id).limit(PAGE)
    more = True
    while more:
        with transaction() as session:
            rows = session.scalars(query).all()
            for row in rows:
                row.delivery_checksum = delivery_checksum(row)
            more = bool(rows)
