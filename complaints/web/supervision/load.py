"""Bouncing and load: which units send back what, and who carries how much."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from flask import Blueprint, render_template

from complaints.models import OVERSEERS, Officer, Unit
from complaints.organisation import directory
from complaints.queries.statistics import workload
from complaints.queries.statistics.workload import Carried, Load, OfUnit
from complaints.web.account.access import for_roles, me
from complaints.web.page.current_rules import current_rules
from complaints.web.page.dates import now
from complaints.web.page.template_globals import said
from workflows.rulebook import Rulebook

pages = Blueprint("supervise_load", __name__)


@dataclass(frozen=True, slots=True)
class UnitRow:
    unit: Unit
    load: OfUnit
    returned: tuple[tuple[str, int], ...]  # category in words, how often
    lapsed: tuple[tuple[str, int], ...]

    @property
    def is_busy(self) -> bool:
        return bool(
            self.load.carried.open or self.load.offered or self.returned or self.lapsed or self.load.improper
        )


@dataclass(frozen=True, slots=True)
class OfficerRow:
    officer: Officer
    unit: Unit
    carried: Carried


@pages.get("/supervise/load")
@for_roles(*OVERSEERS)
def show() -> str:
    found = workload.load_of(me(), now())
    units = {unit.id: unit for unit in directory.units()}
    rows = _units(found, units)
    return render_template(
        "supervision/load.html",
        rows=rows,
        counted_at=found.at,
        officers=_officers(found, units),
        most=max((row.load.carried.open for row in rows), default=0),
    )


def _units(found: Load, units: dict[int, Unit]) -> list[UnitRow]:
    """Units that carry, wait or sent back anything, or could be given work here; the fullest first."""
    book = current_rules()
    here = [
        unit
        for unit in units.values()
        if unit.id in found.units or (unit.handles and unit.active and unit.path.startswith(me().unit_path))
    ]
    rows = [_row(unit, found.of(unit.id), book) for unit in here]
    return sorted(rows, key=lambda row: (-row.load.carried.open, -row.load.offered, row.unit.path))


def _row(unit: Unit, one: OfUnit, book: Rulebook) -> UnitRow:
    return UnitRow(unit, one, _named(one.returned, book), _named(one.lapsed, book))


def _named(counted: Counter[str], book: Rulebook) -> tuple[tuple[str, int], ...]:
    return tuple(
        (said(book.categories[code].label) if code in book.categories else code, n)
        for code, n in counted.most_common(4)
    )


def _officers(found: Load, units: dict[int, Unit]) -> list[OfficerRow]:
    people = {officer_id for _, officer_id in found.officers}
    officers = directory.officers_with(people)
    rows = [
        OfficerRow(officers[officer_id], units[unit_id], carried)
        for (unit_id, officer_id), carried in found.officers.items()
    ]
    return sorted(rows, key=lambda row: (-row.carried.open, -row.carried.late, row.officer.id))
