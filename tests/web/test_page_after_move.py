"""Where an officer lands after a move that ends their reach of the complaint: on a page they may read, with what was done."""

from __future__ import annotations

from typing import Any

import pytest

from complaints.intake.complainant import Person
from tests.house import House
from tests.support.stories import in_hand
from tests.web.pages import Visitor, words_on

LIU = Person(name="刘女士", phone="027-87654321")


def joined_elsewhere(house: House) -> tuple[str, str]:
    leading = in_hand(house)
    number = house.logs("2026-09-18T11:00", by="hrcentre.gong", person=LIU)
    house.does("hrcentre.gong", number, "merge", "2026-09-18T11:30", leading=leading)
    return leading, number


def separates(visitor: Visitor, number: str, **more: str) -> Any:
    visitor.get(f"/desk/c/{number}/unmerge")
    return visitor.post(f"/desk/c/{number}/unmerge", reason="不是同一件事", **more)


@pytest.mark.parametrize("back", ["", "/desk/c/{number}"])
def test_separating_returns_to_the_leading_complaint(house: House, at_desk: Any, back: str) -> None:
    leading, number = joined_elsewhere(house)
    window = at_desk("window")

    answer = separates(window, number, next=back.format(number=number))

    assert answer.headers["Location"] == f"/desk/c/{leading}"
    page = window.follow(answer)
    assert page.status_code == 200 and "已完成：解除并案" in words_on(page)


def test_separating_from_a_list_returns_to_the_list(house: House, at_desk: Any) -> None:
    _, number = joined_elsewhere(house)

    answer = separates(at_desk("window"), number, next="/desk?list=tracking")

    assert answer.headers["Location"] == "/desk?list=tracking"


def test_stepping_aside_returns_to_the_desk(house: House, at_desk: Any) -> None:
    number, feng = in_hand(house), at_desk("handler")
    feng.get(f"/desk/c/{number}/recuse")

    answer = feng.post(f"/desk/c/{number}/recuse", reason="亲属")

    page = feng.follow(answer)
    assert answer.status_code == 303 and page.status_code == 200 and "已完成" in words_on(page)


def test_reader_who_keeps_their_reach_stays_on_the_complaint(house: House, at_desk: Any) -> None:
    number, feng = in_hand(house), at_desk("handler")
    feng.get(f"/desk/c/{number}/report_progress")

    answer = feng.post(f"/desk/c/{number}/report_progress", note="正在核查")

    assert answer.headers["Location"] == f"/desk/c/{number}"
