"""Beginnings that many stories share. All on Friday 2026-09-18; the 20th is a working Sunday, 09-25 to 09-27 are off."""

from __future__ import annotations

from typing import Any

from complaints.infrastructure.errors import NotFound
from complaints.models import Escalation
from tests.house import House
from workflows.errors import Refused

EC, HR, SECTION, CENTRE = "EC-BUREAU", "HR-BUREAU", "EZ-SECTION", "EZ-CENTRE"
ANSWER = {"outcome": "substantiated", "findings": "查明属实。", "reply": "已批评教育并道歉。"}


def offered(house: House, **words: Any) -> str:
    """Logged at 09:00, offered to the Echeng bureau at 10:00."""
    number = house.logs("2026-09-18T09:00", **words)
    house.does("window", number, "assign", "2026-09-18T10:00", unit=EC)
    return number


def in_hand(house: House, **words: Any) -> str:
    """Taken by `handler` at 10:30, who reached the citizen at 10:45; due on Thursday 09-24."""
    number = offered(house, **words)
    house.does("handler", number, "sign_for", "2026-09-18T10:30")
    house.does("handler", number, "contact", "2026-09-18T10:45", how="phone", reached=True)
    return number


def answered(house: House, **words: Any) -> str:
    number = in_hand(house, **words)
    house.does("handler", number, "answer", "2026-09-21T10:00", **ANSWER)
    return number


def told(house: House, **words: Any) -> str:
    number = answered(house, **words)
    house.does("window", number, "give_feedback", "2026-09-21T15:00", method="phone")
    return number


def badly_rated(house: House, **words: Any) -> str:
    number = told(house, **words)
    house.does("citizen", number, "rate", "2026-09-22T10:00", grade=1)
    return number


def answerable(house: House, number: str) -> str:
    return house.complaint(number).answerable.username


def refusal(house: House, by: str, number: str, move: str, at: str = "2026-09-18T16:00", **words: Any) -> str:
    """What kind of refusal the move meets; "" when it is made."""
    try:
        house.does(by, number, move, at, **words)
    except (Refused, NotFound) as refused:
        return type(refused).__name__
    return ""


def rungs(house: House, number: str, commitment: str = "handling") -> list[str]:
    return [row.rung for row in house.complaint(number).escalations if row.commitment == commitment]


def climbed(house: House, number: str, *acts: str) -> list[Escalation]:
    return [
        row
        for row in house.complaint(number).escalations
        if not row.reminder and row.act in (acts or [row.act])
    ]
