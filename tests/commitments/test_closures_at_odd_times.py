"""Days taken off in a year that is not loaded, over the end of a year, and the morning after."""

from __future__ import annotations

from datetime import date

import pytest

from complaints.commitments.calendar import editing
from complaints.infrastructure import clock
from complaints.infrastructure.database import db
from complaints.models import Deadline, Escalation, Notice
from tests.commitments.test_closures import close, due
from tests.house import House, shanghai
from tests.support.figure_checks import Watch
from tests.support.stories import ANSWER, in_hand, rungs
from tests.web.pages import signed_in, words_on

NOT_LOADED = "2027 年放假安排尚未载入"


def at_years_end(house: House) -> str:
    """Five working days from Monday 2026-12-28, due in January: provisional."""
    number = house.logs("2026-12-28T09:00")
    house.does("window", number, "assign", "2026-12-28T10:00", unit="EC-BUREAU")
    house.does("handler", number, "sign_for", "2026-12-28T10:30")
    return number


def sets_by_page(house: House, monkeypatch: pytest.MonkeyPatch, at: str, **words: str) -> str:
    monkeypatch.setattr(clock, "now", lambda: shanghai(at))
    admin = signed_in(house, "admin")
    admin.get("/admin")
    plain = {"kind": "off", "label": "暴雪停工", "basis": "市政府通知"}
    return words_on(admin.follow(admin.post("/admin/calendar/day", **plain, **words)))


def test_day_in_year_not_loaded_is_taken_with_a_sentence(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = at_years_end(house)
    assert due(house, number) == "01-05 17:30"

    said = sets_by_page(house, monkeypatch, "2026-12-30T09:00", day="2027-01-04", until="2027-01-05")

    assert NOT_LOADED in said
    assert due(house, number) == "01-07 17:30"
    moved = Notice.kind.in_(("recalculate", "postpone"))
    told = db.session.scalars(db.select(Notice.recipient).where(moved)).all()
    assert "citizen" in told


def test_command_says_that_the_year_is_not_loaded(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: shanghai("2026-12-30T09:00"))
    words = ("calendar", "set", "2026-12-31", "off", "暴雪", "--until", "2027-01-05")

    outcome = house.app.test_cli_runner().invoke(args=words)

    assert outcome.exit_code == 0
    assert NOT_LOADED in outcome.stderr


def test_stretch_over_the_end_of_the_year_moves_both_years(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = at_years_end(house)

    sets_by_page(house, monkeypatch, "2026-12-29T09:00", day="2026-12-30", until="2027-01-04")

    assert due(house, number) == "01-08 17:30"


@pytest.mark.parametrize("answered", [True, False])
def test_day_taken_off_the_morning_after_moves_due_times_later_alone(
    either_house: House, answered: bool
) -> None:
    """The promise fell due on the closed day: broken it stays, and is due later; one that was kept stays as it was."""
    house, number = either_house, in_hand(either_house)
    if answered:
        house.does("handler", number, "answer", "2026-09-24T16:00", **ANSWER)
    house.sweeps("2026-09-24T18:00")
    climbed = rungs(house, number)

    close("2026-09-28T08:00", date(2026, 9, 24))

    row = db.session.scalars(db.select(Deadline).filter_by(commitment="handling")).one()
    moved_to = shanghai("2026-09-24T17:30" if answered else "2026-09-28T17:30")
    assert (row.due_at, row.breached_at) == (moved_to, None if answered else shanghai("2026-09-24T17:30"))
    house.sweeps("2026-09-30T18:00")
    assert rungs(house, number)[: len(climbed)] == climbed
    assert len(rungs(house, number)) == len(set(rungs(house, number)))


def test_rung_climbed_before_the_day_was_taken_off_is_climbed_once(either_house: House) -> None:
    """The reminder came on the 23rd, which turns out to have been closed: the promise is due a day later."""
    house, number = either_house, in_hand(either_house)
    house.sweeps("2026-09-23T09:00")
    assert rungs(house, number) == ["-1wd"]

    close("2026-09-24T08:00", date(2026, 9, 23))
    for at in ("2026-09-24T09:00", "2026-09-28T09:00", "2026-09-28T18:00"):
        house.sweeps(at)

    assert due(house, number) == "09-28 17:30"
    climbed = db.session.scalars(db.select(Escalation.rung).filter_by(commitment="handling")).all()
    assert climbed == ["-1wd", "0"]


def test_model_knows_days_taken_off_the_morning_after(house: House) -> None:
    number, watch = in_hand(house), Watch()
    house.sweeps("2026-09-23T18:00")
    watch.hear()
    close("2026-09-24T08:00", date(2026, 9, 23))
    watch.close(shanghai("2026-09-24T08:00"), frozenset({date(2026, 9, 23)}))
    watch.hear()

    assert watch.differences(shanghai("2026-09-24T09:00")) == []
    assert number


def pause(house: House, number: str, since: str, until: str) -> None:
    house.does("handler", number, "ask_supplement", since, items=["收据"])
    house.does("citizen", number, "supplement", until, note="补上了")


def test_day_inside_a_pause_is_given_back_once(either_house: House) -> None:
    house = either_house
    number = in_hand(house, category="ATTITUDE")
    pause(house, number, "2026-09-21T10:00", "2026-09-23T09:00")
    before = house.due(number, "handling")

    close("2026-09-23T10:00", date(2026, 9, 22))

    assert house.due(number, "handling") == before


def test_day_on_which_the_clock_stopped_gives_the_morning_back(either_house: House) -> None:
    """It stopped on the 21st at 10:00: of that day only the time before was not given back."""
    house = either_house
    number = in_hand(house)
    pause(house, number, "2026-09-21T10:00", "2026-09-23T09:00")
    assert due(house, number) == "09-29 16:30"

    close("2026-09-23T10:00", date(2026, 9, 21), date(2026, 9, 22))

    assert due(house, number) == "09-30 09:00"


def test_what_ran_between_two_pauses_is_given_back(either_house: House) -> None:
    house = either_house
    number = in_hand(house)
    pause(house, number, "2026-09-20T10:00", "2026-09-21T10:00")
    house.does("handler", number, "suspend", "2026-09-22T15:00", reason="hearing", evidence="听证通知书")
    house.does("leader", number, "confirm_suspension", "2026-09-22T16:00")
    house.does("handler", number, "resume", "2026-09-23T16:00")
    assert due(house, number) == "09-29 17:30"

    close("2026-09-23T17:00", date(2026, 9, 21), date(2026, 9, 24))

    assert (
        due(house, number) == "10-09 15:53"
    )  # of the 21st from 10:00, of the 22nd until 16:00, of the 23rd from then


def test_hours_inside_a_pause_are_given_back_once(either_house: House) -> None:
    house = either_house
    number = house.logs("2026-09-18T09:00", category="PRIVACY")
    house.does("window", number, "ask_supplement", "2026-09-18T10:00", items=["收据"])
    house.does("citizen", number, "supplement", "2026-09-22T10:00", note="补上了")
    before = house.due(number, "acceptance")

    close("2026-09-22T10:30", date(2026, 9, 21))

    assert house.due(number, "acceptance") == before


def test_model_knows_days_inside_a_pause(house: House) -> None:
    number, watch = in_hand(house), Watch()
    pause(house, number, "2026-09-21T10:00", "2026-09-23T09:00")
    watch.hear()
    close("2026-09-23T10:00", date(2026, 9, 21), date(2026, 9, 22))
    watch.close(shanghai("2026-09-23T10:00"), frozenset({date(2026, 9, 21), date(2026, 9, 22)}))
    watch.hear()

    assert watch.differences(shanghai("2026-09-23T11:00")) == []


def test_years_not_loaded_are_named(house: House) -> None:
    assert editing.unknown_years(date(2026, 12, 30), date(2027, 1, 4)) == [2027]
    assert editing.unknown_years(date(2026, 9, 1), date(2026, 9, 2)) == []


def test_model_knows_a_letter_typed_after_its_due_time(house: House) -> None:
    """Its clock runs from the day it came in, which is closed later as well."""
    came = date(2026, 9, 21)
    number, watch = house.logs("2026-09-23T00:00", channel="letter", received_on=came), Watch()
    watch.hear()
    close("2026-09-23T00:01", came, date(2026, 9, 22))
    watch.close(shanghai("2026-09-23T00:01"), frozenset({came, date(2026, 9, 22)}))
    watch.hear()

    assert due(house, number, "acceptance") == "09-23 17:30"
    assert watch.differences(shanghai("2026-09-23T09:00")) == []
