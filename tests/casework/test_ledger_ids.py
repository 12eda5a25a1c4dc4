"""Rows that exchange their ids, or get another one, are found: other rows name them by it, and lists go by its order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from flask_migrate import downgrade, upgrade

from complaints.casework.checksum_verification import count_organisation, counted, models
from complaints.infrastructure.database import db, transaction
from complaints.models import Officer, TableChecksum
from complaints.models.checksums import added, checksum_of_sums
from complaints.models.uncovered import COLUMNS, ORGANISATION
from tests.house import House, opened
from tests.support.edits_past_program import faults, is_found, live, switch_protection_off
from tests.support.stories import in_hand, told

BEFORE_IDS = "0065"
UNUSED = 999_999


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def lived(request: pytest.FixtureRequest) -> Iterator[House]:
    with opened(request.param) as house:
        live(house)
        told(house)
        yield house


def _tables() -> list[sa.Table]:
    tables = [db.metadata.tables[model.__tablename__] for model in models()]
    return [table for table in tables if "id" in table.c]


def _two_of(table: sa.Table) -> list[int]:
    """Of one complaint where there are two: then no sum but that of the ids can differ."""
    query = sa.select(table.c.id)
    if "complaint_id" in table.c:
        owned = table.c.complaint_id.is_not(None)
        many = sa.select(table.c.complaint_id).where(owned).group_by(table.c.complaint_id)
        most = db.session.scalars(many.order_by(sa.func.count().desc()).limit(1)).first()
        query = query.where(table.c.complaint_id == most)
    return list(db.session.scalars(query.order_by(table.c.id).limit(2)))


def _renumbered(table: sa.Table, before: int, after: int) -> sa.Update:
    return sa.update(table).where(table.c.id == before).values(id=after)


def _exchange(table: sa.Table, a: int, b: int) -> list[sa.Update]:
    return [_renumbered(table, a, -1), _renumbered(table, b, a), _renumbered(table, -1, b)]


def test_ids_exchanged_between_two_rows_are_found(lived: House) -> None:
    missed, tried = [], 0
    for table in _tables():
        two = _two_of(table)
        if len(two) == 2:
            tried += 1
            if not is_found(*_exchange(table, *two)):
                missed.append(table.name)

    assert missed == [] and tried >= 12


def test_id_that_was_changed_is_found(lived: House) -> None:
    missed, tried = [], 0
    for table in _tables():
        for one in _two_of(table)[:1]:
            tried += 1
            if not is_found(_renumbered(table, one, UNUSED)):
                missed.append(table.name)

    assert missed == [] and tried >= 18


@pytest.mark.parametrize("name", ["username", "name_zh", "name_en", "unit_id", "roles", "active"])
def test_officers_who_exchange_what_they_are_known_by_are_found(lived: House, name: str) -> None:
    """The same as an exchange of their ids: then each has done what the other did."""
    column = Officer.__table__.c[name]
    names = ("centre.chen", "echeng.xie")
    rows = [
        db.session.execute(sa.select(column).where(Officer.username == one)).scalar_one() for one in names
    ]
    if name == "active":
        rows = [False, True]

    def given(username: str, value: Any) -> sa.Update:
        ids = sa.select(Officer.id).where(Officer.username == username)
        officer_id = db.session.execute(ids).scalar_one()
        return sa.update(Officer.__table__).where(Officer.id == officer_id).values({name: value})

    fresh = "-" if name == "username" else rows[1]
    edits = given(names[0], fresh), given(names[1], rows[0])
    assert is_found(*edits)


def test_sign_in_of_an_officer_is_no_break(either_house: House) -> None:
    """What is written with each sign-in counts into no sum."""
    officer_id = either_house.officer("window").id
    with transaction() as session:
        row = session.get_one(Officer, officer_id)
        row.password_given, row.locale = not row.password_given, "en"

    assert faults() == []
    assert all(f"officer.{name}" in COLUMNS for name in ("password", "password_given", "locale"))


def test_upgrade_binds_the_ids_of_rows_from_before(either_house: House) -> None:
    live(either_house, with_help=False)
    _put_back_to_sums_without_ids()

    upgrade()

    assert faults() == []
    assert set(db.session.scalars(sa.select(TableChecksum.name))) == ORGANISATION
    table = db.metadata.tables["deadline"]
    assert is_found(*_exchange(table, *_two_of(table)))


@pytest.mark.parametrize(
    ("edit", "broken"),
    [
        ("UPDATE complaint SET subject = 'x'", "complaint"),
        ("UPDATE deadline SET due_at = started_at", "deadline"),
        ("UPDATE unit SET name_zh = 'x' WHERE code = 'EC-BUREAU'", "unit"),
    ],
)
def test_upgrade_makes_no_break_good(either_house: House, edit: str, broken: str) -> None:
    in_hand(either_house)
    _put_back_to_sums_without_ids()
    with transaction() as session:
        switch_protection_off()
        session.execute(sa.text(edit))

    upgrade()

    found = faults()
    assert found and any(broken in fault or "promise" in fault for fault in found)


def test_ids_exchanged_before_a_second_upgrade_stay_a_break(either_house: House) -> None:
    """The migration taken back and made again: sums with ids are not counted again."""
    in_hand(either_house)
    db.session.remove()
    downgrade(revision=BEFORE_IDS)
    table = db.metadata.tables["deadline"]
    with transaction() as session:
        switch_protection_off()
        for edit in _exchange(table, *_two_of(table)):
            session.execute(edit)

    upgrade()

    assert faults() == ["rows of deadline are not as they were written"]


def _put_back_to_sums_without_ids() -> None:
    """As a database of the version before holds them."""
    complaint = db.metadata.tables["complaint"]
    with transaction() as session:
        numbers = dict(session.execute(sa.select(complaint.c.id, complaint.c.tracking_number)).all())
        for one, found in counted(list(numbers), with_ids=False).items():
            sums = added({}, found)
            values = {"checksums": sums, "sums_checksum": checksum_of_sums(numbers[one], sums)}
            session.execute(sa.update(complaint).where(complaint.c.id == one).values(values))
        for name, value in count_organisation(with_ids=False).items():
            session.get_one(TableChecksum, name).set_value(value)
        session.flush()
        session.execute(sa.delete(TableChecksum).where(TableChecksum.name == "officer"))
    db.session.remove()
    downgrade(revision=BEFORE_IDS)
