"""Interest is kept as persons: as it was at intake, and as the organisation changes since (promise 6)."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from complaints.access.visibility import visible_to
from complaints.casework import moves
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.errors import WorkError
from complaints.models import Complaint, Event
from complaints.notifications import inbox
from complaints.organisation import absences, changes, officers
from tests.house import House, shanghai
from tests.support.kept_out import kept_out_of
from tests.support.stories import ANSWER, EC, HR, in_hand, refusal, told
from workflows.errors import NotNow
from workflows.language import Act

LATER = "2026-09-19T10:00"


def moves_to(house: House, username: str, unit: str, at: str = LATER) -> None:
    with transaction(alone=True):
        officers.move(house.officer(username), unit, shanghai(at))


def given_roles(house: House, username: str, *roles: str, at: str = LATER) -> None:
    with transaction(alone=True):
        officers.set_roles(house.officer(username), roles, shanghai(at))


def sees(house: House, username: str, number: str) -> bool:
    db.session.rollback()
    query = select(Complaint.id).filter(
        Complaint.tracking_number == number, visible_to(house.officer(username))
    )
    return db.session.scalars(query).first() is not None


def test_staff_of_a_head_complained_of_and_moved_judge_nothing(either_house: House) -> None:
    """a1 of the shared cases: the unit they lead now can neither be given the complaint nor take it."""
    house = either_house
    before = offered_to(house, "GD-ZONE", respondent_officer="putuan.wu")
    after = house.logs("2026-09-18T09:00", respondent_officer="putuan.wu")

    moves_to(house, "putuan.wu", "GD-ZONE")

    complaint = house.complaint(before)
    assert complaint.state == "received" and complaint.offered_unit_id is None  # no one there may take it
    assert complaint.deadline("dispatch") is not None and complaint.deadline("signing") is None
    assert refusal(house, "gedian.zuo", before, "sign_for", LATER) == "NotFound"
    for unit in ("GD-ZONE", "GD-JO-GEDIAN", "HR-ST-PUTUAN"):
        with pytest.raises(NotNow, match="被投诉人主管的单位"):
            house.does("window", after, "assign", "2026-09-20T10:00", unit=unit)
    assert kept_out_of(after)["gedian.zuo"] == "led_by_respondent"
    assert "putuan.gao" in kept_out_of(after)
    assert kept_out_of(after, "judging")["gdjo.an"] == "below"


def offered_to(house: House, unit: str, **words: Any) -> str:
    number = house.logs("2026-09-18T09:00", **words)
    house.does("window", number, "assign", "2026-09-18T10:00", unit=unit)
    return number


def test_who_led_the_unit_complained_of_stays_out_in_whatever_unit(either_house: House) -> None:
    house = either_house
    number = house.logs("2026-09-18T09:00", respondent_unit=EC)

    moves_to(house, "leader", HR)
    house.does("window", number, "assign", "2026-09-20T10:00", unit=HR)

    assert refusal(house, "leader", number, "sign_for", "2026-09-20T10:10") == "NotFound"
    assert not sees(house, "leader", number) and sees(house, "huarong.lei", number)


def test_who_led_it_until_lately_is_kept_out_of_a_complaint_logged_later(house: House) -> None:
    """The day of the facts is not asked: the rule assumes the last year."""
    moves_to(house, "leader", HR, "2026-09-17T10:00")
    number = house.logs("2026-09-18T09:00", respondent_unit=EC)

    assert kept_out_of(number)["leader"] == "was_of_unit"
    assert not sees(house, "leader", number)


def test_a_respondent_promoted_over_the_handler_takes_the_work_from_them(either_house: House) -> None:
    house = either_house
    number = in_hand(house, respondent_officer="huarong.mo")
    assert house.complaint(number).handler.username == "handler"

    moves_to(house, "huarong.mo", EC)
    given_roles(house, "huarong.mo", "officer", "unit_supervisor")

    complaint = house.complaint(number)
    assert complaint.handler.username not in {"handler", "leader", "echeng.xie", "huarong.mo"}
    assert complaint.answerable_id == complaint.handler_id == complaint.taking_over_id
    assert complaint.deadline("take_over") is not None
    assert kept_out_of(number)["handler"] == "led_by_respondent"
    assert not sees(house, "handler", number)
    event = db.session.scalars(select(Event).filter_by(complaint_id=complaint.id, move="keep_out")).all()[-1]
    assert event.detail["handed_up"] == {"handler": complaint.handler.username}
    told_to = inbox.page(complaint.handler)
    assert "keep_out" in {row.kind for row in told_to if row.complaint_id == complaint.id}


def test_who_comes_to_the_unit_complained_of_is_kept_out_from_then(house: House) -> None:
    number = in_hand(house, respondent_unit=HR)
    house.does("leader", number, "reassign", "2026-09-18T11:00", officer="echeng.xie", reason="…")
    house.does("echeng.xie", number, "sign_for", "2026-09-18T11:10")

    moves_to(house, "handler", HR)

    assert kept_out_of(number)["handler"] == "unit"
    assert house.complaint(number).handler.username == "echeng.xie"


def test_nobody_below_the_unit_complained_of_judges_it(either_house: House) -> None:
    """a9 of the shared cases: neither assigned nor designated below, at any depth; nor to whom it is about."""
    house = either_house
    number = house.logs("2026-09-18T09:00", respondent_unit=EC)

    for unit in ("EC-JO-FENGHUANG", "EC-CENTRE", "EC-ST-GULOU", EC):
        with pytest.raises(NotNow, match="下属单位"):
            house.does("window", number, "assign", "2026-09-18T10:00", unit=unit)
        with pytest.raises(NotNow, match="下属单位"):
            house.does("supervisor", number, "designate", "2026-09-18T10:00", unit=unit, reason="…")
    assert kept_out_of(number, "judging")["gulou.lv"] == "below"


def test_a_first_responder_below_the_respondent_passes_it_on_and_decides_nothing(house: House) -> None:
    number = house.logs("2026-09-18T09:00", by="eccentre.feng", respondent_unit=EC)
    assert house.complaint(number).first_responder.username == "eccentre.feng"

    decline = {"reason_code": "not_our_remit", "competent_body": "…", "contact": "…"}
    for move, words in (("decline", decline), ("answer_on_the_spot", ANSWER)):
        with pytest.raises(NotNow, match="上级单位"):
            house.does("eccentre.feng", number, move, "2026-09-18T09:30", **words)
    assert refusal(house, "eccentre.tang", number, "decline", "2026-09-18T09:30", **decline) == "NotYours"
    house.does("eccentre.feng", number, "assign", "2026-09-18T10:00", unit=HR)
    assert house.complaint(number).offered_unit_id == house.unit(HR).id


FROM_BELOW = {
    "clear_respondent": {"reason": "…"},
    "correct": {"changes": {"narrative": "没什么事。"}, "reason": "…"},
    "withdraw": {"heard": {"how": "phone", "note": "…"}},
    "reissue_code": {"checked": "…"},
}


@pytest.mark.parametrize("move", FROM_BELOW)
def test_what_a_first_responder_below_the_respondent_leaves_to_others(house: House, move: str) -> None:
    number, words = house.logs("2026-09-18T09:00", by="eccentre.feng", respondent_unit=EC), FROM_BELOW[move]

    with pytest.raises(NotNow, match="上级单位"):
        house.does("eccentre.feng", number, move, "2026-09-18T09:30", **words)

    house.does(
        "eccentre.feng", number, "correct", "2026-09-18T09:40", changes={"phone": "13900000002"}, reason="…"
    )


def test_answer_about_those_above_is_told_and_reviewed_through_others(house: House) -> None:
    number = house.logs("2026-09-18T09:00", by="eccentre.feng", respondent_unit=EC)
    house.does("supervisor", number, "designate", "2026-09-18T10:00", unit=HR, reason="…")
    house.does("other", number, "sign_for", "2026-09-18T10:10")
    house.does("other", number, "answer", "2026-09-18T11:00", **ANSWER)

    complaint = house.complaint(number)
    teller = complaint.first_responder.username
    assert teller != "eccentre.feng" and complaint.first_responder_id not in complaint.kept_from_judging_ids
    assert refusal(house, "eccentre.feng", number, "give_feedback", "2026-09-18T12:00", method="phone")
    house.does(teller, number, "give_feedback", "2026-09-18T12:10", method="phone")


def test_person_below_records_no_review_of_the_answer(house: House) -> None:
    number = house.logs("2026-09-18T09:00", by="eccentre.feng")
    house.does("eccentre.feng", number, "assign", "2026-09-18T10:00", unit=HR)
    house.does("other", number, "sign_for", "2026-09-18T10:10")
    house.does("other", number, "answer", "2026-09-18T11:00", **ANSWER)
    house.does("eccentre.feng", number, "give_feedback", "2026-09-18T12:00", method="phone")
    house.does("supervisor", number, "name_respondent", "2026-09-18T12:30", officer="leader", reason="…")

    heard = {"heard": {"how": "phone", "note": "…"}, "reason": "…"}
    with pytest.raises(NotNow, match="上级单位"):
        house.does("eccentre.feng", number, "appeal", "2026-09-18T13:00", **heard)


def test_reviewers_never_sit_below_the_respondent(house: House) -> None:
    number = house.logs("2026-09-18T09:00", by="eccentre.feng", respondent_unit=EC)
    house.sweeps("2026-10-20T18:00")

    reviewers = {row.reviewer for row in house.complaint(number).escalations if row.reviewer}
    assert reviewers
    assert not [one.username for one in reviewers if one.unit_path.startswith(house.unit(EC).path)]


def test_the_deputy_of_a_head_complained_of_is_kept_out(house: House) -> None:
    number = in_hand(house, respondent_unit=HR)

    with transaction(alone=True):
        times = shanghai("2026-09-19T08:00"), shanghai("2026-09-30T18:00")
        absences.mark(
            house.officer("huarong.lei"), house.officer("handler"), times, house.officer("supervisor")
        )
        changes.follow([house.officer("huarong.lei").id], shanghai(LATER))

    assert kept_out_of(number)["handler"] == "stands_in_for_head"
    assert house.complaint(number).handler.username == "leader"


def test_a_change_that_leaves_nobody_to_take_over_is_refused(house: House) -> None:
    """Never ownerless (promise 1): nothing has changed then."""
    number = house.logs("2026-09-18T09:00")
    with transaction():
        only = {"window", "centre.chen"}
        ids = [
            row.id
            for row in db.session.scalars(select(type(house.officer("window"))))
            if row.username not in only
        ]
        table = type(house.officer("window"))
        db.session.execute(update(table).where(table.id.in_(ids)).values(active=False))
    house.does("window", number, "recuse", "2026-09-18T09:10", reason="…")

    with pytest.raises(WorkError, match="没有与此件无利害关系的人"):
        house.does("centre.chen", number, "recuse", "2026-09-18T09:20", reason="…")
    assert house.complaint(number).first_responder.username == "centre.chen"


def test_the_database_refuses_a_holder_who_is_kept_out(either_house: House) -> None:
    house = either_house
    number = in_hand(house, respondent_unit=HR)
    other = house.officer("other").id

    with pytest.raises(IntegrityError, match="kept out"), transaction():
        db.session.execute(update(Complaint).values(handler_id=other, answerable_id=other))
    insert = (
        "INSERT INTO kept_out (complaint_id, officer_id, reason, reach, cause, provisional, since_seq, since_at)"
        " SELECT id, handler_id, 'unit', 'all', 'unit:1', :no, 1, received_at FROM complaint"
    )
    with pytest.raises(IntegrityError, match="kept out"), transaction():
        db.session.execute(text(insert), {"no": False})
    assert house.complaint(number).handler.username == "handler"


def test_merged_into_one_about_its_handler_shows_them_nothing_of_it(either_house: House) -> None:
    """A reference is a row too: neither the history of the one joined, nor the inbox, tells the number."""
    house = either_house
    joined = in_hand(house)
    leading = house.logs("2026-09-18T11:00", respondent_officer="handler")

    with transaction():
        window, words = house.officer("window"), {"leading": moves.take(leading)}
        moves.perform(moves.take(joined, window), Act("merge", window, shanghai("2026-09-18T12:00"), words))

    assert not sees(house, "handler", leading) and not sees(house, "handler", joined)
    handler = house.officer("handler")
    ids = {house.complaint(number).id for number in (joined, leading)}
    assert not [row for row in inbox.page(handler) if row.complaint_id in ids]
    assert kept_out_of(joined)["handler"] == "joined"


def test_a_former_first_responder_verifies_nothing(house: House) -> None:
    number = told(house)
    house.does(
        "supervisor", number, "change_first_responder", "2026-09-21T16:00", officer="centre.he", reason="…"
    )
    house.does("centre.he", number, "take_first_responder", "2026-09-21T16:10")
    house.does("citizen", number, "rate", "2026-09-22T10:00", grade=1)
    with transaction():
        house.officer("window").roles = ["officer", "supervisor"]

    with pytest.raises(NotNow, match="以前担任过的也不行"):
        house.does("window", number, "uphold", "2026-09-22T11:00", reason="…")


def test_who_answers_for_a_unit_whose_head_left_is_kept_out(either_house: House) -> None:
    """The account of the head is closed: the next head up answers for the unit from then on."""
    house = either_house
    number = house.logs("2026-09-18T09:00", respondent_unit="EC-JO-FENGHUANG")
    assert "leader" not in kept_out_of(number)

    with transaction(alone=True):
        officers.close(house.officer("ecjo.mao"), shanghai("2026-09-18T11:00"))

    assert kept_out_of(number)["leader"] == "answers_for_unit" and "ecjo.mao" in kept_out_of(number)


def test_who_left_leads_nobody_any_more(house: House) -> None:
    """A complaint about them leaves those free who work in the unit they led."""
    with transaction(alone=True):
        officers.close(house.officer("ecjo.mao"), shanghai("2026-09-18T08:00"))
        officers.move(house.officer("handler"), "EC-JO-FENGHUANG", shanghai("2026-09-18T08:10"))
    number = house.logs("2026-09-18T09:00", respondent_officer="ecjo.mao")
    house.does("window", number, "clear_respondent", "2026-09-18T09:10", unit="EC-JO-FENGHUANG", reason="…")

    assert kept_out_of(number) == {"ecjo.mao": "respondent"}
