"""Years known and unknown, office hours, and unusable arguments (domain §5)."""

from datetime import date, datetime, time, timedelta

import chinese_calendar
import pytest

from workflows.calendar import DEFAULT_HOURS, SHANGHAI, Calendar, NaiveDatetime, OfficeHours
from workflows.known_years import package_days, statutory
from workflows.limits import BadLimit, Limit, Offset

DAYS, YEARS = package_days()
calendar = Calendar(DAYS, YEARS)


def moment(text, hour=10, year=2026):
    month, day = map(int, text.split("-"))
    return datetime(year, month, day, hour, tzinfo=SHANGHAI)


def due(text, limit, hour=10):
    return calendar.due(moment(text, hour), Limit.parse(limit))


def test_2026_has_248_working_days():
    assert calendar.working_days_between(date(2025, 12, 31), date(2026, 12, 31)) == 248


def test_every_published_day_is_kept():
    first = date(min(YEARS), 1, 1)
    every = [first + timedelta(days=n) for n in range((date(max(YEARS), 12, 31) - first).days + 1)]
    assert all(calendar.is_working(d) == chinese_calendar.is_workday(d) for d in every)
    assert not any(calendar.is_provisional(d) for d in every)
    assert sorted(YEARS) == list(range(min(YEARS), max(YEARS) + 1))


# Years without published days.


@pytest.mark.parametrize("limit", ["6wd", "5wd", "30cd"])
def test_a_due_time_in_an_unknown_year_is_given_and_marked(limit):
    found = due("12-25", limit)
    assert (found.at.year, found.provisional) == (2027, True)


def test_hours_that_run_into_an_unknown_year_are_marked():
    assert due("12-31", "4wh", hour=16).provisional
    out_of_the_unknown = calendar.due(moment("12-31", 17, year=min(YEARS) - 1), Limit(1, "wh"))
    assert out_of_the_unknown.provisional


def test_hours_may_end_on_the_last_moment_of_a_year_or_begin_on_its_first():
    last_close, first_opening = calendar.closes(date(2025, 12, 31)), calendar.opens(date(2026, 1, 4))
    assert calendar.add_working_seconds(moment("12-31", 14, year=2025), 12_600) == last_close
    assert calendar.add_working_seconds(moment("01-04", 9), -1800) == first_opening


@pytest.mark.parametrize("year", [1, 1990, 2027, 2150, 9000])
def test_a_year_nobody_knows_still_answers(year):
    found = calendar.due(moment("03-03", year=year), Limit(5, "wd"))
    assert found.provisional
    assert calendar.is_working(found.at.date())


def test_ten_years_of_working_days_still_have_an_end():
    assert len(due("09-18", "3650wd").counted) == 3650


def test_statutory_days_are_off_in_an_unknown_year():
    new_year = date(2027, 1, 1)
    assert new_year in statutory(2027)
    assert not calendar.is_working(new_year)
    assert calendar.is_working(date(2027, 1, 4))
    assert calendar.is_provisional(date(2027, 1, 4))


def test_only_the_weekday_rule_stands_where_no_statute_is_known():
    assert statutory(2150) == frozenset()
    assert calendar.is_working(date(2150, 1, 1))


def test_a_day_somebody_decided_is_no_longer_a_guess():
    decided = Calendar({**DAYS, date(2027, 1, 2): True}, YEARS)
    found = decided.due(moment("12-31"), Limit(1, "wd"))
    assert (found.at.date(), found.provisional) == (date(2027, 1, 2), True)  # 01-01 is a guess
    settled = Calendar({**DAYS, date(2027, 1, 1): False, date(2027, 1, 2): True}, YEARS)
    assert not settled.due(moment("12-31"), Limit(1, "wd")).provisional


def test_an_administrator_may_close_a_make_up_sunday():
    closed = Calendar({**DAYS, date(2026, 9, 20): False}, YEARS)
    assert closed.due(moment("09-18"), Limit(5, "wd")).at == calendar.closes(date(2026, 9, 28))


# Office hours and wrong arguments.


def test_the_lunch_break_follows_the_season():
    whole_day = [
        calendar.working_seconds(moment(day, 0), moment(day, 23)) / 3600
        for day in ("04-30", "05-06", "09-30", "10-08")
    ]
    assert whole_day == [7, 6.5, 6.5, 7]


def test_the_last_season_holds_until_the_first_of_the_next_year():
    short = OfficeHours(6, 1, ((time(9), time(12)),))
    bureau = Calendar(DAYS, YEARS, (short, OfficeHours(9, 1, ((time(10), time(16)),))))
    assert bureau.opens(date(2026, 1, 5)).hour == 10
    assert bureau.closes(date(2026, 7, 1)).hour == 12


@pytest.mark.parametrize("spans", [(), ((time(12), time(9)),), ((time(9), time(9)),)])
def test_office_hours_that_do_not_run_forward_are_refused(spans):
    with pytest.raises(ValueError, match="office hours"):
        OfficeHours(1, 1, spans)


def test_the_default_hours_are_summer_and_winter():
    assert [(season.month, season.day) for season in DEFAULT_HOURS] == [(5, 1), (10, 1)]


NAIVE = datetime(2026, 9, 18, 10)  # noqa: DTZ001
AWARE = moment("09-18")


@pytest.mark.parametrize(
    "ask",
    [
        lambda: calendar.due(NAIVE, Limit(5, "wd")),
        lambda: calendar.rung_at(NAIVE, Offset(0)),
        lambda: calendar.add_working_seconds(NAIVE, 0),
        lambda: calendar.working_seconds(AWARE, NAIVE),
        lambda: calendar.resumed(AWARE, NAIVE, AWARE, "wd"),
        lambda: calendar.later_by(NAIVE, 1, "cd"),
        lambda: calendar.to_go(NAIVE, AWARE),
        lambda: calendar.due(NAIVE.date(), Limit(5, "wd")),
    ],
)
def test_a_moment_without_its_zone_is_an_error(ask):
    with pytest.raises(NaiveDatetime, match="time zone"):
        ask()


@pytest.mark.parametrize("ask", [calendar.is_working, calendar.is_provisional])
def test_a_moment_is_not_taken_for_a_date(ask):
    with pytest.raises(TypeError, match="date is wanted"):
        ask(AWARE)


def test_an_unknown_unit_is_refused_at_a_pause():
    with pytest.raises(BadLimit):
        calendar.resumed(AWARE, AWARE, AWARE, "weeks")
    with pytest.raises(BadLimit):
        calendar.later_by(AWARE, 1, "weeks")
