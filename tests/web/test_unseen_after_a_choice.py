"""In the forms that follow a choice: what nobody can see is not stored, and a control sign is refused with its name and place.

Each is sent with one hard text in one field and plain words in the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from sqlalchemy import event

from complaints.infrastructure import encryption
from complaints.infrastructure.database import db
from schemas.text import has_visible
from tests.casework.test_assists import helping
from tests.casework.test_consultations import asked
from tests.house import House
from tests.support.stories import in_hand
from tests.web.pages import words_on
from tests.web.test_mixed_texts_in_every_form import (
    SCORED,
    _strings,
    busy,
    comes,
    draw_one,
)

__all__ = ["busy"]
UNSEEN = ("\u2066\u2069", "\u202e", "\u200d\ufe0f")
CONTROL = "文\x07字"
NAMED = "U+0007"


@dataclass
class Found:
    """What was sent last, and what went wrong."""

    sent: str = ""
    faults: list[str] = field(default_factory=list)


@pytest.fixture
def found(busy: House) -> Iterator[Found]:
    told = Found()
    seal = encryption.seal

    def note(text: str) -> None:
        if text and not has_visible(text) and any(sign in text for sign in "".join(UNSEEN)):
            told.faults.append(f"{told.sent}: stored {text!a}")

    def look(connection, cursor, statement, parameters, context, many) -> None:
        if not statement.startswith("SELECT"):
            for value in _strings(parameters):
                note(value)

    def look_and_seal(text: str) -> str:
        note(text)
        return seal(text)

    engine = db.engine
    event.listen(engine, "before_cursor_execute", look)
    encryption.seal = look_and_seal
    yield told
    encryption.seal = seal
    event.remove(engine, "before_cursor_execute", look)


def _look_at(answer, hard: str, found: Found) -> None:
    if answer.status_code >= 500:
        found.faults.append(f"{found.sent}: {answer.status_code}")
    if hard == CONTROL and answer.status_code in (400, 422) and NAMED not in words_on(answer):
        found.faults.append(f"{found.sent}: the sign is not named")
    if hard == CONTROL and answer.status_code in (201, 303):
        found.faults.append(f"{found.sent}: taken")


def test_nothing_unseen_is_stored_and_a_control_sign_is_named(busy: House, found: Found) -> None:
    climbed = busy.logs("2026-09-07T09:00")
    busy.sweeps("2026-09-18T08:00")
    pick = f"{climbed}.{busy.complaint(climbed).version}"
    question = in_hand(busy)
    asked(busy, question, unit="EZ-CENTRE")
    helping(busy, question, unit="EZ-CENTRE")
    draw_one(busy, climbed)
    for who, address, typed, more in (
        ("supervisor", "/supervise/act/urge", ("note",), {"pick": pick, "sure": "1"}),
        (
            "supervisor",
            "/supervise/act/supervise",
            ("instruction",),
            {"pick": pick, "sure": "1", "due_at": "2026-09-30"},
        ),
        ("supervisor", "/supervise/act/accept", ("note",), {"pick": pick, "sure": "1"}),
        ("admin", "/admin/reviews", ("note",), {"number": climbed, "act": "accept_reason"}),
        ("leader", f"/desk/c/{climbed}/review", ("note",), {"act": "accept_reason"}),
        ("window", f"/desk/consultations/{question}", ("opinion",), {"of": "1"}),
        ("window", f"/desk/consultations/{question}/decline", ("opinion",), {"of": "1"}),
        ("window", f"/desk/assists/{question}/return", ("note",), {"of": "2"}),
        ("window", f"/desk/assists/{question}", ("note",), {"of": "2"}),
        ("gulou.lv", "/evaluate/2026-08/1", ("note",), dict.fromkeys(SCORED, "80")),
    ):
        visitor = comes(busy, who)
        for hard in (*UNSEEN, CONTROL):
            for name in typed:
                found.sent = f"{address} {name}={hard!a}"
                _look_at(
                    visitor.post(address, **{**more, name: hard}),
                    hard,
                    found,
                )

    assert found.faults == []
