"""A file for the citizen goes with the answer of its round: what an answer that was sent back left behind goes no more."""

from __future__ import annotations

import pytest

from tests.support.stories import ANSWER, in_hand
from tests.web.citizens import looks_up
from tests.web.pages import Visitor, words_on

WRONG, RIGHT = b"%PDF-1.7 names the wrong person %%EOF", b"%PDF-1.7 put right %%EOF"


@pytest.fixture
def number(house):
    return in_hand(house)


def gives(visitor, number, body, name, **given):
    visitor.get(f"/desk/c/{number}/files")
    return visitor.post(f"/desk/c/{number}/files", files={"files": (body, name)}, **given)


@pytest.fixture
def zhao(house, number, now, at_desk):
    """The handler, whose answer with a file was sent back."""
    zhao = at_desk("handler")
    assert gives(zhao, number, WRONG, "错的.pdf", for_citizen="1").status_code == 303
    house.does("handler", number, "answer", "2026-09-21T10:00", **ANSWER)
    house.does("window", number, "send_back", "2026-09-21T11:00", reason="附件有误")
    return zhao


def told_page(house, number):
    house.does("handler", number, "answer", "2026-09-21T14:00", **ANSWER)
    house.does("window", number, "give_feedback", "2026-09-21T15:00", method="phone")
    li = Visitor(house.app)
    looks_up(li, number, house.codes[number])
    return words_on(li.get("/status"))


def test_it_stays_behind_with_the_answer_that_was_sent_back(house, number, zhao):
    assert gives(zhao, number, RIGHT, "对的.pdf", for_citizen="1").status_code == 303

    page = told_page(house, number)

    assert "对的.pdf" in page and "错的.pdf" not in page


def test_the_form_of_the_answer_lists_what_goes_and_what_does_not(house, number, zhao):
    gives(zhao, number, RIGHT, "对的.pdf", for_citizen="1")

    listed = words_on(zhao.get(f"/desk/c/{number}/answer")).split("随答复给投诉人的文件", 1)[1]

    goes, stays = listed.split("不再随附", 1)
    assert "对的.pdf" in goes and "错的.pdf" not in goes and "错的.pdf" in stays
    assert "不再随答复给投诉人" in words_on(zhao.get(f"/desk/c/{number}"))


def test_the_same_file_can_be_given_again(house, number, zhao):
    assert gives(zhao, number, WRONG, "错的.pdf").status_code == 422
    assert gives(zhao, number, WRONG, "没错.pdf", for_citizen="1").status_code == 303
    assert gives(zhao, number, WRONG, "没错.pdf", for_citizen="1").status_code == 422

    page = told_page(house, number)

    assert "没错.pdf" in page and "错的.pdf" not in page.replace("没错.pdf", "")


def test_what_was_told_stays_told(house, number, now, at_desk):
    gives(at_desk("handler"), number, RIGHT, "对的.pdf", for_citizen="1")
    assert "对的.pdf" in told_page(house, number)
