"""A day without an hour ends when the office closes in that season, by every door."""

from __future__ import annotations

import pytest

from complaints.commitments.calendar import editing
from complaints.infrastructure.database import transaction
from tests.house import House, shanghai
from tests.web.api import Api

SUMMER, WINTER = "18:00", "17:00"


@pytest.fixture
def api(house: House) -> Api:
    for season, spans in (("05-01", f"08:30-12:00,15:00-{SUMMER}"), ("10-01", f"08:30-12:00,14:00-{WINTER}")):
        with transaction():
            editing.set_hours(editing.hours_from(season, spans), shanghai("2026-01-05T09:00"))
    return Api(house)


@pytest.mark.parametrize(("day", "closes"), [("2027-07-01", SUMMER), ("2027-11-02", WINTER)])
def test_senders_day_ends_at_closing_time(api: Api, day: str, closes: str) -> None:
    number = api.logged(sender_number="12345-1", sender_due_at=day)["tracking_number"]

    due = api.house.complaint(number.replace("-", "")).sender_due_at

    assert due == shanghai(f"{day}T{closes}")


@pytest.mark.parametrize(("day", "closes"), [("2027-07-01", SUMMER), ("2027-11-02", WINTER)])
def test_binding_date_of_a_supervisor_ends_at_closing_time(api: Api, day: str, closes: str) -> None:
    number = api.logged()["tracking_number"]

    words = {"due_at": day, "instruction": "限期办结。"}
    assert api.by("supervisor").move(number, "supervise", words).status_code == 201

    deadlines = api.by("window").get(f"/complaints/{number}").json["deadlines"]
    assert f"{day}T{closes}:00+08:00" in [one["due_at"] for one in deadlines]


def test_a_moment_stays_what_it_is(api: Api) -> None:
    number = api.logged(sender_number="1", sender_due_at="2027-07-01T09:00:00+08:00")["tracking_number"]

    assert api.house.complaint(number.replace("-", "")).sender_due_at == shanghai("2027-07-01T09:00")
