"""Supervisors and auditors read what is erased soon and what was; a citizen reads that their complaint was, and why."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from complaints.casework import erasing
from complaints.infrastructure.database import db, transaction
from complaints.organisation import officers
from tests.casework.test_retention import LATER, PERSON, SECRETS, breaks, closed
from tests.house import House, shanghai
from tests.support.stories import in_hand
from tests.web.api import Api
from tests.web.pages import Visitor, words_on
from tests.web.test_two_persons import signed_in


def grouped(number: str) -> str:
    return f"{number[:4]}-{number[4:8]}-{number[8:]}"


def test_supervisor_holds_what_is_soon_over_and_releases_it(house: House, now):
    number = closed(house)
    now("2036-08-01T09:00")
    wen = signed_in(house, "supervisor")
    assert number in wen.get("/supervise/retention").text

    held = wen.post("/supervise/retention", number=number, step="hold", reason="行政诉讼")

    assert held.status_code == 303 and "行政诉讼" in words_on(wen.follow(held))
    assert erasing.erase_due(shanghai(LATER)).due == 0
    again = wen.post("/supervise/retention", number=number, step="hold", reason="x")
    assert again.status_code == 422 and "已经在保留" in words_on(again)
    wen.post("/supervise/retention", number=number, step="release", reason="判决生效")
    assert erasing.erase_due(shanghai(LATER)).erased == 1


@pytest.mark.parametrize("typed", [{"number": "1"}, {"reason": ""}, {"number": "000000000000"}])
def test_form_names_what_is_wrong(house: House, now, typed):
    number = closed(house)
    wen = signed_in(house, "supervisor")
    wen.get("/supervise/retention")

    assert wen.post("/supervise/retention", **{"number": number, "reason": "x"} | typed).status_code == 422


def test_officer_without_the_post_sees_no_list(house: House, now):
    for username in ("window", "leader", "admin"):
        assert signed_in(house, username).get("/supervise/retention").status_code == 403


def test_every_page_says_it_was_erased_and_none_fails(house: House, now):
    number = closed(house)
    erasing.erase_due(shanghai(LATER))
    now(LATER)
    with transaction(alone=True):
        officers.set_roles(house.officer("other"), ["auditor"], shanghai("2036-01-01T09:00"))
    for username, page in (
        ("supervisor", "/supervise/retention"),
        ("window", f"/desk/c/{number}"),
        ("window", f"/desk/c/{number}/documents"),
        ("window", f"/desk/c/{number}/case-file.zip"),
        ("window", f"/desk/c/{number}/correct"),
        ("handler", f"/desk/c/{number}"),
        ("supervisor", f"/desk/c/{number}"),
        ("other", "/audit/retention"),
        ("other", f"/audit/c/{number}"),
        ("window", "/desk"),
        ("window", "/desk/inbox"),
    ):
        shown = signed_in(house, username).get(page)
        assert shown.status_code == 200, page
        assert [one for one in SECRETS if one.encode() in shown.data] == [], page
    assert "个人信息和文字已于" in words_on(signed_in(house, "window").get(f"/desk/c/{number}"))
    assert "国家档案局令第 8 号" in words_on(signed_in(house, "other").get("/audit/retention"))
    api = Api(house).by("window")
    for address in (f"/complaints/{number}", f"/complaints/{number}/events", f"/complaints/{number}/thread"):
        assert api.get(address).status_code == 200
    assert api.get(f"/complaints/{number}").json["moves"] == []


def closed_after_codes(house: House) -> str:
    """Its steps carry codes under names that elsewhere carry what a person typed."""
    number = in_hand(house, person=PERSON)
    urgent = {"urgency": "critical", "reason": "李大爷扬言自伤"}
    house.does("supervisor", number, "change_urgency", "2026-09-18T15:10", **urgent)
    paused = {"reason": "expert_appraisal", "evidence": "李大爷的病历"}
    house.does("handler", number, "suspend", "2026-09-18T15:20", **paused)
    house.does("leader", number, "confirm_suspension", "2026-09-18T15:30")
    house.does("handler", number, "resume", "2026-09-21T09:00", reason="鉴定出来了")
    answer = {"outcome": "substantiated", "findings": "查明属实", "reply": "批评教育"}
    house.does("handler", number, "answer", "2026-09-21T10:00", **answer)
    house.does("window", number, "give_feedback", "2026-09-21T15:00", method="phone")
    house.does("citizen", number, "rate", "2026-09-22T10:00", grade=5)
    return number


def status_of(house: House, number: str) -> int:
    asked = {"tracking_number": number, "query_code": house.codes[number]}
    return house.app.test_client().post("/api/v1/status", json=asked).status_code


@pytest.mark.parametrize("blank", [False, True])
def test_steps_that_carry_codes_are_readable_once_erased(house: House, now, monkeypatch, blank):
    number = closed_after_codes(house)
    if blank:  # as they were erased before codes of the rulebook stayed
        monkeypatch.setattr(erasing, "codes_of", lambda book: frozenset())
    assert erasing.erase_due(shanghai(LATER)).erased == 1
    now(LATER)

    for username in ("window", "handler", "supervisor"):
        for page in ("", "/documents", "/case-file.zip"):
            shown = signed_in(house, username).get(f"/desk/c/{number}{page}")
            assert shown.status_code == 200, page
            assert [one for one in SECRETS if one.encode() in shown.data] == [], page
    told = Api(house).by("window").get(f"/complaints/{number}/events")
    assert told.status_code == 200 and status_of(house, number) == 200
    assert ("expert_appraisal" in told.text) is not blank
    assert breaks() == []


@pytest.mark.parametrize("path", ["", "/rate", "/appeal", "/add"])
def test_citizen_reads_when_and_under_which_rule(house: House, now, path):
    number = closed(house)
    erasing.erase_due(shanghai(LATER))
    now(LATER)
    asked = {"tracking_number": number, "query_code": house.codes[number]}
    li = Visitor(house.app)
    li.get("/status")

    shown = li.follow(li.post("/status", **asked))

    assert "已按保存期限清除" in words_on(shown) and "2036年12月1日" in words_on(shown)
    assert "国家档案局令第 8 号" in words_on(shown)
    assert li.get(f"/status{path}").status_code < 500
    told = house.app.test_client().post("/api/v1/status", json=asked)
    assert told.status_code == 200 and told.json["erased"]["years"] == 10
    assert told.json["moves"] == []


def test_supervisor_complained_of_finds_no_trace_at_either_door(house: House, now):
    """The same answers as for a number that does not exist, before and after it is held and erased."""
    hidden, unknown = closed(house, respondent_officer="bureau.tan"), "000000000000"
    now("2036-08-01T09:00")

    def answers(number: str) -> list[tuple[int, str]]:
        tan, api = signed_in(house, "bureau.tan"), Api(house).by("bureau.tan")
        tan.get("/supervise/retention")
        asked = [
            tan.post("/supervise/retention", number=number, step=step, reason="x")
            for step in ("hold", "release")
        ]
        asked.append(tan.post(f"/desk/c/{number}/reveal", reveal_reason="call"))
        asked.append(api.post(f"/complaints/{number}/reveal", {"reason": "call"}))
        return [(one.status_code, words_on(one).replace(number, "…")) for one in asked]

    def list_is_blind() -> bool:
        shown = signed_in(house, "bureau.tan").get("/supervise/retention").text
        return hidden not in shown and grouped(hidden) not in shown

    assert answers(hidden) == answers(unknown) and list_is_blind()
    gu = signed_in(house, "supervisor")
    gu.get("/supervise/retention")
    assert gu.post("/supervise/retention", number=hidden, step="hold", reason="诉讼").status_code == 303
    assert answers(hidden) == answers(unknown) and list_is_blind()
    gu.post("/supervise/retention", number=hidden, step="release", reason="判决生效")
    assert erasing.erase_due(shanghai(LATER)).erased == 1
    now(LATER)
    assert answers(hidden) == answers(unknown) and list_is_blind()


ROW = "{code: a, years: %s, basis: {zh: 甲, en: A}}"


@pytest.mark.parametrize(
    "text",
    [
        *(f"rules: [{ROW % years}]" for years in ("9999", "0", "-1", "ten", "1.5", "")),
        *("rules: []", "rules:", "", "[", "rules: [{code: a}]", "rules: [a]", "other: 1"),
        "rules: [{code: a, years: 2, restricted: true, basis: {zh: 甲, en: A}}]",
    ],
)
def test_wrong_file_of_the_instance_is_named_and_erases_nothing(house: House, now, text):
    closed(house)
    now(LATER)
    own = house.app.config["SHOUWEN"].instance / "retention.yaml"
    own.write_text(text, "utf8")
    try:
        shown = signed_in(house, "supervisor").get("/supervise/retention")
        said = house.app.test_cli_runner().invoke(args=["retention", "--at", LATER])
    finally:
        own.unlink()
    assert shown.status_code == 200 and "retention.yaml" in words_on(shown)
    assert said.exit_code == 1 and "Error: retention.yaml" in said.output


def test_complaint_whose_ledger_does_not_hold_is_shown_as_not_erased(house: House, now):
    closed(house)
    now(LATER)
    assert "没有清除" not in words_on(signed_in(house, "supervisor").get("/supervise/retention"))
    db.session.execute(sa.text("UPDATE complaint SET narrative = ''"))
    db.session.commit()

    assert erasing.erase_due(shanghai(LATER)).failed == 1
    assert "没有清除：记录链不完整" in words_on(signed_in(house, "supervisor").get("/supervise/retention"))
