"""Tables of the organisation put back to an earlier moment together with their sums: the chain of the sums finds it."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from complaints.infrastructure.database import db, transaction
from complaints.models import OrganisationSum, TableChecksum, Unit
from complaints.organisation import duty_roster
from tests.house import House, shanghai
from tests.support.edits_past_program import faults, is_found, switch_protection_off

SUM, LINK, ROSTER = TableChecksum.__table__, OrganisationSum.__table__, db.metadata.tables["roster"]


def _rows(table: Any) -> list[dict[str, Any]]:
    return [dict(row._mapping) for row in db.session.execute(sa.select(table))]


def _put_back(table: Any, rows: list[dict[str, Any]]) -> list[Any]:
    return [sa.delete(table), *(sa.insert(table).values(row) for row in rows)]


def _sum_of(name: str) -> dict[str, Any]:
    return next(row for row in _rows(SUM) if row["name"] == name)


def _set_duty(house: House, day: str) -> None:
    with transaction():
        duty_roster.set_date(house.unit("EZ-CENTRE"), day, "window", shanghai("2026-10-13T09:00"))


def test_table_put_back_with_its_own_sum_is_found(either_house: House) -> None:
    _set_duty(either_house, "2026-10-20")
    rows, kept = _rows(ROSTER), _sum_of("roster")
    _set_duty(either_house, "2026-10-21")
    assert faults() == []

    restored = sa.update(SUM).where(SUM.c.name == "roster").values(kept)
    assert is_found(*_put_back(ROSTER, rows), restored)


def test_link_taken_out_with_what_it_counted_is_found(either_house: House) -> None:
    """Another table changed since: its link names the one that is gone."""
    _set_duty(either_house, "2026-10-20")
    rows, kept, last = _rows(ROSTER), _sum_of("roster"), _last_number()
    _set_duty(either_house, "2026-10-21")
    with transaction() as session:
        session.scalars(sa.select(Unit).filter_by(code="EC-BUREAU")).one().name_en = "Another name"
    assert faults() == []

    restored = sa.update(SUM).where(SUM.c.name == "roster").values(kept)
    without = sa.delete(LINK).where(LINK.c.number == last + 1)
    closer = sa.update(LINK).where(LINK.c.number == last + 2).values(number=last + 1)
    assert is_found(*_put_back(ROSTER, rows), restored, without)
    assert is_found(*_put_back(ROSTER, rows), restored, without, closer)


@pytest.mark.parametrize("edit", [{"value": "f" * 32}, {"checksum": "0" * 32}, {"name": "unit"}])
def test_edited_link_is_found(either_house: House, edit: dict[str, str]) -> None:
    _set_duty(either_house, "2026-10-20")

    assert is_found(sa.update(LINK).where(LINK.c.number == 1).values(edit))
    assert is_found(sa.update(LINK).where(LINK.c.number == _last_number()).values(edit))
    assert is_found(sa.delete(LINK))


def test_break_is_not_made_good_by_the_next_change(either_house: House) -> None:
    _set_duty(either_house, "2026-10-20")
    rows, kept = _rows(ROSTER), _sum_of("roster")
    _set_duty(either_house, "2026-10-21")
    with transaction() as session:
        switch_protection_off()
        restored = sa.update(SUM).where(SUM.c.name == "roster").values(kept)
        for edit in (*_put_back(ROSTER, rows), restored):
            session.execute(edit)

    _set_duty(either_house, "2026-10-22")

    assert faults() == ["rows of roster are not as they were written"]


def test_database_refuses_to_change_a_link(either_house: House) -> None:
    with pytest.raises(sa.exc.DatabaseError, match="permanent"), transaction() as session:
        session.execute(sa.update(LINK).values(value="0"))


def test_each_change_adds_one_link(either_house: House) -> None:
    before = _last_number()

    _set_duty(either_house, "2026-10-20")

    assert _last_number() == before + 1


def _last_number() -> int:
    return int(db.session.execute(sa.select(sa.func.max(LINK.c.number))).scalar_one())
