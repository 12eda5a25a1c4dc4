"""One matter, one leading complaint; every citizen still gets notices."""

from __future__ import annotations

import pytest

from complaints.infrastructure.database import db, transaction
from complaints.models import Notice
from tests.house import House
from tests.support.stories import ANSWER, EC, HR, in_hand, offered, refusal
from workflows.errors import NotNow

pytestmark = pytest.mark.usefixtures("leading_by_number")


def _told(house: House, number: str) -> list[str]:
    query = db.select(Notice.kind).filter_by(complaint_id=house.complaint(number).id, recipient="citizen")
    return list(db.session.scalars(query.order_by(Notice.id)))


def _merge(house: House, number: str, leading: str, at: str = "2026-09-18T11:00") -> None:
    house.does("window", number, "merge", at, leading=leading)


def test_the_joined_citizen_hears_what_the_leading_one_hears(either_house: House) -> None:
    house = either_house
    leading, joined = in_hand(house), house.logs("2026-09-18T10:00")
    _merge(house, joined, leading)

    house.does("handler", leading, "answer", "2026-09-21T10:00", **ANSWER)
    house.does("window", leading, "give_feedback", "2026-09-21T15:00", method="phone")

    assert house.complaint(joined).state == "merged"
    assert not house.complaint(joined).running
    assert _told(house, joined)[-2:] == ["merge", "give_feedback"]


def test_joined_twice_over_the_first_citizen_still_hears(either_house: House) -> None:
    house = either_house
    one, two, leading = house.logs("2026-09-18T10:00"), house.logs("2026-09-18T10:00"), in_hand(house)
    _merge(house, one, two)
    _merge(house, two, leading, "2026-09-18T11:30")

    house.does("handler", leading, "answer", "2026-09-21T10:00", **ANSWER)
    house.does("window", leading, "give_feedback", "2026-09-21T15:00", method="phone")

    assert _told(house, one)[-1] == "give_feedback"
    assert _told(house, two)[-1] == "give_feedback"


def test_a_complaint_does_not_lead_itself_nor_does_one_that_is_over(house: House) -> None:
    number, over = house.logs("2026-09-18T10:00"), house.logs("2026-09-18T10:00")
    house.does("citizen", over, "withdraw", "2026-09-18T10:30")

    for leading in (number, over):
        with pytest.raises(NotNow, match="主件"):
            _merge(house, number, leading)


def test_a_complaint_never_comes_into_the_hands_of_whom_it_is_about_by_being_joined(house: House) -> None:
    of_the_unit = in_hand(house)
    about_the_unit = house.logs("2026-09-18T10:00", respondent_unit=EC)
    about_the_handler = house.logs("2026-09-18T10:00", respondent_officer="handler")
    nobody_has_it_yet = house.logs("2026-09-18T10:00", respondent_unit=HR)

    for number, leading in (
        (about_the_unit, of_the_unit),
        (about_the_handler, of_the_unit),
        (about_the_unit, nobody_has_it_yet),  # it could be passed to them tomorrow
    ):
        with pytest.raises(NotNow, match="同一单位、同一人员"):
            _merge(house, number, leading)


def test_one_that_names_nobody_is_joined_to_one_that_does(house: House) -> None:
    number, leading = in_hand(house), house.logs("2026-09-18T10:00", respondent_unit=EC)

    _merge(house, number, leading)

    assert house.complaint(number).state == "merged"


def test_a_complaint_that_others_are_joined_to_is_not_withdrawn_from_under_them(house: House) -> None:
    leading, joined = in_hand(house), house.logs("2026-09-18T10:00")
    _merge(house, joined, leading)

    with pytest.raises(NotNow, match="不能撤回"):
        house.does("citizen", leading, "withdraw", "2026-09-18T15:00")

    assert house.complaint(leading).state == "assigned"


def test_a_restricted_complaint_and_an_ordinary_one_are_never_joined(house: House) -> None:
    ordinary, restricted = house.logs("2026-09-18T10:00"), house.logs("2026-09-18T10:00", category="DISC")
    discipline = house.complaint(restricted).first_responder.username

    with pytest.raises(NotNow, match="限制类"):
        house.does(discipline, restricted, "merge", "2026-09-18T11:00", leading=ordinary)
    with pytest.raises(NotNow, match="限制类"):
        _merge(house, ordinary, restricted)


def test_whoever_stepped_aside_from_the_joined_one_never_gets_the_leading_one(either_house: House) -> None:
    house = either_house
    leading, joined = offered(house), in_hand(house)
    _steps_aside(house, joined)

    _merge(house, joined, leading, "2026-09-18T12:00")

    assert house.complaint(leading).recused_ids == [house.officer("handler").id]
    assert refusal(house, "handler", leading, "sign_for", "2026-09-18T14:00") == "NotFound"
    house.does("echeng.xie", leading, "sign_for", "2026-09-18T14:10")
    with pytest.raises(NotNow, match="已回避"):
        house.does("leader", leading, "reassign", "2026-09-18T14:20", officer="handler", reason="…")


def test_nothing_is_joined_to_a_complaint_in_the_hands_of_whoever_stepped_aside(house: House) -> None:
    leading, joined = in_hand(house), in_hand(house)
    _steps_aside(house, joined)

    with pytest.raises(NotNow, match="已在本件回避的人员"):
        _merge(house, joined, leading, "2026-09-18T12:00")

    house.does("leader", leading, "reassign", "2026-09-18T14:00", officer="echeng.xie", reason="…")
    house.does("echeng.xie", leading, "sign_for", "2026-09-18T14:10")
    _merge(house, joined, leading, "2026-09-18T14:20")
    assert house.complaint(joined).state == "merged"


def test_a_review_of_the_leading_one_passes_by_whoever_stepped_aside_from_the_joined_one(
    house: House,
) -> None:
    leading = in_hand(house)
    house.sweeps("2026-09-28T08:30")
    joined = house.logs("2026-09-28T09:00")
    house.does("window", joined, "assign", "2026-09-28T09:10", unit=EC)
    assert "leader" in _reviewers(house, leading)
    house.does("leader", joined, "recuse", "2026-09-28T09:20", reason="亲属")

    _merge(house, joined, leading, "2026-09-28T09:30")

    assert _reviewers(house, leading) and "leader" not in _reviewers(house, leading)


def test_one_about_an_officer_is_joined_to_one_about_their_unit_which_is_then_about_both(
    house: House,
) -> None:
    leading = house.logs("2026-09-18T10:00", respondent_unit=EC)
    joined = house.logs("2026-09-18T10:00", respondent_officer="handler")

    _merge(house, joined, leading)

    with transaction():
        house.officer("handler").unit_id = house.unit(HR).id
    house.does("window", leading, "assign", "2026-09-18T14:00", unit=HR)
    assert refusal(house, "handler", leading, "sign_for") == "NotFound"
    with pytest.raises(NotNow, match="被投诉人或已回避"):
        words = {"unit": HR, "officer": "handler", "reason": "…"}
        house.does("supervisor", leading, "designate", "2026-09-18T14:10", **words)


def test_one_about_a_unit_is_never_joined_to_one_about_its_officer(house: House) -> None:
    leading = house.logs("2026-09-18T10:00", respondent_officer="handler")
    about_the_unit = house.logs("2026-09-18T10:00", respondent_unit=EC)
    about_another = house.logs("2026-09-18T10:00", respondent_officer="echeng.xie")

    for joined in (about_the_unit, about_another):
        with pytest.raises(NotNow, match="同一单位、同一人员"):
            _merge(house, joined, leading)


def _steps_aside(house: House, number: str) -> None:
    house.does("handler", number, "recuse", "2026-09-18T11:00", reason="亲属")


def _reviewers(house: House, number: str) -> set[str]:
    rows = house.complaint(number).escalations
    return {row.reviewer.username for row in rows if row.reviewer and not row.reviewed_at}


def test_a_request_for_recusal_is_decided_before_anything_is_joined(house: House) -> None:
    """Once joined, no one could decide it, and the leading one may be with the very officer it is about."""
    leading, joined = in_hand(house), in_hand(house)
    house.does("citizen", joined, "request_recusal", "2026-09-18T10:50", reason="经办人是对方亲戚")

    with pytest.raises(NotNow, match="正等待决定"):
        _merge(house, joined, leading)


def test_what_is_urgent_is_not_joined_to_what_is_less_so(house: House) -> None:
    leading, joined = house.logs("2026-09-18T09:00"), house.logs("2026-09-18T10:00", urgency="critical")

    with pytest.raises(NotNow, match="比主件紧急"):
        _merge(house, joined, leading)
    _merge(house, leading, joined)

    assert house.complaint(leading).state == "merged"


@pytest.mark.parametrize(
    ("move", "words", "decision"),
    [
        ("suspend", {"reason": "awaiting_other_authority", "evidence": "函"}, "refuse_suspension"),
        ("request_extension", {"days": 2, "reason": "取证", "basis": "规则"}, "refuse_extension"),
        ("request_correction", {"changes": {"subject": "另一题"}, "reason": "误"}, "refuse_correction"),
    ],
)
def test_what_waits_for_a_decision_is_decided_before_anything_is_joined(
    house: House, move: str, words: dict[str, object], decision: str
) -> None:
    """Once joined, no one could decide it; its asker gets the decision."""
    leading, joined = in_hand(house), in_hand(house)
    house.does("handler", joined, move, "2026-09-18T10:50", **words)

    with pytest.raises(NotNow, match="等待"):
        _merge(house, joined, leading)

    by = "window" if move == "request_correction" else "leader"
    house.does(by, joined, decision, "2026-09-18T10:55", reason="并案前决定")
    _merge(house, joined, leading)
    query = db.select(Notice.kind).filter_by(complaint_id=house.complaint(joined).id, kind=decision)
    assert db.session.scalars(query).first() == decision
