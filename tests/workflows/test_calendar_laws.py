"""What must hold of working time on any day of any year."""

from datetime import date, datetime, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from workflows.calendar import SHANGHAI, Calendar
from workflows.known_years import package_days
from workflows.limits import UNITS, Limit, Offset

DAYS, YEARS = package_days()
calendar = Calendar(DAYS, YEARS)
# Every year is tabled beforehand, so that no single example pays for forty of them.
calendar.working_days_between(date(1990, 1, 1), date(2045, 1, 1))

days = st.dates(date(1999, 1, 1), date(2040, 12, 31))
moments = st.builds(datetime.combine, days, st.times(), st.just(SHANGHAI))
units = st.sampled_from(UNITS)
limits = st.builds(Limit, st.integers(1, 400), units)
day_limits = st.builds(Limit, st.integers(1, 400), st.sampled_from(["wd", "cd"]))
seconds = st.integers(-2_000_000, 2_000_000)


@given(moments, day_limits)
def test_a_limit_in_days_ends_at_close_of_a_later_working_day(start, limit):
    found = calendar.due(start, limit)
    assert found.at.date() > start.date()
    assert calendar.is_working(found.at.date())
    assert found.at == calendar.closes(found.at.date())


@given(moments, st.integers(1, 400))
def test_the_counted_days_are_all_the_working_days_up_to_the_due_day(start, value):
    found = calendar.due(start, Limit(value, "wd"))
    assert len(found.counted) == value
    assert found.counted[-1] == found.at.date()
    assert calendar.working_days_between(start.date(), found.at.date()) == value


@given(moments, st.integers(1, 400))
def test_a_calendar_day_limit_never_ends_early_and_rolls_over_days_off_only(start, value):
    last = calendar.due(start, Limit(value, "cd")).at.date()
    written = start.date() + timedelta(days=value)
    assert last >= written
    skipped = [written + timedelta(days=n) for n in range((last - written).days)]
    assert not any(calendar.is_working(day) for day in skipped)


@given(moments, st.integers(1, 400))
def test_a_limit_in_hours_lasts_that_many_office_hours(start, value):
    at = calendar.due(start, Limit(value, "wh")).at
    assert at > start
    assert calendar.working_seconds(start, at) == value * 3600


@given(moments, limits, st.integers(1, 400))
def test_a_longer_limit_never_falls_due_earlier(start, limit, more):
    longer = Limit(limit.value + more, limit.unit)
    assert calendar.due(start, limit).at <= calendar.due(start, longer).at


@given(moments, moments, limits)
def test_a_later_start_never_falls_due_earlier(one, other, limit):
    early, late = sorted((one, other))
    assert calendar.due(early, limit).at <= calendar.due(late, limit).at


@given(moments, limits, st.floats(0, 1))
def test_pause_of_no_time_changes_nothing(start, limit, part):
    due_at = calendar.due(start, limit).at
    at = start + (due_at - start) * part
    assert calendar.resumed(due_at, at, at, limit.unit).at == due_at


@given(moments, limits, st.floats(0, 1), st.integers(0, 24 * 400))
def test_pause_gives_back_what_it_took_and_never_less(start, limit, part, hours):
    """No earlier than announced; at least as much office time as was left; never expired by the resume itself."""
    due_at = calendar.due(start, limit).at
    stopped = start + (due_at - start) * part
    at = stopped + timedelta(hours=hours)

    resumed = calendar.resumed(due_at, stopped, at, limit.unit).at

    assert resumed >= due_at
    if limit.unit == "h":
        assert resumed == due_at + (at - stopped if stopped < due_at else timedelta())
    elif stopped < due_at:
        measure = calendar.working_seconds if limit.unit == "wh" else calendar.working_share
        assert measure(at, resumed) >= measure(stopped, due_at) - Fraction(1, 10_000)
        assert resumed > at or hours == 0


@given(moments, seconds)
def test_added_office_time_is_the_office_time_between(start, amount):
    assert calendar.working_seconds(start, calendar.add_working_seconds(start, amount)) == amount


@given(moments, seconds)
def test_office_time_added_and_taken_away_leaves_no_office_time_between(start, amount):
    there = calendar.add_working_seconds(start, amount)
    back = calendar.add_working_seconds(there, -amount)
    assert calendar.working_seconds(start, back) == 0


@given(moments, moments, moments)
def test_office_time_adds_up(a, b, c):
    whole = calendar.working_seconds(a, c)
    assert calendar.working_seconds(a, b) + calendar.working_seconds(b, c) == whole


@given(days, st.integers(-400, 400))
def test_the_nth_working_day_is_n_working_days_away(day, n):
    found = calendar.working_day_after(day, n)
    assert calendar.is_working(found)
    if n > 0:
        assert calendar.working_days_between(day, found) == n
    if n < 0:
        on_the_day = calendar.is_working(day)
        assert calendar.working_days_between(found, day) == -n - (not on_the_day)


@given(days, st.integers(0, 500))
def test_working_days_are_those_counted_one_by_one(a, length):
    b = a + timedelta(days=length)
    after_a = [a + timedelta(days=n) for n in range(1, length + 1)]
    assert calendar.working_days_between(a, b) == sum(map(calendar.is_working, after_a))
    assert calendar.working_days_between(b, a) == -calendar.working_days_between(a, b)


@given(moments, limits)
def test_a_due_time_is_provisional_just_when_an_unknown_year_was_looked_at(start, limit):
    found = calendar.due(start, limit)
    if limit.unit == "h":  # the clock asks no calendar
        assert not found.provisional
        return
    first = start.date() + timedelta(days=limit.unit != "wh")
    looked_at = range(first.year, found.at.year + 1)
    assert found.provisional == any(year not in YEARS for year in looked_at)


@given(moments, limits, st.integers(-20, 20), st.integers(1, 20), st.sampled_from(["wh", "wd"]))
def test_a_later_rung_stands_later(start, limit, value, more, unit):
    due_at = calendar.due(start, limit).at
    lower = calendar.rung_at(due_at, Offset(value, unit))
    assert lower < calendar.rung_at(due_at, Offset(value + more, unit))


@given(moments, moments)
def test_the_distance_is_never_negative_and_late_means_past(at, due_at):
    distance, late = calendar.to_go(at, due_at)
    assert distance >= 0
    assert late == (at > due_at)
