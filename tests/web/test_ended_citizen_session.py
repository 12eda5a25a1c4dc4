"""A citizen's visit that is over while they write: their words wait until they are let in again, and for no one else."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.house import opened
from tests.web.citizens import looks_up
from tests.web.pages import Visitor, words_on

WORDS = "他是经办人的表弟。" * 40
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
NOT_YOURS = "不是您打开的"


def fields_on(page, form):
    """Hidden fields of the form that goes to an address, as a browser sends them."""
    inside = re.search(rf'<form[^>]*action="{form}"[^>]*>(.*?)</form>', page.text, re.DOTALL)[1]
    return {name: unescape(value) for name, value in HIDDEN.findall(inside)}


@pytest.fixture
def number(house):
    return house.logs("2026-09-18T09:30")


@pytest.fixture
def waiting(house, li, number, now):
    """What the page asks for that Li gets who wrote for half an hour."""
    li.follow(looks_up(li, number, house.codes[number]))
    asked = li.get("/status/request_recusal")
    now("2026-09-21T10:25")
    page = li.post("/status/request_recusal", reason=WORDS, **fields_on(asked, "/status/request_recusal"))
    assert page.status_code == 404 and "没有丢失" in words_on(page) and "表弟" not in page.text
    return fields_on(page, "/status")


def again(li, house, number, waiting, **more):
    return li.post("/status", **waiting, tracking_number=number, query_code=house.codes[number], **more)


def test_once_let_in_again_what_was_written_is_sent(house, li, number, waiting):
    shown = again(li, house, number, waiting)
    done = li.post("/status/request_recusal", **fields_on(shown, "/status/request_recusal"))

    assert shown.status_code == 200 and "表弟" in shown.text
    assert done.status_code == 303 and house.moves(number)[-1] == "request_recusal"


def test_a_wrong_code_or_another_language_first_loses_nothing(house, li, number, waiting):
    wrong = li.post("/status", **waiting, tracking_number=number, query_code="1")
    other = li.post("/status", **fields_on(wrong, "/status"), tracking_number=number, locale="en")

    assert wrong.status_code == 404 and "not lost" in words_on(other)
    assert "表弟" in again(li, house, number, fields_on(other, "/status")).text


def test_who_is_let_in_to_another_complaint_gets_no_word_of_it(house, li, number, waiting):
    other = house.logs("2026-09-18T09:40")

    answer = again(li, house, other, waiting)
    page = li.follow(answer)

    assert NOT_YOURS in words_on(page) and "表弟" not in answer.text + page.text
    assert house.moves(number) == ["receive"] == house.moves(other)


def test_writing_on_for_too_long_once_more_loses_nothing_either(house, li, number, waiting, now):
    shown = again(li, house, number, waiting)
    now("2026-09-21T11:00")

    asked = li.post("/status/request_recusal", **fields_on(shown, "/status/request_recusal"))

    assert asked.status_code == 404
    assert "表弟" in again(li, house, number, fields_on(asked, "/status")).text


def test_what_an_officer_left_waiting_is_not_had_by_a_code(house, li, number):
    li.get("/login")
    ended = li.post("/desk/new", narrative=WORDS)
    kept = fields_on(ended, "/login") | {"kept_for": "/status/urge"}
    li.get("/status")

    answer = li.post(
        "/status",
        kept=kept["kept"],
        kept_for=kept["kept_for"],
        tracking_number=number,
        query_code=house.codes[number],
    )

    assert answer.status_code == 303 and "表弟" not in answer.text


def test_whoever_sends_too_often_is_told_so_beside_what_they_wrote(now):
    with opened("sqlite", SHOUWEN_STATUS_RATE="2 per minute") as house:
        number, li = house.logs("2026-09-18T09:30"), Visitor(house.app)
        li.follow(looks_up(li, number, house.codes[number]))
        li.get("/status/request_recusal")
        answers = [li.post("/status/request_recusal", reason="") for _ in range(2)]
        told = li.post("/status/request_recusal", reason=WORDS)

    assert [answer.status_code for answer in answers] == [422, 422] and told.status_code == 429
    assert WORDS in told.text and "这次没有提交" in words_on(told) and "查询得太频繁" not in words_on(told)
