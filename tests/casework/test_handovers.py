"""Who is answerable while work is offered, taken, returned, left lying and passed on (promises 1, 2, 3)."""

from __future__ import annotations

import pytest

from complaints.notifications import inbox
from tests.house import House
from tests.support.stories import ANSWER, EC, HR, SECTION, answerable, in_hand, offered, refusal
from workflows.errors import NotNow, NotYours

FRIDAY = "2026-09-18"
SICK = {"officer": "centre.he", "reason": "sick"}
LEAVE = {"officer": "centre.he", "reason": "leave"}


def test_whoever_logs_it_is_first_responder_and_answerable(house: House) -> None:
    complaint = house.complaint(house.logs("2026-09-18T09:00"))

    assert complaint.first_responder.username == "window"
    assert complaint.answerable.username == "window"
    assert complaint.handler is None


def test_the_giver_stays_answerable_until_the_work_is_taken(either_house: House) -> None:
    number = offered(either_house)
    assert answerable(either_house, number) == "window"
    assert either_house.complaint(number).offered_unit_id is not None

    either_house.does("handler", number, "sign_for", "2026-09-18T10:30")

    complaint = either_house.complaint(number)
    assert complaint.answerable.username == "handler"
    assert complaint.first_responder.username == "window"
    assert complaint.offered_unit_id is None
    assert complaint.unit.code == EC


def test_an_offer_is_taken_once(house: House) -> None:
    number = in_hand(house)

    with pytest.raises(NotNow, match="没有等待签收的派单"):
        house.does("echeng.xie", number, "sign_for", "2026-09-18T10:31")


def test_an_offer_to_a_person_is_for_that_person(house: House) -> None:
    number = house.logs("2026-09-18T09:00")
    house.does("window", number, "assign", "2026-09-18T10:00", unit=EC, officer="handler")

    with pytest.raises(NotNow, match="指定了另一位承办人"):
        house.does("echeng.xie", number, "sign_for", "2026-09-18T10:30")
    house.does("handler", number, "sign_for", "2026-09-18T10:30")


def test_only_officers_of_the_offered_unit_take_it(house: House) -> None:
    number = offered(house)

    assert refusal(house, "other", number, "sign_for") in ("NotFound", "NotYours")
    with pytest.raises(NotYours):
        house.does("window", number, "sign_for", "2026-09-18T10:30")


def test_a_return_brings_it_back_to_the_first_responder_and_lists_the_unit(either_house: House) -> None:
    house = either_house
    number = offered(house)

    house.does("handler", number, "return", "2026-09-18T11:00", reason="not_our_remit")

    complaint = house.complaint(number)
    assert complaint.state == "received"
    assert complaint.answerable.username == "window"
    assert complaint.refusing_unit_ids == [house.unit(EC).id]
    assert complaint.returns == 1
    assert complaint.deadline("dispatch") is not None
    steps = [(row.step, row.reason) for row in complaint.handovers]
    assert steps == [("offered", None), ("returned", "not_our_remit")]


def test_the_handler_may_return_what_was_taken_and_owes_nothing_any_more(house: House) -> None:
    number = in_hand(house)

    house.does("handler", number, "return", "2026-09-18T15:00", reason="wrong_unit")

    complaint = house.complaint(number)
    assert complaint.handler is None
    assert complaint.unit.code == "EZ-CENTRE"
    assert {row.commitment for row in complaint.running} == {"dispatch", "handling", "return_judgement"}


def test_an_officer_who_is_not_the_handler_cannot_return_it_once_taken(house: House) -> None:
    number = in_hand(house)

    with pytest.raises(NotNow, match="由承办人退回"):
        house.does("echeng.xie", number, "return", "2026-09-18T15:00", reason="wrong_unit")


def test_after_a_day_it_is_too_late_to_return(house: House) -> None:
    number = in_hand(house)

    with pytest.raises(NotNow, match="退回期限已过"):
        house.does("handler", number, "return", "2026-09-21T09:00", reason="wrong_unit")


def test_a_unit_returns_once(house: House) -> None:
    number = offered(house)
    house.does("handler", number, "return", "2026-09-18T11:00", reason="not_our_remit")
    house.does("window", number, "assign", "2026-09-18T11:10", unit=EC)

    with pytest.raises(NotNow, match="已退回过一次"):
        house.does("handler", number, "return", "2026-09-18T11:20", reason="not_our_remit")
    house.does("handler", number, "sign_for", "2026-09-18T11:30")


def test_after_two_returns_only_a_designation_moves_it_and_that_cannot_be_returned(
    either_house: House,
) -> None:
    house = either_house
    number = offered(house)
    house.does("handler", number, "return", "2026-09-18T11:00", reason="not_our_remit")
    house.does("window", number, "assign", "2026-09-18T11:10", unit=HR)
    house.does("other", number, "return", "2026-09-18T11:30", reason="wrong_unit")

    with pytest.raises(NotNow, match="指定承办"):
        house.does("window", number, "assign", "2026-09-18T14:00", unit=SECTION)
    with pytest.raises(NotYours):
        house.does("window", number, "designate", "2026-09-18T14:00", unit=SECTION, reason="定")
    house.does("supervisor", number, "designate", "2026-09-18T14:10", unit=SECTION, reason="职责清单")
    with pytest.raises(NotNow, match="指定承办的件不能退回"):
        house.does("section.ye", number, "return", "2026-09-18T14:20", reason="not_our_remit")
    house.does("section.ye", number, "sign_for", "2026-09-18T14:30")
    with pytest.raises(NotNow, match="指定承办的件不能退回"):
        house.does("section.ye", number, "return", "2026-09-18T14:40", reason="not_our_remit")

    codes = [house.unit(EC).id, house.unit(HR).id]
    assert house.complaint(number).refusing_unit_ids == codes


def test_a_designated_unit_cannot_slip_out_by_passing_it_round_inside(house: House) -> None:
    number = house.logs("2026-09-18T09:00")
    house.does("supervisor", number, "designate", "2026-09-18T09:10", unit=EC, reason="职责清单")
    house.does("handler", number, "sign_for", "2026-09-18T09:20")
    house.does("leader", number, "reassign", "2026-09-18T09:30", officer="echeng.xie", reason="分工")
    house.does("echeng.xie", number, "sign_for", "2026-09-18T09:40")

    with pytest.raises(NotNow, match="指定承办的件不能退回"):
        house.does("echeng.xie", number, "return", "2026-09-18T09:50", reason="not_our_remit")


def test_passing_it_round_inside_gives_no_new_time_to_return(house: House) -> None:
    number = in_hand(house)
    house.does("leader", number, "reassign", "2026-09-20T16:00", officer="echeng.xie", reason="分工")
    house.does("echeng.xie", number, "sign_for", "2026-09-20T16:30")

    with pytest.raises(NotNow, match="退回期限已过"):
        house.does("echeng.xie", number, "return", "2026-09-21T09:00", reason="not_our_remit")


def test_an_offer_left_lying_lapses_and_the_lapse_counts(either_house: House) -> None:
    house = either_house
    number = offered(house)

    house.sweeps("2026-09-21T09:00")  # signing was due on Friday at 15:00; the 20th is a working Sunday

    complaint = house.complaint(number)
    assert complaint.state == "received"
    assert complaint.answerable.username == "window"
    assert complaint.lapses == 1
    assert [row.step for row in complaint.handovers] == ["offered", "lapsed"]
    assert complaint.deadline("dispatch") is not None
    assert any(row.commitment == "signing" and row.reviewer for row in complaint.escalations)


def test_a_unit_that_let_an_offer_lie_hears_that_it_was_called_back(either_house: House) -> None:
    number = offered(either_house)
    either_house.sweeps("2026-09-21T09:00")

    def hears(username: str) -> bool:
        return "lapse" in [one.kind for one in inbox.page(either_house.officer(username))]

    assert {name: hears(name) for name in ("handler", "window", "centre.he", "other")} == {
        "handler": True,
        "window": True,  # the first responder
        "centre.he": False,
        "other": False,
    }
    assert refusal(either_house, "handler", number, "sign_for", "2026-09-21T09:10") == "NotFound"


def test_two_lapses_are_bouncing_too(house: House) -> None:
    number = offered(house)
    house.sweeps("2026-09-21T09:00")
    house.does("window", number, "assign", "2026-09-21T09:10", unit=HR)
    house.sweeps("2026-09-22T17:00")

    assert house.complaint(number).lapses == 2
    with pytest.raises(NotNow, match="指定承办"):
        house.does("window", number, "assign", "2026-09-22T17:10", unit=SECTION)


def test_inside_the_unit_the_present_handler_answers_until_the_next_takes_it(either_house: House) -> None:
    house = either_house
    number = in_hand(house)

    house.does("leader", number, "reassign", "2026-09-21T09:00", officer="echeng.xie", reason="出差")
    assert answerable(house, number) == "handler"
    with pytest.raises(NotNow):  # an answer while it changes hands would have no author
        house.does("handler", number, "answer", "2026-09-21T09:30", **ANSWER)
    house.does("echeng.xie", number, "sign_for", "2026-09-21T10:00")

    complaint = house.complaint(number)
    assert complaint.answerable.username == "echeng.xie"
    assert complaint.past_handler_ids == [house.officer("handler").id, house.officer("echeng.xie").id]


def test_reassigning_lapses_back_to_the_present_handler(house: House) -> None:
    number = in_hand(house)
    house.does("leader", number, "reassign", "2026-09-21T09:00", officer="echeng.xie", reason="出差")

    house.sweeps("2026-09-22T17:00")

    complaint = house.complaint(number)
    assert (complaint.state, complaint.handler.username) == ("assigned", "handler")
    assert complaint.offered_unit_id is None


def test_a_reassignment_goes_back_to_the_giver_with_a_reason(either_house: House) -> None:
    house = either_house
    number = in_hand(house)
    house.does("leader", number, "reassign", "2026-09-18T15:00", officer="echeng.xie", reason="出差")
    due = house.due(number, "handling")

    house.does("echeng.xie", number, "refuse_reassignment", "2026-09-18T15:30", reason="手头已满")

    complaint = house.complaint(number)
    last = complaint.handovers[-1]
    assert (last.step, last.reason, last.by_id) == ("returned", "手头已满", house.officer("echeng.xie").id)
    assert (complaint.state, answerable(house, number)) == ("assigned", "handler")
    assert complaint.offered_unit_id is None and complaint.deadline("signing") is None
    assert house.due(number, "handling") == due
    house.does("leader", number, "reassign", "2026-09-18T16:00", officer="echeng.xie", reason="仍请接手")


def test_a_reassignment_refused_is_no_return_of_the_unit(house: House) -> None:
    number = in_hand(house)
    house.does("leader", number, "reassign", "2026-09-18T15:00", officer="echeng.xie", reason="出差")
    house.does("echeng.xie", number, "refuse_reassignment", "2026-09-18T15:30", reason="手头已满")

    complaint = house.complaint(number)
    assert (complaint.returns, complaint.refusing_unit_ids) == (0, [])
    house.does("handler", number, "return", "2026-09-18T16:00", reason="不属本单位职责")
    assert house.complaint(number).returns == 1


def test_a_reassignment_is_refused_only_by_whom_it_names(house: House) -> None:
    number = in_hand(house)
    with pytest.raises(NotNow, match="没有单位内部改派"):
        house.does("echeng.xie", number, "refuse_reassignment", "2026-09-18T14:00", reason="…")
    house.does("leader", number, "reassign", "2026-09-18T15:00", officer="echeng.xie", reason="出差")

    with pytest.raises(NotNow, match="没有单位内部改派"):
        house.does("handler", number, "refuse_reassignment", "2026-09-18T15:30", reason="…")
    assert refusal(house, "other", number, "refuse_reassignment", reason="…") in ("NotFound", "NotYours")


def test_what_was_offered_to_the_unit_is_returned_not_refused_by_one_of_it(house: House) -> None:
    number = house.logs("2026-09-18T09:00")
    house.does("window", number, "assign", "2026-09-18T10:00", unit=EC, officer="handler")

    with pytest.raises(NotNow, match="没有单位内部改派"):
        house.does("handler", number, "refuse_reassignment", "2026-09-18T10:30", reason="…")


def test_reassigning_in_a_designated_unit_lapses_too(house: House) -> None:
    number = house.logs("2026-09-18T09:00")
    house.does("supervisor", number, "designate", "2026-09-18T09:10", unit=EC, reason="职责清单")
    house.does("handler", number, "sign_for", "2026-09-18T09:20")
    house.does("leader", number, "reassign", "2026-09-21T09:00", officer="echeng.xie", reason="出差")

    house.sweeps("2026-09-22T17:00")

    assert house.complaint(number).work_offer is None
    house.does("handler", number, "answer", "2026-09-22T17:10", **ANSWER)


def test_whoever_is_asked_to_take_over_inside_cannot_send_the_whole_complaint_away(house: House) -> None:
    number = in_hand(house)
    house.does("leader", number, "reassign", "2026-09-18T15:00", officer="echeng.xie", reason="出差")

    with pytest.raises(NotNow, match="由承办人退回"):
        house.does("echeng.xie", number, "return", "2026-09-18T15:10", reason="other")


def test_only_the_leader_of_the_unit_reassigns_and_only_inside_it(house: House) -> None:
    number = in_hand(house)

    with pytest.raises(NotYours):
        house.does("handler", number, "reassign", "2026-09-21T09:00", officer="echeng.xie", reason="…")
    with pytest.raises(NotNow, match="不是该单位的在岗工作人员"):
        house.does("leader", number, "reassign", "2026-09-21T09:00", officer="other", reason="…")
    with pytest.raises(NotNow, match="换一位"):
        house.does("leader", number, "reassign", "2026-09-21T09:00", officer="handler", reason="…")


def test_a_designation_takes_it_from_the_handler_only_when_it_is_taken(house: House) -> None:
    number = in_hand(house)

    house.does("supervisor", number, "designate", "2026-09-21T09:00", unit=HR, reason="职责")
    assert answerable(house, number) == "handler"
    house.does("other", number, "sign_for", "2026-09-21T10:00")

    assert answerable(house, number) == "other"
    assert house.complaint(number).unit.code == HR


def test_a_designation_calls_back_the_offer_before_it(house: House) -> None:
    number = offered(house)

    house.does("supervisor", number, "designate", "2026-09-18T11:00", unit=HR, reason="职责")

    assert refusal(house, "handler", number, "sign_for") in ("NotFound", "NotYours")
    assert [row.step for row in house.complaint(number).handovers] == ["offered", "withdrawn", "offered"]


def test_a_unit_that_does_not_handle_complaints_gets_none(house: House) -> None:
    number = house.logs("2026-09-18T09:00")

    with pytest.raises(NotNow, match="不承办投诉"):
        house.does("window", number, "assign", "2026-09-18T10:00", unit="EC-LAW-1")


def test_the_first_responder_changes_only_when_the_successor_takes_it(either_house: House) -> None:
    house = either_house
    number = house.logs("2026-09-18T09:00")

    house.does("centre.chen", number, "change_first_responder", "2026-09-18T10:00", **LEAVE)
    complaint = house.complaint(number)
    assert (complaint.first_responder.username, complaint.answerable.username) == ("window", "window")
    house.does("centre.he", number, "take_first_responder", "2026-09-18T10:30")

    complaint = house.complaint(number)
    assert (complaint.first_responder.username, complaint.answerable.username) == ("centre.he", "centre.he")
    assert complaint.received_by_id == house.officer("window").id
    history = [(row.step, row.giver_id, row.officer_id) for row in complaint.handovers if row.kind == "duty"]
    lin, he = house.officer("window").id, house.officer("centre.he").id
    assert history == [("offered", lin, he), ("taken", lin, he)]


def test_a_change_of_first_responder_moves_no_handler(house: House) -> None:
    number = in_hand(house)
    house.does("centre.chen", number, "change_first_responder", "2026-09-21T10:00", **SICK)
    house.does("centre.he", number, "take_first_responder", "2026-09-21T10:30")

    complaint = house.complaint(number)
    assert (complaint.first_responder.username, complaint.answerable.username) == ("centre.he", "handler")
    assert complaint.unit.code == EC


def test_a_successor_who_refuses_or_stays_silent_changes_nothing(house: House) -> None:
    number = house.logs("2026-09-18T09:00")
    house.does("centre.chen", number, "change_first_responder", "2026-09-18T10:00", **LEAVE)
    house.does("centre.he", number, "refuse_first_responder", "2026-09-18T10:30", reason="在休假")
    assert house.complaint(number).first_responder.username == "window"

    house.does("centre.chen", number, "change_first_responder", "2026-09-18T11:00", **LEAVE)
    house.sweeps("2026-09-22T17:00")

    complaint = house.complaint(number)
    assert complaint.first_responder.username == "window"
    assert [row.step for row in complaint.handovers] == ["offered", "returned", "offered", "lapsed"]
    assert complaint.duty_offered_id is None
    with pytest.raises(NotYours):
        house.does("centre.he", number, "take_first_responder", "2026-09-22T17:10")


def test_the_duty_is_for_the_person_named(house: House) -> None:
    number = house.logs("2026-09-18T09:00")
    house.does("centre.chen", number, "change_first_responder", "2026-09-18T10:00", **LEAVE)

    with pytest.raises(NotYours):
        house.does("centre.luo", number, "take_first_responder", "2026-09-18T10:30")


def test_the_end_of_a_complaint_leaves_no_offer_open(either_house: House) -> None:
    house = either_house
    number = offered(house)
    house.does("centre.chen", number, "change_first_responder", "2026-09-18T10:10", **LEAVE)

    house.does("citizen", number, "withdraw", "2026-09-18T11:00")

    complaint = house.complaint(number)
    assert (complaint.work_offer, complaint.duty_offer) == (None, None)
    assert (complaint.offered_unit_id, complaint.duty_offered_id) == (None, None)
    assert not complaint.running
