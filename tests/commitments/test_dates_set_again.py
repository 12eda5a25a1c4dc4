"""A date set by hand in the place of another: the first stays on record, counts once, and the ladder goes on."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from complaints.infrastructure import clock
from complaints.infrastructure.database import db
from complaints.models import Notice
from tests.house import House, shanghai
from tests.support.stories import ANSWER, EC, rungs
from tests.web.api import Api
from tests.web.pages import Visitor, signed_in
from workflows.errors import NotNow

EVENINGS = ["01", "02", "03", "04", "07", "08", "09", "10", "11", "14"]
At = Callable[[str], None]
DATED = ["supervision", "sender"]
INDICATOR = {"supervision": "supervised_in_time", "sender": "sender_date_kept"}


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    return lambda moment: monkeypatch.setattr(clock, "now", lambda: shanghai(moment))


def with_a_date(house: House, commitment: str, day: str = "01") -> str:
    due = shanghai(f"2026-09-{day}T17:30")
    sent = {"channel": "12345", "sender_number": "热线-1", "sender_due_at": due}
    number = house.logs("2026-09-01T09:00", category="PETITION", **(sent if commitment == "sender" else {}))
    house.does("window", number, "accept", "2026-09-01T09:10")
    house.does("window", number, "assign", "2026-09-01T09:20", unit=EC)
    house.does("handler", number, "sign_for", "2026-09-01T09:30")
    if commitment == "supervision":
        set_date(house, number, commitment, "2026-09-01T10:00", f"2026-09-{day}")
    return number


def set_date(house: House, number: str, commitment: str, at: str, day: str, **more: Any) -> None:
    due = shanghai(f"{day}T17:30")
    if commitment == "sender":
        words = {"due_at": due, "reason": "来函改期", **more}
        house.does("window", number, "move_sender_date", at, **words)
    else:
        house.does("supervisor", number, "supervise", at, due_at=due, instruction="限期办结")


def counted(house: House, commitment: str, *months: str) -> list[tuple[int, int]]:
    api, found = Api(house).by("supervisor"), []
    for month in months:
        path = f"/statistics?indicator={INDICATOR[commitment]}&period=2026-{month}&by=category"
        rows = [(one["numerator"], one["denominator"]) for one in api.get(path).json["rows"]]
        found += [row for row in rows if row[1]]
    return found


@pytest.mark.parametrize("commitment", DATED)
def test_date_missed_evening_after_evening_climbs_to_the_last_rung(house: House, commitment: str) -> None:
    number = with_a_date(house, commitment)
    for day, after in pairwise(EVENINGS):
        house.sweeps(f"2026-09-{day}T17:35")
        set_date(house, number, commitment, f"2026-09-{day}T18:00", f"2026-09-{after}")
    house.sweeps("2026-09-14T17:35")

    late = [rung for rung in rungs(house, number, commitment) if not rung.startswith("-")]
    ladder = {"supervision": ["0", "+1wd"], "sender": ["0", "+1wd", "+3wd", "+5wd"]}[commitment]
    assert list(dict.fromkeys(late)) == ladder
    assert late[: len(ladder)] == ladder


@pytest.mark.parametrize("commitment", ["sender"])
@pytest.mark.parametrize(
    ("swept", "climbed"), [("2026-09-21T18:00", ["0"]), ("2026-09-22T18:00", ["0", "+1wd"])]
)
def test_later_date_has_its_own_reminder_and_miss_and_the_ladder_goes_on(
    either_house: House, commitment: str, swept: str, climbed: list[str]
) -> None:
    house = either_house
    number = with_a_date(house, commitment, "21")
    house.sweeps(swept)
    before = ["-1wd", *climbed]
    assert rungs(house, number, commitment) == before
    set_date(house, number, commitment, f"{swept[:10]}T18:30", "2026-09-30")

    house.sweeps("2026-09-29T17:35")
    assert rungs(house, number, commitment) == [*before, "-1wd"]
    house.sweeps("2026-09-30T17:35")
    assert rungs(house, number, commitment) == [*before, "-1wd", "0"]
    house.sweeps("2026-10-20T09:00")
    on = ["+1wd", "+3wd", "+5wd"][len(climbed) - 1 :]
    assert rungs(house, number, commitment) == [*before, "-1wd", "0", *on]


@pytest.mark.parametrize("commitment", ["sender"])
def test_dates_missed_week_after_week_climb_to_the_last_rung(house: House, commitment: str) -> None:
    """Each date has its own reminder and its own miss, and every next miss one rung more."""
    number = with_a_date(house, commitment, "07")
    for day, after in pairwise(["07", "10", "15", "18", "23", "29"]):
        house.sweeps(f"2026-09-{day}T17:35")
        set_date(house, number, commitment, f"2026-09-{day}T18:00", f"2026-09-{after}")
    house.sweeps("2026-09-29T17:35")

    climbed = rungs(house, number, commitment)
    assert climbed.count("0") == climbed.count("-1wd") == 6
    late = [one for one in climbed if one.startswith("+")]
    ladder = ["+1wd", "+3wd", "+5wd"]
    assert late[: len(ladder)] == ladder and set(late) == set(ladder)


@pytest.mark.parametrize("commitment", DATED)
@pytest.mark.parametrize("set_at", ["2026-09-21T17:29", "2026-09-22T09:00"])
def test_replaced_date_counts_once_when_it_passed(
    either_house: House, at: At, commitment: str, set_at: str
) -> None:
    house = either_house
    number = with_a_date(house, commitment, "21")
    set_date(house, number, commitment, set_at, "2026-10-30")
    at("2026-10-12T09:00")
    assert counted(house, commitment, "09", "10") == [(0, 1)]

    house.sweeps("2026-11-03T09:00")
    at("2026-11-03T09:00")
    assert counted(house, commitment, "09", "10", "11") == [(0, 1)]


@pytest.mark.parametrize("commitment", DATED)
def test_work_done_by_the_replaced_date_kept_it(house: House, at: At, commitment: str) -> None:
    number = with_a_date(house, commitment, "21")
    set_date(house, number, commitment, "2026-09-18T09:00", "2026-10-30")
    house.does("handler", number, "answer", "2026-09-21T10:00", **ANSWER)
    at("2026-10-12T09:00")

    assert counted(house, commitment, "09", "10") == [(1, 1)]


@pytest.mark.parametrize("commitment", DATED)
def test_first_date_stays_in_the_answer_of_both_doors(house: House, at: At, commitment: str) -> None:
    number = with_a_date(house, commitment, "21")
    house.sweeps("2026-09-22T09:00")
    set_date(house, number, commitment, "2026-09-22T10:00", "2026-10-30")
    at("2026-09-22T11:00")
    answer = Api(house).by("supervisor").get(f"/complaints/{number}").json

    (row,) = [one for one in answer["deadlines"] if one["commitment"] == commitment]
    assert row["first_due_at"] == row["breached_at"] == "2026-09-21T17:30:00+08:00"
    assert row["due_at"] == "2026-10-30T17:30:00+08:00"
    move = {"supervision": "supervise", "sender": "move_sender_date"}[commitment]
    assert [(one["from"], one["to"], one["reason"]) for one in row["moved"]] == [
        ("2026-09-21T17:30:00+08:00", "2026-10-30T17:30:00+08:00", move)
    ]


def test_earlier_date_replaces_the_one_set_before(house: House, at: At) -> None:
    number = with_a_date(house, "supervision", "21")
    set_date(house, number, "supervision", "2026-09-02T10:00", "2026-09-10")

    assert house.due(number, "supervision") == shanghai("2026-09-10T17:30")
    house.sweeps("2026-09-14T09:00")
    at("2026-09-14T09:00")
    assert counted(house, "supervision", "09") == [(0, 1)]


def test_citizen_reads_that_the_first_date_was_missed_and_why_it_moved(house: House, at: At) -> None:
    number = with_a_date(house, "sender", "21")
    set_date(house, number, "sender", "2026-09-22T10:00", "2026-10-30")
    at("2026-09-22T11:00")

    seen = {"tracking_number": number, "query_code": house.codes[number]}
    answer = Api(house).by(None).post("/status", seen).json
    (step,) = [one for one in answer["steps"] if one["move"] == "move_sender_date"]
    assert step["detail"]["reason"] == "来函改期"
    told = db.session.scalars(db.select(Notice).filter_by(kind="move_sender_date", recipient="citizen")).all()
    assert len(told) == 1
    visitor = Visitor(house.app)
    visitor.get("/")
    page = visitor.follow(visitor.post("/status", **seen)).text
    assert "原来的期限" in page
    assert "来函改期" in page


@pytest.mark.parametrize(
    ("words", "shown"), [({}, "未提供证明材料"), ({"evidence": "热线来函 12 号"}, "热线来函 12 号")]
)
def test_step_says_what_the_move_of_a_sender_rests_on(
    house: House, at: At, words: dict[str, str], shown: str
) -> None:
    number = with_a_date(house, "sender", "21")
    set_date(house, number, "sender", "2026-09-22T10:00", "2026-10-30", **words)
    at("2026-09-22T11:00")

    assert shown in signed_in(house, "window").get(f"/desk/c/{number}").get_data(as_text=True)


def test_sender_of_a_joined_complaint_moves_its_date_too(house: House) -> None:
    number = with_a_date(house, "sender", "21")
    leading = house.logs("2026-09-01T09:00", category="LAWYER")
    house.does("window", number, "merge", "2026-09-02T09:00", leading=leading, reason="同一事项")
    assert house.due(leading, "joined") == shanghai("2026-09-21T17:30")

    set_date(house, number, "sender", "2026-09-03T10:00", "2026-09-28")

    assert house.due(leading, "joined") == house.due(number, "sender") == shanghai("2026-09-28T17:30")


def test_sender_date_of_a_complaint_whose_leading_one_is_over_stays(house: House) -> None:
    sent = {"channel": "12345", "sender_due_at": shanghai("2026-09-21T17:30")}
    number = house.logs("2026-09-01T09:00", **sent)
    leading = house.logs("2026-09-01T09:00")
    house.does("window", number, "merge", "2026-09-02T09:00", leading=leading, reason="同一事项")
    words = {"reason_code": "not_our_remit", "competent_body": "市场监督管理局", "contact": "12315"}
    house.does("window", leading, "decline", "2026-09-02T10:00", **words)

    with pytest.raises(NotNow, match="主件已经办结"):
        set_date(house, number, "sender", "2026-09-03T10:00", "2026-09-28")


def test_page_names_who_set_the_date(house: House, at: At) -> None:
    number = with_a_date(house, "sender", "21")
    at("2026-09-02T11:00")

    page = signed_in(house, "window").get(f"/desk/c/{number}").text
    assert "由转来单位定的日期。" in page and "由上级限定的日期。" not in page


@pytest.mark.parametrize("commitment", DATED)
def test_same_date_set_again_is_no_new_promise(house: House, at: At, commitment: str) -> None:
    number = with_a_date(house, commitment, "02")
    set_date(house, number, commitment, "2026-09-01T11:00", "2026-09-04")
    before = house.complaint(number).deadline(commitment)
    cycle, moved = before.cycle, before.moved
    set_date(house, number, commitment, "2026-09-01T12:00", "2026-09-04")

    again = house.complaint(number).deadline(commitment)
    assert (again.id, again.cycle, again.moved) == (before.id, cycle, moved)
    house.does("handler", number, "answer", "2026-09-03T10:00", **ANSWER)
    at("2026-10-09T10:00")
    assert counted(house, commitment, "09") == [(0, 1)]


@pytest.mark.parametrize("commitment", DATED)
def test_date_between_two_others_leaves_the_first_on_record(house: House, at: At, commitment: str) -> None:
    number = with_a_date(house, commitment, "02")
    set_date(house, number, commitment, "2026-09-01T11:00", "2026-09-08")
    set_date(house, number, commitment, "2026-09-01T12:00", "2026-09-04")
    deadline = house.complaint(number).deadline(commitment)
    assert deadline.first_due_at == shanghai("2026-09-02T17:30")
    assert [(one["from"][:10], one["to"][:10]) for one in deadline.moved] == [("2026-09-02", "2026-09-04")]

    house.does("handler", number, "answer", "2026-09-03T10:00", **ANSWER)
    at("2026-10-09T10:00")
    assert counted(house, commitment, "09") == [(0, 1)]


@pytest.mark.parametrize("commitment", DATED)
def test_date_before_the_first_takes_its_place(house: House, at: At, commitment: str) -> None:
    number = with_a_date(house, commitment, "04")
    set_date(house, number, commitment, "2026-09-01T11:00", "2026-09-08")
    set_date(house, number, commitment, "2026-09-01T12:00", "2026-09-03")

    house.does("handler", number, "answer", "2026-09-03T10:00", **ANSWER)
    at("2026-10-09T10:00")
    assert counted(house, commitment, "09") == [(1, 1)]
