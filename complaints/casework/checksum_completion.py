"""Sums for rows from before there were any, once, after the migration that marks them.

A mark is a keyed row of `table_checksum` that a migration writes and this removes. What has no sums and no mark has lost them,
and stays a break.
"""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from complaints.casework.checksum_verification import PAGE, count_organisation, counted, differing_table
from complaints.infrastructure.database import db, transaction
from complaints.models import Complaint, Notice, TableChecksum
from complaints.models.checksums import added, checksum_of_sums, delivery_checksum

UNBOUND, MISSING = "mark: sums without a checksum", "mark: rows without sums"


def mark(connection: sa.Connection, name: str) -> None:
    """For a migration: what is UNBOUND or MISSING now is completed after the newest migration."""
    row = {"name": name, "value": checksum_of_sums(name, {})}
    connection.execute(sa.text("INSERT INTO table_checksum (name, value) VALUES (:name, :value)"), row)


def unmark(connection: sa.Connection, name: str) -> None:
    connection.execute(sa.text("DELETE FROM table_checksum WHERE name = :name"), {"name": name})


def complete() -> None:
    """After the newest migration. Sums that differ from their rows are left as they are."""
    marks = _marks()
    if UNBOUND not in marks:
        return
    for page in _pages():
        _complete_complaints(page, MISSING in marks)
    if MISSING in marks:
        _complete_notices()
    with transaction() as session:
        _complete_organisation(session, MISSING in marks)
        session.execute(sa.delete(TableChecksum).where(TableChecksum.name.in_((UNBOUND, MISSING))))


def _marks() -> set[str]:
    query = sa.select(TableChecksum.name, TableChecksum.value).filter(
        TableChecksum.name.in_((UNBOUND, MISSING))
    )
    return {row.name for row in db.session.execute(query) if row.value == checksum_of_sums(row.name, {})}


def _pages() -> Iterator[list[int]]:
    after = 0
    query = sa.select(Complaint.id).filter(Complaint.sums_checksum.is_(None)).order_by(Complaint.id)
    while page := list(db.session.scalars(query.filter(Complaint.id > after).limit(PAGE))):
        yield page
        after = page[-1]


def _complete_complaints(page: list[int], missing: bool) -> None:
    columns = (Complaint.id, Complaint.tracking_number, Complaint.checksums)
    with transaction() as session:
        found = counted(page)
        for one, number, sums in session.execute(sa.select(*columns).filter(Complaint.id.in_(page))).all():
            completed = added({}, found[one]) if sums is None and missing else sums
            if completed is not None and differing_table(completed, found[one]) is None:
                values = {"checksums": completed, "sums_checksum": checksum_of_sums(number, completed)}
                session.execute(sa.update(Complaint).where(Complaint.id == one).values(values))


def _complete_notices() -> None:
    query = sa.select(Notice).filter(Notice.delivery_checksum.is_(None)).order_by(Notice.id).limit(PAGE)
    more = True
    while more:
        with transaction() as session:
            rows = session.scalars(query).all()
            for row in rows:
                row.delivery_checksum = delivery_checksum(row)
            more = bool(rows)


def _complete_organisation(session: sa.orm.Session, missing: bool) -> None:
    """A table without rows and without a sum is given the sum of none."""
    kept = {row.name: row for row in session.scalars(sa.select(TableChecksum))}
    for name, value in count_organisation().items():
        row = kept.get(name)
        if row is None and (missing or int(value, 16) == 0):
            row = TableChecksum(name=name, value=value)
            session.add(row)
        if row is not None and row.value == value and row.value_checksum is None:
            row.set_value(value)
