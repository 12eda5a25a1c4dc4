"""A question to the citizen waits while the complaint is open, and where it is read: nothing waits after the end."""

from __future__ import annotations

import pytest

from tests.support.stories import ANSWER
from tests.web.api import Api
from tests.web.citizens import looks_up
from tests.web.pages import Visitor, words_on

ASKED = "当天几点到的窗口？"
DECLINED = {"reason_code": "not_our_remit", "competent_body": "法院", "contact": "12368"}
ENDS = {
    "withdrawn": [("citizen", "withdraw", "2026-09-21T09:40", {})],
    "declined": [("window", "decline", "2026-09-21T09:40", DECLINED)],
    "closed": [
        ("window", "answer_on_the_spot", "2026-09-21T09:40", ANSWER),
        ("window", "give_feedback", "2026-09-21T09:50", {"method": "phone"}),
        ("citizen", "rate", "2026-09-21T09:55", {"grade": 5}),
    ],
}


def status_page(house, number):
    visitor = Visitor(house.app)
    looks_up(visitor, number, house.codes[number])
    return visitor.get("/status")


@pytest.mark.parametrize("end", ENDS)
def test_nothing_waits_after_the_end(house, now, at_desk, end):
    number = house.logs("2026-09-21T09:00")
    house.does("window", number, "ask_citizen", "2026-09-21T09:30", question=ASKED)
    for by, move, at, words in ENDS[end]:
        house.does(by, number, move, at, **words)
    assert house.complaint(number).ended_at is not None

    page = status_page(house, number)

    assert "answer_question" not in page.text and "办理人员问您：" not in words_on(page)
    assert "不用再回答" in words_on(page)
    assert "等投诉人回答" not in words_on(at_desk("window").get(f"/desk/c/{number}"))
    keys = {"tracking_number": number, "query_code": house.codes[number]}
    assert not any(one["waits"] for one in Api(house).by(None).post("/status", keys).json["thread"])


@pytest.fixture
def joined(house, now):
    """A leading complaint and one joined to it, whose citizen alone was asked."""
    leading, number = house.logs("2026-09-21T08:50"), house.logs("2026-09-21T09:00")
    house.does("window", number, "merge", "2026-09-21T09:10", leading=leading)
    house.does("window", number, "ask_citizen", "2026-09-21T09:30", question=ASKED)
    return leading, number


def test_what_a_joined_citizen_was_asked_waits_on_the_leading_one(house, joined, at_desk):
    leading, number = joined
    lin = at_desk("window")
    assert "等投诉人回答" in words_on(lin.get(f"/desk/c/{leading}"))
    assert ASKED not in words_on(lin.get(f"/desk/c/{leading}/answer_question"))
    assert "办理人员问您：" not in words_on(status_page(house, leading))
    assert "办理人员问您：" in words_on(status_page(house, number))

    house.does("citizen", number, "answer_question", "2026-09-21T09:40", note="十点")

    assert "等投诉人回答" not in words_on(lin.get(f"/desk/c/{leading}"))


def test_a_joined_citizen_is_asked_no_more_once_the_leading_one_ended(house, joined):
    leading, number = joined
    house.does("window", leading, "decline", "2026-09-21T09:40", **DECLINED)

    page = words_on(status_page(house, number))

    assert "办理人员问您：" not in page and "等您回答" not in page.split("往来", 1)[1]
