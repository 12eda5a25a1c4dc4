"""征求意见: another unit or officer gives an opinion; the work, its handler and its clock stay where they are."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from complaints.access.visibility import reachable_by
from complaints.casework import ledger
from complaints.casework.moves import make_move
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.errors import NotFound, WorkError
from complaints.models import Complaint, Consultation, Deadline, Event, Notice, Officer
from complaints.notifications import inbox
from complaints.organisation import absences, units
from tests.house import House, shanghai
from tests.support.stories import ANSWER, HR, in_hand, refusal, rungs
from workflows.calendar import SHANGHAI
from workflows.errors import NotNow, NotYours
from workflows.language import CITIZEN, Act

ASKED_AT, LATER = "2026-09-18T11:00", "2026-09-18T15:00"
HEAD_OF_HR = "huarong.lei"
QUESTION = "当事人所说的收费项目，你单位是否收过？"
OPINION = "查过收费台账，没有这一项。"


def makes(house: House, by: str, number: str, move: str, at: str = LATER, **words: Any) -> Event:
    """The move as every door makes it, with words as typed."""
    with transaction():
        actor = CITIZEN if by == "citizen" else house.officer(by)
        return make_move(number, Act(move, actor, shanghai(at), words)).event


def asked(house: House, number: str, at: str = ASKED_AT, by: str = "handler", **whom: Any) -> None:
    makes(house, by, number, "consult", at, **{**(whom or {"unit": HR}), "question": QUESTION})


def steps(number: str) -> list[tuple[int, str]]:
    query = select(Consultation.number, Consultation.step).join(
        Complaint, Complaint.id == Consultation.complaint_id
    )
    query = query.filter(Complaint.tracking_number == number).order_by(Consultation.id)
    return [(row.number, row.step) for row in db.session.execute(query)]


def promises(house: House, number: str) -> list[Deadline]:
    return [row for row in house.complaint(number).deadlines if row.commitment == "consultation"]


def notified(house: House, username: str) -> list[str]:
    return [one.kind for one in inbox.page(house.officer(username))]


def reviewers(house: House, number: str) -> list[Officer]:
    climbed = (row for row in house.complaint(number).escalations if row.commitment == "consultation")
    return [row.reviewer for row in climbed if row.reviewer]


def seen_by(number: str) -> dict[str, str]:
    """Who reaches the complaint itself, with its citizen: the unit of each. The last resort sees whatever climbed."""
    at, query = shanghai(LATER), select(Complaint.id).filter_by(tracking_number=number)
    others = (one for one in db.session.scalars(select(Officer)) if "last_resort" not in one.roles)
    return {
        one.username: one.unit.code
        for one in others
        if db.session.scalar(query.filter(reachable_by(one, at)))
    }


def test_opinion_is_given_and_the_work_stays(either_house: House) -> None:
    house = either_house
    number = in_hand(house)
    due = house.due(number, "handling")

    asked(house, number)
    makes(house, "other", number, "answer_consultation", of=1, opinion=OPINION)

    complaint = house.complaint(number)
    assert steps(number) == [(1, "asked"), (1, "answered")] and not complaint.consulting
    assert complaint.handler.username == "handler" and house.due(number, "handling") == due
    assert [(row.unit_id, row.met_at is not None) for row in promises(house, number)] == [
        (house.unit(HR).id, True)
    ]
    assert "answer_consultation" in notified(house, "handler") and "consult" in notified(house, "other")
    assert [one for _, one in ledger.breaks() if one] == []


def test_promise_is_two_working_days_with_its_basis(house: House) -> None:
    number = in_hand(house)
    asked(house, number)

    [row] = promises(house, number)
    assert f"{row.due_at.astimezone(SHANGHAI):%m-%d %H:%M}" == "09-21 17:30"
    assert "北京" in row.basis_zh and "Beijing" in row.basis_en


def test_open_question_blocks_no_answer_and_ends_with_it(either_house: House) -> None:
    house = either_house
    number = in_hand(house)
    asked(house, number)

    house.does("handler", number, "answer", LATER, **ANSWER)

    assert house.complaint(number).state == "handled"
    assert steps(number) == [(1, "asked"), (1, "ended")]
    assert [row.void_at is not None for row in promises(house, number)] == [True]
    assert notified(house, "other")[0] == "end_consultations"
    assert "end_consultations" not in notified(house, "handler")


ENDS = {
    "withdraw": ("citizen", {}),
    "return": ("handler", {"reason": "不属本单位"}),
    "merge": ("window", {}),
}


@pytest.mark.parametrize("end", ENDS)
def test_every_end_of_the_work_ends_the_question(house: House, end: str) -> None:
    number = in_hand(house)
    asked(house, number)
    by, words = ENDS[end]
    if end == "merge":
        words = {"leading": in_hand(house)}

    house.does(by, number, end, LATER, **words)

    assert steps(number) == [(1, "asked"), (1, "ended")]
    assert "end_consultations" in notified(house, "other")


def test_withdrawn_question_is_asked_again_as_a_new_row(house: House) -> None:
    number = in_hand(house)
    asked(house, number)
    makes(house, "handler", number, "withdraw_consultation", of=1)
    asked(house, number, LATER)

    assert steps(number) == [(1, "asked"), (1, "withdrawn"), (2, "asked")]
    with pytest.raises(NotNow, match="没有这一项"):
        makes(house, "other", number, "answer_consultation", of=1, opinion=OPINION)
    makes(house, "other", number, "answer_consultation", of=2, opinion=OPINION)
    assert "withdraw_consultation" in notified(house, "other")


def test_declined_question_ends_without_a_broken_promise(either_house: House) -> None:
    house = either_house
    number = in_hand(house)
    asked(house, number)

    makes(house, "other", number, "decline_consultation", of=1, reason="不是我单位经办。")

    [promise] = promises(house, number)
    assert steps(number) == [(1, "asked"), (1, "declined")]
    assert (promise.met_at, promise.breached_at) == (None, None) and promise.void_at is not None
    assert notified(house, "handler")[0] == "decline_consultation"
    asked(house, number, LATER)
    assert steps(number)[-1] == (2, "asked")


def test_late_question_that_is_declined_stays_late(house: House) -> None:
    number = in_hand(house)
    asked(house, number)
    house.does("handler", number, "report_progress", "2026-09-20T10:00", note="…")

    makes(house, "other", number, "decline_consultation", "2026-09-22T10:00", of=1, reason="不是我单位经办。")

    assert [row.breached_at is not None for row in promises(house, number)] == [True]


def test_officer_asked_sees_nothing_else_of_it(house: House) -> None:
    number = in_hand(house)
    asked(house, number, officer="other")

    assert refusal(house, "other", number, "contact", how="phone") == "NotFound"
    with pytest.raises(NotFound):
        makes(house, "other", number, "add", note="…", heard={"how": "phone"})


def test_question_to_one_officer_is_no_other_officers(house: House) -> None:
    number = in_hand(house)
    asked(house, number, officer="other")

    for by in ("admin", "supervisor"):
        with pytest.raises((NotFound, NotYours)):
            makes(house, by, number, "answer_consultation", of=1, opinion=OPINION)
    makes(house, "other", number, "answer_consultation", of=1, opinion=OPINION)


REFUSED = {
    "own unit": {"unit": "EC-BUREAU"},
    "oneself": {"officer": "handler"},
}


@pytest.mark.parametrize("whom", REFUSED)
def test_holder_of_the_work_is_not_asked(house: House, whom: str) -> None:
    number = in_hand(house)

    with pytest.raises(NotNow, match="另选单位或人员"):
        asked(house, number, **REFUSED[whom])


def test_only_handler_and_head_ask(house: House) -> None:
    number = in_hand(house)

    with pytest.raises(NotYours):
        asked(house, number, by="window")
    asked(house, number, by="leader")

    assert steps(number) == [(1, "asked")]
    with pytest.raises(NotNow, match="已向该单位"):
        asked(house, number)


def test_unit_complained_of_is_not_asked(house: House) -> None:
    number = in_hand(house, respondent_unit=HR)

    with pytest.raises(NotNow, match="被投诉"):
        asked(house, number)
    with pytest.raises(NotNow, match="利害关系"):
        asked(house, number, officer="other")


@pytest.mark.parametrize("whom", [{"unit": HR}, {"officer": "other"}])
def test_one_who_is_kept_out_later_loses_the_question(either_house: House, whom: dict[str, str]) -> None:
    house = either_house
    number = in_hand(house)
    asked(house, number, **whom)

    house.does("window", number, "name_respondent", LATER, unit=HR, reason="投诉人补充")

    assert steps(number) == [(1, "asked"), (1, "ended")]
    with pytest.raises(NotFound):
        makes(house, "other", number, "answer_consultation", of=1, opinion=OPINION)
    assert "end_consultations" in notified(house, "handler")
    assert notified(house, "other") == []


def test_late_opinion_climbs_to_the_head_of_those_asked(either_house: House) -> None:
    house = either_house
    number = in_hand(house)
    asked(house, number)
    house.does("handler", number, "report_progress", "2026-09-20T10:00", note="…")

    house.sweeps("2026-09-22T18:00")

    assert rungs(house, number, "consultation")[-2:] == ["0", "+1wd"]
    assert "escalate" in notified(house, HEAD_OF_HR)
    assert notified(house, "other").count("escalate") >= 1
    makes(house, "other", number, "answer_consultation", "2026-09-23T09:00", of=1, opinion=OPINION)
    assert [row.breached_at is not None for row in promises(house, number)] == [True]


@pytest.mark.parametrize("whom", [{"unit": HR}, {"officer": "other"}])
def test_late_opinion_opens_the_complaint_to_no_one_in_the_unit(
    either_house: House, whom: dict[str, str]
) -> None:
    house = either_house
    number = in_hand(house)
    saw_before = seen_by(number)
    asked(house, number, **whom)
    house.does("handler", number, "report_progress", "2026-09-20T10:00", note="…")

    house.sweeps("2026-09-22T18:00")

    assert rungs(house, number, "consultation")[-1] == "+1wd"
    assert reviewers(house, number) == []
    assert seen_by(number) == saw_before
    house.sweeps("2026-09-28T18:00")
    assert "supervisor" in {post for one in reviewers(house, number) for post in one.roles}
    assert HR not in seen_by(number).values()


def test_next_due_of_the_lead_is_not_the_opinions(house: House) -> None:
    number = in_hand(house)
    before = house.complaint(number).next_due_at
    asked(house, number)

    assert house.complaint(number).next_due_at == before


def test_urgent_question_is_promised_sooner_when_urgency_rises(house: House) -> None:
    number = in_hand(house)
    asked(house, number)

    house.does("supervisor", number, "change_urgency", LATER, urgency="critical", reason="扬言自伤")
    running = [row for row in promises(house, number) if row.is_running]
    assert [(row.limit, row.part_number, row.unit_id) for row in running] == [("2wh", 1, house.unit(HR).id)]
    makes(house, "other", number, "answer_consultation", "2026-09-18T16:00", of=1, opinion=OPINION)
    assert [row.met_at is not None for row in promises(house, number)] == [False, True]


def test_notice_goes_to_each_officer_asked_alone(house: House) -> None:
    number = in_hand(house)
    asked(house, number)

    rows = db.session.scalars(select(Notice).filter_by(kind="consult")).all()
    assert {row.recipient for row in rows} == {"officer"}
    assert house.officer("other").id in {row.officer_id for row in rows}


def test_unit_is_asked_while_the_officer_named_is_away(house: House) -> None:
    number = in_hand(house)
    with transaction():
        away, deputy = house.officer("other"), house.officer("huarong.lei")
        absences.mark(away, deputy, (shanghai("2026-09-18T08:00"), shanghai("2026-09-30T18:00")), away)

    asked(house, number, officer="other")

    makes(house, "huarong.lei", number, "answer_consultation", of=1, opinion=OPINION)
    assert steps(number) == [(1, "asked"), (1, "answered")]


def test_unit_whose_opinion_is_asked_for_is_not_closed(either_house: House) -> None:
    house = either_house
    number = in_hand(house)
    asked(house, number)

    with pytest.raises(WorkError, match="征求本单位意见"), transaction():
        units.close(house.unit(HR), shanghai(LATER))
    makes(house, "other", number, "answer_consultation", of=1, opinion=OPINION)
    with pytest.raises(WorkError, match="在用人员"), transaction():
        units.close(house.unit(HR), shanghai(LATER))
