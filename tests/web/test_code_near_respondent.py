"""Colleagues, leaders and subordinates of those complained of never hold the citizen's key: a code goes to the citizen's own
channel, or, where none is, what they print opens the page and ends nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from complaints.infrastructure.database import db
from complaints.infrastructure.encryption import unseal
from complaints.models import Complaint, Event, Notice
from tests.house import PASSWORD, House, opened, shanghai
from tests.support.stories import refusal
from tests.web.api import Api, problem
from tests.web.pages import Visitor, words_on

GATEWAY = {"SHOUWEN_CITIZEN_NOTICE_URL": "json://gateway.invalid/{phone}"}
LANDLINE = {"name": "赵师傅", "phone": "027-87654321"}
ABOUT = {
    "colleague": {"officer": "centre.he"},
    "leader": {"officer": "window"},
    "match": {"name": "何安"},
}
BY = {"colleague": "window", "leader": "centre.chen", "match": "window"}
ENDING = {"withdraw": {}, "appeal": {"reason": "不服"}, "rate": {"grade": 5}}


@pytest.fixture
def texting(now: Any) -> Iterator[House]:
    with opened("sqlite", **GATEWAY) as house:
        yield house


def keys(number: str, code: str) -> dict[str, str]:
    return {"tracking_number": number, "query_code": code}


def sent_code(number: str) -> str:
    query = db.select(Notice).filter(Notice.key.like("%/code")).order_by(Notice.id.desc())
    return str(unseal(db.session.scalars(query).first().words["code"]))


@pytest.mark.parametrize("way", ABOUT)
def test_code_logged_near_the_respondent_goes_to_the_citizens_phone(texting: House, way: str) -> None:
    logged = Api(texting).logged(by=BY[way], respondent=ABOUT[way])

    assert logged["query_code"] is None and "短信" in logged["query_code_note"]
    assert len(sent_code(logged["tracking_number"])) == 6
    assert "code_to" not in db.session.scalars(db.select(Event).filter_by(move="receive")).one().detail


@pytest.mark.parametrize("way", ABOUT)
def test_code_reissued_near_the_respondent_goes_to_the_citizens_phone(texting: House, way: str) -> None:
    api = Api(texting)
    number = api.logged(by=BY[way])["tracking_number"]
    assert api.by(BY[way]).move(number, "reissue_code", {"checked": "身份证"}).json["query_code"]

    api.by("supervisor").move(number, "name_respondent", {**ABOUT[way], "reason": "…"})
    answer = api.by(BY[way]).move(number, "reissue_code", {"checked": "身份证"})

    assert answer.status_code == 201 and answer.json["query_code"] is None, answer.text
    code = sent_code(number)
    assert api.by(None).post("/status", keys(number, code)).status_code == 200
    assert answer.json["detail"] == {"checked": "身份证", "code_sent": True}


@pytest.mark.parametrize("way", ABOUT)
@pytest.mark.parametrize("move", ENDING)
def test_code_shown_near_the_respondent_opens_the_page_and_ends_nothing(
    house: House, now: Any, way: str, move: str
) -> None:
    api = Api(house)
    logged = api.logged(by=BY[way], respondent=ABOUT[way], complainant=LANDLINE)
    number, code = logged["tracking_number"], logged["query_code"]

    assert "只能查看" in logged["query_code_note"]
    page = api.by(None).post("/status", keys(number, code))
    assert page.status_code == 200 and move not in page.json["moves"]
    assert refusal(house, "citizen", number, move, "2026-09-21T10:00", **ENDING[move]) == "NotNow"
    assert api.by(None).post("/status/moves/urge", keys(number, code)).status_code in (201, 409)


def test_code_an_officer_of_another_unit_prints_acts_again(house: House, now: Any) -> None:
    api = Api(house)
    logged = api.logged(respondent=ABOUT["colleague"], complainant=LANDLINE)
    number = logged["tracking_number"]
    refused = problem(api.by(None).post("/status/moves/withdraw", keys(number, logged["query_code"])), 409)
    assert any("其他单位" in one for one in refused["reasons"])

    answer = api.by("supervisor").move(number, "reissue_code", {"checked": "身份证"}).json

    assert "query_code_note" not in answer
    assert api.by(None).post("/status/moves/withdraw", keys(number, answer["query_code"])).status_code == 201


def test_code_of_a_holder_whose_colleague_is_named_later_dies_where_a_text_goes_out(texting: House) -> None:
    api = Api(texting)
    logged = api.logged()
    number = logged["tracking_number"]

    api.by("supervisor").move(number, "name_respondent", {"officer": "centre.he", "reason": "…"})

    problem(api.by(None).post("/status", keys(number, logged["query_code"])), 404)
    assert api.by(None).post("/status/moves/withdraw", keys(number, sent_code(number))).status_code == 201


def test_holder_whose_colleague_is_named_later_ends_nothing_with_it(house: House, now: Any) -> None:
    api = Api(house)
    logged = api.logged(complainant=LANDLINE)
    number = logged["tracking_number"]

    api.by("supervisor").move(number, "name_respondent", {"officer": "centre.he", "reason": "…"})
    problem(api.by(None).post("/status/moves/withdraw", keys(number, logged["query_code"])), 409)
    cleared = {"officer": "centre.he", "reason": "记错了"}
    assert api.by("supervisor").move(number, "clear_respondent", cleared).status_code == 201

    assert api.by(None).post("/status/moves/withdraw", keys(number, logged["query_code"])).status_code == 201


def test_colleague_of_a_respondent_of_the_group_ends_nothing(house: House, now: Any) -> None:
    """The leading complaint is about a colleague; the joined one names no one."""
    api = Api(house)
    about = api.logged(by="eccentre.feng", respondent={"officer": "centre.he"})
    leading, number = (
        one["tracking_number"].replace("-", "") for one in (about, api.logged(complainant=LANDLINE))
    )
    assert house.complaint(number).code_reads_only(shanghai("2026-09-21T10:00")) is False

    house.does("window", number, "merge", "2026-09-21T10:00", leading=leading)

    assert house.complaint(number).code_reads_only(shanghai("2026-09-21T10:00")) is True
    assert house.complaint(leading).code_reads_only(shanghai("2026-09-21T10:00")) is False


def test_receipt_of_a_code_that_opens_the_page_alone_says_so(house: House, now: Any) -> None:
    lin = Visitor(house.app)
    lin.get("/login")
    lin.post("/login", username="window", password=PASSWORD)
    once = re.search(r'name="once"[^>]*value="([^"]+)"', lin.get("/desk/new").text)
    assert once is not None
    typed = {"category": "SHIRK", "urgency": "normal", "channel": "window", "narrative": "互相推。"}

    receipt = lin.follow(
        lin.post("/desk/new", once=once[1], then="log", respondent_officer="centre.he", **typed)
    )

    assert "receipt-code" in receipt.text and "只能查看" in words_on(receipt)
    number = db.session.scalars(db.select(Complaint.tracking_number)).one()
    lin.get(f"/desk/c/{number}/reissue_code")
    page = lin.post(f"/desk/c/{number}/reissue_code", checked="身份证")
    assert "receipt-code" in page.text and "只能查看" in words_on(page)


def test_page_says_that_a_reissued_code_was_sent(texting: House) -> None:
    lin = Visitor(texting.app)
    lin.get("/login")
    lin.post("/login", username="window", password=PASSWORD)
    number = Api(texting).logged(respondent=ABOUT["colleague"])["tracking_number"].replace("-", "")

    lin.get(f"/desk/c/{number}/reissue_code")
    page = lin.follow(lin.post(f"/desk/c/{number}/reissue_code", checked="身份证"))

    assert "receipt-code" not in page.text and "短信" in words_on(page)
