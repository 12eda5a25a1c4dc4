"""Words are looked for in a stretch of complaints: the newest, or the newest up to a day."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from flask_migrate import downgrade, upgrade

from complaints.infrastructure.database import db
from complaints.intake.complainant import Person
from complaints.models import Complaint, SearchToken
from complaints.queries import search
from complaints.queries.search import Wanted, find
from tests.house import House


@pytest.fixture
def five_days(either_house: House, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr(search, "LOOKED_THROUGH", 2)
    monkeypatch.setattr(search, "ON_A_PAGE", 1)
    return [either_house.logs(f"2026-09-{day}T09:00", narrative="排队时电梯坏了") for day in range(14, 19)]


def _found(house: House, wanted: Wanted) -> list[str]:
    """All pages, one after the other."""
    numbers: list[str] = []
    before: int | None = None
    while True:
        page = find(wanted, house.officer("window"), before)
        numbers += [one.tracking_number for one in page.complaints]
        if page.next is None:
            return numbers
        before = page.next


def test_words_are_looked_for_among_the_newest(either_house: House, five_days: list[str]) -> None:
    assert _found(either_house, Wanted(words="电梯")) == [five_days[4], five_days[3]]


def test_a_last_day_looks_further_back(either_house: House, five_days: list[str]) -> None:
    up_to = Wanted(words="电梯", until=date(2026, 9, 16))

    assert _found(either_house, up_to) == [five_days[2], five_days[1]]


def test_days_before_the_first_looked_through_are_left_out(either_house: House, five_days: list[str]) -> None:
    between = Wanted(words="电梯", since=date(2026, 9, 16), until=date(2026, 9, 16))

    assert _found(either_house, between) == [five_days[2]]


def test_who_complained_is_found_however_long_ago(either_house: House, five_days: list[str]) -> None:
    number = five_days[0]
    phone = either_house.complaint(number).complainant.phone

    assert number in _found(either_house, Wanted(phone=phone or ""))


TOLD = "在鄂城區公證處排隊，①號窗口的張國強讓我撥打 138****5678，José 說 ＷＩＦＩ 密码是 a-b·c；电\u200b梯坏了。\n大厅没有座\n位。"
ASKED = [
    "公证处排队",
    "張国强",
    "①号",
    "1号窗口",
    "138****5678",
    "138xxxx5678",
    "jose",
    "wifi",
    "ABC",
    "电梯",
    "电 梯",
    "電梯壞了",
    "；",
    "José說",
]


@pytest.mark.parametrize("typed", ASKED)
def test_words_are_found_however_they_were_typed(house: House, typed: str) -> None:
    number = house.logs("2026-09-18T09:00", narrative=TOLD)
    house.logs("2026-09-18T09:00", narrative="窗口排得太久，人也不好。")

    assert _found(house, Wanted(words=typed)) == [number]


def test_words_of_older_rows_are_found_as_new_ones(either_house: House) -> None:
    """Before the migration, and where the version before it logged them, they are looked through as they were typed."""
    number = either_house.logs(
        "2026-09-18T09:00",
        narrative=TOLD,
        sender_number="鄂信〔2026〕第123号",
        person=Person("張國強", "13812345678"),
    )
    db.session.remove()
    downgrade(revision="0041")
    db.session.execute(sa.delete(SearchToken))
    db.session.commit()
    db.session.remove()
    upgrade()

    for typed in ASKED:
        assert _found(either_house, Wanted(words=typed)) == [number], typed
    for wanted in (
        Wanted(name="张国强"),
        Wanted(phone="138****5678"),
        Wanted(phone="138 xxxx 5678"),
        Wanted(sender_number="鄂信[2026]123"),
    ):
        assert _found(either_house, wanted) == [number], wanted
    assert not _found(either_house, Wanted(phone="139****5678"))
    db.session.execute(sa.update(Complaint).values(words=None))
    assert _found(either_house, Wanted(words="排隊")) == [number]


def test_corrected_words_are_found(house: House) -> None:
    number = house.logs("2026-09-18T09:00", narrative=TOLD)
    house.does(
        "window",
        number,
        "correct",
        "2026-09-18T10:00",
        changes={"subject": "轉賬失敗"},
        reason="写错",
        on_request=False,
    )

    assert _found(house, Wanted(words="转账")) == [number]
