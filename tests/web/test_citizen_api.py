"""What citizens reach without a login: the look-up, their own moves, complaining by the web."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.house import House, opened
from tests.web.api import ANSWER, EC, Api, problem

TOLD = {"method": "phone", "note": "内部备注", "remedies": "可在三十日内申请复查"}


@pytest.fixture
def api(house: House) -> Api:
    return Api(house)


def keys_of(logged: dict[str, Any]) -> dict[str, str]:
    return {name: logged[name] for name in ("tracking_number", "query_code")}


def test_the_citizen_sees_state_unit_and_promise_but_no_names(api):
    logged = api.with_handler()

    answer = api.by(None, Accept_Language="en").post("/status", keys_of(logged))

    assert answer.status_code == 200
    assert (answer.json["state"], answer.json["unit"]["code"]) == ("assigned", EC)
    assert [step["move"] for step in answer.json["steps"]] == ["receive", "accept", "assign", "sign_for"]
    assert {"handling"} <= {row["commitment"] for row in answer.json["deadlines"]}
    assert {"withdraw", "urge"} <= set(answer.json["moves"])
    said = json.dumps(answer.json, ensure_ascii=False)
    assert not [
        name for name in ('"window"', '"handler"', "林溪", "吴舟", "Lin Xi", "Wu Zhou") if name in said
    ]


def test_the_number_may_be_written_as_people_write_it(api):
    logged = api.logged()
    written = "　" + logged["tracking_number"].replace("-", " ") + " "

    answer = api.by(None).post("/status", {"tracking_number": written, "query_code": logged["query_code"]})

    assert answer.status_code == 200


def test_a_wrong_code_and_an_unknown_number_are_answered_alike(api):
    logged = api.logged()
    wrong = "000000" if logged["query_code"] != "000000" else "000001"

    answers = [
        api.by(None).post("/status", {**keys_of(logged), "query_code": wrong}),
        api.by(None).post("/status", {**keys_of(logged), "tracking_number": "1234-5678-9012"}),
        api.by(None).post("/status", {**keys_of(logged), "tracking_number": "x"}),
        api.by(None).post("/status/moves/urge", {**keys_of(logged), "query_code": wrong}),
    ]

    assert len({str(problem(answer, 404)) for answer in answers}) == 1


def test_the_answer_is_shown_once_the_citizen_was_told_it(api):
    logged = api.with_handler()
    number = logged["tracking_number"]
    api.by("handler").move(number, "answer", ANSWER)

    before = api.by(None).post("/status", keys_of(logged)).json
    api.by("window").move(number, "give_feedback", TOLD)
    after = api.by(None).post("/status", keys_of(logged))

    assert before["reply"] is None and before["state"] == "handled"
    assert (after.json["reply"], after.json["outcome"]) == (ANSWER["reply"], "substantiated")
    assert after.json["remedies"] == TOLD["remedies"]
    assert "rate" in after.json["moves"] and after.json["appeal_by"]
    assert TOLD["note"] not in after.text and ANSWER["findings"] not in after.text


def test_a_citizen_urges_once_a_day(api):
    keys = keys_of(api.logged())

    first = api.by(None).post("/status/moves/urge", keys)
    second = api.by(None, Accept_Language="en").post("/status/moves/urge", keys)

    assert (first.status_code, first.json["move"], first.json["state"]) == (201, "urge", "received")
    assert problem(second, 409)["reasons"] == ["You have already urged today; you may urge again tomorrow."]


def test_a_citizen_supplies_rates_and_withdraws_with_number_and_code(api):
    logged = api.logged()
    number, keys = logged["tracking_number"], keys_of(logged)
    api.by("window").move(number, "ask_supplement", {"items": ["收据", "日期"]})

    shown = api.by(None).post("/status", keys).json
    assert shown["steps"][-1]["detail"] == {"items": ["收据", "日期"]} and shown["paused"]
    assert api.by(None).post("/status/moves/supplement", {**keys, "note": "已交"}).status_code == 201
    assert "grade" in problem(api.by(None).post("/status/moves/rate", {**keys, "grade": 7}), 422)["errors"]
    problem(api.by(None).post("/status/moves/rate", {**keys, "grade": 5}), 409)
    assert api.by(None).post("/status/moves/withdraw", keys).json["state"] == "withdrawn"


def test_moves_of_the_staff_are_not_offered_to_citizens(api):
    problem(api.by(None).post("/status/moves/accept", keys_of(api.logged())), 404)


def test_a_declined_citizen_learns_why_and_where_to_turn(api):
    logged = api.logged()
    words = {"reason_code": "not_our_remit", "competent_body": "市人社局", "contact": "12333"}
    api.by("window").move(logged["tracking_number"], "decline", words)

    step = api.by(None).post("/status", keys_of(logged)).json["steps"][-1]

    assert step["detail"]["competent_body"] == "市人社局" and step["detail"]["contact"] == "12333"
    assert step["detail"]["reason"] and step["detail"]["route"]


def test_of_a_restricted_complaint_only_its_receipt_is_shown(api):
    logged = api.logged(category="DISC")

    shown = api.by(None).post("/status", keys_of(logged)).json

    assert (shown["state"], shown["category"], shown["unit"], shown["deadlines"]) == (
        "received",
        None,
        None,
        [],
    )
    assert [step["move"] for step in shown["steps"]] == ["receive"]
    api.by(logged["first_responder"]).move(logged["tracking_number"], "assign", {"unit": "EZ-DISC"})
    assert api.by(None).post("/status", keys_of(logged)).json["state"] == "referred"


MOVES = {
    "urge": {},
    "withdraw": {},
    "supplement": {"note": "再补一句"},
    "rate": {"grade": 1},
    "appeal": {},
    "request_recusal": {"reason": "是亲戚"},
}


@pytest.mark.parametrize(("move", "words"), MOVES.items())
def test_nothing_is_done_to_a_restricted_complaint_with_number_and_code_and_nothing_is_told_of_it(
    api, move, words
):
    house = api.house
    number = house.logs("2026-09-18T09:30", category="DISC")
    first = house.complaint(number).first_responder.username
    keys = {"tracking_number": number, "query_code": house.codes[number]}
    before = api.by(None).post("/status/moves/" + move, {**keys, **words})
    house.does(first, number, "accept", "2026-09-18T10:00")
    house.does(first, number, "assign", "2026-09-18T10:10", unit="EZ-DISC")
    done = house.moves(number)

    after = api.by(None).post("/status/moves/" + move, {**keys, **words})

    assert problem(before, 409) == problem(after, 409) and "12348" in after.json["detail"]
    assert house.moves(number) == done


def test_complaining_by_the_web_gives_number_code_and_a_first_responder(api):
    answer = api.by(None).post("/intake", {"category": "INFO", "narrative": "网页上的电话是错的"})

    assert answer.status_code == 201
    shown = api.by(None).post("/status", keys_of(answer.json)).json
    assert shown["state"] == "received" and shown["unit"]["code"] == answer.json["unit"]["code"]


def test_wrong_codes_are_limited_for_an_address_and_the_right_one_is_not():
    with opened("sqlite", SHOUWEN_WRONG_RATE="2 per minute") as house:
        api = Api(house)
        logged = api.logged()
        right = [api.by(None).post("/status", keys_of(logged)).status_code for _ in range(3)]
        bad = {**keys_of(logged), "query_code": "abc"}
        wrong = [api.by(None).post("/status", bad) for _ in range(3)]

    assert right == [200] * 3
    assert [answer.status_code for answer in wrong] == [404, 404, 429]
    assert int(wrong[-1].headers["Retry-After"]) > 0 and problem(wrong[-1], 429)


def test_stranger_sets_no_clock_and_no_urgency(api):
    """What the public says about urgency and dates is read and has no effect; an officer's door takes it."""
    soon = "2026-09-18T09:05:00+08:00"
    words = {"category": "ATTITUDE", "narrative": "态度差", "urgency": "critical", "sender_due_at": soon}

    answer = api.by(None).post("/intake", {**words, "received_on": "2026-09-01", "sender_number": "12345-7"})

    assert answer.status_code == 201
    complaint = api.house.complaint(answer.json["tracking_number"].replace("-", ""))
    assert complaint.urgency == "normal" and complaint.sender_due_at is None
    assert complaint.sender_number == "12345-7"


@pytest.mark.parametrize("officer", ["window", "no-such-account"])
def test_stranger_learns_no_account_names(api, officer):
    words = {"category": "ATTITUDE", "narrative": "态度差", "respondent": {"officer": officer}}

    answer = api.by(None).post("/intake", words)

    assert answer.status_code == 201
    complaint = api.house.complaint(answer.json["tracking_number"].replace("-", ""))
    assert (complaint.respondent_officer_id, complaint.respondent_name) == (None, officer)


@pytest.mark.parametrize("form", ["{}", "编号：{}", "{}，谢谢", "　{}　"])
def test_number_and_code_are_found_as_people_write_them(api, form):
    logged = api.logged()
    number, code = logged["tracking_number"], logged["query_code"]
    wide = str.maketrans("0123456789", "零一二三四五六七八九")

    for written in (number, number.replace("-", " "), number.translate(wide)):
        asked = {"tracking_number": form.format(written), "query_code": f"查询码 {code[:3]} {code[3:]}"}
        assert api.by(None).post("/status", asked).status_code == 200
