"""Promises start, are met, pause and run on; what was promised stays promised (promise 5)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from complaints.commitments.calendar import current as current_calendar
from complaints.infrastructure.database import db, transaction
from complaints.models import Deadline, Event, Notice
from complaints.rulebooks import store
from complaints.rulebooks.store import SHIPPED
from tests.house import House, shanghai
from tests.support.stories import ANSWER, EC, HR, answered, badly_rated, in_hand, offered, rungs, told
from workflows.errors import NotNow, NotYours

ASK: dict[str, Any] = {"days": 5, "reason": "需向多方核实", "basis": "规定"}
DECLINE: dict[str, Any] = {
    "reason_code": "not_our_remit",
    "competent_body": "市信访局",
    "contact": "12345",
}
SUSPEND: dict[str, Any] = {"reason": "hearing", "evidence": "听证通知书"}


def running(house: House, number: str) -> set[str]:
    return {row.commitment for row in house.complaint(number).running}


def due(house: House, number: str, commitment: str) -> str:
    return f"{house.due(number, commitment):%m-%d %H:%M}"


def test_logging_promises_a_decision(house: House) -> None:
    assert running(house, house.logs("2026-09-18T09:00")) == {"acceptance"}


def test_accepting_promises_to_pass_it_on_and_to_handle_it(house: House) -> None:
    number = house.logs("2026-09-18T09:00")
    house.does("window", number, "accept", "2026-09-18T09:30")

    assert running(house, number) == {"dispatch", "handling"}
    assert due(house, number, "dispatch") == "09-18 16:00"  # four hours of office time over noon


def test_offering_taking_and_contact_follow_one_another(house: House) -> None:
    number = offered(house)
    assert running(house, number) == {"signing", "handling"}

    house.does("handler", number, "sign_for", "2026-09-18T10:30")
    assert running(house, number) == {"first_contact", "progress", "handling"}

    house.does("handler", number, "contact", "2026-09-18T10:40", how="phone", reached=False)
    assert "first_contact" in running(house, number)
    house.does("handler", number, "contact", "2026-09-18T10:45", how="phone", reached=True)
    assert running(house, number) == {"progress", "handling"}


def test_who_left_no_phone_is_owed_no_call(house: House) -> None:
    from complaints.intake.complainant import Person

    number = offered(house, person=Person(anonymous=True))
    house.does("handler", number, "sign_for", "2026-09-18T10:30")

    assert running(house, number) == {"progress", "handling"}


def test_the_answer_the_feedback_and_the_rating_follow_one_another(house: House) -> None:
    number = answered(house)
    assert running(house, number) == {"feedback"}
    house.does("window", number, "give_feedback", "2026-09-21T15:00", method="phone")
    assert running(house, number) == {"closing", "call_back"}
    house.does("citizen", number, "rate", "2026-09-22T10:00", grade=2)
    assert running(house, number) == {"verification", "verification_contact"}


def test_nothing_runs_after_the_end(house: House) -> None:
    number = told(house)
    house.does("citizen", number, "rate", "2026-09-22T10:00", grade=5)

    complaint = house.complaint(number)
    assert not complaint.running
    assert (complaint.next_due_at, complaint.next_action_at) == (None, None)


def test_urgent_complaints_are_promised_sooner(house: House) -> None:
    number = house.logs("2026-09-18T09:00", urgency="urgent")

    assert due(house, number, "acceptance") == "09-18 11:00"


def test_word_of_progress_restarts_only_its_own_promise(house: House) -> None:
    number = in_hand(house)
    before, progress = due(house, number, "handling"), due(house, number, "progress")

    house.does("handler", number, "report_progress", "2026-09-21T09:00", note="已约谈当事人")
    house.does("handler", number, "contact", "2026-09-21T09:10", how="phone", reached=True)
    house.does("citizen", number, "urge", "2026-09-21T09:20")

    assert due(house, number, "handling") == before
    assert due(house, number, "progress") > progress


def test_waiting_for_the_citizen_stops_the_clock(either_house: House) -> None:
    house = either_house
    number = in_hand(house)
    house.does("handler", number, "ask_supplement", "2026-09-21T09:00", items=["收据"])
    house.sweeps("2026-09-29T18:00")
    assert rungs(house, number) == []

    house.does("citizen", number, "supplement", "2026-09-30T09:00", note="收据见附件")

    assert due(house, number, "handling") == "10-10 17:30"  # three days were left on the 21st
    assert "supplement_wait" not in running(house, number)


def test_a_clock_stopped_twice_gives_back_both(house: House) -> None:
    number = in_hand(house)
    for stop, go in (("2026-09-20T09:00", "2026-09-21T09:00"), ("2026-09-22T09:00", "2026-09-23T09:00")):
        house.does("handler", number, "suspend", stop, **SUSPEND)
        house.does("leader", number, "confirm_suspension", stop)
        house.does("handler", number, "resume", go)

    assert due(house, number, "handling") == "09-29 17:30"  # the 28th and the 29th come after the holiday


def test_a_suspension_needs_somebody_else_and_a_running_clock(house: House) -> None:
    number = in_hand(house)
    house.does("handler", number, "suspend", "2026-09-21T09:00", **SUSPEND)
    with pytest.raises(NotYours):
        house.does("handler", number, "confirm_suspension", "2026-09-21T09:10")
    house.does("leader", number, "refuse_suspension", "2026-09-21T09:20", reason="不成立")
    assert house.complaint(number).pause_reason is None

    house.does("handler", number, "suspend", "2026-09-21T10:00", **SUSPEND)
    house.does("leader", number, "confirm_suspension", "2026-09-21T10:10")
    with pytest.raises(NotNow, match="已经停止计算"):
        house.does("handler", number, "request_extension", "2026-09-21T10:20", **ASK)


def test_an_answer_given_while_suspended_can_be_sent_back_and_runs_on(house: House) -> None:
    number = in_hand(house)
    house.does("handler", number, "suspend", "2026-09-21T08:30", **SUSPEND)
    house.does("leader", number, "confirm_suspension", "2026-09-21T08:30")
    house.does("handler", number, "answer", "2026-09-23T08:30", **ANSWER)
    house.does("window", number, "send_back", "2026-09-23T09:00", reason="未答复诉求")

    deadline = house.complaint(number).deadline("handling")
    assert not deadline.paused
    assert deadline.next_at is not None
    assert due(house, number, "handling") == "09-29 17:30"
    house.does("handler", number, "answer", "2026-09-23T10:00", **ANSWER)


def test_a_suspension_ends_when_the_unit_returns_the_complaint(house: House) -> None:
    number = in_hand(house)
    house.does("handler", number, "suspend", "2026-09-18T15:00", **SUSPEND)
    house.does("leader", number, "confirm_suspension", "2026-09-18T15:10")
    house.does("handler", number, "return", "2026-09-18T15:20", reason="wrong_unit")

    complaint = house.complaint(number)
    assert complaint.pause_reason is None
    assert not [row.commitment for row in complaint.running if row.paused]
    assert running(house, number) == {"dispatch", "handling", "return_judgement"}
    house.sweeps("2026-10-15T12:00")
    assert rungs(house, number, "dispatch")[-1] == "+5wd"  # no one passed it on: that climbs to the end


def test_what_the_citizen_was_asked_for_is_still_waited_for_when_the_unit_returns_the_complaint(
    house: House,
) -> None:
    number = in_hand(house)
    house.does("handler", number, "ask_supplement", "2026-09-18T15:00", items=["收据"])
    house.does("handler", number, "return", "2026-09-18T15:20", reason="wrong_unit")

    complaint = house.complaint(number)
    assert complaint.pause_reason == "supplement"
    assert complaint.deadline("handling").paused
    house.does("citizen", number, "supplement", "2026-09-21T09:00", note="已交")
    assert not house.complaint(number).deadline("handling").paused
    house.does("window", number, "assign", "2026-09-21T09:30", unit=HR)


def test_settled_on_the_spot_after_a_suspension_leaves_no_clock_stopped(house: House) -> None:
    number = in_hand(house)
    house.does("handler", number, "suspend", "2026-09-18T15:00", **SUSPEND)
    house.does("leader", number, "confirm_suspension", "2026-09-18T15:10")
    house.does("handler", number, "return", "2026-09-18T15:20", reason="wrong_unit")
    house.does("window", number, "answer_on_the_spot", "2026-09-18T15:30", **ANSWER)

    assert house.complaint(number).pause_reason is None


def test_an_extension_is_asked_before_the_time_is_over(house: House) -> None:
    number = in_hand(house)

    with pytest.raises(NotNow, match="须在到期前申请"):
        house.does("handler", number, "request_extension", "2026-09-24T17:31", **ASK)


def test_an_extension_is_never_granted_by_the_one_who_asked(house: House) -> None:
    number = in_hand(house)
    house.does("handler", number, "request_extension", "2026-09-21T09:00", **ASK)

    with pytest.raises(NotYours):
        house.does("handler", number, "grant_extension", "2026-09-21T09:10")


def test_an_extension_is_granted_once_within_its_limit_and_told(house: House) -> None:
    number = in_hand(house)
    with pytest.raises(NotNow, match="超过本类投诉允许"):
        house.does("handler", number, "request_extension", "2026-09-21T09:00", **{**ASK, "days": 6})
    house.does("handler", number, "request_extension", "2026-09-21T09:00", **ASK)
    with pytest.raises(NotNow, match="等待审批"):
        house.does("handler", number, "request_extension", "2026-09-21T09:10", **ASK)
    event = house.does("leader", number, "grant_extension", "2026-09-21T09:20")

    assert event.detail["due_at"] == "2026-10-09T17:30:00+08:00"
    with pytest.raises(NotNow, match="延期次数已用完"):
        house.does("handler", number, "request_extension", "2026-09-21T09:30", **ASK)
    told_rows = db.session.execute(
        db.text("SELECT count(*) FROM notice WHERE kind = 'grant_extension' AND recipient = 'citizen'")
    )
    assert told_rows.scalar_one() == 1


def test_a_refused_extension_leaves_the_promise_as_it_was(house: House) -> None:
    number = in_hand(house)
    house.does("handler", number, "request_extension", "2026-09-21T09:00", **ASK)
    house.does("leader", number, "refuse_extension", "2026-09-21T09:20", reason="理由不足")

    assert due(house, number, "handling") == "09-24 17:30"
    house.does("handler", number, "request_extension", "2026-09-21T10:00", **ASK)


def test_sending_an_answer_back_keeps_the_time_that_was_promised(either_house: House) -> None:
    house = either_house
    number = answered(house)

    house.does("window", number, "send_back", "2026-09-22T09:00", reason="未答复第二项诉求")

    complaint = house.complaint(number)
    assert complaint.answerable.username == "handler"
    assert due(house, number, "handling") == "09-24 17:30"
    assert complaint.deadline("handling").cycle == 1
    assert "feedback" not in running(house, number)


def test_an_answer_sent_back_does_not_outlive_the_binding_date(house: House) -> None:
    number = in_hand(house)
    words = {"due_at": shanghai("2026-09-22T17:30"), "instruction": "限期办结"}
    house.does("supervisor", number, "supervise", "2026-09-18T11:00", **words)
    house.does("handler", number, "answer", "2026-09-21T10:00", **ANSWER)
    assert house.due(number, "supervision") is None
    house.does("window", number, "send_back", "2026-09-21T11:00", reason="未答复诉求")

    assert due(house, number, "supervision") == "09-22 17:30"
    house.sweeps("2026-09-23T18:00")
    assert rungs(house, number, "supervision") == ["-1wd", "0", "+1wd"]


def test_a_binding_date_set_after_the_answer_stands_when_it_is_sent_back(house: House) -> None:
    number = in_hand(house)
    first, second = shanghai("2026-09-22T17:30"), shanghai("2026-09-24T12:00")
    house.does("supervisor", number, "supervise", "2026-09-18T11:00", due_at=first, instruction="限期办结")
    house.does("handler", number, "answer", "2026-09-21T10:00", **ANSWER)
    house.does("supervisor", number, "supervise", "2026-09-21T10:30", due_at=second, instruction="限期反馈")
    house.does("window", number, "send_back", "2026-09-21T11:00", reason="未答复诉求")

    dates = [row.due_at for row in house.complaint(number).running if row.commitment == "supervision"]
    assert dates == [second]


def test_an_answer_is_sent_back_twice_and_then_a_supervisor_decides(house: House) -> None:
    number = answered(house)
    for hour in (9, 11):
        house.does("window", number, "send_back", f"2026-09-22T{hour:02}:00", reason="不清楚")
        house.does("handler", number, "answer", f"2026-09-22T{hour:02}:30", **ANSWER)

    with pytest.raises(NotNow, match="请督办人员决定"):
        house.does("window", number, "send_back", "2026-09-22T15:00", reason="不清楚")
    house.does("supervisor", number, "send_back", "2026-09-22T15:10", reason="确须重做")


def test_handling_is_promised_once_however_often_it_changes_hands(house: House) -> None:
    number = offered(house)
    house.does("handler", number, "return", "2026-09-18T11:00", reason="wrong_unit")
    house.does("window", number, "assign", "2026-09-18T15:00", unit=HR)

    rows = db.session.scalars(db.select(Deadline).filter_by(commitment="handling")).all()
    assert [row.cycle for row in rows] == [1]
    assert due(house, number, "handling") == "09-24 17:30"


def test_sender_date_has_a_clock_of_its_own(house: House) -> None:
    """It runs before acceptance, orders the lists, and neither an extension nor a pause of ours moves it."""
    number = house.logs(
        "2026-09-18T09:00",
        channel="12345",
        sender_number="12345-1",
        sender_due_at=shanghai("2026-09-22T12:00"),
    )
    assert due(house, number, "sender") == "09-22 12:00"

    house.does("window", number, "accept", "2026-09-18T09:30")
    house.does("window", number, "assign", "2026-09-18T09:40", unit=EC)
    house.does("handler", number, "sign_for", "2026-09-18T09:50")
    house.does("handler", number, "request_extension", "2026-09-18T10:00", **ASK)
    house.does("leader", number, "grant_extension", "2026-09-18T10:10")
    house.does("handler", number, "ask_supplement", "2026-09-18T10:20", items=["收据"])
    house.does("citizen", number, "supplement", "2026-09-21T10:20", note="补上")

    assert due(house, number, "handling") > "09-24 17:30"
    assert due(house, number, "sender") == "09-22 12:00"
    assert house.complaint(number).next_due_at <= shanghai("2026-09-22T12:00")


def test_only_the_sender_moves_its_date(house: House) -> None:
    number = house.logs("2026-09-18T09:00", channel="12345", sender_due_at=shanghai("2026-09-22T12:00"))

    later = shanghai("2026-09-28T17:30")
    house.does("window", number, "move_sender_date", "2026-09-21T09:00", due_at=later, reason="来函改期")

    assert due(house, number, "sender") == "09-28 17:30"
    house.does("window", number, "decline", "2026-09-21T10:00", **DECLINE)
    assert {row.commitment for row in house.complaint(number).deadlines if row.met_at} == {
        "acceptance",
        "sender",
    }


def test_missed_sender_date_climbs_its_own_ladder(house: House) -> None:
    number = house.logs("2026-09-18T09:00", channel="12345", sender_due_at=shanghai("2026-09-22T12:00"))
    house.does("window", number, "accept", "2026-09-18T09:30")
    house.sweeps("2026-09-24T09:00")

    assert rungs(house, number, "sender") == ["-1wd", "0", "+1wd"]


def test_a_binding_date_is_one_day_that_no_limit_counts(house: House) -> None:
    number = in_hand(house)
    date_set = shanghai("2026-09-22T17:00")
    house.does("supervisor", number, "supervise", "2026-09-21T09:00", due_at=date_set, instruction="限期办结")
    assert due(house, number, "supervision") == "09-22 17:00"

    house.does(
        "supervisor",
        number,
        "supervise",
        "2026-09-21T10:00",
        due_at=shanghai("2026-09-23T12:00"),
        instruction="改期",
    )
    assert due(house, number, "supervision") == "09-23 12:00"
    with pytest.raises(NotNow, match="将来的时间"):
        house.does(
            "supervisor",
            number,
            "supervise",
            "2026-09-21T11:00",
            due_at=date_set.replace(day=20),
            instruction="…",
        )


def test_a_new_rulebook_changes_no_promise_made_under_the_old(either_house: House) -> None:
    house = either_house
    number = in_hand(house)
    text = SHIPPED.read_text("utf8").replace('version: "2026.1"', 'version: "2026.2"')
    stricter = text.replace(
        "handling: {limit: 5wd, basis: hotline_5wd}", "handling: {limit: 3wd, basis: hotline_5wd}"
    )
    assert stricter != text
    with transaction():
        store.publish(stricter, shanghai("2026-09-20T08:00"))

    assert due(house, number, "handling") == "09-24 17:30"
    assert house.complaint(number).rulebook_version == "2026.1"
    newer = house.logs("2026-09-18T09:00")
    house.does("window", newer, "assign", "2026-09-18T10:00", unit=EC)
    assert house.complaint(newer).rulebook_version == "2026.2"
    assert due(house, newer, "handling") == "09-22 17:30"
    deadline = house.complaint(number).deadline("handling")
    assert (deadline.limit, deadline.basis_en.startswith("Modelled on the 12345")) == ("5wd", True)


def test_an_edited_calendar_moves_no_promise_that_was_made(house: House) -> None:
    number = in_hand(house)
    with transaction():
        current_calendar.load_year(
            2026, {date(2026, 9, 26): (True, "补班")}, "测试通知", shanghai("2026-09-20T08:00")
        )

    house.does("handler", number, "report_progress", "2026-09-21T09:00", note="…")

    assert due(house, number, "handling") == "09-24 17:30"


def test_a_bad_rating_promises_a_call_and_a_verification(house: House) -> None:
    number = badly_rated(house)

    assert due(house, number, "verification_contact") == "09-23 17:30"
    assert due(house, number, "verification") == "09-30 17:30"


# Endings, refusals and the time of others.


def breached(house: House, number: str) -> dict[str, str]:
    rows = house.complaint(number).deadlines
    return {row.commitment: f"{row.breached_at:%m-%d}" for row in rows if row.breached_at is not None}


@pytest.mark.parametrize("ending", ["decline", "withdraw", "merge"])
def test_ending_does_not_erase_a_breach(house: House, ending: str) -> None:
    number = house.logs("2026-09-18T09:00")
    leading = house.logs("2026-09-18T09:05")
    late = "2026-09-24T09:00"
    if ending == "decline":
        house.does("window", number, "decline", late, **DECLINE)
    elif ending == "withdraw":
        house.does("citizen", number, "withdraw", late)
    else:
        house.does("window", number, "merge", late, leading=leading)

    assert breached(house, number) == {"acceptance": "09-20"}
    (row,) = [one for one in house.complaint(number).deadlines if one.commitment == "acceptance"]
    assert (row.met_at is not None) == (ending != "withdraw")


def test_late_uphold_is_a_broken_promise_kept_in_figures(house: House) -> None:
    number = badly_rated(house)
    house.does("supervisor", number, "contact", "2026-10-15T09:00", how="phone", reached=True, note="已核实")
    house.does("supervisor", number, "uphold", "2026-10-15T10:00", reason="核实无误")

    assert set(breached(house, number)) >= {"verification", "verification_contact"}
    met = {row.commitment for row in house.complaint(number).deadlines if row.met_at is not None}
    assert met >= {"verification", "verification_contact"}


def test_pause_past_the_due_day_is_no_breach(house: House) -> None:
    number = in_hand(house)
    house.does("handler", number, "ask_supplement", "2026-09-24T08:31", items=["身份证"])
    house.does("citizen", number, "supplement", "2026-09-28T20:00", note="补上了")

    assert due(house, number, "handling") == "09-29 17:30"
    assert "handling" not in breached(house, number)
    (moved,) = house.complaint(number).deadline("handling").moved
    assert (moved["from"][:10], moved["to"][:16], moved["reason"]) == (
        "2026-09-24",
        "2026-09-29T17:30",
        "supplement",
    )


def test_short_pauses_on_the_due_day_give_the_least_once(house: House) -> None:
    number = in_hand(house)
    days = ("2026-09-24", "2026-09-28", "2026-09-29", "2026-09-30", "2026-10-08")
    for day in days:
        house.does("handler", number, "suspend", f"{day}T17:26", **SUSPEND)
        house.does("leader", number, "confirm_suspension", f"{day}T17:28")
        house.does("handler", number, "resume", f"{day}T17:29")

    assert due(house, number, "handling") == "09-29 08:31"  # the rest of the 28th once, then the minute
    assert "least" in house.complaint(number).deadline("handling").moved[0]


def test_citizen_has_the_days_to_supply(house: House) -> None:
    number = house.logs("2026-09-18T09:00")
    house.does("window", number, "accept", "2026-09-18T09:30")
    house.does("window", number, "ask_supplement", "2026-09-18T10:00", items=["身份证"])
    missing = {**DECLINE, "reason_code": "missing_material_not_supplied"}

    with pytest.raises(NotNow, match="补正的期限还没有到"):
        house.does("window", number, "decline", "2026-09-18T11:00", **missing)
    with pytest.raises(NotNow, match="其他理由不能再作不予受理"):
        house.does("window", number, "decline", "2026-10-30T11:00", **DECLINE)
    house.does("window", number, "decline", "2026-10-30T11:00", **missing)

    assert house.complaint(number).state == "declined"


def test_accepted_and_supplied_is_never_declined(house: House) -> None:
    number = house.logs("2026-09-18T09:00")
    house.does("window", number, "accept", "2026-09-18T09:30")
    house.does("window", number, "ask_supplement", "2026-09-18T10:00", items=["身份证"])
    house.does("citizen", number, "supplement", "2026-09-18T11:00", note="补上")

    with pytest.raises(NotNow):
        house.does("window", number, "decline", "2026-09-18T11:30", **DECLINE)


@pytest.mark.parametrize(("asked", "in_time"), [("2026-09-23T17:00", True), ("2026-09-24T08:31", False)])
def test_extension_is_asked_a_working_day_before(house: House, asked: str, in_time: bool) -> None:
    number = in_hand(house)  # due 09-24 17:30
    if in_time:
        house.does("handler", number, "request_extension", asked, **ASK)
    else:
        with pytest.raises(NotNow, match="前一个工作日"):
            house.does("handler", number, "request_extension", asked, **ASK)


def test_evening_before_an_early_due_time_is_no_working_day_before(house: House) -> None:
    number = in_hand(house)
    house.does("handler", number, "ask_supplement", "2026-09-21T17:20", items=["收据"])
    house.does("citizen", number, "supplement", "2026-09-22T08:35", note="补上")
    assert due(house, number, "handling") == "09-28 08:45"  # Friday is a day off

    with pytest.raises(NotNow, match="前一个工作日"):
        house.does("handler", number, "request_extension", "2026-09-24T17:25", **ASK)
    house.does("handler", number, "request_extension", "2026-09-24T08:40", **ASK)


def test_undecided_extension_lapses_at_the_due_time(house: House) -> None:
    number = in_hand(house)
    house.does("handler", number, "request_extension", "2026-09-23T10:00", **ASK)
    with pytest.raises(NotNow):
        house.does("leader", number, "grant_extension", "2026-09-24T17:31")
    house.sweeps("2026-09-24T17:40")

    assert "lapse_extension" in house.moves(number)
    assert house.complaint(number).pending("extension") is None
    assert due(house, number, "handling") == "09-24 17:30"


def test_missed_binding_date_set_again_goes_on_up_the_ladder(house: House) -> None:
    """Set again each time it was missed, the last rung came never."""
    number = in_hand(house)
    words = {"instruction": "限期办结"}
    house.does(
        "supervisor", number, "supervise", "2026-09-18T11:00", due_at=shanghai("2026-09-21T12:00"), **words
    )
    house.sweeps("2026-09-21T13:00")
    house.does(
        "supervisor", number, "supervise", "2026-09-21T14:30", due_at=shanghai("2026-09-22T12:00"), **words
    )
    house.sweeps("2026-09-23T10:00")

    assert rungs(house, number, "supervision")[-1] == "+1wd"


def test_danger_at_night_does_not_wait_for_the_office(house: House) -> None:
    number = house.logs("2026-09-26T22:00", by="citizen", channel="web", urgency="urgent")

    assert due(house, number, "acceptance") == "09-27 00:00"


def test_letter_runs_from_the_day_it_came_in(house: House) -> None:
    number = house.logs("2026-09-23T09:00", channel="letter", received_on=date(2026, 9, 18))

    assert due(house, number, "acceptance") == "09-20 17:30"
    event = db.session.scalars(db.select(Event)).one()
    assert (event.detail["received_on"], event.detail["days_until_logged"]) == ("2026-09-18", 5)


def test_time_in_one_complaint_never_runs_back(house: House) -> None:
    number = house.logs("2026-09-18T09:00")
    event = house.does("window", number, "accept", "2026-09-18T08:00")

    assert event.at == shanghai("2026-09-18T09:00")
    assert event.detail["clock_behind_seconds"] == 3600


def test_items_never_supplied_stop_the_work_no_longer_than_the_citizens_days(house: House) -> None:
    number = in_hand(house)
    house.does("handler", number, "ask_supplement", "2026-09-21T09:00", items=["收据"])
    over = house.due(number, "supplement_wait")
    with pytest.raises(NotNow):
        house.does("handler", number, "resume", f"{over:%Y-%m-%dT%H:%M}")

    resumed = house.does("handler", number, "resume", "2026-10-20T09:00")
    house.does("handler", number, "answer", "2026-10-21T09:00", **ANSWER)

    assert over < shanghai("2026-10-20T09:00")
    assert citizen_was_told(house, number, resumed)
    assert house.complaint(number).state == "handled"
    house.sweeps("2027-01-04T09:00")
    assert "supplement_wait" not in [row.commitment for row in house.complaint(number).running]


def test_unit_designated_while_the_citizen_was_waited_for_goes_on_after_the_days(house: House) -> None:
    number = in_hand(house)
    house.does("handler", number, "ask_supplement", "2026-09-21T09:00", items=["收据"])
    house.does("supervisor", number, "designate", "2026-09-22T09:00", unit=EC, reason="由区局承办")
    house.does("handler", number, "sign_for", "2026-09-22T10:00")

    house.does("handler", number, "resume", "2026-10-20T09:00")
    house.does("handler", number, "answer", "2026-10-20T10:00", **ANSWER)

    assert house.complaint(number).state == "handled"


def citizen_was_told(house: House, number: str, event: Event) -> bool:
    query = db.select(Notice).filter_by(
        complaint_id=house.complaint(number).id, event_seq=event.seq, recipient="citizen"
    )
    return db.session.scalars(query).first() is not None
