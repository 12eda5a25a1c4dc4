"""Nothing that identifies a person is in the database in the clear."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import MetaData, select

from complaints.infrastructure.database import db
from complaints.infrastructure.encryption import blind_index, blind_indexer
from complaints.intake.complainant import Person
from complaints.models import Complainant
from tests.house import KEY, House, opened
from tests.support.stories import told

WANG = Person(
    name="王小明", phone="+8613987654321", address="鄂州市滨湖路88号", identity_number="420704199001011234"
)
SECRETS = (WANG.name, WANG.phone, "13987654321", WANG.address, WANG.identity_number, "李某某")


def _dump() -> str:
    """Every value of every table, as the database holds it."""
    tables = MetaData()
    with db.engine.connect() as connection:
        tables.reflect(connection)
        return "\n".join(
            str(tuple(row)) for table in tables.sorted_tables for row in connection.execute(select(table))
        )


def test_nothing_that_identifies_the_citizen_is_in_the_clear(either_house: House) -> None:
    told(either_house, person=WANG, respondent_name="李某某")
    db.session.remove()

    stored = _dump()

    assert "鄂城区" in stored, "the dump is whole"
    assert "工作人员态度差" not in stored
    for secret in SECRETS:
        assert secret not in stored


def test_nor_anywhere_in_the_file(house: House) -> None:
    told(house, person=WANG, respondent_name="李某某")
    path = Path(str(db.engine.url.database))
    db.session.remove()

    stored = b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))

    for secret in SECRETS:
        assert str(secret).encode() not in stored


def test_the_house_itself_reads_it(house: House) -> None:
    number = house.logs("2026-09-18T09:00", person=WANG)

    person = house.complaint(number).complainant
    assert (person.name, person.phone) == (WANG.name, WANG.phone)
    assert (person.address, person.identity_number) == (WANG.address, WANG.identity_number)


def test_the_same_phone_is_found_without_being_readable(house: House) -> None:
    house.logs("2026-09-18T09:00", person=WANG)
    house.logs("2026-09-18T09:00", person=WANG)
    house.logs("2026-09-18T09:00")

    found = db.select(Complainant).filter_by(phone_index=blind_index("phone", str(WANG.phone)))
    assert len(db.session.scalars(found).all()) == 2
    assert blind_index("phone", "x") != blind_index("name", "x")


def test_a_new_key_in_front_still_opens_and_still_finds(house: House) -> None:
    number = house.logs("2026-09-18T09:00", person=WANG)
    before = blind_index("phone", str(WANG.phone))
    settings = house.app.config["SHOUWEN"]

    from dataclasses import replace

    house.app.config["SHOUWEN"] = replace(settings, pii_keys=(Fernet.generate_key().decode(), KEY))

    assert house.complaint(number).complainant.phone == WANG.phone
    assert blind_index("phone", str(WANG.phone)) == before
    newer = house.logs("2026-09-18T10:00", person=WANG)
    assert house.complaint(newer).complainant.name == WANG.name


def test_another_house_finds_nothing_by_its_own_key(house: House) -> None:
    mine = blind_index("phone", str(WANG.phone))
    with opened("sqlite", SHOUWEN_PII_KEYS=Fernet.generate_key().decode()):
        assert blind_index("phone", str(WANG.phone)) != mine


@pytest.mark.parametrize("text", ["", "李", "阿卜杜拉·买买提" * 40])
def test_many_texts_have_the_blind_index_of_each(house: House, text: str) -> None:
    assert blind_indexer("name")(text) == blind_index("name", text)
