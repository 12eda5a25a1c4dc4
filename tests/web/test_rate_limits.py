"""No one can guess a query code, or learn from an answer whether there is such a complaint."""

from __future__ import annotations

import re
from contextlib import contextmanager
from statistics import median
from time import perf_counter

import pytest
from sqlalchemy import event

from complaints.casework import citizen_view
from complaints.infrastructure.database import db
from complaints.infrastructure.errors import NotFound
from complaints.infrastructure.tracking_numbers import grouped
from tests.house import opened
from tests.web.pages import Visitor, words_on

UNKNOWN = "123456789012"
CHANGES = {
    "Date",
    "X-RateLimit-Remaining",
    "X-RateLimit-Reset",
    "Retry-After",
    "Padding",
}  # by the second, by chance
DOORS = ["page", "/status", "/status/moves/urge", "/status/moves/withdraw"]


def tries(house, door, number, code, as_typed=grouped, **how):
    """One look-up from a browser, or a program, of its own."""
    words = {"tracking_number": as_typed(number), "query_code": code}
    if door != "page":
        return house.app.test_client().post(f"/api/v1{door}", json=words, **how)
    visitor = Visitor(house.app)
    visitor.get("/status")
    return visitor.client.post("/status", data={"csrf_token": visitor.token, **words}, **how)


def wrong_code(house, number):
    return "000000" if house.codes[number] != "000000" else "000001"


def said(answer, number):
    """All that came, but for the form token and the number that was typed oneself."""
    text = re.sub(r'(name="csrf_token" value=")[^"]+', r"\1", answer.text)
    headers = {name: value for name, value in answer.headers if name not in CHANGES | {"Set-Cookie"}}
    return (
        answer.status_code,
        text.replace(grouped(number), ""),
        headers,
        {name for name, _ in answer.headers},
    )


@contextmanager
def work(monkeypatch):
    """What the answer cost: each question to the database, and each code that was hashed."""
    done: list[str] = []
    real = citizen_view.is_code

    def hashed(*words):
        done.append("a code hashed")
        return real(*words)

    def asked(connection, cursor, statement, *rest):
        done.append(statement)

    monkeypatch.setattr(citizen_view, "is_code", hashed)
    event.listen(db.engine, "before_cursor_execute", asked)
    try:
        yield done
    finally:
        event.remove(db.engine, "before_cursor_execute", asked)
        monkeypatch.setattr(citizen_view, "is_code", real)


@pytest.mark.parametrize("door", DOORS)
def test_wrong_and_unknown_get_the_same_answer_for_the_same_work(house, now, monkeypatch, door):
    number = house.logs("2026-09-21T09:00")
    tries(house, door, UNKNOWN, "000000")

    with work(monkeypatch) as for_wrong:
        wrong = tries(house, door, number, wrong_code(house, number))
    with work(monkeypatch) as for_unknown:
        unknown = tries(house, door, UNKNOWN, "000000")

    assert said(wrong, number) == said(unknown, UNKNOWN) and wrong.status_code == 404
    assert for_wrong == for_unknown and for_wrong.count("a code hashed") == 1
    assert sum("query_code_hash" in one for one in for_wrong) == 1


def test_wrong_and_unknown_take_the_same_time(house, now):
    number = house.logs("2026-09-21T09:00")
    code = wrong_code(house, number)

    def seconds(tried):
        start = perf_counter()
        with pytest.raises(NotFound):
            citizen_view.number_of(tried, code)
        return perf_counter() - start

    def ratio():
        pairs = [(seconds(number), seconds(UNKNOWN)) for _ in range(40)]
        return median(wrong for wrong, _ in pairs) / median(unknown for _, unknown in pairs)

    ratio()  # warmed up
    assert any(0.7 < ratio() < 1.3 for _ in range(5))


STRANGER, CLEAN = {"REMOTE_ADDR": "10.0.0.1"}, {"REMOTE_ADDR": "10.0.1.1"}


@pytest.mark.parametrize("tried", ["theirs", UNKNOWN])
def test_address_tries_one_number_ten_times_an_hour_by_any_door(house, now, tried):
    number = house.logs("2026-09-21T09:00")
    tried = number if tried == "theirs" else tried
    wrong = wrong_code(house, number)

    codes = [tries(house, DOORS[n % 4], tried, wrong, environ_base=STRANGER).status_code for n in range(11)]

    assert codes == [404] * 10 + [429]
    told = tries(house, "page", tried, wrong, environ_base=STRANGER)
    assert told.status_code == 429 and int(told.headers["Retry-After"]) > 0
    assert "这个编号试错的次数太多" in words_on(told) and "到窗口，或拨打 12348" in words_on(told)
    assert f'value="{grouped(tried)}"' in told.text


@pytest.mark.parametrize(
    "as_typed",
    [
        lambda number: " " * 180 + number,
        lambda number: number + "e\u0301" * 24 + "9",
        lambda number: number + " " * 210 + "9",
        lambda number: chr(ord("\u2460") + int(number[0]) - 1) + number[1:],
        lambda number: f"\u3000{number}\u3000",
    ],
    ids=[
        "far to the right",
        "with signs that melt together",
        "with more behind",
        "with a ring around the first digit",
        "between wide spaces",
    ],
)
def test_number_typed_differently_counts_as_one(house, now, as_typed):
    number = house.logs("2026-09-21T09:00")
    wrong = wrong_code(house, number)

    codes = [
        tries(
            house, DOORS[n % 2], number, wrong, as_typed if n % 4 > 1 else grouped, environ_base=STRANGER
        ).status_code
        for n in range(24)
    ]

    looked_up = [
        code for code in codes if code != 422
    ]  # too long for a program to send: not looked up at all
    assert looked_up.count(404) == 10 and set(looked_up[-4:]) == {429}


@pytest.mark.parametrize("door", DOORS[:2])
def test_strangers_wrong_codes_do_not_close_a_number(house, now, door):
    """A thousand addresses try a number; its citizen is answered at once from a clean place."""
    number = house.logs("2026-09-21T09:00")
    for n in range(60):
        strange = {"REMOTE_ADDR": f"10.{n % 7}.3.{n}"}
        assert tries(
            house, "/status", number, wrong_code(house, number), environ_base=strange
        ).status_code in (
            404,
            429,
        )

    answered = tries(house, door, number, house.codes[number], environ_base=CLEAN)

    assert answered.status_code in (200, 303)


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:10.0.0.9", "10.0.0.9", True),
    ],
)
def test_ipv6_household_counts_as_one_address(house, now, first, second, together):
    number = house.logs("2026-09-21T09:00")
    wrong = wrong_code(house, number)
    for _ in range(10):
        tries(house, "/status", number, wrong, environ_base={"REMOTE_ADDR": first})

    last = tries(house, "/status", number, wrong, environ_base={"REMOTE_ADDR": second}).status_code

    assert last == (429 if together else 404)


def test_right_codes_are_not_counted(house, now):
    number = house.logs("2026-09-21T09:00")

    assert {tries(house, "page", number, house.codes[number]).status_code for _ in range(15)} == {303}


def test_one_address_is_limited_over_many_numbers_and_is_told_so(now):
    with opened("sqlite", SHOUWEN_WRONG_RATE="3 per minute") as house:
        codes = [tries(house, DOORS[n % 2], f"{n}" * 12, "000000").status_code for n in range(1, 5)]
        told = tries(house, "page", UNKNOWN, "000000")

    assert codes == [404, 404, 404, 429] and "从这里查询得太频繁" in words_on(told)


def test_what_is_no_number_closes_nothing_for_others(house, now):
    for _ in range(11):
        tries(house, "page", "abc", "000000", environ_base={"REMOTE_ADDR": "10.0.0.1"})

    assert tries(house, "page", "abc", "000000", environ_base={"REMOTE_ADDR": "10.0.0.2"}).status_code == 404


def test_a_body_that_cannot_be_read_is_counted_for_nobody(house, now):
    answer = house.app.test_client().post(
        "/api/v1/status", data=b"[" * 100_000, content_type="application/json"
    )

    assert answer.status_code == 400


def test_no_tracking_number_stands_in_the_limiters_log(house, now, caplog):
    number = house.logs("2026-09-21T09:00")
    caplog.set_level("DEBUG")

    for _ in range(12):
        tries(house, "page", number, wrong_code(house, number))

    assert "exceeded" in caplog.text and number not in caplog.text
