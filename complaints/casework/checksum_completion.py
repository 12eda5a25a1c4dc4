"""Sums for rows from before there were any, once, after the migration that marks them.

A mark is a keyed row of `table_checksum` that a migration writes and this removes. What has no sums and no mark has lost them,
and stays a break.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import sqlalchemy as sa

from complaints.casework.checksum_verification import (
    PAGE,
    count_organisation,
    counted,
    differing_table,
    sums_of,
)
from complaints.infrastructure.database import db, transaction
from complaints.models import CallBackSeed, Complaint, Notice, Officer, TableChecksum, organisation_chain
from complaints.models.checksums import added, checksum_of_sums, delivery_checksum, sums_hold

UNBOUND, MISSING = "mark: sums without a checksum", "mark: rows without sums"
WITHOUT_IDS = "mark: sums without ids"
WITHOUT_JOINED = "mark: sums without notices to joined citizens and seeds"
MARKS = (UNBOUND, MISSING, WITHOUT_IDS, WITHOUT_JOINED)
_FIRST_WITH_JOINED = CallBackSeed.__tablename__


def mark(connection: sa.Connection, name: str) -> None:
    """For a migration: what is one of MARKS now is completed after the newest migration."""
    row = {"name": name, "value": checksum_of_sums(name, {})}
    connection.execute(sa.text("INSERT INTO table_checksum (name, value) VALUES (:name, :value)"), row)


def unmark(connection: sa.Connection, name: str) -> None:
    connection.execute(sa.text("DELETE FROM table_checksum WHERE name = :name"), {"name": name})


def complete() -> None:
    """After the newest migration. Sums that differ from their rows are left as they are."""
    marks = _marks()
    if not marks & {UNBOUND, WITHOUT_IDS, WITHOUT_JOINED}:
        return
    for page in _pages(marks):
        _complete_complaints(page, marks)
    if MISSING in marks:
        _complete_notices()
    with transaction() as session:
        _complete_organisation(session, marks)
        session.execute(sa.delete(TableChecksum).where(TableChecksum.name.in_(MARKS)))


def _marks() -> set[str]:
    query = sa.select(TableChecksum.name, TableChecksum.value).filter(TableChecksum.name.in_(MARKS))
    return {row.name for row in db.session.execute(query) if row.value == checksum_of_sums(row.name, {})}


def _pages(marks: set[str]) -> Iterator[list[int]]:
    after = 0
    query = sa.select(Complaint.id).order_by(Complaint.id)
    if not marks & {WITHOUT_IDS, WITHOUT_JOINED}:
        query = query.filter(Complaint.sums_checksum.is_(None))
    while page := list(db.session.scalars(query.filter(Complaint.id > after).limit(PAGE))):
        yield page
        after = page[-1]


def _complete_complaints(page: list[int], marks: set[str]) -> None:
    with transaction() as session:
        kept, found = sums_of(page), counted(page)
        before = _counted_before(page, marks)
        for one, sums in kept.items():
            if not sums_hold(*sums) and not (UNBOUND in marks and sums.checksum is None):
                continue
            completed = sums.by_table
            if completed is None and MISSING in marks:
                completed = added({}, found[one])
            if one in before and completed is not None and differing_table(completed, before[one]) is None:
                completed = added({}, found[one])
            if completed is not None and differing_table(completed, found[one]) is None:
                checksum = checksum_of_sums(sums.tracking_number, completed)
                values = {"checksums": completed, "sums_checksum": checksum}
                session.execute(sa.update(Complaint).where(Complaint.id == one).values(values))


def _counted_before(page: list[int], marks: set[str]) -> dict[int, Counter[str]]:
    """As the program before those migrations counted."""
    if not marks & {WITHOUT_IDS, WITHOUT_JOINED}:
        return {}
    return counted(page, with_ids=WITHOUT_IDS not in marks, with_joined=WITHOUT_JOINED not in marks)


def _complete_notices() -> None:
    query = sa.select(Notice).filter(Notice.delivery_checksum.is_(None)).order_by(Notice.id).limit(PAGE)
    more = True
    while more:
        with transaction() as session:
            rows = session.scalars(query).all()
            for row in rows:
                row.delivery_checksum = delivery_checksum(row)
            more = bool(rows)


def _complete_organisation(session: sa.orm.Session, marks: set[str]) -> None:
    """A table without rows and without a sum is given the sum of none, and the first sum of officers came with the ids."""
    kept = {row.name: row for row in session.scalars(sa.select(TableChecksum))}
    before = count_organisation(with_ids=False) if WITHOUT_IDS in marks else {}
    linked, links = organisation_chain.newest(session), dict[str, str]()
    for name, value in count_organisation().items():
        row = kept.get(name)
        is_new = name == _FIRST_WITH_JOINED and WITHOUT_JOINED in marks
        first = is_new or MISSING in marks or int(value, 16) == 0
        first = first or (name == Officer.__tablename__ and bool(before))
        if row is None and first:
            row = TableChecksum(name=name, value=value)
            row.set_value(value)
            session.add(row)
        elif row is not None and row.value in (value, before.get(name)) and _is_bound(row, marks):
            row.set_value(value)
        if (before or is_new) and name not in linked and row is not None and row.holds and row.value == value:
            links[name] = value
    organisation_chain.add_links(session, links)


def _is_bound(row: TableChecksum, marks: set[str]) -> bool:
    return row.holds or (UNBOUND in marks and row.value_checksum is None)
