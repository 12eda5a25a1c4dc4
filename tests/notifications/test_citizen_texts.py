"""What a citizen is written: in their language, within two segments, with the fact itself and nothing personal."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from complaints.infrastructure.database import db
from complaints.intake.complainant import Person
from complaints.models import Notice
from complaints.notifications.citizen_texts import LONGEST, citizen_message
from complaints.notifications.texts import NOT_YOU
from complaints.rulebooks.store import SHIPPED
from schemas.moves import CITIZEN_MOVES
from schemas.rulebook import load_rulebook
from tests.house import House

URL = "https://shouwen.ezhou.example.gov.cn"
SHORT = "https://sw.ezhou.gov.cn"
EXTENDED = {"days": 5, "reason": "复杂", "basis": "第三十条"}
DECLINED = {"reason_code": "not_our_remit", "competent_body": "市场监督管理局", "contact": "12315"}


def written(house: House, number: str, kind: str) -> str:
    complaint = house.complaint(number)
    query = select(Notice).filter_by(complaint_id=complaint.id, recipient="citizen", kind=kind)
    message = citizen_message(db.session.scalars(query.order_by(Notice.id.desc())).first(), URL)
    return f"{message.title}\n{message.body}"


@pytest.fixture(params=["zh", "en", None])
def told(request: pytest.FixtureRequest, house: House) -> tuple[House, str, str]:
    """A complaint that went through an extension; its language."""
    person = Person(name="李大爷", phone="+8613800138000", language=request.param)
    number = house.logs("2026-09-18T09:00", person=person)
    house.does("window", number, "accept", "2026-09-18T09:10")
    house.does("window", number, "assign", "2026-09-18T09:20", unit="EC-BUREAU")
    house.does("handler", number, "sign_for", "2026-09-18T10:00")
    house.does("handler", number, "request_extension", "2026-09-21T10:00", **EXTENDED)
    house.does("leader", number, "grant_extension", "2026-09-21T11:00")
    return house, number, request.param or "zh"


def test_message_is_in_the_language_of_its_reader_alone(told):
    house, number, language = told
    for kind in ("receive", "accept", "assign", "sign_for", "grant_extension"):
        text = written(house, number, kind)
        assert bool(re.search(r"[\u4e00-\u9fff]", text)) == (language == "zh"), text
        assert len(text) <= LONGEST[language]
        assert "李大爷" not in text and "138" not in text and "窗口态度" not in text


def test_extension_says_the_new_due_time(told):
    house, number, language = told
    due = house.due(number, "handling")

    text = written(house, number, "grant_extension")

    assert (f"{due.month}月{due.day}日{due:%H:%M}" if language == "zh" else f"{due:%Y-%m-%d %H:%M}") in text


def test_declined_says_where_to_turn_and_missing_items_how_many(house):
    declined, incomplete = house.logs("2026-09-18T09:00"), house.logs("2026-09-18T09:00")
    house.does("window", declined, "decline", "2026-09-18T10:00", **DECLINED)
    house.does("window", incomplete, "ask_supplement", "2026-09-18T10:00", items=["身份证", "照片"])

    assert "市场监督管理局" in written(house, declined, "decline") and "12315" in written(
        house, declined, "decline"
    )
    assert "2 项" in written(house, incomplete, "ask_supplement")
    assert "10月9日" in written(house, incomplete, "ask_supplement")  # ten working days, a festival between


def test_longest_facts_still_fit(house):
    number = house.logs("2026-09-18T09:00")
    words = {**DECLINED, "competent_body": "很长的名称" * 40, "contact": "1" * 200}
    house.does("window", number, "decline", "2026-09-18T10:00", **words)

    text = written(house, number, "decline")

    assert len(text) <= LONGEST["zh"] and "…" in text and URL in text


def test_every_sentence_for_citizens_leaves_room_for_number_and_link():
    """A law over the rules: the sentence with the longest door and the link, no fact, in two segments."""
    book = load_rulebook(SHIPPED.read_text("utf8"))
    door = max(book.codes["heard_ways"].values(), key=lambda way: len(way.zh + way.en))
    for move in book.moves.values():
        if "citizen" not in move.tell:
            continue
        by_whom = f"由工作人员代录（{door.zh}）。{NOT_YOU.zh}" if move.name in CITIZEN_MOVES else ""
        zh = f"首问 1234-5678-9012：{move.label.zh}{move.sentence.zh}{by_whom}查询 1234-5678-9012：{SHORT}/status"
        assert len(zh) + 3 <= LONGEST["zh"], (move.name, len(zh))
        by_whom = f" An officer recorded it for you ({door.en}). {NOT_YOU.en}" if by_whom else ""
        en = f"Shouwen 1234-5678-9012: {move.label.en} {move.sentence.en}{by_whom} Look up 1234-5678-9012: {SHORT}/status"
        assert len(en) + 3 <= LONGEST["en"] and en.isascii(), (move.name, len(en))
