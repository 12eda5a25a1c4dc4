"""The citizen reads with the answer what was found of each respondent, and no name that is not theirs to know."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from complaints.infrastructure.database import transaction
from complaints.organisation import units
from tests.house import House
from tests.web.api import ANSWER, Api
from tests.web.citizens import looks_up
from tests.web.pages import Visitor, words_on
from tests.web.test_joined_citizens import keys

ABOUT = [{"unit": "HR-BUREAU"}, {"officer": "other"}, {"officer": "huarong.mo"}, {"name": "某某律师事务所"}]
OF_OUTCOMES = ("substantiated", "unsubstantiated", "partly")


@pytest.fixture
def api(house: House, now: Any) -> Api:
    return Api(house)


def in_hand(api: Api, **more: Any) -> dict[str, Any]:
    logged = api.logged(**more)
    number = logged["tracking_number"]
    assert api.by("window").move(number, "assign", {"unit": "EC-BUREAU"}).status_code == 201
    assert api.by("handler").move(number, "sign_for", {}).status_code == 201
    return logged


def answers(api: Api, logged: dict[str, Any], outcomes: tuple[str, ...] = OF_OUTCOMES) -> None:
    by = [{"respondent": place, "outcome": one} for place, one in enumerate(outcomes, 1)]
    number = logged["tracking_number"]
    made = api.by("handler").move(number, "answer", {**ANSWER, "findings_by": by} if by else ANSWER)
    assert made.status_code == 201, made.text


def tells(api: Api, logged: dict[str, Any]) -> None:
    words = {"method": "phone", "note": "已告知"}
    assert api.by("window").move(logged["tracking_number"], "give_feedback", words).status_code == 201


def read(api: Api, logged: dict[str, Any], locale: str = "zh") -> list[tuple[str, str]]:
    shown = api.by(None, Accept_Language=locale).post("/status", keys(logged)).json
    return [(one["respondent"], one["outcome"]) for one in shown["findings"]]


def test_finding_on_each_respondent_is_read_once_it_was_told(api: Api) -> None:
    logged = in_hand(api, respondents=ABOUT)
    answers(api, logged)
    assert read(api, logged) == []

    tells(api, logged)

    said = read(api, logged)
    assert [outcome for _, outcome in said] == [*OF_OUTCOMES, ANSWER["outcome"]]
    assert (said[0][0], said[3][0]) == ("华容区司法局", "某某律师事务所")
    english = [one for one, _ in read(api, logged, "en")]
    assert english[0] != said[0][0] and english[1].startswith("an officer of ")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_page_says_each_finding(house: House, api: Api, language: str) -> None:
    logged = in_hand(api, respondents=ABOUT)
    answers(api, logged)
    tells(api, logged)

    visitor = Visitor(house.app, language)
    page = words_on(visitor.follow(looks_up(visitor, logged["tracking_number"], logged["query_code"])))

    heading = {"zh": "对各被投诉人的结论", "en": "What was found of each complained of"}[language]
    assert heading in page and "某某律师事务所" in page


def test_no_account_and_no_name_of_an_officer_is_read(house: House, api: Api) -> None:
    logged = in_hand(api, respondents=ABOUT)
    answers(api, logged)
    tells(api, logged)

    shown = api.by(None).post("/status", keys(logged)).text

    for username in ("other", "huarong.mo"):
        assert f'"{username}"' not in shown and house.officer(username).name_zh not in shown


def test_who_was_meant_by_a_name_stays_unsaid(house: House, api: Api) -> None:
    """A person who guesses a name does not learn in which unit its bearer works."""
    mo = house.officer("huarong.mo")
    logged = api.logged(respondent={"name": mo.name_zh})
    words = {"officer": "huarong.mo", "same": True, "reason": "核实"}
    number = logged["tracking_number"]
    assert api.by("window").move(number, "settle_respondent", words).status_code == 201
    api.by("window").move(number, "assign", {"unit": "EC-BUREAU"})
    api.by("handler").move(number, "sign_for", {})
    answers(api, logged, ("substantiated",))
    tells(api, logged)

    assert read(api, logged) == [(mo.name_zh, "substantiated")]


def test_two_officers_of_one_unit_are_told_apart(house: House, api: Api) -> None:
    logged = in_hand(api, respondents=[{"officer": "centre.he"}, {"officer": "huarong.mo"}])
    with transaction():
        house.officer("centre.he").unit_id = house.officer("huarong.mo").unit_id
    answers(api, logged, ("substantiated", "unsubstantiated"))
    tells(api, logged)

    labels = [one for one, _ in read(api, logged)]
    assert len(set(labels)) == 2


def test_unit_is_called_as_it_was_when_it_was_named(house: House, api: Api) -> None:
    logged = in_hand(api, respondents=ABOUT)
    received = house.complaint(logged["tracking_number"].replace("-", "")).received_at
    with transaction(alone=True):
        words = {"name_zh": "新华容司法局", "name_en": "New Huarong Bureau"}
        units.rename(house.unit("HR-BUREAU"), words, received + timedelta(minutes=1))
    answers(api, logged)
    tells(api, logged)

    assert read(api, logged)[0][0] == "华容区司法局"


def test_one_respondent_shares_the_outcome_of_the_answer(api: Api) -> None:
    logged = in_hand(api, respondent={"unit": "HR-BUREAU"})
    answers(api, logged, ())
    tells(api, logged)

    assert read(api, logged) == [("华容区司法局", ANSWER["outcome"])]


def test_cleared_respondent_is_no_more_told_of(api: Api) -> None:
    logged = in_hand(api, respondents=[{"unit": "HR-BUREAU"}, {"name": "某所"}])
    words = {"name": "某所", "reason": "笔误"}
    assert api.by("window").move(logged["tracking_number"], "clear_respondent", words).status_code == 201
    answers(api, logged, ("partly",))
    tells(api, logged)

    assert read(api, logged) == [("华容区司法局", "partly")]


def test_of_a_restricted_complaint_nothing_is_found_for_the_citizen(house: House, api: Api) -> None:
    logged = api.logged(category="DISC", respondents=[{"name": "某甲"}])
    number, by = logged["tracking_number"], logged["first_responder"]
    words = {**ANSWER, "findings_by": [{"respondent": 1, "outcome": "partly"}]}
    for move, said in (("accept", {}), ("answer_on_the_spot", words), ("give_feedback", {"method": "phone"})):
        api.by(by).move(number, move, said)

    assert read(api, logged) == []


def test_joined_citizens_read_what_was_found_of_those_they_named_alone(api: Api) -> None:
    leading = in_hand(api, respondents=[{"unit": "HR-BUREAU"}, {"name": "甲写的人"}])
    other = api.logged(
        complainant={"name": "乙", "phone": "13700000001"},
        respondents=[{"unit": "HR-BUREAU"}, {"name": "乙写的人"}],
    )
    words = {"leading": leading["tracking_number"]}
    made = api.by("window").move(other["tracking_number"], "merge", words)
    assert made.status_code == 201, made.text
    answers(api, leading, ("substantiated", "unsubstantiated", "partly"))
    tells(api, leading)

    assert read(api, leading) == [("华容区司法局", "substantiated"), ("甲写的人", "unsubstantiated")]
    assert read(api, other) == [("华容区司法局", "substantiated"), ("乙写的人", "partly")]
