"""A day closed after a promise was broken on it: a later due time, and a breach that stays and says why (issue: a closed city)."""

from __future__ import annotations

from datetime import date

import pytest

from complaints.infrastructure import clock
from complaints.infrastructure.database import db
from complaints.models import Deadline
from complaints.queries.statistics import indicators
from complaints.queries.statistics.indicators import Chosen
from tests.commitments.test_closures import close
from tests.house import House, shanghai
from tests.support.figure_checks import Watch
from tests.support.stories import ANSWER, in_hand
from tests.web.api import Api
from tests.web.pages import signed_in, words_on

BROKEN = "2026-09-24T17:30"  # the 25th to the 27th are off: closed late, the 24th gives time until the 28th
IN_TIME, AGAIN_LATE = "2026-09-28T16:00", "2026-09-29T10:00"
SAID = "那天后来停办（台风停工）"


def broken(house: House, at: str = "2026-09-28T08:00", day: int = 24) -> str:
    number = in_hand(house)
    house.sweeps("2026-09-24T18:00")
    close(at, date(2026, 9, day))
    return number


def shares(house: House, at: str) -> dict[str, tuple[int, int]]:
    chosen = Chosen(house.officer("supervisor"), date(2026, 9, 1), date(2026, 9, 30), shanghai(at))
    figures = indicators.count_figures(chosen)
    names = ("handled_in_time", "late_on_closed_days")
    return {
        one.indicator.name: (one.whole.over, one.whole.of) for one in figures if one.indicator.name in names
    }


@pytest.mark.parametrize(
    ("answered", "excused"),
    [(IN_TIME, 1), (AGAIN_LATE, 0), (None, 1)],
    ids=["in time", "missed again", "not yet"],
)
def test_figure_says_which_breaches_fell_on_a_closed_day(
    either_house: House, answered: str | None, excused: int
) -> None:
    house, number = either_house, broken(either_house)
    if answered:
        house.does("handler", number, "answer", answered, **ANSWER)
    at = "2026-09-28T12:00" if answered is None else "2026-09-30T12:00"

    assert shares(house, at) == {"handled_in_time": (0, 1), "late_on_closed_days": (excused, 1)}


def test_missed_again_while_it_still_waits(house: House) -> None:
    broken(house)

    assert shares(house, "2026-09-28T18:00")["late_on_closed_days"] == (0, 1)


def test_day_closed_before_the_breach_excuses_nothing(house: House) -> None:
    """The 23rd was closed in time, the 24th never: the promise was due on the 28th and is late there."""
    number = in_hand(house)
    close("2026-09-22T18:00", date(2026, 9, 23))
    house.sweeps("2026-09-28T18:00")
    house.does("handler", number, "answer", "2026-09-29T10:00", **ANSWER)

    assert shares(house, "2026-09-30T12:00") == {"handled_in_time": (0, 1), "late_on_closed_days": (0, 1)}


def test_open_day_that_was_missed_is_no_closed_one(house: House) -> None:
    """The 23rd is closed late: the due time moves, but the 24th was open, and missed."""
    number = broken(house, day=23)
    house.does("handler", number, "answer", IN_TIME, **ANSWER)

    assert shares(house, "2026-09-30T12:00")["late_on_closed_days"] == (0, 1)


def test_page_and_api_say_why_and_keep_the_breach(
    either_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house, number = either_house, broken(either_house)
    monkeypatch.setattr(clock, "now", lambda: shanghai("2026-09-28T12:00"))

    assert SAID in words_on(signed_in(house, "handler").get(f"/desk/c/{number}"))
    answer = Api(house).by("handler").get(f"/complaints/{number}").json
    assert answer is not None
    by_name = {row["commitment"]: row for row in answer["deadlines"]}
    handling = by_name["handling"]
    assert (handling["breach_closed_day"], handling["breached_at"][:16]) == ("台风停工", BROKEN)
    assert by_name["acceptance"]["breach_closed_day"] is None


def test_ended_late_before_the_day_was_closed_stays_as_it_was(house: House) -> None:
    number = in_hand(house)
    house.sweeps("2026-09-24T18:00")
    house.does("handler", number, "answer", "2026-09-24T20:00", **ANSWER)
    close("2026-09-28T08:00", date(2026, 9, 24))

    row = db.session.scalars(db.select(Deadline).filter_by(commitment="handling")).one()
    assert (row.due_at, row.breached_at) == (shanghai(BROKEN), shanghai(BROKEN))
    assert shares(house, "2026-09-30T12:00")["late_on_closed_days"] == (0, 1)


@pytest.mark.parametrize("answered", [IN_TIME, AGAIN_LATE])
def test_model_knows_breaches_on_closed_days(house: House, answered: str) -> None:
    number, watch = in_hand(house), Watch()
    house.sweeps("2026-09-24T18:00")
    watch.hear()
    close("2026-09-28T08:00", date(2026, 9, 24))
    watch.close(shanghai("2026-09-28T08:00"), frozenset({date(2026, 9, 24)}))
    house.does("handler", number, "answer", answered, **ANSWER)
    watch.hear()
    at = shanghai("2026-09-30T12:00")

    assert watch.differences(at) == [] and watch.indicators(at) == []
