"""A day without an hour ends when the office closes in that season, by every door."""

from __future__ import annotations

import ast

import pytest

from complaints.commitments.calendar import editing
from complaints.infrastructure.database import transaction
from tests.house import House, shanghai
from tests.laws.tree import ROOT, product
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


NOON = {("complaints/web/supervision/labels.py", 12), ("complaints/web/page/template_globals.py", 12)}
ENDS_OF_A_DAY = (0, 23)


def hours_written(name: str, tree: ast.AST) -> set[tuple[str, int]]:
    """The hours of `time(17, 30)`, `datetime(…, 17)` and `hour=17` in a source."""
    found = set()
    for node in (one for one in ast.walk(tree) if isinstance(one, ast.Call)):
        called = getattr(node.func, "id", getattr(node.func, "attr", ""))
        place = {"time": 0, "datetime": 3}.get(called)
        given = [] if place is None else node.args[place : place + 1]
        given += [one.value for one in node.keywords if one.arg == "hour"]
        found |= {
            (name, one.value) for one in given if isinstance(one, ast.Constant) and isinstance(one.value, int)
        }
    return found


def test_no_office_hour_stands_in_the_program():
    """The calendar alone says when the office opens and closes, and its seasons ship with it."""
    for source in product(ROOT):
        if source.name.startswith(("complaints/", "schemas/")) and "/simulation/" not in source.name:
            hours = {one for one in hours_written(source.name, source.tree) if one[1] not in ENDS_OF_A_DAY}
            assert hours <= NOON, hours
