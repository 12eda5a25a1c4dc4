"""Where a limit runs on the clock, so do the reminders of its ladder: at night, on days off, and before half the time is gone."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from complaints.infrastructure.database import db
from complaints.models import Deadline, Notice
from tests.house import House, shanghai
from tests.support.stories import EC, rungs
from workflows.calendar import Calendar
from workflows.known_years import package_days
from workflows.limits import Limit, Offset

SATURDAY_NIGHT = "2026-10-17T22:00"
CALENDAR = Calendar(*package_days())


def reminder(limit: str, offset: str, due: str) -> str:
    at = CALENDAR.reminder_at(shanghai(due), Offset.parse(offset), Limit.read(limit))
    return f"{at:%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("limit", "offset", "at"),
    [
        ("2h", "-2wh", "10-17 23:00"),  # half of it: two hours before would be as it is made
        ("1h", "-1wh", "10-17 23:30"),
        ("8h", "-2wh", "10-17 22:00"),
        ("8h", "-2h", "10-17 22:00"),
        ("72h", "-1wd", "10-17 00:00"),
        ("24h", "-1wd", "10-17 12:00"),
        ("60h", "-1cd", "10-17 00:00"),
    ],
)
def test_reminder_of_limit_on_the_clock_comes_on_the_clock(limit: str, offset: str, at: str) -> None:
    assert reminder(limit, offset, "2026-10-18T00:00") == at


@pytest.mark.parametrize("limit", ["4wh", "5wd", "30cd"])
def test_reminder_of_other_limits_comes_in_office_hours(limit: str) -> None:
    assert reminder(limit, "-2wh", "2026-10-19T09:30") == "10-16 16:30"


def urgent(house: House, at: str, urgency: str) -> str:
    return house.logs(at, urgency=urgency, narrative="有人扬言自伤")


@pytest.mark.parametrize("urgency", ["urgent", "critical"])
def test_first_responder_is_reminded_at_night(either_house: House, urgency: str) -> None:
    """Two hours to accept from Saturday 22:00, due at midnight: reminded at 23:00, once."""
    house = either_house
    number = urgent(house, SATURDAY_NIGHT, urgency)
    house.sweeps("2026-10-17T22:59")
    assert rungs(house, number, "acceptance") == []

    for at in ("2026-10-17T23:00", "2026-10-17T23:30"):
        house.sweeps(at)

    assert rungs(house, number, "acceptance") == ["-2wh"]
    reminded = db.select(Notice.officer_id).filter_by(kind="remind", recipient="officer")
    assert house.complaint(number).first_responder_id in db.session.scalars(reminded).all()
    house.sweeps("2026-10-18T00:01")
    assert rungs(house, number, "acceptance") == ["-2wh", "0"]


def test_unit_is_reminded_to_take_an_urgent_offer_at_night(house: House) -> None:
    number = urgent(house, SATURDAY_NIGHT, "urgent")
    house.does("window", number, "assign", "2026-10-17T22:10", unit=EC)

    house.sweeps("2026-10-17T22:39")
    assert rungs(house, number, "signing") == []
    house.sweeps("2026-10-17T22:40")

    assert rungs(house, number, "signing") == ["-1wh"]


@pytest.mark.parametrize("hour", range(0, 24, 5))
def test_each_promise_on_the_clock_is_reminded_of_before_it_is_due(house: House, hour: int) -> None:
    """At whatever hour it is made."""
    at = f"2026-10-17T{hour:02}:07"
    urgent(house, at, "urgent")

    rows = db.session.scalars(db.select(Deadline).filter(Deadline.limit.regexp_match("^[0-9]+h$"))).all()
    ladders = {row.commitment: row.next_at for row in rows if row.commitment != "duty_answer"}
    assert set(ladders) == {"acceptance"}
    for row in rows:
        if row.commitment in ladders:
            assert row.next_at == _middle(shanghai(at), row.due_at)


def _middle(begins: datetime, ends: datetime) -> datetime:
    return begins + (ends - begins) / 2


def test_usual_reminders_still_come_in_office_hours(house: House) -> None:
    number = house.logs("2026-10-17T22:00")
    house.sweeps("2026-10-18T23:59")

    assert rungs(house, number, "acceptance") == []
    assert house.due(number, "acceptance") - shanghai("2026-10-17T22:00") > timedelta(days=1)
