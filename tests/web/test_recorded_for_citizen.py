"""What a citizen says by phone, on paper or at the counter is recorded for them by an officer not judged by it (代录)."""

from __future__ import annotations

from typing import Any

import pytest

from complaints.infrastructure.database import db
from complaints.models import Complaint, Notice
from complaints.notifications import texts
from tests.house import House
from tests.web.api import ANSWER, Api, problem

HEARD = {"how": "phone", "note": "投诉人来电"}


@pytest.fixture
def api(house: House, now: Any) -> Api:
    return Api(house)


def told_of(api: Api) -> dict[str, Any]:
    logged = api.with_handler()
    number = logged["tracking_number"]
    assert api.by("handler").move(number, "answer", ANSWER).status_code == 201
    assert (
        api.by("window").move(number, "give_feedback", {"method": "phone", "note": "已告知"}).status_code
        == 201
    )
    return logged


def confirmed(number: str) -> list[tuple[str, Any]]:
    query = db.select(Notice.kind, Notice.words).join(Complaint, Complaint.id == Notice.complaint_id)
    query = query.filter(Complaint.tracking_number == number.replace("-", ""), Notice.recipient == "citizen")
    return [(kind, words.get("door")) for kind, words in db.session.execute(query.order_by(Notice.id))]


def test_third_person_records_a_rating_and_the_citizen_is_told_of_the_door(api: Api) -> None:
    number = told_of(api)["tracking_number"]

    answer = api.by("supervisor").move(
        number, "rate", {"grade": 2, "heard": {"how": "call_back", "note": "回访"}}
    )

    assert answer.status_code == 201, answer.text
    assert answer.json["party"] == "third_person" and answer.json["by"] == "supervisor"
    assert answer.json["detail"]["heard"] == {"how": "call_back", "note": "回访"}
    assert confirmed(number)[-1] == ("rate", "call_back")
    assert "verification" in {
        row["commitment"] for row in api.by("window").get(f"/complaints/{number}").json["deadlines"]
    }


@pytest.mark.parametrize("by", ["window", "handler"])
def test_first_responder_and_handler_record_no_rating_of_their_work(api: Api, by: str) -> None:
    number = told_of(api)["tracking_number"]

    problem(api.by(by).move(number, "rate", {"grade": 5, "heard": HEARD}), 403)

    assert "rate" not in api.by(by).get(f"/complaints/{number}").json["moves"]


def test_rating_without_saying_how_it_was_heard_is_refused(api: Api) -> None:
    number = told_of(api)["tracking_number"]

    assert "heard" in problem(api.by("supervisor").move(number, "rate", {"grade": 5}), 409)["reasons"][0]


RECORDED = {
    "appeal": ("window", {"reason": "不服"}),
    "withdraw": ("window", {"reason": "已自行解决"}),
    "supplement": ("handler", {"note": "补来发票"}),
    "request_recusal": ("window", {"reason": "承办人是对方亲戚"}),
    "urge": ("handler", {}),
    "add": ("handler", {"note": "还有一名证人"}),
}


@pytest.mark.parametrize("move", RECORDED)
def test_moves_of_the_citizen_are_recorded_for_them(api: Api, move: str) -> None:
    logged = told_of(api) if move == "appeal" else api.with_handler()
    number = logged["tracking_number"]
    by, words = RECORDED[move]
    if move == "supplement":
        api.by("handler").move(number, "ask_supplement", {"items": ["发票"]})

    answer = api.by(by).move(number, move, {**words, "heard": HEARD})

    assert answer.status_code == 201, answer.text
    assert answer.json["detail"]["heard"] == HEARD
    assert confirmed(number)[-1] == (move, "phone")


@pytest.mark.parametrize(("by", "move"), [("handler", "withdraw"), ("handler", "request_recusal")])
def test_who_is_judged_by_it_records_it_not(api: Api, by: str, move: str) -> None:
    number = api.with_handler()["tracking_number"]

    problem(api.by(by).move(number, move, {"reason": "x", "heard": HEARD}), 409)


def test_handler_records_no_appeal_against_their_answer(api: Api) -> None:
    number = told_of(api)["tracking_number"]

    problem(api.by("handler").move(number, "appeal", {"reason": "x", "heard": HEARD}), 409)


def test_act_by_the_citizens_own_key_is_confirmed_as_done_on_the_web(api: Api) -> None:
    logged = told_of(api)
    keys = {name: logged[name] for name in ("tracking_number", "query_code")}

    assert api.by(None).post("/status/moves/rate", {**keys, "grade": 5}).status_code == 201

    assert confirmed(logged["tracking_number"])[-1] == ("rate", "web")
    notice = db.session.scalars(db.select(Notice).filter_by(kind="rate", recipient="citizen")).one()
    body = texts.message(notice, "").body
    assert "凭查询码" in body and "query code" in body


def test_citizen_with_a_code_cannot_pose_as_an_officer(api: Api) -> None:
    logged = told_of(api)
    keys = {name: logged[name] for name in ("tracking_number", "query_code")}

    problem(api.by(None).post("/status/moves/rate", {**keys, "grade": 5, "heard": HEARD}), 422)


def test_recorded_act_is_marked_on_the_citizens_own_view(api: Api) -> None:
    logged = api.with_handler()
    api.by("window").move(logged["tracking_number"], "add", {"note": "x", "heard": HEARD})

    keys = {name: logged[name] for name in ("tracking_number", "query_code")}
    step = api.by(None, Accept_Language="en").post("/status", keys).json["steps"][-1]

    assert (step["move"], step["detail"]["recorded"]) == ("add", "They called")


def test_citizen_adds_a_photo_with_their_words(api: Api) -> None:
    import base64

    logged = api.with_handler()
    keys = {name: logged[name] for name in ("tracking_number", "query_code")}
    photo = base64.b64encode(b"\xff\xd8\xff photo").decode()

    added = api.by(None).post(
        "/status/moves/add", {**keys, "note": "照片", "files": [{"name": "a.jpg", "content": photo}]}
    )

    assert added.status_code == 201, added.text
    wrong = {**keys, "note": "x", "files": [{"name": "a.exe", "content": base64.b64encode(b"MZ").decode()}]}
    problem(api.by(None).post("/status/moves/add", wrong), 422)
