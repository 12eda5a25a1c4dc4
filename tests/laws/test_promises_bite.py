"""For each of the nine promises: take its guard away, and the judge finds the breach; put it back, and no breach is possible."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError

from complaints.casework import handovers, moves
from complaints.escalation import climb
from complaints.infrastructure.database import db, transaction
from complaints.models import Complaint, Deadline, Escalation
from complaints.notifications import notices
from complaints.simulation.checks import promises
from tests.house import House, shanghai
from tests.support.stories import EC, HR, answered, badly_rated, in_hand, offered, told
from workflows import parties
from workflows.errors import Refused
from workflows.guards import GUARDS
from workflows.language import Act

Judge = Callable[..., list[str]]


def _without(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    for name in names:
        monkeypatch.setitem(GUARDS, name, replace(GUARDS[name], check=lambda case, act: True))


def _found(judge: Judge, *more: Any) -> list[str]:
    session = db.session()
    session.rollback()
    session.expunge_all()
    return judge(session, *more)


def _unguarded(*statements: str) -> None:
    """What a person with access to the database could do."""
    with transaction():
        db.session.execute(text("PRAGMA ignore_check_constraints = ON"))
        for statement in statements:
            db.session.execute(text(statement))
        db.session.execute(text("PRAGMA ignore_check_constraints = OFF"))


def test_1_first_responder_changes_only_by_taken_handover(house: House) -> None:
    number = offered(house)
    sick = {"officer": "centre.he", "reason": "sick"}
    house.does("centre.chen", number, "change_first_responder", "2026-09-18T10:05", **sick)
    house.does("centre.he", number, "take_first_responder", "2026-09-18T10:06")
    stranger = house.officer("centre.luo").id
    steal = update(Complaint).values(first_responder_id=stranger, answerable_id=stranger)
    assert not _found(promises.promise_1)

    with pytest.raises(IntegrityError, match="handover"), transaction():
        db.session.execute(steal)
    assert not _found(promises.promise_1)

    _unguarded("DROP TRIGGER first_responder_kept")
    with transaction():
        db.session.execute(steal)
    assert _found(promises.promise_1)


def test_1_complaint_always_has_answerable_officer(house: House) -> None:
    offered(house)
    nobody_known = update(Complaint).values(answerable_id=house.officer("other").id)

    with pytest.raises(IntegrityError), transaction():
        db.session.execute(nobody_known)
    assert not _found(promises.promise_1)

    _unguarded(
        "DROP TRIGGER answerable_is_known_update",
        f"UPDATE complaint SET answerable_id = {house.officer('other').id}",
    )
    assert _found(promises.promise_1)


def test_2_an_offer_moves_nothing_until_it_is_taken(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    offered(house)
    assert not _found(promises.promise_2)

    with_offer = handovers.offer_work

    def taken_for_granted(complaint: Complaint, act: Any, **rest: Any) -> Any:
        offer = with_offer(complaint, act, **rest)
        complaint.handler_id = house.officer("handler").id
        return offer

    monkeypatch.setattr(handovers, "offer_work", taken_for_granted)
    offered(house)
    assert _found(promises.promise_2)


def test_2_an_offer_is_answered_once(house: House) -> None:
    number = in_hand(house)
    again = text(
        "INSERT INTO handover (complaint_id, kind, round, step, unit_id, giver_id, at, designated, reason)"
        " SELECT complaint_id, kind, round, 'returned', unit_id, giver_id, at, designated, 'x'"
        " FROM handover WHERE step = 'taken'"
    )

    with pytest.raises(IntegrityError), transaction():
        db.session.execute(again)
    assert not _found(promises.promise_2), number

    _unguarded("DROP INDEX uq_handover_answered_once")
    with transaction():
        db.session.execute(again)
    assert _found(promises.promise_2)


def test_3_returns_are_bounded(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def bounce() -> None:
        number = offered(house)
        house.does("handler", number, "return", "2026-09-18T10:10", reason="wrong_unit")
        house.does("window", number, "assign", "2026-09-18T10:20", unit=EC)
        house.does("handler", number, "return", "2026-09-18T10:30", reason="wrong_unit")

    with pytest.raises(Refused):
        bounce()
    assert not _found(promises.promise_3)

    _without(monkeypatch, "unit_has_not_returned_before")
    bounce()
    assert any("twice by one unit" in sentence for sentence in _found(promises.promise_3))


def test_3_a_designated_unit_cannot_return(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    number = house.logs("2026-09-18T09:00")
    house.does("supervisor", number, "designate", "2026-09-18T09:10", unit=HR, reason="…")

    with pytest.raises(Refused):
        house.does("other", number, "return", "2026-09-18T09:20", reason="wrong_unit")
    assert not _found(promises.promise_3)

    _without(monkeypatch, "not_designated")
    house.does("other", number, "return", "2026-09-18T09:20", reason="wrong_unit")
    assert any("after a designation" in sentence for sentence in _found(promises.promise_3))


def test_4_decline_names_competent_body(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    route = {"reason_code": "not_our_remit", "competent_body": "市场监管局", "contact": "12315"}
    house.does("window", house.logs("2026-09-18T09:00"), "decline", "2026-09-18T09:10", **route)
    assert not _found(promises.promise_4)

    monkeypatch.setattr(notices, "_to_citizens", lambda complaint, event: {})
    house.does("window", house.logs("2026-09-18T09:00"), "decline", "2026-09-18T09:10", **route)
    assert any("not told" in sentence for sentence in _found(promises.promise_4))


def test_5_a_due_time_never_moves_earlier(house: House) -> None:
    in_hand(house)
    earlier = "UPDATE deadline SET due_at = datetime(first_due_at, '-2 days') WHERE commitment = 'handling'"

    with pytest.raises(IntegrityError, match="frozen"), transaction():
        db.session.execute(text(earlier))
    assert not _found(promises.promise_5)

    _unguarded("DROP TRIGGER promise_kept", earlier)
    assert _found(promises.promise_5)


def test_5_asker_cannot_grant_own_extension(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    number = offered(house)
    house.does("leader", number, "sign_for", "2026-09-18T10:30")  # a leader who handles it herself
    house.does("leader", number, "request_extension", "2026-09-18T10:40", days=5, reason="…", basis="…")

    with pytest.raises(Refused, match="申请人不能审批自己的延期"):
        house.does("leader", number, "grant_extension", "2026-09-18T10:50")
    assert not _found(promises.promise_5)

    _without(monkeypatch, "extension_was_asked_by_somebody_else")
    house.does("leader", number, "grant_extension", "2026-09-18T10:50")
    assert any("by the one who asked" in sentence for sentence in _found(promises.promise_5))


def test_6_the_person_complained_of_takes_no_part(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    number = offered(house, respondent_officer="handler")
    assert not _found(promises.promise_6)

    with transaction(), pytest.raises(Refused):
        _fire_past_visibility(house, number)
    assert not _found(promises.promise_6)

    monkeypatch.setattr(parties, "is_kept_out", lambda case, officer: False)
    with pytest.raises(IntegrityError), transaction():  # the database is the second to refuse
        _fire_past_visibility(house, number)
    _unguarded(
        "DROP TRIGGER holder_not_kept_out",
        f"UPDATE complaint SET handler_id = {house.officer('handler').id}",
    )
    assert _found(promises.promise_6)


def _fire_past_visibility(house: House, number: str) -> None:
    complaint = moves.take(number)
    moves.perform(complaint, Act("sign_for", house.officer("handler"), shanghai("2026-09-18T10:30"), {}))


def test_6_merge_gives_no_respondent_the_answer(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    leading, number = in_hand(house), offered(house, respondent_officer="handler")
    with pytest.raises(Refused, match="同一单位、同一人员"):
        _merge(house, number, leading)
    assert not _found(promises.promise_6)

    _without(monkeypatch, "leading_complaint_is_about_the_same", "leading_complaint_is_in_free_hands")
    monkeypatch.setattr(moves, "settle_kept_out", lambda *about: None)  # what else takes it from them
    _merge(house, number, leading)
    assert any("joined to" in sentence for sentence in _found(promises.promise_6))


def _merge(house: House, number: str, leading: str) -> None:
    with transaction():
        window, words = house.officer("window"), {"leading": moves.take(leading)}
        moves.perform(moves.take(number, window), Act("merge", window, shanghai("2026-09-18T15:00"), words))


def test_7_a_rung_is_climbed_once(house: House) -> None:
    in_hand(house)
    house.sweeps("2026-09-24T17:30")
    house.sweeps("2026-09-24T17:30")
    assert not _found(promises.promise_7)

    once_more = text(
        "INSERT INTO escalation (complaint_id, deadline_id, commitment, rung, cycle, act, reminder, due_at, climbed_at)"
        " SELECT complaint_id, deadline_id, commitment, rung, cycle, act, reminder, due_at, climbed_at FROM escalation"
        " LIMIT 1"
    )
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(once_more)
    assert not _found(promises.promise_7)

    with transaction():
        db.session.execute(update(Escalation).values(cycle=9))
    assert _found(promises.promise_7)


def test_7_no_rung_is_left_out(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    in_hand(house)
    house.sweeps("2026-09-24T18:00")
    assert not _found(promises.promise_7, shanghai("2026-09-24T18:00"))

    monkeypatch.setattr(climb, "_most_overdue", lambda complaint, at: None)
    house.sweeps("2026-09-30T18:00")
    assert any(
        "left out" in sentence for sentence in _found(promises.promise_7, shanghai("2026-09-30T18:00"))
    )


def test_8_a_review_takes_an_act(house: House) -> None:
    in_hand(house)
    house.sweeps("2026-09-28T18:00")
    assert not _found(promises.promise_8)

    with transaction():
        for duty in db.session.scalars(db.select(Deadline).filter(Deadline.escalation_id.is_not(None))):
            duty.met_at = duty.started_at  # as if the passing of time had done it
    assert any("never reviewed" in sentence for sentence in _found(promises.promise_8))

    with transaction():
        for duty in db.session.scalars(db.select(Deadline).filter(Deadline.escalation_id.is_not(None))):
            duty.met_at, duty.void_at = None, duty.started_at  # as if the end of the complaint had done it
    assert any("never reviewed" in sentence for sentence in _found(promises.promise_8))


def test_9_closing_needs_feedback_and_verification(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    number = badly_rated(house)
    with pytest.raises(Refused, match="先联系投诉人"):
        house.does("supervisor", number, "uphold", "2026-09-22T11:00", reason="…")
    assert not _found(promises.promise_9)

    _without(monkeypatch, "citizen_was_contacted_since_the_rating")
    house.does("supervisor", number, "uphold", "2026-09-22T11:00", reason="…")
    assert any("without contact" in sentence for sentence in _found(promises.promise_9))


def test_9_joined_citizen_gets_the_answer(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    leading, number = in_hand(house), offered(house)
    _merge(house, number, leading)
    with pytest.raises(Refused, match="不能撤回"):
        house.does("citizen", leading, "withdraw", "2026-09-18T16:00")
    assert not _found(promises.promise_9)

    _without(monkeypatch, "nobody_is_joined_to_it")
    house.does("citizen", leading, "withdraw", "2026-09-18T16:00")
    assert any("joined to" in sentence for sentence in _found(promises.promise_9))


def test_9_a_bad_rating_is_not_filed_away(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    number = badly_rated(house)
    with pytest.raises(Refused, match="须先核实"):
        house.does("window", number, "close", "2026-09-22T11:00")
    assert not _found(promises.promise_9)

    _without(monkeypatch, "not_rated_badly")
    house.does("window", number, "close", "2026-09-22T11:00")
    assert any("without verification" in sentence for sentence in _found(promises.promise_9))


def test_the_judges_find_nothing_in_honest_work(house: House) -> None:
    for story in (offered, in_hand, answered, told, badly_rated):
        story(house)
    house.sweeps("2026-10-20T18:00")

    assert promises.violations(db.session(), shanghai("2026-10-20T18:00")) == []
