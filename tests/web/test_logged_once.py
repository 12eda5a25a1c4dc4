"""The web complaint is logged once: pressed twice, sent again after going back, or begun again with other words."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select

from complaints.infrastructure.database import db
from complaints.models import Complaint, Draft
from tests.house import opened
from tests.web.citizens import ANSWERS, JPEG, paper_of, sends, writes
from tests.web.pages import Visitor, words_on

THEN = "已登记过，这是当时的回执"


def once_on(page):
    return re.search(r'name="once" value="([^"]+)"', page.text)[1]


def fields_on(page):
    return dict(re.findall(r'<input type="hidden" name="(once|shown|csrf_token)" value="([^"]+)"', page.text))


def how_many():
    db.session.rollback()
    return db.session.scalar(select(func.count(Complaint.id)))


@pytest.fixture
def sent(li):
    """The page that was sent, as a browser that goes back may still show it, and the number on the receipt."""
    writes(li)
    once = once_on(li.get("/complain/check"))
    return once, paper_of(li.follow(li.post("/complain/check", once=once)))[0]


def test_sending_again_after_going_back_shows_the_receipt_made_then(li, sent):
    once, number = sent

    again = li.follow(li.post("/complain/check", once=once))

    assert paper_of(again)[0] == number and THEN in words_on(again) and how_many() == 1


def test_going_back_to_a_step_that_was_sent_leads_to_the_receipt(li, sent):
    back = li.follow(li.get("/complain/check"))

    assert paper_of(back)[0] == sent[1] and THEN in words_on(back)


def test_the_first_time_nothing_is_said_of_a_second(li):
    writes(li)

    assert THEN not in words_on(li.follow(li.post("/complain/check")))


def test_after_leaving_the_receipt_is_not_shown_again_and_nothing_is_logged(li, sent, now):
    li.post("/status/leave")

    left = li.follow(li.post("/complain/check", once=sent[0]))
    assert "没有重复登记" in words_on(left) and sent[1] not in left.text

    now("2026-09-21T10:30")
    late = li.follow(li.post("/complain/check", once=sent[0]))
    assert "没有重复登记" in words_on(late) and how_many() == 1


def test_other_words_in_a_page_of_a_complaint_that_was_sent_begin_another_and_are_not_lost(li, sent):
    told = li.post("/complain/what", once=sent[0], narrative="另外一件事")
    assert (
        told.status_code == 422 and "已经登记过，没有重复登记" in words_on(told) and "另外一件事" in told.text
    )
    assert once_on(told) != sent[0]

    answer = li.post("/complain/what", once=once_on(told), narrative="另外一件事")
    assert answer.status_code == 303
    for step, words in {**ANSWERS, "what": {"narrative": "另外一件事"}}.items():
        li.post(f"/complain/{step}", **words)
    assert paper_of(li.follow(li.post("/complain/check")))[0] != sent[1] and how_many() == 2


def test_a_page_that_is_sent_late_sends_its_own_draft_and_not_the_one_begun_since(li, sent):
    writes(li, what={"narrative": "第二件，还没想好要不要交"})

    again = li.follow(li.post("/complain/check", once=sent[0]))

    assert paper_of(again)[0] == sent[1] and how_many() == 1
    assert "第二件" in li.get("/complain/check").text


def test_a_file_for_a_complaint_that_was_sent_is_not_taken_for_another(li, sent):
    answer = li.post("/complain/files", files={"files": (JPEG, "a.jpg")}, once=sent[0])

    assert THEN in words_on(li.follow(answer))


def test_of_what_was_sent_no_word_stays_in_the_draft(li, sent):
    kept = db.session.scalars(select(Draft.words)).one()

    assert "李大爷" not in kept and "说话难听" not in kept


def test_what_was_changed_on_another_page_is_shown_before_it_is_sent(li):
    writes(li)
    first = fields_on(li.get("/complain/check"))
    li.post("/complain/category", category="SHIRK")
    li.post("/complain/what", narrative="第二件事，完全不同。")

    again = li.follow(li.post("/complain/check", **first))

    assert again.request.path == "/complain/check" and how_many() == 0
    assert "在另一个页面里改过" in words_on(again) and "第二件事，完全不同。" in words_on(again)
    assert li.post("/complain/check", **fields_on(again)).status_code == 303 and how_many() == 1
    assert db.session.scalars(select(Complaint)).one().narrative == "第二件事，完全不同。"


def test_a_photo_added_on_another_page_is_shown_before_it_is_sent(li):
    writes(li)
    first = fields_on(li.get("/complain/check"))
    li.post("/complain/files", files={"files": (JPEG, "a.jpg")})

    again = li.follow(li.post("/complain/check", **first))

    assert "在另一个页面里改过" in words_on(again) and "a.jpg" in words_on(again) and how_many() == 0


def test_what_was_changed_and_is_not_complete_any_more_leads_to_what_is_missing(li):
    writes(li)
    first = fields_on(li.get("/complain/check"))
    li.post("/complain/what", narrative="")

    assert li.post("/complain/check", **first).headers["Location"] == "/complain/what"


def test_complaints_are_sent_no_more_often_from_one_place_than_by_a_program():
    with opened("sqlite", SHOUWEN_STATUS_RATE="2 per minute") as house:
        for _ in range(2):
            assert sends(Visitor(house.app)).status_code == 200
        late = Visitor(house.app)
        writes(late)
        told = late.post("/complain/check", **fields_on(late.get("/complain/check")))
        count = how_many()

    assert told.status_code == 429 and count == 2 and "请稍候再试" in words_on(told)
    assert 'action="/complain/check"' in told.text and "再提交一次" in words_on(told)
