"""A citizen asks of any person who has a part in their complaint that they step aside, by the part, for they know no names."""

from __future__ import annotations

from typing import Any

import pytest

from complaints.infrastructure.database import db
from complaints.models import Ask, Complaint
from tests.house import House
from tests.support.stories import in_hand
from tests.web.api import Api, problem
from tests.web.pages import Visitor, words_on


def asked_about(house: House, number: str) -> str:
    db.session.rollback()
    ask = db.session.scalars(db.select(Ask).filter_by(kind="recusal").order_by(Ask.id.desc())).first()
    assert ask is not None
    return next(one for one in PEOPLE if house.officer(one).id == ask.words["officer_id"])


PEOPLE = ("window", "handler", "leader", "supervisor")


@pytest.mark.parametrize(
    ("part", "who"), [("first_responder", "window"), ("handler", "handler"), (None, "handler")]
)
def test_request_is_about_the_person_who_has_that_part(
    either_house: House, part: str | None, who: str
) -> None:
    house = either_house
    number = in_hand(house)
    words = {"reason": "是亲戚", **({"of": part} if part else {})}

    house.does("citizen", number, "request_recusal", "2026-09-18T14:00", **words)

    assert asked_about(house, number) == who
    house.does("supervisor", number, "decide_recusal", "2026-09-18T15:00", grant=True, reason="属实")
    complaint = house.complaint(number)
    assert complaint.recused_ids == [house.officer(who).id]
    assert who not in (complaint.first_responder.username, complaint.handler.username)


def test_reviewer_of_an_open_escalation_is_asked_to_step_aside(house: House) -> None:
    number = in_hand(house)
    house.sweeps("2026-09-28T08:30")
    waiting = [row for row in house.complaint(number).escalations if row.reviewer and not row.reviewed_at]
    reviewer = waiting[-1].reviewer.username

    house.does("citizen", number, "request_recusal", "2026-09-28T09:00", of="reviewer", reason="是亲戚")

    assert asked_about(house, number) == reviewer
    by = "supervisor" if reviewer != "supervisor" else "leader"
    house.does(by, number, "decide_recusal", "2026-09-28T10:00", grant=True, reason="属实")
    rows = house.complaint(number).escalations
    assert reviewer not in {row.reviewer.username for row in rows if row.reviewer and not row.reviewed_at}


def test_part_that_nobody_has_is_refused_and_so_is_an_unknown_one(house: House, now: Any) -> None:
    api = Api(house)
    logged = api.logged()
    keys = {name: logged[name] for name in ("tracking_number", "query_code")}
    body = {**keys, "reason": "是亲戚"}

    problem(api.by(None).post("/status/moves/request_recusal", {**body, "of": "handler"}), 409)
    problem(api.by(None).post("/status/moves/request_recusal", {**body, "of": "leader"}), 422)
    answer = api.by(None).post("/status/moves/request_recusal", {**body, "of": "first_responder"})
    assert answer.status_code == 201, answer.text


def test_officer_asked_about_does_not_record_the_request(house: House, now: Any) -> None:
    number, api = in_hand(house), Api(house)
    words = {"of": "first_responder", "reason": "是亲戚", "heard": {"how": "phone"}}

    problem(api.by("window").move(number, "request_recusal", words), 409)
    assert api.by("leader").move(number, "request_recusal", words).status_code == 201


def test_parts_are_chosen_on_the_page_without_a_script(house: House, now: Any) -> None:
    number = in_hand(house)
    visitor = Visitor(house.app)
    visitor.get("/status")
    visitor.post("/status", tracking_number=number, query_code=house.codes[number])

    page = visitor.get("/status/request_recusal")
    assert "首问责任人" in words_on(page) and "承办人" in words_on(page) and "会同调查" not in words_on(page)
    answer = visitor.post("/status/request_recusal", of="first_responder", reason="是亲戚")

    assert answer.status_code == 303, words_on(answer)
    assert asked_about(house, number) == "window"
    assert db.session.scalars(db.select(Complaint)).one().state == "assigned"
