"""A day without an hour ends when the office closes in that season, by every door."""

from __future__ import annotations

import ast
from datetime import datetime

import pytest

from complaints.casework import moves
from complaints.commitments.calendar import editing
from complaints.infrastructure.database import transaction
from complaints.infrastructure.errors import BadInput
from complaints.models import Event
from schemas.moves import GiveFeedback
from tests.house import House, shanghai
from tests.laws.tree import ROOT, product
from tests.support import stories
from tests.web.api import Api
from workflows.language import Act

TOLD_AT = "2026-09-21T15:00"
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


@pytest.mark.parametrize("given", ["2026-09-22", "2026-09-21T15:01", "2026-09-21 下午4点"])
def test_what_was_told_was_told_by_now(house: House, given: str) -> None:
    number = stories.answered(house)
    with pytest.raises(BadInput) as refused:
        tells(house, number, given)

    assert list(refused.value.fields) == ["when"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [("2026-09-21", TOLD_AT), ("2026-09-21T14:30", "2026-09-21T14:30"), ("2026-09-21T15:00", TOLD_AT)],
)
def test_today_alone_is_no_later_than_now(house: House, given: str, kept: str) -> None:
    number = stories.answered(house)
    event = tells(house, number, given)

    assert datetime.fromisoformat(event.detail["when"]) == shanghai(kept)


def tells(house: House, number: str, given: str) -> Event:
    words, window = GiveFeedback().load({"method": "phone", "when": given}), house.officer("window")
    with transaction():
        return moves.perform_as_written(
            moves.take(number, window), Act("give_feedback", window, shanghai(TOLD_AT), words)
        )
