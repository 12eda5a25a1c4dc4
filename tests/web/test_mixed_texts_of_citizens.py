"""Mixed texts in the steps of citizens, by API and pages: kept as sent, or refused with the sign named; every record stays whole."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from html import unescape

import pytest
from sqlalchemy import select

from complaints.casework import ledger_verification
from complaints.infrastructure.database import db
from complaints.models import Complaint, Event
from tests.house import House, opened
from tests.support.mixed_texts import as_kept, code_of, refused_sign, texts
from tests.web.api import Api
from tests.web.citizens import looks_up
from tests.web.pages import Visitor

COUNT = int(os.environ.get("SHOUWEN_TEST_TEXTS", "240"))
DAY = "2026-09-21"
STEPS = (  # the move, the field of its text, its other words, whether the citizen had the answer before
    ("add", "note", {}, False),
    ("urge", "note", {}, False),
    ("withdraw", "reason", {}, False),
    ("request_recusal", "reason", {}, False),
    ("supplement", "note", {}, False),
    ("rate", "comment", {"grade": 2}, True),
    ("appeal", "reason", {}, True),
)
MAY_BE_EMPTY = ("urge", "withdraw", "rate", "appeal")


@pytest.fixture
def busy(now) -> Iterator[House]:
    with opened("sqlite", SHOUWEN_STATUS_RATE="1000000 per minute") as house:
        yield house


def ready(house: House, move: str, told: bool) -> tuple[str, str]:
    """A complaint on which the citizen may make the move: its number and code."""
    number = house.logs(f"{DAY}T09:00")
    if move == "supplement":
        house.does("window", number, "accept", f"{DAY}T09:05")
        house.does("window", number, "ask_supplement", f"{DAY}T09:10", items=["照片"])
    if told:
        answer = {"outcome": "substantiated", "findings": "属实。", "reply": "已道歉。"}
        house.does("window", number, "answer_on_the_spot", f"{DAY}T09:10", **answer)
        house.does("window", number, "give_feedback", f"{DAY}T09:20", method="phone", remedies="可申请复查")
    return number, house.codes[number]


def written(number: str) -> str:
    """Every word of the last step of a complaint."""
    db.session.rollback()
    last = select(Event).join(Complaint, Event.complaint_id == Complaint.id).filter_by(tracking_number=number)
    event = db.session.scalars(last.order_by(Event.seq.desc())).first()
    return json.dumps([event.move, event.note, event.detail], ensure_ascii=False) if event else ""


def holds(number: str, move: str, kept: str) -> bool:
    said = written(number)
    return f'"{move}"' in said and (not kept or json.dumps(kept, ensure_ascii=False)[1:-1] in said)


@pytest.mark.parametrize(("move", "field", "more", "told"), STEPS, ids=[step[0] for step in STEPS])
def test_api_keeps_each_text_or_names_its_sign(busy: House, move, field, more, told) -> None:
    anybody = Api(busy).by(None, Accept_Language="en")
    for text in texts(max(COUNT // (40 if COUNT < 1000 else 200), 6), seed=41 + len(move)):
        number, code = ready(busy, move, told)
        words = {"tracking_number": number, "query_code": code, **more, field: text}
        answer = anybody.raw(f"/status/moves/{move}", json.dumps(words).encode())
        sign, kept = refused_sign(text), as_kept(text)
        if sign:
            assert answer.status_code in (400, 422) and code_of(sign) in answer.text, ascii(text)
        elif not kept and move not in MAY_BE_EMPTY:
            assert answer.status_code == 422, ascii(text)
        else:
            assert answer.status_code == 201, (ascii(text), answer.text)
            assert holds(number, move, kept), (ascii(text), ascii(written(number)))
            shown = Api(busy).by("window").get(f"/complaints/{number}/events")
            assert shown.status_code == 200
            assert not kept or any(kept in said for said in _strings(shown.json)), ascii(text)
    assert ledger_verification.verify(0).first is None


def _strings(content: object) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for inner in content.values():
            yield from _strings(inner)
    elif isinstance(content, list):
        for inner in content:
            yield from _strings(inner)


@pytest.mark.parametrize(("move", "field", "more", "told"), STEPS, ids=[step[0] for step in STEPS])
def test_pages_keep_each_text_or_name_its_sign(busy: House, move, field, more, told) -> None:
    li = Visitor(busy.app)
    for text in texts(max(COUNT // (60 if COUNT < 1000 else 300), 4), seed=61 + len(move)):
        sent = text.encode("utf-8", "replace").decode()
        number, code = ready(busy, move, told)
        looks_up(li, number, code)
        li.get(f"/status/{move}")
        answer = li.post(f"/status/{move}", **more, **{field: sent})
        sign, kept = refused_sign(sent), as_kept(sent)
        if sign:
            assert answer.status_code == 422 and code_of(sign) in unescape(answer.text), ascii(text)
        elif not kept and move not in MAY_BE_EMPTY:
            assert answer.status_code == 422, ascii(text)
        else:
            assert answer.status_code == 303, (ascii(text), answer.text[:3000])
            assert holds(number, move, kept), (ascii(text), ascii(written(number)))
            assert li.follow(answer).status_code == 200
        li.post("/status/leave")


def test_hyphen_of_a_word_processor_alone_is_a_text(busy: House) -> None:
    """The sign is white space to Python, and a hyphen to Word."""
    number, code = ready(busy, "urge", told=False)
    li = Visitor(busy.app)
    looks_up(li, number, code)
    li.get("/status/urge")

    assert li.post("/status/urge", note="\u3000\x1f\x1e").status_code == 303

    assert holds(number, "urge", "-")
