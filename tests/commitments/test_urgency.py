"""A supervisor changes the urgency: promises are renewed where that is sooner, never later (domain §7, promise 5)."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from complaints.casework import citizen_view, ledger
from complaints.infrastructure.database import db, transaction
from complaints.models import Deadline, Event, Notice, Officer
from complaints.notifications import inbox
from complaints.rulebooks import store
from tests.house import House, shanghai
from tests.support.stories import EC, in_hand, offered, rungs, told
from workflows.errors import NotNow, Refused


def raised(house: House, number: str, at: str, urgency: str = "critical") -> Event:
    return house.does("supervisor", number, "change_urgency", at, urgency=urgency, reason="来电扬言自伤")


def due(house: House, number: str, commitment: str) -> str:
    return f"{house.due(number, commitment):%m-%d %H:%M}"


def raised_while_it_stood(house: House, number: str, stops: str, at: str, runs_on: str) -> None:
    house.does("window", number, "ask_supplement", stops, items=["身份证明"])
    raised(house, number, at)
    house.does("citizen", number, "supplement", runs_on, note="已补")


def reviews(house: House, number: str) -> list[tuple[int | None, str]]:
    running = [row for row in house.complaint(number).running if row.escalation_id]
    return sorted((row.escalation_id, f"{row.due_at:%m-%d %H:%M}") for row in running if row.is_running)


def test_raised_it_is_to_be_signed_for_within_the_hour(either_house: House) -> None:
    house = either_house
    number = offered(house)
    assert due(house, number, "signing") == "09-18 16:30"

    event = raised(house, number, "2026-09-18T10:30")

    assert event.detail["from_urgency"] == "normal" and event.detail["sooner"] == ["signing"]
    assert due(house, number, "signing") == "09-18 11:30"
    assert due(house, number, "handling") == "09-24 17:30"  # no limit of its own for what is urgent
    assert [found for _, found in ledger.breaks() if found] == []


def test_the_promise_that_was_replaced_climbs_no_more_and_the_new_one_does_once(house: House) -> None:
    number = offered(house)
    raised(house, number, "2026-09-18T10:30")

    rows = db.session.scalars(
        db.select(Deadline).filter_by(commitment="signing").order_by(Deadline.cycle)
    ).all()
    assert [(row.cycle, row.void_at is None) for row in rows] == [(1, False), (2, True)]
    house.sweeps("2026-09-18T11:45")
    house.sweeps("2026-09-18T17:00")
    assert rungs(house, number, "signing").count("0") == 1


def test_raised_late_no_promise_moves_later(house: House) -> None:
    """An hour from now would be after the four hours that run out first."""
    number = offered(house)
    raised(house, number, "2026-09-18T16:00")

    assert due(house, number, "signing") == "09-18 16:30"


def test_lowered_it_keeps_what_was_promised_and_what_comes_later_has_the_usual_time(house: House) -> None:
    number = house.logs("2026-09-18T09:00", urgency="urgent")
    assert due(house, number, "acceptance") == "09-18 11:00"

    raised(house, number, "2026-09-18T09:30", urgency="normal")
    assert due(house, number, "acceptance") == "09-18 11:00"

    house.does("window", number, "assign", "2026-09-18T10:00", unit=EC)
    assert due(house, number, "signing") == "09-18 16:30"


def test_lowered_it_leaves_an_extended_promise_where_it_is(house: House) -> None:
    """A promise of five days from now would be sooner, but no one asked for haste."""
    number = in_hand(house, urgency="urgent")
    house.does(
        "handler", number, "request_extension", "2026-09-21T09:00", days=5, reason="调监控", basis="情况复杂"
    )
    house.does("leader", number, "grant_extension", "2026-09-21T09:20")
    before = due(house, number, "handling")

    event = raised(house, number, "2026-09-21T09:30", urgency="normal")

    assert event.detail["sooner"] == []
    assert (before, due(house, number, "handling")) == ("10-09 17:30", "10-09 17:30")


def test_a_clock_that_stood_for_days_is_measured_by_the_time_it_has_left(house: House) -> None:
    """Due on the 21st by the calendar, but with seven hours left whenever it runs on."""
    number = house.logs("2026-09-21T09:00")
    raised_while_it_stood(house, number, "2026-09-21T09:10", "2026-09-23T09:20", "2026-09-23T10:00")

    assert due(house, number, "acceptance") == "09-23 12:00"


def test_the_time_a_superior_has_for_a_review_is_not_touched(house: House) -> None:
    number = in_hand(house)
    house.sweeps("2026-09-29T08:30")
    before = reviews(house, number)

    raised(house, number, "2026-09-29T09:00")

    assert before and reviews(house, number) == before


def test_a_clock_that_stands_has_the_shorter_time_left_when_it_runs_on(house: House) -> None:
    number = house.logs("2026-09-18T09:00")
    raised_while_it_stood(house, number, "2026-09-18T09:10", "2026-09-18T09:20", "2026-09-18T10:00")

    assert due(house, number, "acceptance") == "09-18 12:00"


def test_those_who_hold_it_are_told_and_the_citizen_reads_it(house: House) -> None:
    number = in_hand(house)
    event = raised(house, number, "2026-09-18T11:00")

    complaint = house.complaint(number)
    about = db.select(Officer.username).join(Notice, Notice.officer_id == Officer.id)
    told = db.session.scalars(
        about.filter(Notice.complaint_id == complaint.id, Notice.kind == "change_urgency")
    )
    assert set(told) == {"handler", "window"}
    assert citizen_view.public_events(complaint)[-1].seq == event.seq
    book = store.book(complaint.rulebook_version)
    assert citizen_view.told_with(event, book, "zh") == {
        "urgency": "特急"
    }  # and not the reason, which is internal


@pytest.mark.parametrize("who", ["window", "handler", "leader", "citizen"])
def test_it_takes_a_supervisor(house: House, who: str) -> None:
    number = in_hand(house)
    with pytest.raises(Refused):
        house.does(who, number, "change_urgency", "2026-09-18T11:00", urgency="urgent", reason="不急不行")
    assert house.complaint(number).urgency == "normal"


def test_the_same_again_is_refused(house: House) -> None:
    number = in_hand(house)
    with pytest.raises(NotNow, match="已经是这一紧急程度"):
        raised(house, number, "2026-09-18T11:00", urgency="normal")


def test_a_promise_on_its_last_day_is_not_later_for_having_been_made_anew_while_its_clock_stood(
    house: House,
) -> None:
    """The two hours of the urgent promise run on the clock from then; the former one ends later."""
    number = house.logs("2026-09-17T10:00")
    raised_while_it_stood(house, number, "2026-09-18T09:10", "2026-09-18T09:20", "2026-09-18T17:00")

    assert due(house, number, "acceptance") == "09-18 19:00"


def test_a_promise_with_a_day_left_is_given_its_whole_time_when_the_clock_runs_on(house: House) -> None:
    """The former promise has a whole day when it stops on the 17th, so the hours of the new one hold."""
    number = house.logs("2026-09-17T10:00")
    raised(house, number, "2026-09-17T16:00")
    house.does("window", number, "ask_supplement", "2026-09-17T16:05", items=["身份证明"])
    house.does("citizen", number, "supplement", "2026-09-20T17:00", note="已补")

    assert due(house, number, "acceptance") == "09-20 18:55"


@pytest.mark.parametrize("seed", range(20))
def test_raised_at_any_time_nothing_is_later_than_if_it_had_not_been(house: House, seed: int) -> None:
    """Twins, one of them raised once or twice before their clocks stood, or while they did."""
    rng = Random(seed)
    plain, hurried = house.logs("2026-09-17T16:00"), house.logs("2026-09-17T16:00")
    steps = [
        ("ask_supplement", "window", {"items": ["身份证明"]}),
        ("supplement", "citizen", {"note": "已补"}),
    ]
    for urgency in rng.choice((["urgent"], ["critical"], ["urgent", "critical"])):
        steps.insert(rng.randint(0, len(steps) - 1), ("change_urgency", "supervisor", {"urgency": urgency}))
    last_day = rng.choice((0, 480))  # the clock runs on late in the day, or on the working day after
    minutes = [*sorted(rng.sample(range(400), len(steps) - 1)), last_day + rng.randint(400, 479)]
    for (move, who, words), minute in zip(_in_order(steps), minutes, strict=True):
        at = f"2026-09-{18 + 2 * (minute // 480)}T{9 + minute % 480 // 60:02}:{minute % 60:02}"  # Friday, working Sunday
        for number in (hurried,) if move == "change_urgency" else (plain, hurried):
            house.does(who, number, move, at, **words, reason="来电扬言自伤")

    assert house.due(hurried, "acceptance") <= house.due(plain, "acceptance"), (steps, minutes)
    assert [found for _, found in ledger.breaks() if found] == []


def _in_order(steps: list[Any]) -> list[Any]:
    """The raises at the places drawn, the lesser first."""
    raises = iter(
        sorted(
            (one for one in steps if one[0] == "change_urgency"),
            key=lambda one: one[2]["urgency"] == "critical",
        )
    )
    return [next(raises) if one[0] == "change_urgency" else one for one in steps]


def test_the_time_a_citizen_has_is_not_cut(house: House) -> None:
    text = store.SHIPPED.read_text("utf8").replace('version: "2026.1"', 'version: "2026.2"')
    stricter = text.replace(
        "closing: {normal: 5wd, basis", "closing: {normal: 5wd, urgent: 3wd, critical: 1wd, basis"
    )
    assert stricter != text
    with transaction():
        store.publish(stricter, shanghai("2026-09-01T08:00"))
    number = told(house)
    before = due(house, number, "closing")

    raised(house, number, "2026-09-21T16:00")

    assert due(house, number, "closing") == before


def test_nobody_hears_of_it_twice_and_nobody_who_has_no_part_in_it(house: House) -> None:
    taken, given_back = in_hand(house), offered(house)
    house.does("handler", given_back, "return", "2026-09-18T10:40", reason="不属本单位")
    for number in (taken, given_back):
        raised(house, number, "2026-09-18T11:00")

    heard = {
        who: [note.complaint_id for note in inbox.page(house.officer(who)) if note.kind == "change_urgency"]
        for who in ("handler", "echeng.xie", "window")
    }

    ids = [house.complaint(number).id for number in (taken, given_back)]
    assert heard["handler"] == ids[:1] and heard["echeng.xie"] == []
    assert sorted(heard["window"]) == ids


@pytest.mark.parametrize("urgency", ["urgent", "critical"])
def test_urgent_steps_run_on_the_clock_by_night(either_house: House, urgency: str) -> None:
    """Saturday evening: every step up to the first contact is due within the hours of that night."""
    house = either_house
    number = house.logs("2026-09-19T22:00", urgency=urgency)
    house.does("window", number, "accept", "2026-09-19T22:10")
    assert due(house, number, "dispatch") == "09-19 23:10"
    house.does("window", number, "ask_supplement", "2026-09-19T22:20", items=["地址"])
    house.does("citizen", number, "supplement", "2026-09-19T22:50", note="补上")
    assert due(house, number, "dispatch") == "09-19 23:40"
    house.does("window", number, "assign", "2026-09-19T23:00", unit=EC)
    assert due(house, number, "signing") == "09-20 00:00"
    house.does("handler", number, "sign_for", "2026-09-19T23:30")
    assert due(house, number, "first_contact") == "09-20 01:30"

    house.sweeps("2026-09-20T01:31")
    assert rungs(house, number, "first_contact") == ["-2wh", "0"]
