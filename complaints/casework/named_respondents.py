"""Whom a complaint is about, with the units and officers behind the rows: for pages that show them or offer a choice."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from complaints.infrastructure.database import db
from complaints.models import Complaint, Officer, Respondent, Unit
from workflows.language import Text


@dataclass(frozen=True, slots=True)
class Named:
    """One respondent that is not cleared. An officer confirmed to be whom a name means, and the unit that a head stands
    for, have no row of their own: they stand on the complaint."""

    unit: Unit | None = None
    officer: Officer | None = None
    row: Respondent | None = None

    @property
    def key(self) -> str:
        """What it is chosen by on a form."""
        if self.row is not None:
            return str(self.row.id)
        return f"officer-{self.officer.id}" if self.officer else f"unit-{self.unit.id if self.unit else ''}"

    @property
    def words(self) -> str:
        """The citizen's own words for it."""
        return (self.row.name if self.row else "") or ""

    @property
    def finding(self) -> str | None:
        return self.row.finding if self.row else None

    @property
    def name(self) -> Text:
        parts = [one.name for one in (self.unit, self.officer) if one is not None]
        parts += [Text(self.words, self.words)] if self.words else []
        return Text(" · ".join(one.zh for one in parts), " · ".join(one.en for one in parts))


def names_a_respondent(complaint: Complaint) -> bool:
    """The first stands on the complaint itself: else there is none."""
    return bool(complaint.respondent_unit_id or complaint.respondent_officer_id or complaint.respondent_name)


def list_respondents(complaint: Complaint) -> list[Named]:
    if not names_a_respondent(complaint):
        return []
    rows = [row for row in complaint.respondents if row.cleared_at is None]
    first = complaint.respondent_unit_id, complaint.respondent_officer_id
    units = _by_id(Unit, {first[0], *(row.unit_id for row in rows)})
    officers = _by_id(Officer, {first[1], *(row.officer_id for row in rows)})
    named = [Named(units.get(row.unit_id), officers.get(row.officer_id), row) for row in rows]
    unit, officer = units.get(first[0]), officers.get(first[1])
    if officer and officer not in [one.officer for one in named]:
        named.append(Named(officer=officer))
    if unit and unit not in [one.unit for one in named]:
        named.append(Named(unit=unit))
    return named


def _by_id(table: Any, ids: Collection[int | None]) -> dict[int | None, Any]:
    wanted = set(ids) - {None}
    if not wanted:
        return {}
    return {row.id: row for row in db.session.scalars(select(table).filter(table.id.in_(wanted)))}


def list_likely_matches(complaint: Complaint) -> list[Officer]:
    """The officers whom a name in words may mean, until each is confirmed or rejected."""
    ids = complaint.likely_respondent_ids
    if not ids:
        return []
    query = select(Officer).join(Unit, Unit.id == Officer.unit_id).filter(Officer.id.in_(ids))
    return list(db.session.scalars(query.order_by(Unit.path, Officer.id)))
