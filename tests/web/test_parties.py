"""Who complains and who speaks for them; whom it is about, named early, late or by mistake."""

from __future__ import annotations

import json
from typing import Any

import pytest

from complaints.infrastructure.database import db, transaction
from tests.house import House
from tests.support.kept_out import kept_out_of
from tests.web.api import ANSWER, COMPLAINT, Api, problem


@pytest.fixture
def api(house: House, now: Any) -> Api:
    return Api(house)


DAUGHTER = {
    "name": "李奶奶",
    "address": "鄂城区文星路 1 号",
    "email": "li@example.org",
    "tell_by": "letter",
    "agent": {"name": "李小妹", "relation": "女儿", "phone": "13900139000", "authority": True},
}


def parties(api: Api, logged: dict[str, Any], by: str = "window") -> dict[str, Any]:
    return dict(api.by(by).get(f"/complaints/{logged['tracking_number']}").json["parties"])


def test_daughter_speaks_for_her_mother(api: Api) -> None:
    shown = parties(api, api.logged(complainant=DAUGHTER))

    assert shown["complainant"]["email"] == "li@example.org" and shown["complainant"]["tell_by"] == "letter"
    assert not shown["complainant"]["anonymous"]
    assert shown["agent"] == DAUGHTER["agent"]


def test_group_of_37_with_five_representatives_is_logged_and_climbs_on_its_own_rung(
    api: Api, house: House
) -> None:
    five = [{"name": f"代表{n}", "phone": f"1380000000{n}"} for n in range(5)]
    logged = api.logged(complainant={"name": "张三等", "group_size": 37, "representatives": five})

    shown = parties(api, logged)
    house.sweeps("2026-09-23T08:30")

    assert (shown["group_size"], shown["representatives"]) == (37, five)
    rungs = house.complaint(logged["tracking_number"].replace("-", "")).escalations
    assert [row.act for row in rungs if row.commitment == "group"] == ["notify_leader"]


def test_six_representatives_are_too_many(api: Api) -> None:
    six = [{"name": f"代表{n}"} for n in range(6)]
    body = {
        "category": "SHIRK",
        "channel": "window",
        "narrative": "x",
        "complainant": {"representatives": six},
    }

    problem(api.by("window").post("/complaints", body), 422)


def test_of_a_confidential_complaint_others_learn_nobody(api: Api) -> None:
    logged = api.logged(complainant=DAUGHTER, confidential=True)

    shown = parties(api, logged, "supervisor")

    assert shown["complainant"]["hidden"] and shown["agent"] is None
    assert "李" not in json.dumps(shown, ensure_ascii=False)


def test_law_firm_and_notary_office_are_both_complained_of(api: Api) -> None:
    about = [{"unit": "HR-BUREAU"}, {"officer": "handler"}, {"name": "某某律师事务所"}]

    shown = parties(api, api.logged(respondents=about))

    named = [(row["unit"], row["officer"], row["name"]) for row in shown["respondents"]]
    assert named == [("HR-BUREAU", None, None), (None, "handler", None), (None, None, "某某律师事务所")]


def test_second_respondent_has_no_part_in_it_either(api: Api) -> None:
    about = [{"officer": "centre.he"}, {"officer": "handler"}]
    number = api.logged(respondents=about)["tracking_number"]
    api.by("window").move(number, "assign", {"unit": "EC-BUREAU"})

    problem(api.by("handler").get(f"/complaints/{number}"), 404)
    problem(api.by("handler").move(number, "sign_for"), 404)


def test_former_unit_and_closed_account_can_be_complained_of(api: Api, house: House) -> None:
    with transaction():
        house.officer("other").active = False
        house.unit("HR-BUREAU").active = False

    shown = parties(api, api.logged(respondents=[{"officer": "other"}, {"unit": "HR-BUREAU"}]))

    assert [(row["officer"], row["unit"]) for row in shown["respondents"]] == [
        ("other", None),
        (None, "HR-BUREAU"),
    ]


def test_handler_named_late_loses_the_work_at_once(api: Api) -> None:
    logged = api.with_handler()
    number = logged["tracking_number"]

    words = {"officer": "handler", "reason": "投诉人补充"}
    answer = api.by("window").move(number, "name_respondent", words)

    assert answer.status_code == 201, answer.text
    problem(api.by("handler").move(number, "answer", ANSWER), 404)
    shown = api.by("window").get(f"/complaints/{number}").json
    assert shown["handler"] != "handler" and shown["respondent"]["officer"] == "handler"
    problem(api.by("window").move(number, "name_respondent", words), 422)


def test_name_in_words_stands_in_no_ledger(api: Api) -> None:
    number = api.with_handler()["tracking_number"]

    api.by("window").move(number, "name_respondent", {"name": "赵某某", "reason": "投诉人补充"})

    events = api.by("window").get(f"/complaints/{number}/events").json
    assert "赵某某" not in json.dumps(events, ensure_ascii=False)
    assert api.by("window").get(f"/complaints/{number}").json["respondent"]["name"] == "赵某某"


def test_respondent_named_by_mistake_is_cleared_and_may_handle_again(api: Api, house: House) -> None:
    logged = api.logged(respondents=[{"officer": "handler"}, {"officer": "centre.he"}])
    number = logged["tracking_number"]

    answer = api.by("window").move(number, "clear_respondent", {"officer": "handler", "reason": "同名"})

    assert answer.status_code == 201, answer.text
    assert answer.json["detail"]["kept_out_no_more"] == ["handler"]
    shown = parties(api, logged)["respondents"]
    assert [row["cleared_at"] is None for row in shown] == [False, True]
    assert house.complaint(number.replace("-", "")).respondent_officer.username == "centre.he"
    api.by("window").move(number, "assign", {"unit": "EC-BUREAU"})
    assert api.by("handler").move(number, "sign_for").status_code == 201
    problem(api.by("window").move(number, "clear_respondent", {"officer": "handler", "reason": "x"}), 422)


def test_each_respondent_has_its_own_finding(api: Api) -> None:
    logged = api.logged(respondents=[{"officer": "centre.he"}, {"name": "某公证处"}])
    number = logged["tracking_number"]
    first, second = (row["id"] for row in parties(api, logged)["respondents"])
    api.by("window").move(number, "assign", {"unit": "EC-BUREAU"})
    api.by("handler").move(number, "sign_for")
    by = [
        {"respondent": first, "outcome": "substantiated"},
        {"respondent": second, "outcome": "unsubstantiated"},
    ]

    wrong = api.by("handler").move(
        number, "answer", {**ANSWER, "findings_by": [{**by[0], "respondent": 99999}]}
    )
    twice = api.by("handler").move(number, "answer", {**ANSWER, "findings_by": [by[0], by[0]]})
    assert twice.status_code == 422 and "findings_by" in twice.json["errors"]
    answer = api.by("handler").move(number, "answer", {**ANSWER, "findings_by": by})

    problem(wrong, 422)
    assert answer.status_code == 201, answer.text
    found = [row["finding"] for row in parties(api, logged)["respondents"]]
    assert found == ["substantiated", "unsubstantiated"]


def test_rows_of_complaints_follow_the_organisation_for_every_respondent(api: Api, house: House) -> None:
    from complaints.organisation import conflicts

    logged = api.logged(respondents=[{"officer": "centre.he"}, {"officer": "handler"}])

    ids = conflicts.complaints_about([house.officer("handler").id])

    assert ids == [house.complaint(logged["tracking_number"].replace("-", "")).id]
    db.session.rollback()


def test_account_that_a_stranger_names_is_kept_out_and_told_to_nobody(api: Api, house: House) -> None:
    """The web takes it as a name: its owner gets no part in it, and the stranger does not learn that it is one."""
    words = {"category": "ATTITUDE", "narrative": "态度差。", "unit": "EZ-CENTRE"}
    answers = [
        api.by(None).post("/intake", {**words, "respondent": {"officer": one}})
        for one in ("window", "no.such")
    ]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json.keys() == answers[1].json.keys()
    number = answers[0].json["tracking_number"].replace("-", "")
    assert kept_out_of(number) == {"window": "name"}


@pytest.mark.parametrize(("by", "path"), [("window", "/complaints"), (None, "/intake")])
def test_group_smaller_than_those_it_names_is_refused(api: Api, by: str | None, path: str) -> None:
    named = {"name": "张三", "representatives": [{"name": "王五"}, {"name": "赵六"}]}
    body = {"category": "SHIRK", "narrative": "x", **({"channel": "window"} if by else {})}

    refused = api.by(by).post(path, {**body, "complainant": {**named, "group_size": 2}})
    same = {**named, "name": "王五等3人", "group_size": 2}

    assert list(problem(refused, 422)["errors"]["complainant"]) == ["group_size"]
    assert api.by(by).post(path, {**body, "complainant": same}).status_code == 201


def test_empty_list_of_representatives_is_answered_by_a_sentence(api: Api) -> None:
    """In a new complaint and in a correction; to remove them all there is `remove`."""
    empty: dict[str, Any] = {"representatives": []}
    new = {**COMPLAINT, "complainant": {"name": "李大爷", **empty}}
    number = api.logged()["tracking_number"]

    said = problem(api.by("window").post("/complaints", new), 422)["errors"]
    assert "1 到 5" in str(said["complainant"]["representatives"])
    words = {"changes": empty, "reason": "x"}
    said = problem(api.by("window").move(number, "correct", words), 422)["errors"]
    assert "1 到 5" in str(said["changes"]["representatives"])
