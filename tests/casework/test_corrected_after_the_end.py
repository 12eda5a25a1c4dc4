"""Nothing typed in the first minute stays wrong for good: after an end, into the restricted channel at once, else by a supervisor."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from complaints.infrastructure.database import db, transaction
from complaints.models import Correction, Event, RoundRecord
from complaints.queries.statistics import indicators
from complaints.queries.statistics.breakdown import shares_by
from tests.house import House, shanghai
from tests.support.stories import ANSWER, in_hand, refusal, told

pytestmark = pytest.mark.usefixtures("leading_by_number")
AT = "2026-09-22T15:00"
DECLINED = {"reason_code": "not_our_remit", "competent_body": "市住建局", "contact": "0711-3350000"}


def closed(house: House) -> str:
    number = told(house)
    house.does("citizen", number, "rate", "2026-09-22T11:00", grade=5)
    return number


def declined(house: House) -> str:
    number = house.logs("2026-09-18T09:00")
    house.does("window", number, "decline", "2026-09-18T10:00", **DECLINED)
    return number


def withdrawn(house: House) -> str:
    number = in_hand(house)
    house.does("citizen", number, "withdraw", "2026-09-21T10:00")
    return number


def correct(house: House, number: str, by: str = "window", at: str = AT, **changes: Any) -> Event:
    return house.does(by, number, "correct", at, changes=changes, reason="核对后发现登记有误")


@pytest.mark.parametrize("by", ["window", "supervisor"])
@pytest.mark.parametrize("story", [closed, declined, withdrawn])
def test_bribery_gets_to_the_restricted_channel_after_any_end(
    either_house: House, story: Any, by: str
) -> None:
    house = either_house
    number = story(house)

    correct(house, number, by, category="DISC")

    complaint = house.complaint(number)
    assert (complaint.state, complaint.restricted, complaint.ended_at) == ("received", True, None)
    assert complaint.first_responder.unit.kind == "discipline"
    assert complaint.deadline("dispatch") is not None
    for before in ("window", "handler", "leader", "supervisor"):
        assert refusal(house, before, number, "urge", heard={"how": "phone"}) == "NotFound"


@pytest.mark.parametrize("story", [closed, declined, withdrawn, told])
def test_channel_handles_it_within_a_promise(house: House, story: Any) -> None:
    number = story(house)
    correct(house, number, category="DISC")
    discipline = house.complaint(number).first_responder.username

    house.does(discipline, number, "assign", "2026-09-23T10:00", unit="EZ-DISC")
    house.does("disc.qin", number, "sign_for", "2026-09-23T11:00")

    promised = [row for row in house.complaint(number).running if row.commitment in ("handling", "rework")]
    assert [row.limit for row in promised] == ["60cd"]
    house.does("disc.qin", number, "answer", "2026-09-28T10:00", **ANSWER)
    assert house.complaint(number).state == "handled"


def test_work_in_hand_keeps_its_one_promise(house: House) -> None:
    number = in_hand(house)
    correct(house, number, category="DISC")

    promised = [row for row in house.complaint(number).running if row.commitment in ("handling", "rework")]
    assert [row.commitment for row in promised] == ["handling"]


def test_joined_one_leaves_a_closed_group_for_the_channel(either_house: House) -> None:
    house = either_house
    leading, number = in_hand(house), house.logs("2026-09-18T11:00")
    house.does("window", number, "merge", "2026-09-18T11:10", leading=leading)
    house.does("handler", leading, "answer", "2026-09-21T10:00", **ANSWER)
    house.does("window", leading, "give_feedback", "2026-09-21T15:00", method="phone")
    for one in (leading, number):
        house.does("citizen", one, "rate", "2026-09-22T11:00", grade=5)
    assert house.complaint(leading).state == "closed"

    correct(house, number, category="DISC")
    correct(house, leading, category="DISC")

    for one in map(house.complaint, (leading, number)):
        assert (one.state, one.restricted, one.leading_id, one.leads_others) == (
            "received",
            True,
            None,
            False,
        )


MATTER: list[dict[str, Any]] = [
    {"category": "NOTICE"},
    {"channel": "letter"},
    {"sender_number": "鄂信访〔2026〕12号"},
    {"received_on": date(2026, 9, 14)},
    {"group_size": 37},
    {"subject": "多跑了三趟"},
    {"narrative": "当时是三号窗口。"},
]


@pytest.mark.parametrize("changes", MATTER)
def test_supervisor_corrects_the_matter_after_the_end(house: House, changes: dict[str, Any]) -> None:
    number = closed(house)
    before = house.complaint(number)
    rows = [(row.commitment, row.due_at, row.met_at, row.void_at) for row in before.deadlines]
    ended_at = before.ended_at

    event = correct(house, number, "supervisor", **changes)

    (name, value), complaint = next(iter(changes.items())), house.complaint(number)
    there = complaint.complainant if name == "group_size" else complaint
    assert getattr(there, name) == value
    assert [row.field for row in db.session.scalars(db.select(Correction))] == [name]
    assert (complaint.state, complaint.ended_at, "sooner" in event.detail) == ("closed", ended_at, False)
    assert [(row.commitment, row.due_at, row.met_at, row.void_at) for row in complaint.deadlines] == rows


@pytest.mark.parametrize("story", [declined, withdrawn])
def test_contacts_are_corrected_after_any_end(house: House, story: Any) -> None:
    number = story(house)
    correct(house, number, phone="+8613900139000")
    assert house.complaint(number).complainant.phone == "+8613900139000"


def test_category_the_citizen_reported_is_corrected_by_a_supervisor(house: House) -> None:
    number = told(house)
    house.does("citizen", number, "report_error", "2026-09-22T10:00", what="category", category="NOTICE")
    house.does("citizen", number, "rate", "2026-09-22T11:00", grade=5)
    assert house.complaint(number).deadline("error_answer") is not None

    correct(house, number, "supervisor", category="NOTICE")

    complaint = house.complaint(number)
    assert complaint.category == "NOTICE" and complaint.deadline("error_answer") is None


@pytest.mark.parametrize("by", ["window", "centre.he"])
def test_who_answers_for_it_corrects_no_category_after_the_end(house: House, by: str) -> None:
    number = closed(house)
    assert house.officer("centre.he").unit_id == house.officer("window").unit_id
    words = {"changes": {"category": "NOTICE"}, "reason": "x"}
    assert refusal(house, by, number, "correct", AT, **words) in ("NotNow", "NotYours")


def test_supervisor_who_handled_it_corrects_no_category_after_the_end(house: House) -> None:
    number = closed(house)
    with transaction():
        complaint = house.complaint(number)
        complaint.past_handler_ids = [*complaint.past_handler_ids, house.officer("supervisor").id]
    words = {"changes": {"category": "NOTICE"}, "reason": "x"}
    assert refusal(house, "supervisor", number, "correct", AT, **words) == "NotNow"


def test_joined_one_is_separated_before_its_category_is_corrected(house: House) -> None:
    leading, number = in_hand(house), house.logs("2026-09-18T11:00")
    house.does("window", number, "merge", "2026-09-18T11:10", leading=leading)
    words = {"changes": {"category": "NOTICE"}, "reason": "x"}

    assert refusal(house, "supervisor", number, "correct", "2026-09-18T12:00", **words) == "NotNow"


def counted(house: House, by: str) -> set[str]:
    days = date(2026, 9, 1), date(2026, 9, 30), shanghai("2026-09-30T18:00")
    chosen = indicators.Chosen(house.officer("supervisor"), *days)
    return {key for one in indicators.indicators().values() for key in shares_by(one, chosen, by)}


@pytest.mark.parametrize(
    ("by", "before", "after"), [("category", "ATTITUDE", "NOTICE"), ("channel", "window", "letter")]
)
def test_figures_follow_and_history_stays(house: House, by: str, before: str, after: str) -> None:
    number = closed(house)
    assert counted(house, by) == {before}
    records = [(row.kind, row.outcome, row.grade) for row in db.session.scalars(db.select(RoundRecord))]
    steps = list(db.session.execute(db.select(Event.seq, Event.move, Event.hash)))

    correct(house, number, "supervisor", **{by: after})

    assert counted(house, by) == {after}
    rows = db.session.scalars(db.select(RoundRecord))
    assert [(row.kind, row.outcome, row.grade) for row in rows] == records
    assert list(db.session.execute(db.select(Event.seq, Event.move, Event.hash)))[: len(steps)] == steps
