"""GET /statistics: one indicator of a period by unit, category or channel, over the complaints the reader may see."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

import pytest

from complaints.queries.statistics.indicators import Chosen, figures, indicators
from complaints.queries.statistics.periods import Days, read_period
from tests.house import House, shanghai
from tests.support import stories
from tests.web.api import Api, problem
from tests.web.pages import signed_in


@pytest.fixture
def lived(either_house: House) -> House:
    """One rated well, one badly, one in hand, one on the spot by another category and channel."""
    house = either_house
    house.does("citizen", stories.told(house), "rate", "2026-09-22T10:00", grade=5)
    stories.badly_rated(house)
    stories.in_hand(house)
    spot = house.logs("2026-09-18T09:00", category="FEE", channel="letter")
    house.does("window", spot, "answer_on_the_spot", "2026-09-18T09:30", **stories.ANSWER)
    return house


def asked(house: House, username: str = "supervisor", **words: str):
    return Api(house).by(username).get(f"/statistics?{urlencode(words)}")


def test_every_indicator_adds_up_to_the_page_of_figures(lived):
    days = (date(2026, 9, 1), date(2026, 9, 30))
    chosen = Chosen(lived.officer("supervisor"), *days, shanghai("2026-12-01T00:00"))
    shown = {one.indicator.name: one.whole for one in figures(chosen)}
    for name in indicators():
        for by in ("unit", "category", "channel"):
            body = asked(lived, indicator=name, period="2026-09", by=by).json
            total = (body["total"]["numerator"], body["total"]["denominator"])
            assert total == (shown[name].over, shown[name].of), name
            assert sum(row["numerator"] for row in body["rows"]) == total[0], (name, by)
            assert sum(row["denominator"] for row in body["rows"]) == total[1], (name, by)


def test_rows_are_told_apart_and_named_in_the_language_asked_for(lived):
    body = asked(lived, indicator="accepted", period="2026-09-18", by="category").json

    assert {row["key"]: row["denominator"] for row in body["rows"]} == {"ATTITUDE": 3, "FEE": 1}
    assert body["formula"] and body["period"] == {"first": "2026-09-18", "last": "2026-09-18"}
    channels = asked(lived, indicator="accepted", period="2026-W38", by="channel").json["rows"]
    assert {row["key"]: row["denominator"] for row in channels} == {"letter": 1, "window": 3}
    english = Api(lived).by("supervisor", Accept_Language="en")
    row = english.get("/statistics?indicator=accepted&period=2026-Q3&by=channel").json["rows"][0]
    assert row["label"].isascii() and row["value"] == round(row["numerator"] / row["denominator"], 4)


def test_what_nothing_was_counted_for_has_no_value(lived):
    body = asked(lived, indicator="accepted", period="2025").json

    assert body["rows"] == [body["total"]]
    assert (body["total"]["denominator"], body["total"]["value"]) == (0, None)


def test_a_leader_reads_the_figures_of_what_they_may_see(lived):
    counted = asked(lived, "leader", indicator="accepted", period="2026-09", by="unit").json
    everything = asked(lived, indicator="accepted", period="2026-09", by="unit").json

    assert counted["total"]["denominator"] <= everything["total"]["denominator"]
    problem(asked(lived, "window", indicator="accepted", period="2026-09"), 403)
    problem(Api(lived).by(None).get("/statistics?indicator=accepted&period=2026-09"), 401)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"indicator": "luck", "period": "2026-09"}, "indicator"),
        ({"indicator": "accepted", "period": "2026-13"}, "period"),
        ({"indicator": "accepted", "period": "yesterday"}, "period"),
        ({"indicator": "accepted", "period": "2026-10-02/2026-10-01"}, "period"),
        ({"indicator": "accepted", "period": "2026-09", "by": "officer"}, "by"),
        ({"period": "2026-09"}, "indicator"),
    ],
)
def test_what_cannot_be_asked_is_named_with_what_can(house, words, field):
    assert field in str(problem(asked(house, **words), 422))


def test_a_period_is_written_in_six_ways():
    read = {
        "2026": ("2026-01-01", "2026-12-31"),
        "２０２６": ("2026-01-01", "2026-12-31"),
        "2026-Q1": ("2026-01-01", "2026-03-31"),
        "2024-02": ("2024-02-01", "2024-02-29"),
        "2026-W01": ("2025-12-29", "2026-01-04"),
        "2026-10-01": ("2026-10-01", "2026-10-01"),
        "2026-10-01/2026-10-15": ("2026-10-01", "2026-10-15"),
    }
    for text, days in read.items():
        assert read_period(text) == Days(*map(date.fromisoformat, days))
    for wrong in ("", "26", "2026-00", "2026-Q5", "2026-W54", "20261", "2026-02-30", "0000", "/"):
        with pytest.raises(ValueError):
            read_period(wrong)


FAR_AWAY = [
    "0001",
    "1999",
    "2100",
    "9999",
    "0001-01",
    "9999-12",
    "9999-Q4",
    "9999下半年",
    "0001-W01",
    "9999-W52",
]
FAR_AWAY += ["9999-12-31", "2026-01-01/9999-12-31", "1999-12-31/2026-01-01"]


@pytest.mark.parametrize("period", FAR_AWAY)
def test_year_far_away_is_refused_at_every_door(house: House, period: str) -> None:
    supervisor = Api(house).by("supervisor")
    for address in ("statistics?indicator=accepted&", "call-backs?", "exports/complaints.csv?"):
        refused = problem(supervisor.get(f"/{address}{urlencode({'period': period})}"), 422)
        assert "2000" in str(refused) and "2099" in str(refused), address
    visitor, (first, _, last) = signed_in(house, "supervisor"), period.partition("/")
    for page in ("call-backs", "call-backs/behind/owed", "figures", "figures.csv"):
        said = urlencode({"month": period, "from": first, "to": last or first})
        assert visitor.get(f"/supervise/{page}?{said}").status_code == 200, page


def test_years_at_the_ends_are_read_at_every_door(house: House) -> None:
    supervisor, visitor = Api(house).by("supervisor"), signed_in(house, "supervisor")
    for period in ("2000-01", "2000", "2099-12", "2099"):
        for address in ("statistics?indicator=accepted&", "call-backs?", "exports/complaints.csv?"):
            assert supervisor.get(f"/{address}period={period}").status_code == 200, (address, period)
        assert visitor.get(f"/supervise/call-backs?month={period}").status_code == 200, period
