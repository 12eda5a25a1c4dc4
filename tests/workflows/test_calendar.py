"""Due times on the calendar of 2026, worked out by hand (domain §5 and §9.1)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from workflows.calendar import SHANGHAI, Calendar
from workflows.known_years import package_days
from workflows.limits import Limit, Offset

DAYS, YEARS = package_days()
calendar = Calendar(DAYS, YEARS)


def moment(text, hour=10, minute=0, year=2026):
    month, day = map(int, text.split("-"))
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


def due(text, limit, hour=10):
    return calendar.due(moment(text, hour), Limit.parse(limit))


VECTORS = [
    ("09-18", "5wd", "09-24"),  # the make-up Sunday 09-20 counts
    ("09-30", "5wd", "10-13"),
    ("02-13", "1wd", "02-14"),
    ("02-13", "5wd", "02-27"),
    ("04-30", "3wd", "05-08"),
    ("06-18", "2wd", "06-23"),
    ("05-01", "1wd", "05-06"),
    ("12-10", "15wd", "12-31"),
    ("12-24", "5wd", "12-31"),
    ("08-07", "60cd", "10-08"),
    ("09-20", "15cd", "10-08"),
    ("01-31", "15cd", "02-24"),
    ("10-25", "60cd", "12-24"),
]


@pytest.mark.parametrize(("start", "limit", "last"), VECTORS)
def test_a_promise_in_days_falls_due_at_close_of_its_last_working_day(start, limit, last):
    found = due(start, limit)
    assert (found.at, found.provisional) == (moment(last, 17, 30), False)


def test_the_counted_days_explain_a_due_time():
    assert [day.day for day in due("09-18", "5wd").counted] == [20, 21, 22, 23, 24]


def test_the_hour_of_receipt_changes_nothing_for_a_limit_in_days():
    assert due("09-18", "5wd", hour=0) == due("09-18", "5wd", hour=23)


def test_the_day_of_receipt_is_the_day_in_shanghai():
    late_in_utc = datetime(2026, 9, 17, 17, tzinfo=UTC)  # already 09-18 in Shanghai
    assert calendar.due(late_in_utc, Limit(5, "wd")).at == moment("09-24", 17, 30)


HOURS = [
    ("09-21", 9, 4, "09-21", (15, 30)),  # over the summer lunch break, 12:00 to 14:30
    ("10-08", 9, 4, "10-08", (15, 0)),  # over the winter one, 12:00 to 14:00
    ("09-18", 16, 4, "09-20", (11, 0)),  # on to the make-up Sunday
    ("09-24", 17, 1, "09-28", (9, 0)),  # over Mid-Autumn
    ("09-19", 10, 1, "09-20", (9, 30)),  # received on a day off
    ("09-21", 8, 1, "09-21", (9, 30)),  # received before opening
    ("09-21", 11, 1, "09-21", (12, 0)),  # due at noon, not after lunch
    ("09-24", 9, 6, "09-24", (17, 30)),  # due at close, not when the office opens again
]


@pytest.mark.parametrize(("start", "hour", "hours", "last", "at"), HOURS)
def test_a_promise_in_hours_counts_office_time_only(start, hour, hours, last, at):
    assert due(start, f"{hours}wh", hour).at == moment(last, *at)


# The worked example of domain §9.1.

PROMISED = moment("09-24", 17, 30)


def test_the_intake_decision_of_the_example_is_due_on_the_make_up_sunday():
    assert due("09-18", "1wd", hour=16).at == moment("09-20", 17, 30)


def test_the_handling_of_the_example_is_due_before_mid_autumn():
    assert due("09-18", "5wd", hour=17).at == PROMISED


LADDER = ["-1wd", "0", "+1wd", "+3wd", "+5wd"]


def rungs(due_at):
    return [calendar.rung_at(due_at, Offset.parse(offset)) for offset in LADDER]


def test_the_ladder_of_the_example_steps_over_both_holidays():
    opening = [moment(day, 8, 30) for day in ("09-23", "09-28", "09-30", "10-09")]
    assert rungs(PROMISED) == [opening[0], PROMISED, *opening[1:]]


def test_an_extension_moves_the_ladder_with_the_due_time():
    extended = calendar.due(PROMISED, Limit(5, "wd")).at
    assert extended == moment("10-09", 17, 30)
    opening = [moment(day, 8, 30) for day in ("10-08", "10-10", "10-13", "10-15")]
    assert rungs(extended) == [opening[0], extended, *opening[1:]]


def test_suspension_gives_back_the_working_days_it_stopped():
    """Domain §9.1: stopped from Monday to the start of Wednesday, two working days."""
    resumed = calendar.resumed(PROMISED, moment("09-21", 8, 30), moment("09-23", 8, 30), "wd")
    assert resumed.at == moment("09-29", 17, 30)


# Rungs, pauses and distances beyond the example.


@pytest.mark.parametrize(
    ("offset", "at"),
    [
        ("-2wh", moment("09-24", 15, 30)),
        ("-3wh", moment("09-24", 14, 30)),  # after lunch, when officers are there to read it
        ("+2wh", moment("09-28", 10, 30)),
        ("+1cd", moment("09-28", 8, 30)),  # 09-25 is off, so the rung waits for opening
        ("-1cd", moment("09-23", 8, 30)),
    ],
)
def test_a_rung_may_stand_hours_or_calendar_days_away(offset, at):
    assert calendar.rung_at(PROMISED, Offset.parse(offset)) == at


def resumed(due_at, stopped, at, unit="wd"):
    return calendar.resumed(due_at, stopped, at, unit).at


def test_pause_gives_back_office_hours_not_hours_of_the_clock():
    due_at = due("09-24", "4wh", hour=15).at
    assert resumed(due_at, moment("09-24", 16), moment("09-28", 8, 30), "wh") == moment("09-28", 11, 30)


@pytest.mark.parametrize("unit", ["wd", "cd"])
@pytest.mark.parametrize(
    ("stopped", "at", "until"),
    [
        (moment("09-18", 20), moment("09-20", 7), PROMISED),  # Friday night to the make-up Sunday's morning
        (moment("09-21", 12, 10), moment("09-21", 14, 20), PROMISED),  # over noon
        (moment("09-21", 8, 30), moment("09-22", 17, 29), moment("09-29", 17, 29)),
        (moment("09-22", 10), moment("09-22", 11), moment("09-28", 9, 30)),
        (
            moment("09-24", 8, 31),
            moment("09-28", 20),
            moment("09-29", 17, 30),
        ),  # supplied at night: the next day whole
        (moment("09-24", 17, 29), moment("09-28", 9), moment("09-29", 17, 30)),
        (moment("09-28", 9), moment("10-08", 9), PROMISED),  # broken before the clock stopped
    ],
)
def test_pause_gives_back_working_time_to_the_minute(unit, stopped, at, until):
    assert resumed(PROMISED, stopped, at, unit) == until


def test_twenty_nights_give_nothing():
    due_at, day = moment("11-30", 17, 30), moment("11-02", 20)
    for night in range(20):
        stopped = day + timedelta(days=night)
        due_at = resumed(due_at, stopped, stopped + timedelta(hours=11))
    assert due_at == moment("11-30", 17, 30)


def test_clock_hours_run_through_nights_and_holidays():
    assert due("09-26", "2h", hour=22).at == moment("09-27", 0)
    assert resumed(moment("09-27", 0), moment("09-26", 23), moment("10-01", 23), "h") == moment("10-02", 0)
    assert calendar.rung_at(moment("09-27", 0), Offset.parse("-1h")) == moment("09-26", 23)


@pytest.mark.parametrize(
    ("at", "distance"),
    [
        (moment("09-18"), (5, False)),
        (moment("09-24", 9), (0, False)),
        (PROMISED, (0, False)),
        (moment("09-24", 18), (0, True)),
        (moment("09-26"), (0, True)),
        (moment("09-30"), (3, True)),
    ],
)
def test_people_are_told_the_distance_in_working_days(at, distance):
    assert calendar.to_go(at, PROMISED) == distance


def test_days_are_counted_backwards_too():
    assert calendar.working_day_after(date(2026, 9, 28), -1) == date(2026, 9, 24)
    assert calendar.working_day_after(date(2026, 9, 26), -1) == date(2026, 9, 24)
    assert calendar.working_day_after(date(2026, 9, 26), 0) == date(2026, 9, 28)
    assert calendar.working_days_between(date(2026, 9, 28), date(2026, 9, 18)) == -6


def test_least_after_a_pause_is_given_once():
    """A pause of a minute on the due day, after the least was given: two minutes were left, and two are."""
    due_at = calendar.given_back(PROMISED, moment("09-24", 17, 28), moment("09-24", 17, 29), "wd").at
    assert due_at == moment("09-28", 8, 31)


def test_no_office_hour_is_lost_into_shorter_days():
    """The 29th of April has seven office hours, a day in May six and a half."""
    stopped, at = moment("04-29", 9), moment("05-11", 9)
    promised = moment("05-06", 17, 30)
    left = calendar.working_seconds(stopped, promised)
    assert calendar.working_seconds(at, calendar.resumed(promised, stopped, at, "wd").at) >= left
