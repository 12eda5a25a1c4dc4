"""A day taken off after the promise moves open due times later, never earlier, and tells who was promised them (issue: a closed city)."""

from __future__ import annotations

from datetime import date

import pytest

from complaints.casework import closures
from complaints.casework.recalculation import Tally
from complaints.commitments.calendar import editing
from complaints.infrastructure import clock
from complaints.infrastructure.database import db, transaction
from complaints.models import Closure, Complaint, Deadline, Event, Notice
from tests.house import House, shanghai
from tests.support.stories import ANSWER, EC, in_hand, offered, refusal, rungs, told
from workflows.calendar import SHANGHAI

NOTICE = "市防汛抗旱指挥部〔2026〕9号"


def close(at: str, first: date, last: date | None = None, reason: str = "台风停工") -> Tally:
    with transaction():
        editing.set_days(first, last or first, False, editing.Why(shanghai(at), reason, NOTICE))
    return closures.settle(first.year, shanghai(at))


def due(house: House, number: str, commitment: str = "handling") -> str:
    return f"{house.due(number, commitment):%m-%d %H:%M}"


def test_working_days_closed_later_move_the_due_time(either_house: House) -> None:
    number = in_hand(either_house)  # five working days from the 18th: the 24th
    close("2026-09-21T18:00", date(2026, 9, 22), date(2026, 9, 23))

    assert due(either_house, number) == "09-29 17:30"
    deadline = either_house.complaint(number).deadline("handling")
    assert f"{deadline.first_due_at.astimezone(shanghai('2026-09-21T18:00').tzinfo):%m-%d}" == "09-24"
    assert [(one["from"][:10], one["to"][:10], one["reason"]) for one in deadline.moved] == [
        ("2026-09-24", "2026-09-29", "台风停工")
    ]


def test_the_citizen_and_the_handler_are_told_with_reason_and_basis(either_house: House) -> None:
    number = in_hand(either_house)
    close("2026-09-21T18:00", date(2026, 9, 22))

    event = db.session.scalars(db.select(Event).filter_by(move="postpone")).one()
    assert (event.detail["reason"], event.detail["basis"]) == ("台风停工", NOTICE)
    assert event.detail["days"] == ["2026-09-22"]
    (handling,) = [one for one in event.detail["deadlines"] if one["commitment"] == "handling"]
    assert handling["to"] == "2026-09-28T17:30:00+08:00"
    owed = db.session.scalars(db.select(Notice.recipient).filter_by(kind="postpone")).all()
    assert "citizen" in owed and "officer" in owed
    assert number


def test_no_rung_climbs_on_a_closed_day(either_house: House) -> None:
    number = in_hand(either_house)
    close("2026-09-22T18:00", date(2026, 9, 23), date(2026, 9, 24))
    either_house.sweeps("2026-09-24T23:00")

    assert rungs(either_house, number) == []
    either_house.sweeps("2026-09-28T09:00")
    assert rungs(either_house, number) == ["-1wd"]


def test_rungs_of_a_broken_promise_wait_for_the_office_to_open(house: House) -> None:
    number = in_hand(house)
    house.sweeps("2026-09-24T18:00")
    assert rungs(house, number) == ["-1wd", "0"]
    close("2026-09-24T19:00", date(2026, 9, 28))
    house.sweeps("2026-09-28T12:00")
    assert rungs(house, number) == ["-1wd", "0"]
    house.sweeps("2026-09-29T09:00")
    assert rungs(house, number) == ["-1wd", "0", "+1wd"]
    assert due(house, number) == "09-24 17:30"


def test_a_calendar_day_limit_moves_only_when_its_last_day_is_closed(house: House) -> None:
    number = house.logs("2026-08-06T09:00", category="PETITION")
    house.does("window", number, "accept", "2026-08-07T09:00")
    assert due(house, number) == "10-08 17:30"
    close("2026-08-10T09:00", date(2026, 8, 12))
    assert due(house, number) == "10-08 17:30"
    close("2026-08-11T09:00", date(2026, 10, 8))
    assert due(house, number) == "10-09 17:30"


def test_working_hours_move_by_the_hours_that_were_closed(house: House) -> None:
    number = house.logs("2026-09-21T16:00")
    house.does("window", number, "accept", "2026-09-21T16:30")
    assert due(house, number, "dispatch") == "09-22 11:30"
    close("2026-09-21T17:00", date(2026, 9, 22))
    assert due(house, number, "dispatch") == "09-23 11:30"


def test_a_day_made_working_moves_nothing_earlier(house: House) -> None:
    number = in_hand(house)
    with transaction():
        why = editing.Why(shanghai("2026-09-18T18:00"), "周六补班")
        editing.set_days(date(2026, 9, 19), date(2026, 9, 19), True, why)
    closures.settle(2026, shanghai("2026-09-18T18:00"))

    assert due(house, number) == "09-24 17:30"
    assert not db.session.scalars(db.select(Closure)).all()


def test_days_supplying_what_is_missing_are_the_citizens_and_move_too(house: House) -> None:
    number = in_hand(house)
    house.does("handler", number, "ask_supplement", "2026-09-21T09:00", items=["收据"])
    before = due(house, number, "supplement_wait")
    close("2026-09-21T18:00", date(2026, 9, 22))

    assert due(house, number, "supplement_wait") > before


def test_what_is_left_of_a_stopped_clock_is_not_used_up_by_a_closed_day(house: House) -> None:
    """Stopped at opening of the 21st with four working days left; a day inside the wait is closed."""
    number = in_hand(house)
    house.does("handler", number, "ask_supplement", "2026-09-21T08:30", items=["收据"])
    close("2026-09-21T18:00", date(2026, 9, 22))
    house.does("citizen", number, "supplement", "2026-09-23T08:30", note="补上了")

    assert due(house, number) == "09-29 17:30"


def test_promises_made_after_the_day_was_closed_are_counted_once(house: House) -> None:
    close("2026-09-18T08:00", date(2026, 9, 22))
    number = in_hand(house)
    assert due(house, number) == "09-28 17:30"
    closures.settle(2026, shanghai("2026-09-18T12:00"))
    assert due(house, number) == "09-28 17:30"


def test_a_date_that_passed_stays_broken(house: House) -> None:
    number = in_hand(house)
    close("2026-09-25T08:00", date(2026, 9, 24))  # announced when the day was over

    deadline = db.session.scalars(db.select(Deadline).filter_by(commitment="handling")).one()
    assert deadline.breached_at is not None
    assert due(house, number) == "09-28 17:30"


def test_an_act_broken_off_is_carried_on(either_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closures, "PAGE", 2)
    numbers = [in_hand(either_house) for _ in range(5)]
    at = shanghai("2026-09-21T18:00")
    with transaction():
        editing.set_days(date(2026, 9, 22), date(2026, 9, 22), False, editing.Why(at, "台风停工"))
    closures._work_page(at, Tally())  # and then the process dies

    tally = closures.move_due_times(at)

    assert {due(either_house, number) for number in numbers} == {"09-28 17:30"}
    assert tally.looked_at == 3
    assert db.session.scalars(db.select(Closure.ended_at)).one() is not None


def test_the_command_closes_several_days_in_one_act(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    number = in_hand(house)
    monkeypatch.setattr(clock, "now", lambda: shanghai("2026-09-21T18:00"))
    words = ["2026-09-22", "off", "台风", "--until", "2026-09-23", "--basis", NOTICE]
    result = house.app.test_cli_runner().invoke(args=["calendar", "set", *words])
    db.session.rollback()

    assert result.exit_code == 0, result.output
    assert due(house, number) == "09-29 17:30"


def test_a_stretch_that_runs_backward_is_refused(house: House) -> None:
    words = ["2026-09-22", "off", "台风", "--until", "2026-09-20"]
    result = house.app.test_cli_runner().invoke(args=["calendar", "set", *words])

    assert result.exit_code == 1 and "最后一天" in result.output


def test_the_command_tells_step_by_step_how_a_due_time_moved(house: House) -> None:
    number = in_hand(house)
    house.does("handler", number, "ask_supplement", "2026-09-21T08:30", items=["收据"])
    house.does("citizen", number, "supplement", "2026-09-22T08:30", note="补上了")
    close("2026-09-22T09:00", date(2026, 9, 23))

    lines = (
        house.app.test_cli_runner().invoke(args=["calendar", "why", number, "handling"]).stdout.splitlines()
    )

    assert "5wd" in lines[0] and [line.split()[-2:] for line in lines if "第5日" in line] == [["day", "5"]]
    assert "first due 2026-09-24T17:30:00+08:00" in lines[-4]
    assert "补正" in lines[-3] and "2026-09-28T17:30:00+08:00" in lines[-3]
    assert "台风停工" in lines[-2] and "→ 2026-09-29T17:30:00+08:00" in lines[-2]
    assert lines[-1] == "  到期 due 2026-09-29T17:30:00+08:00"


def test_time_to_rate_and_to_appeal_move_over_closed_days(either_house: House) -> None:
    """Feedback on the 21st: five working days to rate, thirty days to appeal, until October 21st."""
    number = told(either_house)
    before = either_house.complaint(number)
    assert (
        f"{before.rate_by.astimezone(SHANGHAI):%m-%d} {before.appeal_by.astimezone(SHANGHAI):%m-%d}"
        == "09-29 10-21"
    )

    close("2026-09-22T18:00", date(2026, 9, 23))
    close("2026-09-22T18:05", date(2026, 10, 21))

    after = either_house.complaint(number)
    assert after.rate_by == shanghai("2026-09-30T17:30")
    assert after.appeal_by == shanghai("2026-10-22T17:30")
    assert after.rate_by == after.deadline("closing").due_at
    events = db.session.scalars(db.select(Event).filter_by(move="postpone").order_by(Event.seq)).all()
    assert events[-1].detail["appeal_by"] == "2026-10-22T17:30:00+08:00"


def test_time_to_appeal_moves_after_the_end(house: House) -> None:
    number = told(house)
    house.does("citizen", number, "rate", "2026-09-22T10:00", grade=5)
    close("2026-10-19T18:00", date(2026, 10, 21))

    assert house.complaint(number).appeal_by == shanghai("2026-10-22T17:30")
    notices = db.session.scalars(db.select(Notice.recipient).filter_by(kind="postpone")).all()
    assert "citizen" in notices
    house.does("citizen", number, "appeal", "2026-10-22T10:00", reason="不服")


def test_time_that_was_over_is_not_opened_again(house: House) -> None:
    number = told(house)
    house.does("citizen", number, "rate", "2026-09-22T10:00", grade=5)
    close("2026-10-22T18:00", date(2026, 10, 21))

    assert house.complaint(number).appeal_by == shanghai("2026-10-21T17:30")


def test_unit_may_return_an_offer_after_closed_days(house: House) -> None:
    """Offered on Friday the 18th at 10:00, to be returned until the close of business of Sunday the 20th, a working day."""
    number = offered(house)
    close("2026-09-18T18:00", date(2026, 9, 20))

    house.does("handler", number, "return", "2026-09-21T10:00", reason="不属于本单位职责")

    assert house.complaint(number).state == "received"


def test_unit_may_not_return_an_offer_too_late(house: House) -> None:
    number = offered(house)

    assert (
        refusal(house, "handler", number, "return", "2026-09-21T10:00", reason="不属于本单位职责") == "NotNow"
    )


def postponed(number: str) -> list[tuple[str, list[str]]]:
    """What its steps say was moved, and whether the citizen was told."""
    query = db.select(Event).join(Complaint, Complaint.id == Event.complaint_id)
    events = db.session.scalars(query.where(Complaint.tracking_number == number, Event.move == "postpone"))
    return [(one["commitment"], one["to"][:10]) for event in events for one in event.detail["deadlines"]]


def told_of_it(number: str) -> bool:
    query = db.select(Notice.recipient).join(Complaint, Complaint.id == Notice.complaint_id)
    owed = query.where(Complaint.tracking_number == number, Notice.kind == "postpone")
    return "citizen" in db.session.scalars(owed).all()


def test_a_promise_that_had_ended_is_given_the_days_as_it_runs_again(either_house: House) -> None:
    """Sent back, separated, recalled: the 22nd was taken off while the promise was met or had ended."""
    house = either_house
    sent_back, joined, leading = in_hand(house), in_hand(house), in_hand(house)
    house.does("handler", sent_back, "answer", "2026-09-21T10:00", **ANSWER)
    house.does("window", joined, "merge", "2026-09-21T10:00", leading=leading, reason="同一事项")
    close("2026-09-21T18:00", date(2026, 9, 22))
    house.does("leader", sent_back, "send_back", "2026-09-23T09:00", note="请补充查明的事实。")
    house.does("window", joined, "unmerge", "2026-09-23T09:00", reason="不是同一件事")

    assert due(house, sent_back) == "09-28 17:30"
    assert due(house, joined) >= "09-28 17:30"
    for number in (sent_back, joined):
        assert ("handling", "2026-09-28") in postponed(number)
        assert told_of_it(number)
        assert house.complaint(number).deadline("handling").moved[0]["reason"] == "台风停工"


def test_an_offer_recalled_over_a_day_taken_off_leaves_the_time_to_pass_it_on(house: House) -> None:
    number = house.logs("2026-09-21T16:30")
    house.does("window", number, "accept", "2026-09-21T16:40")
    before = house.due(number, "dispatch")
    house.does("window", number, "assign", "2026-09-21T16:50", unit=EC)
    close("2026-09-21T18:00", date(2026, 9, 22))
    house.does("window", number, "recall", "2026-09-23T08:40", reason="派错了")

    assert (house.due(number, "dispatch") - before).days == 1
    assert ("dispatch", "2026-09-23") in postponed(number)


def test_nothing_is_said_where_nothing_was_taken_off_meanwhile(house: House) -> None:
    number = in_hand(house)
    close("2026-09-19T18:00", date(2026, 9, 22))
    house.does("handler", number, "answer", "2026-09-21T10:00", **ANSWER)
    house.does("leader", number, "send_back", "2026-09-23T09:00", note="请补充查明的事实。")

    assert [row for row in postponed(number) if row[0] == "handling"] == [("handling", "2026-09-28")]


def open_again(at: str, day: date) -> None:
    with transaction():
        editing.set_days(day, day, True, editing.Why(shanghai(at), "台风取消", NOTICE))
    closures.settle(day.year, shanghai(at))


def test_day_closed_again_is_given_once(either_house: House) -> None:
    number = in_hand(either_house)
    close("2026-09-20T09:00", date(2026, 9, 22))
    open_again("2026-09-20T10:00", date(2026, 9, 22))
    close("2026-09-20T11:00", date(2026, 9, 22), reason="台风又来")
    assert due(either_house, number) == "09-28 17:30"

    close("2026-09-20T12:00", date(2026, 9, 23), reason="台风又来")
    assert due(either_house, number) == "09-29 17:30"


def test_day_that_was_closed_when_it_was_promised_is_given_once(house: House) -> None:
    close("2026-09-17T09:00", date(2026, 9, 22))
    number = in_hand(house)
    assert due(house, number) == "09-28 17:30"
    open_again("2026-09-20T10:00", date(2026, 9, 22))
    close("2026-09-20T11:00", date(2026, 9, 22), reason="台风又来")

    assert due(house, number) == "09-28 17:30"


def test_day_opened_again_counts_for_an_extension_and_is_given_when_closed_again(house: House) -> None:
    """Asked and granted while the 28th worked again: the due time had not been moved for it."""
    close("2026-09-17T09:00", date(2026, 9, 28))
    number = in_hand(house)
    open_again("2026-09-20T10:00", date(2026, 9, 28))
    house.does(
        "handler", number, "request_extension", "2026-09-21T10:00", days=2, reason="复杂", basis="局规"
    )
    house.does("leader", number, "grant_extension", "2026-09-21T11:00")
    assert due(house, number) == "09-29 17:30"

    close("2026-09-21T12:00", date(2026, 9, 28))

    assert due(house, number) == "09-30 17:30"
