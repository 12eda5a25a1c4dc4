"""The query code is the citizen's: no officer with an interest gets it, a lost one is reissued at a window."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from werkzeug.test import TestResponse

from complaints.infrastructure.database import db
from complaints.infrastructure.encryption import unseal
from complaints.models import AccessLog, Event, Notice
from complaints.notifications.texts import lines_of
from tests.house import PASSWORD, House, opened
from tests.web.api import COMPLAINT, Api, problem
from tests.web.pages import Visitor, words_on

TOKEN = re.compile(r'name="once"[^>]*value="([^"]+)"')


@pytest.fixture
def api(house: House, now: Any) -> Api:
    return Api(house)


def keys(logged: dict[str, Any], code: str) -> dict[str, str]:
    return {"tracking_number": logged["tracking_number"], "query_code": code}


@pytest.mark.parametrize("about", [{"officer": "window"}, {"unit": "EZ-CENTRE"}])
def test_officer_complained_of_gets_no_query_code(api: Api, about: dict[str, str]) -> None:
    logged = api.logged(respondent=about)

    assert logged["query_code"] is None
    assert "短信" in logged["query_code_note"]


def test_officer_free_of_interest_gets_the_code_and_the_ledger_says_so(api: Api) -> None:
    logged = api.logged(respondent={"officer": "handler"})

    assert len(logged["query_code"]) == 6 and "query_code_note" not in logged
    events = api.by("window").get(f"/complaints/{logged['tracking_number']}/events").json
    assert events[0]["detail"]["code_to"] == "window"


def test_retry_by_the_officer_complained_of_gets_no_code_either(api: Api) -> None:
    asker = api.by("window", Idempotency_Key="k")
    body = {
        "category": "ATTITUDE",
        "channel": "window",
        "narrative": "x",
        "complainant": {"phone": "13800138000"},
        "respondent": {"officer": "window"},
    }

    answers = [asker.post("/complaints", body).json for _ in range(2)]

    assert [one["query_code"] for one in answers] == [None, None]


@pytest.mark.parametrize("late", ["name_respondent", "recuse"])
def test_retry_by_an_officer_kept_out_since_is_told_nothing(api: Api, late: str) -> None:
    body = {**COMPLAINT, "category": "ATTITUDE"}
    number = api.by("window").post("/complaints", body, Idempotency_Key="k").json["tracking_number"]
    keep_out(api, number, late)

    answer = api.by("window").post("/complaints", body, Idempotency_Key="k")

    problem(answer, 404)
    assert number not in answer.text and "query_code" not in answer.text


@pytest.mark.parametrize("late", ["name_respondent", "recuse"])
def test_code_of_a_holder_kept_out_since_dies_where_another_can_be_sent(late: str) -> None:
    with opened("sqlite", SHOUWEN_CITIZEN_NOTICE_URL="json://gateway.invalid/{phone}") as house:
        api = Api(house)
        logged = api.logged(complainant={"phone": "13800138000"})
        answer = keep_out(api, logged["tracking_number"], late)

        assert "query_code" not in answer.text
        problem(api.by(None).post("/status", keys(logged, logged["query_code"])), 404)
        notice = db.session.scalars(db.select(Notice).filter(Notice.key.like("%/code"))).one()
        fresh = unseal(notice.words["code"])
        assert api.by(None).post("/status", keys(logged, fresh)).status_code == 200


GATEWAY = {"SHOUWEN_CITIZEN_NOTICE_URL": "json://gateway.invalid/{phone}"}
WITHOUT_TEXTS = {
    "no gateway": ({"phone": "13800138000"}, {}),
    "landline": ({"phone": "027-87654321"}, GATEWAY),
    "letter": ({"name": "赵师傅", "address": "解放路 1 号"}, GATEWAY),
    "e-mail": ({"name": "赵师傅", "email": "zhao@example.org"}, GATEWAY),
    "nothing": ({"anonymous": True}, GATEWAY),
}


@pytest.mark.parametrize("late", ["name_respondent", "recuse"])
@pytest.mark.parametrize("way", WITHOUT_TEXTS)
def test_code_of_a_holder_kept_out_since_dies_where_no_text_goes_out(way: str, late: str) -> None:
    """An officer free of interest is asked to print a new one for the citizen."""
    complainant, more = WITHOUT_TEXTS[way]
    with opened("sqlite", **more) as house:
        api = Api(house)
        logged = api.logged(complainant=complainant)
        number = logged["tracking_number"]
        answer = keep_out(api, number, late)

        assert "query_code" not in answer.text
        problem(api.by(None).post("/status", keys(logged, logged["query_code"])), 404)
        asked = db.session.scalars(db.select(Notice).filter_by(kind="code_ended")).all()
        assert asked and house.officer("window").id not in {one.officer_id for one in asked}
        fresh = api.by("centre.chen").move(number, "reissue_code", {"checked": "身份证"}).json["query_code"]
        assert api.by(None).post("/status", keys(logged, fresh)).status_code == 200
        assert [one for one in lines_of(asked) if "查询码" in one.sentence.zh] != []


def keep_out(api: Api, number: str, move: str) -> TestResponse:
    """`window`, who logged it, is kept out from now on."""
    by, words = ("window", {}) if move == "recuse" else ("supervisor", {"officer": "window"})
    answer = api.by(by).move(number, move, {**words, "reason": "…"})
    assert answer.status_code == 201, answer.text
    return answer


def test_withheld_code_goes_to_the_citizens_phone_sealed_until_sent() -> None:
    with opened("sqlite", SHOUWEN_CITIZEN_NOTICE_URL="json://gateway.invalid/{phone}") as house:
        api = Api(house)
        api.logged(respondent={"officer": "window"})

        query = db.select(Notice).filter(Notice.key.like("%/code"))
        notice = db.session.scalars(query).one()

        assert notice.recipient == "citizen" and len(unseal(notice.words["code"])) == 6


def test_reissued_code_works_and_the_old_one_dies(api: Api) -> None:
    logged = api.logged()

    answer = api.by("window").move(logged["tracking_number"], "reissue_code", {"checked": "身份证"})

    assert answer.status_code == 201, answer.text
    fresh = answer.json["query_code"]
    assert api.by(None).post("/status", keys(logged, fresh)).status_code == 200
    problem(api.by(None).post("/status", keys(logged, logged["query_code"])), 404)


def test_reissued_code_stands_nowhere_in_the_ledger(api: Api) -> None:
    logged = api.logged()
    answer = api.by("window").move(logged["tracking_number"], "reissue_code", {"checked": "身份证"}).json

    events = api.by("window").get(f"/complaints/{logged['tracking_number']}/events").json

    assert events[-1]["detail"] == {"checked": "身份证", "code_to": "window"}
    assert answer["query_code"] not in json.dumps(events)
    assert "query_code" not in events[-1]
    assert db.session.scalars(db.select(Event).filter_by(move="reissue_code")).one().by_name == "window"


def test_reissue_says_what_was_checked(api: Api) -> None:
    logged = api.logged()

    assert (
        "checked"
        in problem(api.by("window").move(logged["tracking_number"], "reissue_code", {}), 422)["errors"]
    )


def test_handler_and_the_one_complained_of_reissue_no_code(api: Api) -> None:
    number = api.with_handler()["tracking_number"]
    about = api.logged(respondent={"officer": "window"})["tracking_number"]

    problem(api.by("handler").move(number, "reissue_code", {"checked": "x"}), 403)
    problem(api.by("window").move(about, "reissue_code", {"checked": "x"}), 404)


def test_code_is_reissued_after_the_end_too(api: Api) -> None:
    logged = api.logged()
    api.by(None).post("/status/moves/withdraw", keys(logged, logged["query_code"]))

    answer = api.by("window").move(logged["tracking_number"], "reissue_code", {"checked": "身份证"})

    assert answer.status_code == 201 and answer.json["to"] == "withdrawn"


@pytest.fixture
def lin(house: House, now: Any) -> Visitor:
    visitor = Visitor(house.app)
    visitor.get("/login")
    assert visitor.post("/login", username="window", password=PASSWORD).status_code == 303
    return visitor


def logs(visitor: Visitor, **words: str) -> TestResponse:
    once = TOKEN.search(visitor.get("/desk/new").text)
    typed = {"category": "SHIRK", "urgency": "normal", "channel": "window", "narrative": "互相推。"}
    assert once is not None
    return visitor.follow(visitor.post("/desk/new", once=once[1], then="log", **typed, **words))


def test_opened_receipt_with_a_code_is_written_down(house: House, lin: Visitor) -> None:
    receipt = logs(lin)

    assert "receipt-code" in receipt.text
    rows = db.session.scalars(db.select(AccessLog)).all()
    assert [(row.officer_id, row.what) for row in rows] == [
        (house.officer("window").id, "receipt with query code")
    ]


def test_receipt_of_a_complaint_about_its_own_officer_shows_no_code(lin: Visitor) -> None:
    receipt = logs(lin, respondent_officer="window")

    assert "receipt-code" not in receipt.text and "短信" in words_on(receipt)
    assert db.session.scalars(db.select(AccessLog)).all() == []


def test_code_reissued_at_the_window_is_shown_once(house: House, lin: Visitor) -> None:
    number = house.logs("2026-09-21T09:00")
    page = lin.get(f"/desk/c/{number}/reissue_code")

    answer = lin.post(f"/desk/c/{number}/reissue_code", checked="身份证")

    assert page.status_code == 200 and answer.status_code == 200
    assert "receipt-code" in answer.text and answer.headers["Cache-Control"] == "no-store"
    assert "receipt-code" not in lin.get(f"/desk/c/{number}").text
