"""No evaluator reads or scores what they, or a unit they belonged to, had to do with; nor what has become a report of
misconduct since it was drawn."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from complaints.infrastructure.database import db, transaction
from complaints.models import Complaint, EvaluationCase, EvaluationScore
from complaints.organisation import officers
from tests.casework.test_consultations import makes
from tests.house import House, shanghai
from tests.support.stories import ANSWER, EC, in_hand
from tests.web.api import Api
from tests.web.pages import signed_in, words_on

PERIOD = "2026-09"
SCORES = {"timely": "100", "contact": "100", "procedure": "100", "result": "100"}


@pytest.fixture(autouse=True)
def october(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("complaints.infrastructure.clock.now", lambda: shanghai("2026-10-09T10:00"))


def has_role(house: House, username: str, at: str = "2026-10-09T09:00") -> None:
    with transaction(alone=True):
        officers.set_roles(house.officer(username), ["evaluator"], shanghai(at))


def closed(house: House, number: str, **words: object) -> str:
    house.does("handler", number, "answer", "2026-09-21T10:00", **{**ANSWER, **words})
    teller = house.complaint(number).first_responder.username
    house.does(teller, number, "give_feedback", "2026-09-21T15:00", method="phone")
    house.does("citizen", number, "rate", "2026-09-22T10:00", grade=5)
    return number


def drawn(house: House) -> None:
    visitor = signed_in(house, "supervisor")
    visitor.get("/supervise/evaluations")
    assert visitor.post("/supervise/evaluations", period=PERIOD, size="1").status_code == 303


def doors(house: House, username: str) -> set[int]:
    """What page, form and API answer for the only case of the sample."""
    visitor = signed_in(house, username)
    read = visitor.get(f"/evaluate/{PERIOD}/1").status_code
    scored = visitor.post(f"/evaluate/{PERIOD}/1", **SCORES).status_code
    return {read, scored, Api(house).by(username).get(f"/evaluations/{PERIOD}/cases/1").status_code}


def with_silent_first_responder(house: House) -> str:
    number = house.logs("2026-09-18T09:00", "citizen")
    words = {"officer": "centre.he", "reason": "leave"}
    house.does("centre.chen", number, "change_first_responder", "2026-09-18T09:10", **words)
    house.does("centre.he", number, "take_first_responder", "2026-09-18T09:20")
    house.does("centre.he", number, "assign", "2026-09-18T10:00", unit=EC)
    house.does("handler", number, "sign_for", "2026-09-18T10:30")
    return closed(house, number)


def with_second_investigator(house: House) -> str:
    return closed(house, in_hand(house), second=house.officer("echeng.xie"))


def about_officer(house: House) -> str:
    return closed(house, in_hand(house, respondent_officer="huarong.mo"))


CLOSE = [
    (with_silent_first_responder, "window"),
    (with_second_investigator, "echeng.xie"),
    (with_second_investigator, "leader"),
    (with_second_investigator, "handler"),
    (about_officer, "other"),
    (about_officer, "huarong.lei"),
    (about_officer, "huarong.mo"),
]


@pytest.mark.parametrize(("story", "username"), CLOSE, ids=lambda one: getattr(one, "__name__", one))
def test_who_is_close_to_a_case_finds_none(either_house: House, story, username) -> None:
    story(either_house)
    drawn(either_house)
    has_role(either_house, username)

    assert doors(either_house, username) == {404}


def test_who_comes_from_elsewhere_reads_and_scores(either_house: House) -> None:
    with_second_investigator(either_house)
    drawn(either_house)
    has_role(either_house, "huarong.lei")

    assert doors(either_house, "huarong.lei") == {200, 303}


def test_named_in_words_finds_none(house: House) -> None:
    has_role(house, "centre.he", "2026-09-17T09:00")
    number = house.logs("2026-09-18T09:00", "citizen", respondent_name="何安")
    assert house.officer("centre.he").id in house.complaint(number).kept_out_ids


def test_what_became_a_report_of_misconduct_is_read_no_more(either_house: House) -> None:
    number = closed(either_house, in_hand(either_house))
    drawn(either_house)
    has_role(either_house, "other")
    assert 200 in doors(either_house, "other")

    makes(either_house, "citizen", number, "appeal", "2026-10-09T10:10", reason="承办人收了钱")
    words = {"changes": {"category": "DISC"}, "reason": "反映收钱"}
    makes(either_house, "window", number, "correct", "2026-10-09T10:20", **words)

    assert doors(either_house, "other") == {404}


def test_form_of_one_case_scores_no_other_one(house: House) -> None:
    """The number stands for another case once the first has become restricted."""
    for _ in range(2):
        closed(house, in_hand(house))
    visitor = signed_in(house, "supervisor")
    visitor.get("/supervise/evaluations")
    visitor.post("/supervise/evaluations", period=PERIOD, size="1")
    has_role(house, "other")
    visitor = signed_in(house, "other")
    form = re.search(r'name="case" value="(\d+)"', visitor.get(f"/evaluate/{PERIOD}/1").text)
    assert form

    first = db.session.scalars(select(EvaluationCase).filter_by(place=1)).one().complaint_id
    number = db.session.get_one(Complaint, first).tracking_number
    makes(house, "citizen", number, "appeal", "2026-10-09T10:10", reason="承办人收了钱")
    words = {"changes": {"category": "DISC"}, "reason": "反映收钱"}
    makes(house, "window", number, "correct", "2026-10-09T10:20", **words)
    answer = visitor.post(f"/evaluate/{PERIOD}/1", case=form[1], **SCORES)

    assert answer.status_code == 422 and "现在是另一件" in words_on(answer)
    assert db.session.scalars(select(EvaluationScore)).all() == []
    shown = re.search(r'name="case" value="(\d+)"', answer.text)
    assert shown and visitor.post(f"/evaluate/{PERIOD}/1", case=shown[1], **SCORES).status_code == 303
