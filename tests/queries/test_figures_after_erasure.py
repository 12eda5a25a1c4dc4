"""Figures of a period are the same before and after the personal data of its complaints is erased."""

from __future__ import annotations

from dataclasses import asdict
from itertools import product
from typing import Any

import pytest

from complaints.casework import erasing
from complaints.infrastructure.database import db
from complaints.queries import open_data
from complaints.queries.statistics import bulletin_facts, commitments_kept
from complaints.queries.statistics.breakdown import BY, shares_by
from complaints.queries.statistics.indicators import Chosen, indicators
from complaints.queries.statistics.periods import read_period
from tests.house import House, shanghai
from tests.support.stories import ANSWER, HR, badly_rated, in_hand, told
from tests.web.api import Api

LATER = "2038-01-01T09:00"
SOON = "2027-02-01T09:00"  # when September was published
CALLED = {"how": "phone", "reached": True, "note": "对结果满意", "solved": True, "satisfied": False}
EXTENSION = {"days": 3, "reason": "需向原承办律师核实", "basis": "办理规则"}
ELSEWHERE = {"reason_code": "not_our_remit", "competent_body": "劳动监察支队", "contact": "古城路 8 号"}


@pytest.fixture
def lived(either_house: House) -> House:
    """Ended in every way: rated well and badly, called back, reviewed, joined, returned, extended, declined, withdrawn."""
    house = either_house
    does = house.does
    does("citizen", told(house), "rate", "2026-09-22T10:00", grade=5, comment="很满意")
    called = told(house)
    does("supervisor", called, "call_back", "2026-09-22T09:00", **CALLED)
    badly_rated(house)
    does("citizen", told(house), "appeal", "2026-09-28T09:00", reason="没有人道歉")
    _join(house)
    _return_and_extend(house)
    does("window", house.logs("2026-09-18T09:00"), "decline", "2026-09-18T09:10", **ELSEWHERE)
    does("citizen", house.logs("2026-09-18T09:00"), "withdraw", "2026-09-18T16:00")
    for _ in range(open_data.STEP):
        fee = house.logs("2026-09-18T09:00", category="FEE", channel="letter", respondent_unit=HR)
        does("window", fee, "answer_on_the_spot", "2026-09-18T09:30", **ANSWER)
        does("window", fee, "give_feedback", "2026-09-18T15:00", method="phone")
    for at in ("2026-09-25T18:00", "2026-10-30T18:00", "2027-01-29T18:00"):
        house.sweeps(at)
    return house


def _join(house: House) -> None:
    leading, joined = in_hand(house), house.logs("2026-09-18T09:30")
    house.does("window", joined, "merge", "2026-09-18T11:00", leading=leading)
    house.does("handler", leading, "answer", "2026-09-21T10:00", **ANSWER)
    house.does("window", leading, "give_feedback", "2026-09-21T15:00", method="phone")
    house.does("citizen", joined, "rate", "2026-09-22T10:00", grade=2)


def _return_and_extend(house: House) -> None:
    number = in_hand(house)
    house.does("handler", number, "request_extension", "2026-09-18T11:00", **EXTENSION)
    house.does("leader", number, "grant_extension", "2026-09-18T11:10")
    house.does("handler", number, "return", "2026-09-18T11:30", reason="应由市中心办理")


def figures(house: House) -> dict[str, Any]:
    """Every indicator of September, whole and by unit, and the call-backs, as the API tells a supervisor."""
    api = Api(house).by("supervisor")
    asked = [f"/statistics?period=2026-09&by=unit&indicator={name}" for name in indicators()]
    answers = {one: api.get(one) for one in (*asked, "/call-backs?period=2026-09")}
    assert {one: answer.text for one, answer in answers.items() if answer.status_code != 200} == {}
    return {one: answer.json for one, answer in answers.items()}


def broken_down() -> dict[tuple[str, str], Any]:
    """By every other key, for everyone."""
    days = read_period("2026-09")
    chosen = Chosen(None, days.first, days.last, shanghai(LATER))
    keys = product(indicators(), sorted(set(BY) - {"unit"}))
    return {(name, by): shares_by(indicators()[name], chosen, by) for name, by in keys}


def published() -> dict[str, Any]:
    """As they would be published, and nothing is kept."""
    open_data.publish_months(shanghai(SOON))
    tables = {name: open_data.rows_of(name) for name in open_data.TABLES}
    db.session.rollback()
    return tables


def facts() -> dict[str, Any]:
    """Of a bulletin drafted so late. It counts persons by their number and quotes answers: neither is left."""
    found = asdict(bulletin_facts.gather(read_period("2026-09"), shanghai(LATER)))
    return {name: one for name, one in found.items() if name not in ("repeated", "examples")}


def figures_of_everything(house: House) -> dict[str, Any]:
    kept = sorted(map(list, commitments_kept.count(shanghai(SOON))))
    own = {"open data": published(), "facts": facts(), "kept": kept, "broken down": broken_down()}
    return {**figures(house), **own}


def test_figures_are_the_same_after_the_erasure(lived: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("complaints.infrastructure.clock.now", lambda: shanghai(LATER))
    before = figures_of_everything(lived)
    assert all(rows[1:] for rows in before["open data"].values())
    counted = [one["total"]["denominator"] for name, one in before.items() if "indicator=" in name]
    assert sum(map(bool, counted)) > len(counted) / 2

    tally = erasing.erase_due(shanghai(LATER))

    assert tally.erased > open_data.STEP and tally.failed == 0
    after = figures_of_everything(lived)
    assert {name for name in before if before[name] != after[name]} == set()
