"""Keyed checksums: every row that a promise, a figure or a judgement rests on counts into a sum kept beside it.

The sum of a table is the sum, modulo 2^128, of a keyed BLAKE2b digest of each of its rows. A person who changes, adds or removes
a row without the program lacks the key, so `flask ledger verify` finds that rows and sum differ. The rows of a
complaint count into `complaint.checksums`, by table; those of the whole organisation into `table_checksum`.

The sums of a complaint have a keyed checksum of their own (`sums_checksum`), bound to its tracking number: a sum cannot be left
out, nor taken from another complaint or from an earlier day. Each sum of the organisation has one too, bound to its table. A
sum that its checksum disagrees with, or that is gone, stays so whatever is written later: it is never made good by a write.

The session keeps the sums at each flush. A statement that writes past the session (`update()`, `insert()`) must not touch
what is covered. Values are digested as plain text, so new encryption keys change nothing; empty values (None, 0, False, "")
count for nothing, so a new column without a value changes nothing either. The id of a row counts with it: other rows name it by
its id. So new rows are given their ids before they are written (`infrastructure/row_ids.py`).
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from flask_sqlalchemy.session import Session
from sqlalchemy import event, inspect, orm
from sqlalchemy.orm import LoaderCallableStatus, Mapped, mapped_column

from complaints.infrastructure import row_ids
from complaints.infrastructure.database import db
from complaints.infrastructure.encryption import keyed_number
from complaints.models import organisation_chain
from complaints.models.complaint import Complaint
from complaints.models.uncovered import COLUMNS, DELIVERY, EVENT, ORGANISATION, TABLES

MODULUS = 1 << 128
DELIVERED = ("key", "delivered_at", "dead_at", "attempts", "last_error", "words")
WRITTEN_AS_IT_WAS = "columns written without a change"  # for rows that are written alike; see `write_alike`
UNCHANGED = object()
Sums = dict[str, str]


class TableChecksum(db.Model):  # type: ignore[name-defined,misc]
    """The sum of a table that belongs to no complaint: rulebooks, calendar, office hours."""

    __tablename__ = "table_checksum"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
    value_checksum: Mapped[str | None]

    def set_value(self, value: str) -> None:
        self.value, self.value_checksum = value, self._checksum_of(value)

    @property
    def holds(self) -> bool:
        return self.value_checksum == self._checksum_of(self.value)

    def _checksum_of(self, value: str) -> str:
        return checksum_of_sums("the organisation", {self.name: value})


def covered(model: Any) -> tuple[str, ...]:
    """The columns of a model that count; none where the whole table does not."""
    return _covered(model)


@cache
def _covered(model: Hashable) -> tuple[str, ...]:
    mapper: Any = sa.inspect(model)
    columns, table = mapper.columns, mapper.local_table.name
    if table == EVENT:
        return ("by_id", "hash", "id", "seq")
    if table in TABLES or not ("complaint_id" in columns or model is Complaint or table in ORGANISATION):
        return ()
    return tuple(
        sorted(c.key for c in columns if c.key != "complaint_id" and f"{table}.{c.key}" not in COLUMNS)
    )


_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def digest(table: str, values: Mapping[str, Any]) -> int:
    plain = {name: _plain(value) for name, value in values.items() if value}
    return keyed_number("checksum of a row", f"{table}|{_canonical(plain)}")


def digests(model: Any, values: Mapping[str, Any]) -> int:
    """Of a row with these covered values: one for each column of a complaint, which is read in parts; else one."""
    table = model.__tablename__
    if model is not Complaint:
        return digest(table, values)
    return sum(digest(table, {name: value}) for name, value in values.items() if value)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def added(sums: Mapping[str, str], changes: Mapping[str, int]) -> Sums:
    fresh = {table: (int(sums.get(table, "0"), 16) + change) % MODULUS for table, change in changes.items()}
    return {**sums, **{table: f"{value:032x}" for table, value in fresh.items()}}


def checksum_of_sums(owner: str, sums: Mapping[str, str]) -> str:
    """Of all sums of one owner: a complaint by its tracking number, or the organisation."""
    return f"{keyed_number('checksum of sums', f'{owner}|{_canonical(sums)}'):032x}"


def sums_hold(owner: str, sums: Mapping[str, str] | None, checksum: str | None) -> bool:
    return sums is not None and checksum == checksum_of_sums(owner, sums)


@event.listens_for(Session, "before_flush")
def _keep_sums(session: orm.Session, context: Any, instances: Any) -> None:
    row_ids.give([row for row in session.new if "id" in covered(type(row))])
    of_complaints: dict[Complaint, Counter[str]] = defaultdict(Counter)
    of_organisation: Counter[str] = Counter()
    for row, change in _changes(session):
        if row.__tablename__ in ORGANISATION:
            of_organisation[row.__tablename__] += change
        elif change and (owner := _owner(session, row)) is not None:
            of_complaints[owner][row.__tablename__] += change
    _forget_what_it_was(session)
    for complaint, changes in of_complaints.items():
        _add_to_complaint(complaint, changes)
    _add_to_organisation(session, {table: n for table, n in of_organisation.items() if n})


def _forget_what_it_was(session: orm.Session) -> None:
    for row in session.dirty:
        inspect(row).info.pop(WRITTEN_AS_IT_WAS, None)


@event.listens_for(Session, "before_flush")
def _keep_delivery(session: orm.Session, context: Any, instances: Any) -> None:
    for row in (*session.new, *session.dirty):
        if row.__tablename__ == DELIVERY:
            row.delivery_checksum = delivery_checksum(row)


def _changes(session: orm.Session) -> Iterable[tuple[Any, int]]:
    """Rows that are written now, each with what it adds to its sum."""
    for row in session.new:
        if names := covered(type(row)):
            yield row, digests(type(row), _new(row, names))
    for row in session.dirty:
        if covered(type(row)) and session.is_modified(row):
            yield row, _difference(session, row)
    for row in session.deleted:
        if names := covered(type(row)):
            yield row, -digests(type(row), _old(session, row, names))


def _new(row: Any, names: Iterable[str]) -> dict[str, Any]:
    """Sets missing values here: a default comes only while the row is written, too late for its sum."""
    values = inspect(row).dict
    for name in names:
        if name not in values:
            default = sa.inspect(type(row)).columns[name].default
            value = None if default is None else default.arg if default.is_scalar else default.arg(None)
            orm.attributes.set_committed_value(row, name, value)
    return {name: values[name] for name in names}


def _difference(session: orm.Session, row: Any) -> int:
    model, names = type(row), covered(type(row))
    committed = inspect(row).committed_state
    changed = [name for name in names if name in committed]
    if "complaint_id" in committed and committed["complaint_id"] is None:  # a file of a draft that was sent
        return digests(model, {name: getattr(row, name) for name in names})
    if not changed:
        return 0
    read = changed if model is Complaint else names
    before = _old(session, row, read)
    return digests(model, {name: getattr(row, name) for name in read}) - digests(model, before)


def _old(session: orm.Session, row: Any, names: Iterable[str]) -> dict[str, Any]:
    """As it is in the database; asked there where it was changed without having been read."""
    state = inspect(row)
    values = {name: state.committed_state.get(name, UNCHANGED) for name in names}
    for name, value in values.items():
        if value is UNCHANGED:
            values[name] = getattr(row, name)
        elif value is LoaderCallableStatus.NO_VALUE:
            kept = state.info.get(WRITTEN_AS_IT_WAS, {})
            values[name] = kept[name] if name in kept else _stored(session, row, name)
    return values


def _stored(session: orm.Session, row: Any, name: str) -> Any:
    model = type(row)
    key = sa.tuple_(*sa.inspect(model).primary_key) == sa.tuple_(
        *map(sa.literal, inspect(row).identity or ())
    )
    return session.execute(sa.select(getattr(model, name)).where(key)).scalar_one_or_none()


def write_alike(row: Any, names: Iterable[str]) -> None:
    """Write these columns of a changed row even where they have not changed."""
    state = inspect(row)
    kept = state.info.setdefault(WRITTEN_AS_IT_WAS, {})
    for name in names:
        before = state.committed_state.get(name, state.dict[name])
        if before is not LoaderCallableStatus.NO_VALUE:
            kept[name] = before
        orm.attributes.flag_modified(row, name)


def _owner(session: orm.Session, row: Any) -> Complaint | None:
    """The complaint whose sums a row counts into. A notice to a joined citizen is written with the leading complaint's
    lock alone, and counts into its sums."""
    if isinstance(row, Complaint):
        return row
    complaint_id = row.complaint_id
    if complaint_id is None:
        return getattr(row, "complaint", None)
    owner = session.get(Complaint, getattr(row, "about_id", None) or complaint_id)
    if row.__tablename__ == DELIVERY and owner and not row.key.startswith(f"{owner.tracking_number}/"):
        return None
    return owner


def _add_to_complaint(complaint: Complaint, changes: Mapping[str, int]) -> None:
    state: Any = inspect(complaint)
    is_new = state.pending
    sums, number = {} if is_new else complaint.checksums, complaint.tracking_number
    if sums is None:
        return
    held = is_new or sums_hold(number, sums, complaint.sums_checksum)
    complaint.checksums = added(sums, changes)
    if held:
        complaint.sums_checksum = checksum_of_sums(number, complaint.checksums)


def _add_to_organisation(session: orm.Session, changes: Mapping[str, int]) -> None:
    """All sums are locked, for their chain is one."""
    if not changes:
        return
    rows = sa.select(TableChecksum).order_by(TableChecksum.name).with_for_update()
    kept = {row.name: row for row in session.scalars(rows, execution_options={"populate_existing": True})}
    newest, links = organisation_chain.newest(session), dict[str, str]()
    for row, change in ((kept[table], change) for table, change in changes.items() if table in kept):
        value = added({row.name: row.value}, {row.name: change})[row.name]
        if row.holds and newest.get(row.name) == row.value:
            links[row.name] = value
        if row.holds:
            row.set_value(value)
        else:
            row.value = value
    organisation_chain.add_links(session, links)


def delivery_checksum(notice: Any) -> str:
    """Covers the delivery of a notice. It is written while others work on its complaint, so the notice itself holds it."""
    return f"{digest('delivery', {name: getattr(notice, name) for name in DELIVERED}):032x}"
