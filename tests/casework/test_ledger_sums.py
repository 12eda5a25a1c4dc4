"""Sums are keyed themselves: they cannot be left out, exchanged, or put back to what they were; and nothing makes a break good."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
import sqlalchemy as sa
from flask_migrate import downgrade, upgrade

from complaints.casework.checksum_verification import models
from complaints.infrastructure.database import db, transaction
from complaints.models import TableChecksum
from complaints.models.uncovered import ORGANISATION
from complaints.organisation import duty_roster
from tests.house import House, opened, shanghai
from tests.support.edits_past_program import faults, is_found, live, switch_protection_off
from tests.support.stories import in_hand, told

BEFORE_BOUND = "0049"
COMPLAINT = db.metadata.tables["complaint"]


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def lived(request: pytest.FixtureRequest) -> Iterator[House]:
    with opened(request.param) as house:
        live(house)
        told(house)
        yield house


def _of_complaints() -> list[sa.Table]:
    tables = [db.metadata.tables[model.__tablename__] for model in models()]
    return [table for table in tables if "complaint_id" in table.c]


def _sums_of(complaint_id: int) -> dict[str, str]:
    query = sa.select(COMPLAINT.c.checksums).where(COMPLAINT.c.id == complaint_id)
    return dict(db.session.execute(query).scalar_one())


def _with_sums(complaint_id: int, sums: Any) -> sa.Update:
    return sa.update(COMPLAINT).where(COMPLAINT.c.id == complaint_id).values(checksums=sums)


def _owner_in(table: sa.Table) -> int | None:
    """A complaint that has a sum for rows of this table."""
    for one in db.session.scalars(sa.select(table.c.complaint_id).distinct()).all():
        if one is not None and int(_sums_of(one).get(table.name, "0"), 16):
            return int(one)
    return None


def test_rows_deleted_with_their_sum_are_found(lived: House) -> None:
    missed, tried = [], 0
    for table in _of_complaints():
        owner = _owner_in(table)
        if owner is None:
            continue
        deletion = sa.delete(table).where(table.c.complaint_id == owner)
        sums = _sums_of(owner)
        for left in ({**sums, table.name: f"{0:032x}"}, {k: v for k, v in sums.items() if k != table.name}):
            tried += 1
            if not is_found(deletion, _with_sums(owner, left)):
                missed.append(table.name)

    assert missed == [] and tried >= 20


@pytest.mark.parametrize("sum_too", ["gone", "zero"])
def test_tables_of_the_organisation_emptied_with_their_sum_are_found(lived: House, sum_too: str) -> None:
    kept = TableChecksum.__table__
    missed = []
    for name in sorted(ORGANISATION):
        of_it = kept.c.name == name
        edit = (
            sa.delete(kept).where(of_it)
            if sum_too == "gone"
            else sa.update(kept).where(of_it).values(value=f"{0:032x}")
        )
        filled = db.session.execute(sa.select(sa.func.count()).select_from(db.metadata.tables[name])).scalar()
        if sum_too == "zero" and not filled:
            continue  # that is what it has
        if not is_found(sa.delete(db.metadata.tables[name]), edit):
            missed.append(name)

    assert missed == []


def test_rows_copied_from_another_complaint_with_their_sum_are_found(lived: House) -> None:
    """One row each of two complaints, exchanged together with the sums of the table."""
    missed, tried = [], 0
    for table in _of_complaints():
        owners = [
            one
            for one in db.session.scalars(sa.select(table.c.complaint_id).distinct()).all()
            if one is not None and _sums_of(one).get(table.name)
        ]
        for a, b in pairwise(owners):
            sums = [_sums_of(one) for one in (a, b)]
            if sums[0][table.name] == sums[1][table.name]:
                continue
            tried += 1
            names = sums[0] | {table.name: sums[1][table.name]}, sums[1] | {table.name: sums[0][table.name]}
            if not is_found(*_exchange(table, a, b), _with_sums(a, names[0]), _with_sums(b, names[1])):
                missed.append(table.name)

    assert missed == [] and tried > 5


def _exchange(table: sa.Table, a: int, b: int) -> list[sa.Update]:
    def moved(of: int, to: int) -> sa.Update:
        return sa.update(table).where(table.c.complaint_id == of).values(complaint_id=to)

    return [moved(a, -1), moved(b, a), moved(-1, b)]


def _kept_copy(*names: str) -> dict[str, Any]:
    row = db.session.execute(sa.select(*(COMPLAINT.c[name] for name in names))).one()
    return dict(row._mapping)


def test_row_put_back_to_an_earlier_day_with_its_sums_is_found(house: House) -> None:
    number = told(house)
    names = ("checksums", "sums_checksum")
    before = _kept_copy(*names)
    house.does("citizen", number, "rate", "2026-09-23T10:00", grade=1)
    rounds = db.metadata.tables["round_record"]

    assert is_found(sa.delete(rounds).where(rounds.c.grade == 1), sa.update(COMPLAINT).values(before))


def _edit(*edits: Any) -> None:
    with transaction() as session:
        switch_protection_off()
        for edit in edits:
            session.execute(edit)


def test_sum_that_was_removed_is_not_made_good_by_the_next_step(either_house: House) -> None:
    number = in_hand(either_house)
    complaint_id = either_house.complaint(number).id
    notices = db.metadata.tables["notice"]
    sums = {k: v for k, v in _sums_of(complaint_id).items() if k != "notice"}
    _edit(sa.delete(notices), _with_sums(complaint_id, sums))

    either_house.does("handler", number, "report_progress", "2026-09-21T09:00", note="…")

    assert faults() == ["rows of checksums are not as they were written"]


def test_sum_of_the_organisation_that_was_removed_stays_a_break(either_house: House) -> None:
    kept = TableChecksum.__table__
    _edit(sa.delete(kept).where(kept.c.name == "roster"))

    with transaction():
        at = shanghai("2026-10-13T09:00")
        duty_roster.set_date(either_house.unit("EZ-CENTRE"), "2026-10-20", "window", at)

    assert faults() == ["rows of roster are not as they were written"]


@pytest.mark.parametrize(
    "edit",
    [
        {"checksums": None},
        {"sums_checksum": None},
        {"checksums": None, "sums_checksum": None},
    ],
    ids=["sums", "checksum of the sums", "both"],
)
def test_removed_sums_are_not_computed_by_an_upgrade(either_house: House, edit: dict[str, None]) -> None:
    in_hand(either_house)
    removed = {COMPLAINT.c[name]: sa.null() for name in edit}
    _edit(
        sa.update(COMPLAINT).values(subject="改过", **{c.name: v for c, v in removed.items()}),
        sa.update(db.metadata.tables["notice"]).values(delivery_checksum=None, attempts=7),
        sa.delete(TableChecksum.__table__).where(TableChecksum.__table__.c.name == "unit"),
    )
    broken = faults()
    db.session.remove()

    upgrade()

    assert faults() == broken and len(broken) == 2


@pytest.mark.parametrize("kind", ["changed", "without sums", "whole"])
def test_the_migration_completes_only_sums_that_agree_with_their_rows(either_house: House, kind: str) -> None:
    in_hand(either_house)
    db.session.remove()
    downgrade(revision=BEFORE_BOUND)
    with transaction() as session:
        if kind == "changed":
            session.execute(sa.text("UPDATE complaint SET subject = 'x'"))
        if kind == "without sums":
            session.execute(sa.text("UPDATE complaint SET checksums = NULL"))

    upgrade()

    assert len(faults()) == (kind != "whole")
    names = set(db.session.scalars(sa.select(TableChecksum.name)))
    assert names == ORGANISATION


def test_a_mark_written_without_the_key_completes_nothing(house: House) -> None:
    in_hand(house)
    _edit(
        sa.update(COMPLAINT).values(checksums=sa.null(), sums_checksum=None),
        *(
            sa.insert(TableChecksum.__table__).values(name=f"mark: {name}", value=json.dumps({}))
            for name in ("sums without a checksum", "rows without sums")
        ),
    )
    db.session.remove()

    upgrade()

    assert faults() == ["rows of complaint are not as they were written"]


@pytest.mark.parametrize("broken_off_at", ["0047", "0048", "0049", "0050"])
def test_upgrade_broken_off_still_completes_what_had_no_sums(either_house: House, broken_off_at: str) -> None:
    in_hand(either_house)
    db.session.remove()
    _take_away_sums_before_0048()

    upgrade(revision=broken_off_at)
    db.session.remove()
    upgrade()

    assert faults() == []
    assert set(db.session.scalars(sa.select(TableChecksum.name))) == ORGANISATION


def test_mark_of_an_upgrade_taken_back_is_made_again(either_house: House) -> None:
    in_hand(either_house)
    db.session.remove()
    _take_away_sums_before_0048()
    upgrade(revision=BEFORE_BOUND)
    db.session.remove()
    downgrade(revision="0047")

    upgrade()

    assert faults() == []


@pytest.mark.parametrize("taken_back_to", ["0048", "0049"])
def test_sums_removed_after_the_mark_was_used_stay_a_break(either_house: House, taken_back_to: str) -> None:
    in_hand(either_house)
    db.session.remove()
    downgrade(revision=taken_back_to)
    with transaction() as session:
        session.execute(sa.text("UPDATE complaint SET checksums = NULL"))

    upgrade()

    assert faults() == ["rows of complaint are not as they were written"]


def _take_away_sums_before_0048() -> None:
    downgrade(revision="0047")
    with transaction() as session:
        session.execute(sa.text("UPDATE complaint SET checksums = NULL"))
        session.execute(sa.text("UPDATE notice SET delivery_checksum = NULL"))
        session.execute(sa.text("DELETE FROM table_checksum"))
