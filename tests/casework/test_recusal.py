"""No one judges themselves: the person or unit complained of gets in at no door (promise 6)."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from complaints.access.visibility import visible_to
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.errors import BadInput
from complaints.models import Complaint, Event, Notice
from complaints.notifications import inbox
from complaints.organisation import post_holders
from tests.house import House
from tests.support.kept_out import kept_out_of
from tests.support.stories import ANSWER, EC, HR, in_hand, offered, refusal, told
from workflows.errors import NotNow, NotYours

DECLINE = {"reason_code": "not_our_remit", "competent_body": "市信访局", "contact": "12345"}


def _sees(house: House, username: str) -> list[str]:
    query = db.select(Complaint.tracking_number).filter(visible_to(house.officer(username)))
    return list(db.session.scalars(query))


def test_whoever_is_complained_of_logs_it_but_is_not_its_first_responder(either_house: House) -> None:
    house = either_house
    number = house.logs("2026-09-18T09:00", respondent_officer="window")

    complaint = house.complaint(number)
    assert complaint.first_responder.username == "centre.chen"
    assert complaint.received_by_id == house.officer("window").id
    assert number not in _sees(house, "window")


def test_a_complaint_about_the_window_unit_goes_one_level_up(house: House) -> None:
    number = house.logs("2026-09-18T09:00", respondent_unit="EZ-CENTRE")

    assert house.complaint(number).unit.code == "EZ-BUREAU"
    for username in ("window", "centre.chen", "centre.he"):
        assert number not in _sees(house, username)


def test_a_complaint_about_the_head_of_a_unit_is_one_about_the_unit(house: House) -> None:
    number = house.logs("2026-09-18T09:00", respondent_officer="leader")

    with pytest.raises(NotNow, match="不能派给被投诉的单位"):
        house.does("window", number, "assign", "2026-09-18T10:00", unit=EC)
    assert number not in _sees(house, "echeng.xie")


@pytest.mark.parametrize(("officer", "category"), [("leader", "ATTITUDE"), ("handler", "FEE")])
def test_whose_unit_is_kept_out_with_them_is_named_with_no_other_unit(
    house: House, officer: str, category: str
) -> None:
    """One complaint keeps one unit out: named beside another, their own would judge them."""
    about = {"category": category, "respondent_officer": officer}
    with pytest.raises(BadInput) as refused:
        house.logs("2026-09-18T09:00", respondent_unit="EZ-CENTRE", **about)

    assert "鄂城区司法局" in refused.value.fields["respondent.unit"].zh
    number = house.logs("2026-09-18T09:00", respondent_unit=EC, **about)
    assert house.complaint(number).respondent_unit_id == house.unit(EC).id


def test_even_a_unit_with_nobody_above_it_can_be_complained_about_at_its_own_window(house: House) -> None:
    number = house.logs("2026-09-18T09:00", by="arb.jin", category="ARB_REVIEW", respondent_unit="EZ-ARB")

    assert house.complaint(number).unit.code != "EZ-ARB"


def test_the_respondent_cannot_see_take_or_be_given_it(either_house: House) -> None:
    house = either_house
    number = offered(house, respondent_officer="handler")

    assert refusal(house, "handler", number, "sign_for") == "NotFound"
    with pytest.raises(NotNow, match="被投诉人或已回避"):
        house.does(
            "supervisor", number, "designate", "2026-09-18T11:00", unit=EC, officer="handler", reason="…"
        )
    house.does("echeng.xie", number, "sign_for", "2026-09-18T11:10")
    with pytest.raises(NotNow, match="被投诉人或已回避"):
        house.does("leader", number, "reassign", "2026-09-18T11:20", officer="handler", reason="…")
    with pytest.raises(NotNow, match="被投诉人或已回避"):
        words = {"officer": "handler", "reason": "leave"}
        house.does("centre.chen", number, "change_first_responder", "2026-09-18T11:30", **words)


def test_the_database_is_the_second_to_refuse_the_respondent(either_house: House) -> None:
    house = either_house
    number = in_hand(house, respondent_officer="other")

    with pytest.raises(IntegrityError), transaction():
        db.session.execute(db.update(Complaint).values(handler_id=house.officer("other").id))
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(db.update(Complaint).values(respondent_unit_id=house.unit(EC).id))
    assert house.complaint(number).handler.username == "handler"


def test_the_respondent_hears_nothing_of_it(house: House) -> None:
    number = offered(house, respondent_officer="handler")

    house.sweeps("2026-10-20T18:00")

    handler = house.officer("handler")
    assert db.session.scalars(db.select(Notice.id).filter_by(officer_id=handler.id)).all() == []
    complaint = house.complaint(number)
    about_it = {row.id for row in db.session.scalars(db.select(Notice).filter_by(complaint_id=complaint.id))}
    assert about_it
    assert not about_it & {row.id for row in inbox.page(handler)}
    assert inbox.unread(handler) == 0


def test_a_supervisor_who_is_complained_of_is_replaced_by_the_next(house: House) -> None:
    number = in_hand(house, respondent_officer="supervisor")
    house.sweeps("2026-10-20T18:00")

    complaint = house.complaint(number)
    reviewers = {row.reviewer.username for row in complaint.escalations if row.reviewer}
    assert "supervisor" not in reviewers
    assert post_holders.supervisor_of(complaint).username in ("bureau.tan", "bureau.jiang")
    assert refusal(house, "supervisor", number, "supervise") == "NotFound"


def test_a_leader_who_stepped_aside_decides_nothing(house: House) -> None:
    number = in_hand(house)
    house.does("leader", number, "recuse", "2026-09-20T09:00", reason="亲属")
    house.does("handler", number, "request_extension", "2026-09-21T09:00", days=5, reason="…", basis="…")

    assert refusal(house, "leader", number, "grant_extension", "2026-09-21T09:10") == "NotFound"
    house.sweeps("2026-10-20T18:00")
    reviewers = {row.reviewer.username for row in house.complaint(number).escalations if row.reviewer}
    assert "leader" not in reviewers


def test_a_first_responder_who_steps_aside_is_relieved_at_once(either_house: House) -> None:
    """The next level up takes over, gets a notice, and has a clock to take it up (a7 of the shared cases)."""
    house = either_house
    number = house.logs("2026-09-18T09:00")
    house.does("window", number, "recuse", "2026-09-18T09:10", reason="邻居")

    for move, words in (("accept", {}), ("decline", DECLINE), ("answer_on_the_spot", ANSWER), ("urge", {})):
        assert refusal(house, "window", number, move, "2026-09-18T09:20", **words) == "NotFound"
    complaint = house.complaint(number)
    assert (complaint.first_responder.username, complaint.answerable.username) == ("centre.chen",) * 2
    assert complaint.deadline("take_over") is not None
    chen = house.officer("centre.chen")
    assert "keep_out" in {row.kind for row in inbox.page(chen) if row.complaint_id == complaint.id}
    assert kept_out_of(number) == {"window": "recused"}

    house.does("centre.chen", number, "take_over", "2026-09-18T09:30")
    words = {"officer": "centre.he", "reason": "recusal"}
    house.does("centre.chen", number, "change_first_responder", "2026-09-18T09:40", **words)
    house.does("centre.he", number, "take_first_responder", "2026-09-18T09:50")
    complaint = house.complaint(number)
    assert complaint.first_responder.username == "centre.he"
    assert complaint.deadline("take_over") is None and complaint.taking_over_id is None


def test_who_does_not_take_over_in_time_is_told_about_one_level_up(house: House) -> None:
    number = house.logs("2026-09-18T09:00")
    house.does("window", number, "recuse", "2026-09-18T09:10", reason="邻居")

    house.sweeps("2026-09-21T18:00")

    late = [row for row in house.complaint(number).escalations if row.commitment == "take_over"]
    assert {row.act for row in late} >= {"urge", "notify_leader"}
    assert {row.reviewer.username for row in late if row.reviewer} == {"supervisor"}
    assert all(row.late_id == house.officer("centre.chen").id for row in late)


def test_the_citizens_request_is_decided_by_somebody_else(house: House) -> None:
    number = in_hand(house)
    house.does("citizen", number, "request_recusal", "2026-09-20T09:00", reason="与对方是亲戚")
    assert "recusal" in {row.commitment for row in house.complaint(number).running}
    with pytest.raises(NotYours):
        house.does("handler", number, "decide_recusal", "2026-09-20T09:10", grant=False)

    house.does("leader", number, "decide_recusal", "2026-09-20T09:20", grant=True)

    complaint = house.complaint(number)
    assert complaint.recused_ids == [house.officer("handler").id]
    assert complaint.answerable.username == complaint.handler.username == "leader"
    assert refusal(house, "handler", number, "answer", "2026-09-20T09:25", **ANSWER) == "NotFound"
    with pytest.raises(NotNow, match="被投诉人或已回避"):
        house.does("leader", number, "reassign", "2026-09-20T09:30", officer="handler", reason="…")


def test_a_reviewer_who_stepped_aside_reviews_nothing(house: House) -> None:
    number = in_hand(house)
    house.sweeps("2026-09-28T18:00")
    [escalation] = [
        row for row in house.complaint(number).escalations if row.reviewer and row.commitment == "handling"
    ]
    assert escalation.reviewer.username == "leader"
    house.does("leader", number, "recuse", "2026-09-28T18:10", reason="亲属")

    words = {"escalation": escalation, "act": "urged"}
    assert refusal(house, "leader", number, "review", "2026-09-28T18:20", **words) == "NotFound"


def test_nobody_of_the_unit_complained_of_sees_a_row_a_count_or_an_event(house: House) -> None:
    number = house.logs("2026-09-18T09:00", respondent_unit=HR)

    for username in ("other", "huarong.lei", "huarong.mo"):
        officer = house.officer(username)
        assert _sees(house, username) == []
        count = db.select(db.func.count()).select_from(Complaint).filter(visible_to(officer))
        assert db.session.scalar(count) == 0
        lines = db.select(Event).join(Complaint).filter(visible_to(officer))
        assert db.session.scalars(lines).all() == []
    assert _sees(house, "window") == [number]


def test_a_contact_before_the_rating_verifies_nothing(house: House) -> None:
    number = told(house)
    house.does("supervisor", number, "contact", "2026-09-22T09:00", how="phone", reached=True)
    house.does("citizen", number, "rate", "2026-09-22T10:00", grade=1)

    with pytest.raises(NotNow, match="先联系投诉人"):
        house.does("supervisor", number, "uphold", "2026-09-22T11:00", reason="…")
