"""Names in two scripts are found by their letters, and numbers of other offices without their prefix and the zeros of their serial."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask_migrate import downgrade, upgrade

from complaints.access.search_index import sent_under_the_same
from complaints.infrastructure.database import db
from complaints.intake.complainant import Person
from complaints.models import Complaint, SearchToken
from complaints.queries.search import Wanted, find
from tests.house import House

AT = "2026-09-18T09:00"
BEFORE_MIXED_NAMES = "0069"
NAMES = [
    ("a q", "阿Q"),
    ("aq", "阿Q"),
    ("AQ", "阿Q"),
    ("阿q", "阿Q"),
    ("chen jack", "陈Jack"),
    ("chenjack", "陈Jack"),
    ("cj", "陈Jack"),
    ("chen", "陈Jack"),
    ("ＪＡＣＫ", "陈Jack"),
    ("ayiguli alexandra maria", "阿依古丽·Alexandra Maria"),
]
PEOPLE = ("阿Q", "陈Jack", "阿依古丽·Alexandra Maria", "李小花", "John Smith")
NUMBERS = [
    ("2026 0123", {"鄂信访〔2026〕0123", "20260123"}),
    ("2026-123", {"鄂信访〔2026〕0123"}),
    ("〔2026〕123号", {"鄂信访〔2026〕0123"}),
    ("2026年第000123号", {"鄂信访〔2026〕0123"}),
    ("鄂信访〔2026〕123", {"鄂信访〔2026〕0123"}),
    ("鄂信访2026 00123", {"鄂信访〔2026〕0123"}),
    ("2026 45", {"DH-2026/45", "WX-2026-0045"}),
    ("DH 2026 0045", {"DH-2026/45"}),
    ("武信〔2026〕0123", set()),
    ("2025 0123", set()),
    ("2026 1230", set()),
    ("2026", set()),
    ("0123", set()),
    ("123", set()),
]
SENT = ("鄂信访〔2026〕0123", "DH-2026/45", "WX-2026-0045", "20260123", "WX-2026-00451")


def logged(house: House) -> dict[str, str]:
    """The numbers by the name, or the number of the sender, that each complaint came in with."""
    by_name = {name: house.logs(AT, person=Person(name), respondent_name=f"{name}主任") for name in PEOPLE}
    return by_name | {number: house.logs(AT, sender_number=number) for number in SENT}


def found(house: House, numbers: dict[str, str], **wanted: str) -> set[str]:
    listed = {one.tracking_number for one in find(Wanted(**wanted), house.officer("window")).complaints}
    return {name for name, number in numbers.items() if number in listed}


def require_all_found(house: House, numbers: dict[str, str]) -> None:
    for typed, name in NAMES:
        assert found(house, numbers, name=typed) == {name}, typed
        assert found(house, numbers, respondent=typed) == {name}, typed
    for typed, sent in NUMBERS:
        assert found(house, numbers, sender_number=typed) == sent, typed


def test_mixed_names_and_numbers_are_found(either_house: House) -> None:
    require_all_found(either_house, logged(either_house))


def test_mixed_names_and_numbers_of_before_are_found_as_new_ones(either_house: House) -> None:
    numbers = logged(either_house)
    agent = {"name": "单Bob"}
    others = [{"name": "王Tom", "phone": "13733334444"}]
    numbers["spoken for"] = either_house.logs(AT, person=Person("李四", agent=agent, representatives=others))
    either_house.does(
        *("window", numbers["李小花"], "correct", AT),
        changes={"name": "李Anna", "sender_number": "鄂字〔2024〕007"},
        reason="写错",
        on_request=False,
    )
    tokens = tokens_now()
    db.session.execute(sa.delete(SearchToken))
    db.session.commit()
    db.session.remove()

    downgrade(revision=BEFORE_MIXED_NAMES)
    upgrade()

    assert tokens_now() < tokens
    require_all_found(either_house, {name: numbers[name] for name in (*PEOPLE, *SENT)})
    assert found(either_house, numbers, name="shanbob") == found(either_house, numbers, name="wang tom")
    assert found(either_house, numbers, name="lianna") == {"李小花"}
    assert found(either_house, numbers, sender_number="2024 7") == {"李小花"}


def tokens_now() -> set[tuple[int, str]]:
    rows = db.session.execute(sa.select(SearchToken.complaint_id, SearchToken.token))
    return {(row.complaint_id, row.token) for row in rows}


@pytest.mark.parametrize("typed", ["2026 0123", "武信〔2026〕0123"])
def test_a_number_of_another_office_is_not_the_same(house: House, typed: str) -> None:
    """A number without its prefix finds, and links nothing by itself."""
    house.logs(AT, sender_number="鄂信访〔2026〕0123")

    same = sa.select(Complaint.id).where(sent_under_the_same(typed))
    assert db.session.scalars(same).all() == []
    same = sa.select(Complaint.id).where(sent_under_the_same("鄂信访〔2026〕123号"))
    assert len(db.session.scalars(same).all()) == 1
