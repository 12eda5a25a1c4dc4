"""An untaken offer is recalled, and costs no one a return."""

from __future__ import annotations

import pytest

from complaints.infrastructure.database import db
from complaints.models import Notice
from tests.house import House
from tests.support.stories import EC, HR, in_hand, offered, refusal, rungs
from workflows.errors import NotNow


def _recall(house: House, number: str, by: str = "window", at: str = "2026-09-18T10:20") -> None:
    house.does(by, number, "recall", at, reason="派错了单位。")


def test_recalled_offer_returns_to_first_responder_without_a_return(either_house: House) -> None:
    house = either_house
    number = offered(house)

    _recall(house, number)

    complaint = house.complaint(number)
    assert (complaint.state, complaint.returns, complaint.lapses) == ("received", 0, 0)
    assert complaint.refusing_unit_ids == [] and complaint.offered_unit_id is None
    assert complaint.answerable_id == complaint.first_responder_id
    assert [row.step for row in complaint.handovers] == ["offered", "withdrawn"]


def test_recall_ends_the_signing_promise_unmet_and_starts_dispatch(house: House) -> None:
    number = offered(house)
    handling = house.due(number, "handling")

    _recall(house, number)

    rows = house.complaint(number).deadlines
    signing = [row for row in rows if row.commitment == "signing"]
    assert [(row.met_at, row.void_at is not None) for row in signing] == [(None, True)]
    assert house.due(number, "dispatch") is not None
    assert house.due(number, "handling") == handling


def test_recall_gives_no_new_time_to_dispatch(either_house: House) -> None:
    house = either_house
    number = house.logs("2026-09-18T09:00")
    house.does("window", number, "accept", "2026-09-18T09:10")
    promised = house.due(number, "dispatch")

    for day in ("18T10", "20T10", "21T10"):
        house.does("window", number, "assign", f"2026-09-{day}:00", unit=EC)
        assert house.due(number, "dispatch") is None
        _recall(house, number, at=f"2026-09-{day}:20")
        assert promised is not None and house.due(number, "dispatch") == promised

    assert len([row for row in house.complaint(number).deadlines if row.commitment == "dispatch"]) == 1
    house.sweeps("2026-09-23T17:00")
    assert rungs(house, number, "dispatch")


def test_dispatch_never_accepted_before_counts_from_the_first_offer(house: House) -> None:
    number, accepted = offered(house), house.logs("2026-09-18T09:00")
    house.does("window", accepted, "accept", "2026-09-18T10:00")

    for at in ("2026-09-18T16:00", "2026-09-20T16:00"):
        _recall(house, number, at=at)
        assert house.due(number, "dispatch") == house.due(accepted, "dispatch")
        house.does("window", number, "assign", at.replace("16:00", "16:10"), unit=EC)


def test_clock_that_stood_as_the_offer_was_recalled_stands_still(house: House) -> None:
    number = house.logs("2026-09-18T09:00")
    house.does("window", number, "accept", "2026-09-18T09:10")
    house.does("window", number, "assign", "2026-09-18T10:00", unit=EC)
    house.does("window", number, "ask_supplement", "2026-09-18T10:10", items="票据")

    _recall(house, number)

    dispatch = next(row for row in house.complaint(number).running if row.commitment == "dispatch")
    assert dispatch.paused_at is not None and dispatch.next_at is None


def test_recalled_complaint_can_go_to_the_same_unit_and_still_be_returned(house: House) -> None:
    number = offered(house)
    _recall(house, number)

    house.does("window", number, "assign", "2026-09-18T10:30", unit=EC)
    house.does("handler", number, "return", "2026-09-18T10:40", reason="不属本单位。")

    assert house.complaint(number).returns == 1


def test_unit_hears_of_the_recall(house: House) -> None:
    number = offered(house)

    _recall(house, number)

    query = db.select(Notice.recipient, Notice.unit_id).filter_by(kind="recall", recipient="unit")
    assert db.session.execute(query).all() == [("unit", house.unit(EC).id)]


def test_taken_work_is_not_recalled(house: House) -> None:
    assert refusal(house, "window", in_hand(house), "recall", reason="改主意") == "NotNow"


def test_designation_is_not_recalled_but_designated_elsewhere(house: House) -> None:
    number = house.logs("2026-09-18T09:00")
    house.does("supervisor", number, "designate", "2026-09-18T09:30", unit=EC, reason="指定")

    with pytest.raises(NotNow, match="指定承办不能收回"):
        _recall(house, number)
    house.does("supervisor", number, "designate", "2026-09-18T10:30", unit=HR, reason="改指定")
    assert house.complaint(number).offered_unit_id == house.unit(HR).id


def test_offer_inside_the_unit_is_recalled_by_its_head_and_the_handler_stays(house: House) -> None:
    number = in_hand(house)
    house.does("leader", number, "reassign", "2026-09-18T14:00", officer="echeng.xie", reason="工作调整")

    assert refusal(house, "window", number, "recall", "2026-09-18T14:05", reason="x") == "NotNow"
    _recall(house, number, "leader", "2026-09-18T14:10")

    complaint = house.complaint(number)
    assert (complaint.state, complaint.answerable.username) == ("assigned", "handler")


@pytest.mark.parametrize("by", ["handler", "other", "leader"])
def test_others_than_the_giver_recall_nothing(house: House, by: str) -> None:
    assert refusal(house, by, offered(house), "recall", reason="x") in ("NotYours", "NotFound", "NotNow")
