"""Pages of what some categories have beside the rest, and of messages that did not arrive."""

from __future__ import annotations

from typing import Any

import pytest

from complaints.casework.deliveries import deliver_and_record
from complaints.intake.complainant import Person
from tests.house import PASSWORD, House, shanghai
from tests.support.post_office import free_port, house_with_mail
from tests.support.stories import in_hand
from tests.web.pages import Visitor, words_on


@pytest.fixture
def at_desk(house: House, now: Any) -> Any:
    return lambda username: signed_in(house, username)


def signed_in(house: House, username: str) -> Visitor:
    visitor = Visitor(house.app)
    visitor.get("/login")
    assert visitor.post("/login", username=username, password=PASSWORD).status_code == 303
    return visitor


@pytest.mark.parametrize(("category", "asked"), [("NOTARY", True), ("ATTITUDE", False)])
def test_second_person_is_asked_for_where_two_look_into_it(
    house: House, at_desk: Any, category: str, asked: bool
) -> None:
    number = in_hand(house, category=category)

    page = at_desk("handler").get(f"/desk/c/{number}/answer")

    assert ('name="second"' in page.text) is asked, words_on(page)


def test_notary_answer_with_its_second_person_is_made_at_the_desk(house: House, at_desk: Any) -> None:
    number, handler = in_hand(house, category="NOTARY"), at_desk("handler")
    handler.get(f"/desk/c/{number}/answer")
    words = {"outcome": "substantiated", "findings": "查明属实。", "reply": "已改正。"}

    alone = handler.post(f"/desk/c/{number}/answer", **words)
    answer = handler.post(f"/desk/c/{number}/answer", **words, second="leader")

    assert alone.status_code == 409 and "两名以上" in words_on(alone)
    assert answer.status_code == 303, words_on(answer)
    assert house.complaint(number).state == "handled"


def test_extended_acceptance_is_explained_on_the_page_and_by_command(house: House, at_desk: Any) -> None:
    number = house.logs("2026-09-18T09:00", category="FORENSIC")
    words = {"days": 15, "reason": "需补充核实鉴定材料"}
    house.does("centre.chen", number, "extend_acceptance", "2026-09-22T10:00", **words)

    page = words_on(at_desk("window").get(f"/desk/c/{number}"))
    said = house.app.test_cli_runner().invoke(args=["calendar", "why", number, "acceptance"]).output

    assert "延长受理审查" in page
    assert "延长受理审查" in said and "→" in said


def test_second_review_is_explained_by_command(house: House) -> None:
    number = house.logs("2026-09-18T09:00", category="PETITION")

    said = house.app.test_cli_runner().invoke(args=["calendar", "why", number, "acceptance"]).output

    assert "15cd" in said


def test_message_that_did_not_arrive_is_told_by_ringing(now: Any) -> None:
    with house_with_mail("sqlite", free_port()) as house:
        number = in_hand(house, person=Person(name="王女士", phone="027-87654321"))
        asked = {"days": 2, "reason": "案情复杂", "basis": "规则"}
        house.does("handler", number, "request_extension", "2026-09-18T11:00", **asked)
        house.does("leader", number, "grant_extension", "2026-09-18T11:10")
        deliver_and_record(lambda: shanghai("2026-09-18T11:20"))
        window = signed_in(house, "window")

        assert "电话告知" in words_on(window.get(f"/desk/c/{number}"))
        window.get(f"/desk/c/{number}/tell_citizen")
        answer = window.post(f"/desk/c/{number}/tell_citizen", how="phone", note="已电话告知延期。")

        assert answer.status_code == 303, words_on(answer)
        assert house.complaint(number).deadline("ring") is None
