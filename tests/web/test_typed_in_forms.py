"""Texts, numbers and accounts that people type into any form are read by the fields the API has too."""

from __future__ import annotations

import re

import pytest

from complaints.infrastructure.database import db, transaction
from complaints.models import EvaluationScore, Event, RetentionHold
from complaints.organisation import officers, short_names
from complaints.queries import bulletins
from complaints.queries.bulletins import Seen
from schemas.text import has_visible
from tests.casework.test_retention import closed as closed_long_ago
from tests.house import House, shanghai
from tests.web.api import Api
from tests.web.pages import Visitor, signed_in, words_on
from tests.web.test_evaluation import PERIOD, SCORES, closed, drawn, evaluator


@pytest.fixture
def october(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("complaints.infrastructure.clock.now", lambda: shanghai("2026-10-09T10:00"))


def _holding(house: House, now) -> tuple[Visitor, str]:
    number = closed_long_ago(house)
    now("2036-08-01T09:00")
    visitor = signed_in(house, "supervisor")
    visitor.get("/supervise/retention")
    return visitor, number


@pytest.mark.parametrize("unseen", ["\u2066\u2069", "\ufe0f", "\u200d", "\u202e", " \u3000"])
def test_reason_without_anything_to_see_holds_no_complaint(house, now, unseen):
    visitor, number = _holding(house, now)

    answer = visitor.post("/supervise/retention", number=number, step="hold", reason=unseen)

    assert answer.status_code == 422 and db.session.query(RetentionHold).count() == 0


@pytest.mark.parametrize(
    ("reason", "told"),
    [("行政诉讼\x07（2036）", "第 1 行第 5 个字是 U+0007"), ("长" * 2001, "最多 2000 个字，现有 2001 个")],
)
def test_what_is_wrong_with_a_reason_is_named(house, now, reason, told):
    visitor, number = _holding(house, now)

    answer = visitor.post("/supervise/retention", number=number, step="hold", reason=reason)

    assert answer.status_code == 422 and told in words_on(answer)


@pytest.mark.parametrize("written", ["{0}-{1}-{2}", "编号：{0}{1}{2}", "{0} {1} {2}"])
def test_number_of_a_held_complaint_is_told_in_its_groups(house, now, written):
    visitor, number = _holding(house, now)
    parts = number[:4], number[4:8], number[8:]

    answer = visitor.post(
        "/supervise/retention", number=written.format(*parts), step="hold", reason="行政诉讼"
    )

    assert f"不会清除：{'-'.join(parts)} " in words_on(visitor.follow(answer))


@pytest.mark.parametrize("typed", ["Window", "window\u200b", "ｗｉｎｄｏｗ", " window "])
def test_auditor_finds_readings_by_an_account_as_it_is_typed(house, october, typed):
    number = closed(house, 1)[0]
    with transaction(alone=True):
        officers.set_roles(house.officer("other"), ["auditor"], shanghai("2026-10-01T09:00"))
    signed_in(house, "window").get(f"/desk/c/{number}")

    shown = signed_in(house, "other").get("/audit", query_string={"officer": typed})
    read = Api(house).by("other").get(f"/audit/readings?officer={typed}").json

    assert "没有查阅记录" not in shown.text and read["items"]


@pytest.mark.parametrize("typed", ["Handler", "handler\u200b", "ｈａｎｄｌｅｒ"])
def test_officer_named_in_a_move_is_found_as_at_sign_in(house, now, typed):
    now("2026-09-18T16:00")
    number = house.logs("2026-09-18T09:00")
    words = {"unit": house.officer("handler").unit.code, "officer": typed}

    made = Api(house).by("window").move(number, "assign", words)

    assert made.status_code == 201, made.json
    [assigned] = [one.detail for one in db.session.query(Event).all() if one.move == "assign"]
    assert assigned["officer"] == "handler"


@pytest.mark.parametrize("typed", ["８０", "80\u200b", "\u200e80", " 80 "])
def test_points_are_read_in_any_width(house, october, typed):
    closed(house, 3)
    evaluator(house)
    drawn(house, 2)
    visitor = signed_in(house, "other")
    visitor.get(f"/evaluate/{PERIOD}/1")

    answer = visitor.post(f"/evaluate/{PERIOD}/1", **{**SCORES, "timely": typed})

    assert answer.status_code == 303
    assert [row.scores["timely"] for row in db.session.query(EvaluationScore).all()] == [80]


@pytest.mark.parametrize("typed", ["２", "2\u200b", "\u20682\u2069"])
def test_size_of_a_sample_is_read_in_any_width(house, october, typed):
    closed(house, 3)
    visitor = signed_in(house, "supervisor")
    visitor.get("/supervise/evaluations")

    assert visitor.post("/supervise/evaluations", period=PERIOD, size=typed).status_code == 303


def test_note_without_anything_to_see_is_none(house, october):
    closed(house, 3)
    evaluator(house)
    drawn(house, 2)
    visitor = signed_in(house, "other")
    visitor.get(f"/evaluate/{PERIOD}/1")

    visitor.post(f"/evaluate/{PERIOD}/1", **SCORES, note="\u2066\u2069")

    assert [row.note for row in db.session.query(EvaluationScore).all()] == [""]


def test_bulletin_without_an_english_title_shows_its_chinese_one(house, october):
    closed(house, 1)
    with transaction():
        row = bulletins.draft_bulletin("2026-09", None, shanghai("2026-10-09T09:00"))
    visitor = signed_in(house, "supervisor")
    visitor.get("/supervise/bulletins/2026-09/edit")
    words = {
        f"text-{i}-{k}": one["text"][k] for i, one in enumerate(row.content["sections"]) for k in range(2)
    }
    titles = {"title-0": "九月通报", "title-1": "\u2066"}
    visitor.post("/supervise/bulletins/2026-09/edit", version="1", **titles, **words)
    with transaction():
        bulletins.approve(Seen("2026-09", 2), house.officer("disc.qin"), shanghai("2026-10-09T10:00"))
        bulletins.publish(Seen("2026-09", 3), house.officer("disc.qin"), shanghai("2026-10-09T10:00"))

    english = Visitor(house.app, "en")

    [link] = re.findall(r'<a href="/bulletins/2026-09">(.*?)</a>', english.get("/bulletins").text)
    [title] = re.findall(r"<h1>(.*?)</h1>", english.get("/bulletins/2026-09").text)
    assert has_visible(link) and has_visible(title)


def test_short_name_without_anything_to_see_is_none():
    assert short_names.read({short_names.FIELD: "\u202e\u2066\n市监"}) == ["市监"]
