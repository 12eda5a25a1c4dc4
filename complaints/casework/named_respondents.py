"""Respondents of a complaint, with the units and officers of the rows: for pages that show them or offer a choice."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import orm, select

from complaints.infrastructure.database import db
from complaints.models import Complaint, Officer, Respondent, Unit
from complaints.organisation.respondents import rows_of, units_of
from workflows.language import Text


@dataclass(frozen=True, slots=True)
class Named:
    """One respondent that is not cleared."""

    row: Respondent
    unit: Unit | None
    officer: Officer | None

    @property
    def key(self) -> str:
        """What it is chosen by on a form."""
        return str(self.row.id)

    @property
    def name(self) -> Text:
        parts = [one.name for one in (self.unit, self.officer) if one is not None]
        parts += [Text(self.row.name, self.row.name)] if self.row.name else []
        return Text(" · ".join(one.zh for one in parts), " · ".join(one.en for one in parts))

    @property
    def words(self) -> dict[str, str]:
        """What names it in a move. The unit of an officer goes with the officer, and may be named beside them."""
        of_officer = units_of(self.officer.id) if self.officer else set()
        unit = self.unit if self.unit and self.unit.id not in of_officer else None
        return {
            "unit": unit.code if unit else "",
            "officer": self.officer.username if self.officer else "",
            "name": self.row.name or "",
        }


def list_respondents(complaint: Complaint) -> list[Named]:
    rows = rows_of(complaint)
    units = _by_id(Unit, {row.unit_id for row in rows})
    officers = _by_id(Officer, {row.officer_id for row in rows})
    return [Named(row, units.get(row.unit_id), officers.get(row.officer_id)) for row in rows]


def _by_id(table: Any, ids: Collection[int | None]) -> dict[int | None, Any]:
    """A page has read most of them: only the others are asked for."""
    known = {one: db.session.identity_map.get(orm.util.identity_key(table, one)) for one in set(ids) - {None}}
    missing = [one for one, row in known.items() if row is None]
    if missing:
        known |= {row.id: row for row in db.session.scalars(select(table).filter(table.id.in_(missing)))}
    return dict(known)


def list_likely_matches(complaint: Complaint) -> list[Officer]:
    """The officers whom a name in words may mean, until each is confirmed or rejected."""
    ids = complaint.likely_respondent_ids
    if not ids:
        return []
    query = select(Officer).join(Unit, Unit.id == Officer.unit_id).filter(Officer.id.in_(ids))
    return list(db.session.scalars(query.order_by(Unit.path, Officer.id)))
