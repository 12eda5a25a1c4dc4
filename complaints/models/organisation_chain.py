"""Each sum that a table of the organisation ever had, in one chain for all of them: a link names the one before.

A table put back to an earlier day together with its sum differs from its newest link, and a link cannot be taken out of the
middle. Links are only ever added, under the lock of all sums.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Mapped, mapped_column

from complaints.infrastructure.database import Key, db
from complaints.infrastructure.encryption import keyed_number


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


def is_whole() -> bool:
    """Every link is there and names the one before."""
    return _holds(db.session.scalars(sa.select(OrganisationSum).order_by(OrganisationSum.number)))


def _holds(links: Iterable[OrganisationSum]) -> bool:
    before = ""
    for number, link in enumerate(links, 1):
        before = _checksum(number, link.name, link.value, before)
        if (link.number, link.checksum) != (number, before):
            return False
    return True


def _checksum(number: int, name: str, value: str, before: str) -> str:
    return f"{keyed_number('link of the organisation', f'{number}|{name}|{value}|{before}'):032x}"
