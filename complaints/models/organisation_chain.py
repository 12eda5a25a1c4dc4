"""Each sum that a table of the organisation ever had, in one chain for all of them: a link names the one before.

A table put back to an earlier day together with its sum differs from its newest link, and a link cannot be taken out of the
middle. Links are only ever added, under the lock of all sums.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Mapped, mapped_column

from complaints.infrastructure.database import Key, db
from complaints.infrastructure.encryption import keyed_number

SO_FAR = "all links so far"  # in place of the name of a table


class OrganisationSum(db.Model):  # type: ignore[name-defined,misc]
    __tablename__ = "organisation_sum"

    number: Mapped[int] = mapped_column(Key, primary_key=True, autoincrement=False)
    name: Mapped[str]
    value: Mapped[str]
    checksum: Mapped[str]


def newest(session: orm.Session) -> dict[str, str]:
    """The last sum of each table that has a link."""
    last = sa.select(sa.func.max(OrganisationSum.number)).group_by(OrganisationSum.name)
    links = sa.select(OrganisationSum.name, OrganisationSum.value).where(OrganisationSum.number.in_(last))
    return {row.name: row.value for row in session.execute(links)}


def add_links(session: orm.Session, sums: Mapping[str, str]) -> None:
    """For sums that are written now. Who calls it holds the lock."""
    query = sa.select(OrganisationSum.number, OrganisationSum.checksum).order_by(
        OrganisationSum.number.desc()
    )
    number, before = session.execute(query.limit(1)).one_or_none() or (0, "")
    for name, value in sorted(sums.items()):
        number += 1
        before = _checksum(number, name, value, before)
        session.add(OrganisationSum(number=number, name=name, value=value, checksum=before))


def begin_again() -> None:
    """Under the key that carries checksums now: a link with the digest of all links so far, which no longer need the key before. Who
    calls it has seen that the chain is whole, and holds the lock."""
    links = db.session.scalars(sa.select(OrganisationSum).order_by(OrganisationSum.number)).all()
    add_links(db.session(), {SO_FAR: _digest(links)})
    db.session.flush()


def is_whole() -> bool:
    """Every link is there and names the one before."""
    return _holds(db.session.scalars(sa.select(OrganisationSum).order_by(OrganisationSum.number)))


def _holds(found: Iterable[OrganisationSum]) -> bool:
    """From the last link that bears a digest of those before it."""
    links = list(found)
    begun = max((place for place, link in enumerate(links) if link.name == SO_FAR), default=0)
    if begun and links[begun].value != _digest(links[:begun]):
        return False
    before = links[begun - 1].checksum if begun else ""
    for number, link in enumerate(links[begun:], begun + 1):
        before = _checksum(number, link.name, link.value, before)
        if (link.number, link.checksum) != (number, before):
            return False
    return True


def _digest(links: Iterable[OrganisationSum]) -> str:
    rows = "\n".join(f"{one.number}|{one.name}|{one.value}|{one.checksum}" for one in links)
    return hashlib.sha256(rows.encode()).hexdigest()


def _checksum(number: int, name: str, value: str, before: str) -> str:
    return f"{keyed_number('link of the organisation', f'{number}|{name}|{value}|{before}'):032x}"
