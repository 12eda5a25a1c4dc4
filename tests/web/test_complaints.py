"""Logging and reading complaints over the API, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from complaints.infrastructure.database import db
from complaints.models import AccessLog, Complaint
from tests.house import House
from tests.web.api import COMPLAINT, EC, Api, problem

CONTRACT = {
    "tracking_number", "query_code", "state", "version", "first_responder", "answerable", "handler",
    "rulebook", "deadlines", "moves",
}  # fmt: skip


@pytest.fixture
def api(house: House) -> Api:
    return Api(house)


def how_many() -> int:
    return db.session.scalar(select(func.count(Complaint.id))) or 0


def test_a_logged_complaint_names_who_is_answerable_and_what_was_promised(api):
    answer = api.by("window").post("/complaints", COMPLAINT)

    body = answer.json
    assert answer.status_code == 201
    assert set(body) >= CONTRACT
    assert (body["state"], body["first_responder"], body["answerable"]) == ("received", "window", "window")
    assert body["handler"] is None and body["rulebook"] == "2026.1"
    assert len(body["query_code"]) == 6 and len(body["tracking_number"].split("-")) == 3
    assert {"accept", "assign", "decline"} <= set(body["moves"])
    (deadline,) = body["deadlines"]
    assert (deadline["commitment"], deadline["limit"], deadline["met_at"]) == ("acceptance", "1wd", None)
    assert deadline["due_at"].endswith("+08:00") and deadline["basis"]
    assert body["complainant"]["phone"] == "+8613800138000"
    assert answer.headers["ETag"] == f'"v{body["version"]}"'


def test_what_was_logged_can_be_read_again_without_its_code(api):
    logged = api.logged()

    answer = api.by("window").get(f"/complaints/{logged['tracking_number'].replace('-', '')}")

    assert answer.status_code == 200
    assert answer.json == {key: value for key, value in logged.items() if key != "query_code"}
    assert answer.headers["ETag"] == f'"v{logged["version"]}"'


def test_a_known_version_is_not_sent_again(api):
    number = api.logged()["tracking_number"]
    etag = api.by("window").get(f"/complaints/{number}").headers["ETag"]

    assert api.by("window").get(f"/complaints/{number}", If_None_Match=etag).status_code == 304
    assert api.by("window").get(f"/complaints/{number}", If_None_Match=f"W/{etag}").status_code == 304
    assert api.by("window").get(f"/complaints/{number}", If_None_Match='"v99"').status_code == 200


def test_every_step_stands_in_the_events_chained_by_hash(api):
    number = api.logged()["tracking_number"]
    api.by("window").move(number, "accept")

    events = api.by("window").get(f"/complaints/{number}/events").json

    assert [(event["seq"], event["move"], event["by"]) for event in events] == [
        (1, "receive", "window"), (2, "accept", "window"),
    ]  # fmt: skip
    assert events[0]["from"] is None and events[1]["from"] == events[1]["to"] == "received"
    assert all(len(event["hash"]) == 64 for event in events)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"category": "WEATHER"}, "category"),
        ({"channel": "pigeon"}, "channel"),
        ({"urgency": "at once"}, "urgency"),
        ({"narrative": ""}, "narrative"),
        ({"narrative": " \n "}, "narrative"),
        ({"narrative": "字" * 1_000_000}, "narrative"),
        ({"narrative": "a\x07b"}, "narrative"),
        ({"subject": "两\x1b行"}, "subject"),
        ({"complainant": {"phone": "12"}}, "complainant"),
        ({"complainant": {"phone": "not a phone"}}, "complainant"),
        ({"complainant": []}, "complainant"),
        ({"respondent": {"unit": "NOWHERE"}}, "respondent"),
        ({"respondent": {"officer": "nobody"}}, "respondent"),
        ({"sender_due_at": "2020-01-01"}, "sender_due_at"),
        ({"sender_due_at": "soon"}, "sender_due_at"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_sentence_at_its_field(api, more: dict[str, Any], field: str):
    answer = api.by("window", Accept_Language="en").post("/complaints", {**COMPLAINT, **more})

    errors = problem(answer, 422)["errors"]
    assert list(errors) == [field] and "／" not in str(errors)
    assert how_many() == 0


def test_an_unknown_category_is_answered_with_the_known_ones_in_the_language_asked_for(api):
    wrong = {**COMPLAINT, "category": "WEATHER"}

    english = problem(api.by("window", Accept_Language="en-GB").post("/complaints", wrong), 422)
    chinese = problem(api.by("window", Accept_Language="zh-CN").post("/complaints", wrong), 422)

    assert "it can be: ATTITUDE, SHIRK" in english["errors"]["category"][0]
    assert "可以是：ATTITUDE、SHIRK" in chinese["errors"]["category"][0]


def test_emoji_and_several_lines_are_kept(api):
    narrative = "等了三小时😡\n没有人理。"

    number = api.logged(narrative=narrative)["tracking_number"]

    assert api.by("window").get(f"/complaints/{number}").json["narrative"] == narrative


def test_without_a_subject_the_narrative_gives_one(api):
    assert api.logged(subject="", narrative="第一行\n第二行")["subject"] == "第一行"


def test_without_name_and_phone_it_is_anonymous(api):
    assert api.logged(complainant={})["complainant"]["anonymous"] is True


def test_words_of_danger_make_it_urgent(api):
    logged = api.logged(narrative="我不想活了")

    assert logged["urgency"] == "urgent"
    limits = {row["commitment"]: row["limit"] for row in logged["deadlines"]}
    assert limits["acceptance"] == "2h"  # and, while offices are closed, an hour for the officer on duty
    assert api.logged(narrative="我不想活了", urgency="critical")["urgency"] == "critical"


@pytest.mark.parametrize(
    "written",
    [
        "再不解决我就跳楼",
        "我就从楼上跳下去",
        "喝农药",
        "割腕",
        "我要杀了他",
        "我要自 杀",
        "自.杀",
        "自·杀",
        "再不解决我就跳\n楼",
        "再不解决我就跳\r\n楼",
        "再不解决我就跳\x0b楼",
        "I will kill\nmyself",
        "I will jump off\n\nthe roof",
        "輕生",
        "他揚言要来",
        "今晚就烧炭",
        "我要放火",
        "我要跳水库",
        "活着没意思，不如死了",
        "我割腕给你们看",
        "大家同归于尽",
        "他说要拿刀来",
        "I want to kill myself tonight because of the window.",
        "I don’t want to live any more.",
        "He says he will burn down the office.",
        "my husband is suicidal",
    ],
)
def test_word_of_danger_is_found_however_it_was_typed(api, written):
    assert api.logged(narrative=written)["urgency"] == "urgent"


@pytest.mark.parametrize(
    "written",
    [
        "公证处要我拿去死亡证明。",
        "律师去死者单位取证。",
        "联想死机了。",
        "他是跳水运动员。",
        "纵火案的法律援助办得慢。",
        "办公室放了灭火器。",
        "The window closes at five.",
        "They lost the skill to answer.",
        "He had to jump from one window to another.",
    ],
)
def test_ordinary_words_are_no_words_of_danger(api, written):
    assert api.logged(narrative=written)["urgency"] == "normal"


def test_subject_and_narrative_make_no_word_together(api):
    assert api.logged(subject="来源自", narrative="杀毒软件")["urgency"] == "normal"


def test_a_retry_with_the_same_key_gets_the_first_answer(api):
    first = api.by("window").post("/complaints", COMPLAINT, Idempotency_Key="k1")
    again = api.by("window").post("/complaints", COMPLAINT, Idempotency_Key="k1")

    assert (again.status_code, again.json) == (201, first.json)
    assert again.headers["Idempotent-Replayed"] == "true" and "Idempotent-Replayed" not in first.headers
    assert how_many() == 1


def test_the_same_key_with_another_body_is_refused(api):
    api.by("window").post("/complaints", COMPLAINT, Idempotency_Key="k1")

    problem(api.by("window").post("/complaints", {**COMPLAINT, "subject": "x"}, Idempotency_Key="k1"), 422)
    assert how_many() == 1


def test_the_same_key_of_somebody_else_is_another_request(api):
    api.by("window").post("/complaints", COMPLAINT, Idempotency_Key="k1")
    api.by("handler").post("/complaints", COMPLAINT, Idempotency_Key="k1")

    assert how_many() == 2


def test_an_administrator_logs_none_and_sees_none(api):
    number = api.logged()["tracking_number"]

    problem(api.by("admin").post("/complaints", COMPLAINT), 403)
    problem(api.by("admin").get(f"/complaints/{number}"), 404)


def test_another_unit_finds_neither_the_complaint_nor_its_events(api):
    number = api.logged()["tracking_number"]

    problem(api.by("other").get(f"/complaints/{number}"), 404)
    problem(api.by("other").get(f"/complaints/{number}/events"), 404)
    problem(api.by("other").move(number, "accept"), 404)


def test_the_person_complained_of_never_finds_it(api):
    number = api.logged(respondent={"officer": "centre.he"})["tracking_number"]

    problem(api.by("centre.he").get(f"/complaints/{number}"), 404)
    assert api.by("centre.luo").get(f"/complaints/{number}").status_code == 200


def test_a_confidential_complainant_is_known_to_those_who_carry_the_complaint_alone(api):
    number = api.logged(confidential=True)["tracking_number"]

    mine = api.by("window").get(f"/complaints/{number}").json["complainant"]
    theirs = api.by("centre.chen").get(f"/complaints/{number}").json["complainant"]

    assert (mine["name"], mine["hidden"]) == ("李大爷", False)
    assert (theirs["name"], theirs["phone"], theirs["hidden"]) == (None, None, True)


def test_reading_a_restricted_complaint_is_written_down(api):
    logged = api.logged(category="DISC")
    number, responder = logged["tracking_number"], logged["first_responder"]

    problem(api.by("window").get(f"/complaints/{number}"), 404)
    assert api.by(responder).get(f"/complaints/{number}").status_code == 200
    assert api.by(responder).get(f"/complaints/{number}/events").status_code == 200
    assert api.by(responder).get("/complaints?queue=mine").json["items"][0]["restricted"] is True

    assert list(db.session.scalars(select(AccessLog.what).order_by(AccessLog.id))) == [
        "complaint", "events", "queue mine",
    ]  # fmt: skip


def test_the_unit_that_took_it_is_named_and_the_moves_not_open_say_why(api):
    number = api.with_handler()["tracking_number"]

    seen = api.by("handler", Accept_Language="en").get(f"/complaints/{number}").json

    assert (seen["unit"], seen["handler"], seen["answerable"]) == (EC, "handler", "handler")
    assert "answer" in seen["moves"]
    resume = next(one for one in seen["refused_moves"] if one["move"] == "resume")
    [why] = resume["reasons"]
    assert why.startswith("It is not suspended; where it waits for the citizen, it resumes once the days")
