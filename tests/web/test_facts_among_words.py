"""What a person typed turns no words around it, on pages, in messages and documents; and keeps its lines."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from docx import Document

from complaints.infrastructure.database import db
from complaints.models import Notice
from complaints.notifications.citizen_texts import LONGEST, citizen_message
from complaints.web.page.translation import gettext
from schemas.text import isolated
from tests.support.stories import in_hand
from tests.web.api import Api
from tests.web.pages import signed_in

LINES = "第一段，说态度。\n第二段，说收费。"
TURNING = ["\u202e市监局", "\u2067市监局", "مكتب", "\u202d市监局\u202e"]


def _is_open(text: str) -> bool:
    """Whether a direction opened in it goes on behind it."""
    return sum(map(text.count, "\u202a\u202b\u202d\u202e")) > text.count("\u202c") or sum(
        map(text.count, "\u2066\u2067\u2068")
    ) > text.count("\u2069")


def test_corrected_narrative_keeps_its_lines(house, now):
    now("2026-09-18T16:00")
    number, api = in_hand(house), Api(house)
    words = {"changes": {"narrative": LINES}, "reason": "照录"}
    assert api.by("window").move(number, "correct", words).status_code == 201

    assert "说态度。<br>第二段" in signed_in(house, "window").get(f"/desk/c/{number}").text


def test_narrative_asked_to_be_corrected_keeps_its_lines(house, now):
    now("2026-09-18T16:00")
    number, api = in_hand(house), Api(house)
    words = {"changes": {"narrative": LINES}, "reason": "照录"}
    assert api.by("handler").move(number, "request_correction", words).status_code == 201
    visitor = signed_in(house, "window")

    for page in (f"/desk/c/{number}", f"/desk/c/{number}/correct"):
        assert "说态度。<br>第二段" in visitor.get(page).text, page


@pytest.mark.parametrize("typed", ["\u202e台风（1）", "عاصفة (1)"])
def test_reason_of_a_closed_day_turns_no_dates_around(house, now, typed):
    now("2026-09-18T16:00")
    number = in_hand(house)
    visitor = signed_in(house, "admin")
    visitor.get("/admin/calendar?year=2026")
    words = {"day": "2026-09-21", "kind": "off", "label": typed, "basis": "市政府通知", "year": "2026"}
    assert visitor.post("/admin/calendar/day", **words).status_code == 303

    page = signed_in(house, "window").get(f"/desk/c/{number}").text

    assert f"因{isolated(typed)}，由" in page
    assert f"停办 1 天：<bdi>{typed}</bdi>" in visitor.get("/admin/calendar?year=2026").text


@pytest.mark.parametrize("typed", TURNING)
def test_fact_in_a_sentence_is_bounded(house, typed):
    with house.app.test_request_context():
        told = gettext("已督办：%(name)s，2026", name=typed)

    assert not _is_open(told[: told.index("，2026")]) and isolated(typed) in told


@pytest.mark.parametrize("typed", TURNING)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_competent_body_turns_no_message_around(house, now, typed, language):
    """Phone, tracking number and address behind it would be read backwards, and the number would be another one."""
    now("2026-09-18T16:00")
    person = {"name": "李", "contacts": [{"phone": "13800138000"}], "language": language}
    number = Api(house).logged(complainant=person)["tracking_number"].replace("-", "")
    words = {"reason_code": "not_our_remit", "competent_body": typed, "contact": "12315"}
    assert Api(house).by("window").move(number, "decline", words).status_code == 201

    body = citizen_message(_declined(), "https://example.cn").body

    assert "12315" in body and not _is_open(body[: body.index("12315")]), ascii(body)


@pytest.mark.parametrize("typed", ["مكتب " * 30, "家👨‍👩‍👧" * 30, "e\u0301" * 90])
def test_long_fact_is_cut_at_a_sign_and_bounded(house, now, typed):
    now("2026-09-18T16:00")
    number = house.logs("2026-09-18T09:00")
    words = {"reason_code": "not_our_remit", "competent_body": typed, "contact": "12315"}
    assert Api(house).by("window").move(number, "decline", words).status_code == 201

    body = citizen_message(_declined(), "https://example.cn").body

    cut = body[: body.index("…")]
    assert len(body) <= LONGEST["zh"] and not _is_open(body[: body.index("查询 ")])
    assert not cut.endswith("\u200d") and (not typed.startswith("e") or cut.endswith("\u0301"))


def _declined() -> Notice:
    notices = db.session.query(Notice).all()
    [sent] = [one for one in notices if (one.kind, one.recipient) == ("decline", "citizen")]
    return sent


def test_registration_keeps_each_text_in_its_direction(house, now):
    now("2026-09-18T16:00")
    person = {"name": "李", "contacts": [{"phone": "13800138000", "note": "\u202eבת"}]}
    logged = Api(house).logged(subject="שלום (1) סוף.", narrative="مرحبا (abc).\n窗口", complainant=person)
    number = logged["tracking_number"].replace("-", "")
    file = zipfile.ZipFile(io.BytesIO(signed_in(house, "window").get(f"/desk/c/{number}/case-file.zip").data))

    told = Document(io.BytesIO(file.read("003-registration.docx"))).paragraphs

    right = [one for one in told if re.search("[\u0590-\u08ff]", one.text)]
    assert len(right) == 3
    for one in right:
        assert "\u2068" in one.text or "w:bidi" in one._p.xml, ascii(one.text)
        assert any(run.font.rtl for run in one.runs)
    [chinese] = [one for one in told if one.text == "窗口"]
    assert "w:bidi" not in chinese._p.xml and not chinese.runs[0].font.rtl
    assert any(one.text == "电话：13800138000（\u2068\u202eבת\u202c\u2069）" for one in told)
