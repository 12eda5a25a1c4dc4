"""Guessed query codes: guessers are slowed and asked for more, honest citizens are answered, administrators hear of it."""

from __future__ import annotations

from contextlib import contextmanager

import pytest

from complaints.infrastructure.database import db
from complaints.intake.complainant import Person
from complaints.models import Notice
from config import read_settings
from tests.house import PASSWORD, opened, settings
from tests.web.pages import Visitor, words_on
from tests.web.test_rate_limits import CLEAN, STRANGER, UNKNOWN, tries, wrong_code

LAST_FOUR = "8000"


@contextmanager
def strict(**more):
    with opened("sqlite", SHOUWEN_SECOND_FACT_AFTER="3", **more) as house:
        yield house


def asks(house, number, where=STRANGER, **words):
    body = {"tracking_number": number, "query_code": house.codes[number], **words}
    return house.app.test_client().post("/api/v1/status", json=body, environ_base=where)


@pytest.mark.parametrize(
    ("person", "fact", "wrong_facts"),
    [
        (Person(name="李大爷", phone="+8613800138000"), "138 0013 8000", ["不知道", "0921", "8001"]),
        (Person(name="李大爷"), "9-21", ["不知道", "8000", "0922"]),
        (Person(name="李大爷", phone="+8613800138000"), "尾号八零零零", ["八零零一", "零九二一", "9月21日"]),
        (Person(name="李大爷"), "九月二十一日", ["八零零零", "九月二十二日", "九月二日"]),
    ],
    ids=["with a phone", "without", "in numerals", "day in numerals"],
)
def test_address_that_guessed_needs_second_fact(now, person, fact, wrong_facts):
    with strict() as house:
        number = house.logs("2026-09-21T09:00", person=person)
        assert asks(house, number).status_code == 200
        for n in range(3):
            assert tries(house, "/status", f"{n}" * 12, "000000", environ_base=STRANGER).status_code == 404

        refused = [asks(house, number, second_fact=one) for one in wrong_facts]
        unknown = tries(house, "/status", UNKNOWN, "000000", environ_base=STRANGER)
        answered = asks(house, number, second_fact=fact)

    assert {one.status_code for one in refused} == {404} and "second_fact" in refused[0].json["detail"]
    assert refused[0].json["detail"] == unknown.json["detail"]
    assert answered.status_code == 200


def test_page_asks_second_fact_after_the_wrong_tries_and_takes_it(now):
    with strict() as house:
        number = house.logs("2026-09-21T09:00")
        li = Visitor(house.app)
        assert 'name="second_fact"' not in li.get("/status").text
        for _ in range(3):
            shown = li.post("/status", tracking_number=number, query_code=wrong_code(house, number))
        assert 'name="second_fact"' in shown.text and "后四位" in words_on(shown)
        right = {"tracking_number": number, "query_code": house.codes[number]}

        assert li.post("/status", **right).status_code == 404
        assert li.post("/status", **right, second_fact=LAST_FOUR).status_code == 303
        assert "4 次用错误的查询码" in words_on(li.get("/status"))


@pytest.mark.parametrize("strangers", [1, 200])
def test_clean_place_is_answered_however_many_tried(now, strangers):
    with strict() as house:
        number = house.logs("2026-09-21T09:00")
        for n in range(200):
            where = {"REMOTE_ADDR": f"10.1.0.{n % strangers}"}
            answer = tries(house, "/status", number, wrong_code(house, number), environ_base=where)
            assert answer.status_code in (404, 429)

        answered = asks(house, number, CLEAN)

    assert answered.status_code == 200 and answered.json["wrong_codes_today"] >= 10


def test_slips_of_the_citizen_are_not_told_as_tries_of_others(house, now):
    number = house.logs("2026-09-21T09:00")
    tries(house, "/status", number, wrong_code(house, number))

    assert asks(house, number).json["wrong_codes_today"] == 0


def test_administrators_hear_once_a_day_of_wrong_codes_over_all_numbers(now):
    with strict(SHOUWEN_ALARM_RATE="5 per hour") as house:
        for n in range(9):
            tries(house, "/status", f"{n}" * 12, "000000", environ_base={"REMOTE_ADDR": f"10.2.0.{n}"})
        admin = Visitor(house.app)
        admin.get("/login")
        admin.post("/login", username="admin", password=PASSWORD)
        notices = list(db.session.scalars(db.select(Notice).filter_by(kind="codes_guessed")))

        assert len(notices) == 1 and (notices[0].recipient, notices[0].role) == ("unit", "admin")


@pytest.mark.parametrize(
    ("production", "set_to", "free"),
    [("0", "", 0), ("1", "", 3), ("1", "0", 0), ("0", "5", 5)],
)
def test_second_fact_is_asked_in_production_or_by_setting(production, set_to, free):
    env = settings("sqlite://", SHOUWEN_PRODUCTION=production, SHOUWEN_SECOND_FACT_AFTER=set_to)
    env |= {
        "SHOUWEN_RATELIMIT_STORAGE": "redis://127.0.0.1",
        "SHOUWEN_PUBLIC_URL": "https://complaints.example",
    }

    assert read_settings(env).second_fact_after == free
