"""A correction of a typing error keeps before and after; clocks follow, and the citizen gets a notice."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy.exc import DatabaseError

from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.encryption import blind_index
from complaints.infrastructure.errors import BadInput
from complaints.intake.complainant import Person
from complaints.models import Correction, Event, Notice
from complaints.notifications import recipients
from tests.house import House, opened
from tests.support.stories import EC, answered, in_hand, offered, refusal, told
from workflows.errors import NotNow


def correct(
    house: House, number: str, at: str = "2026-09-18T16:00", by: str = "window", **changes: Any
) -> Event:
    return house.does(by, number, "correct", at, changes=changes, reason="登记有误")


def kept(house: House) -> list[tuple[str, str | None, str | None]]:
    return [(row.field, row.before, row.after) for row in db.session.scalars(db.select(Correction))]


def told_the_citizen(number: str) -> int:
    query = db.select(db.func.count()).select_from(Notice).filter_by(kind="correct", recipient="citizen")
    return int(db.session.scalar(query) or 0)


def test_wrong_phone_is_corrected_and_neither_number_stands_in_the_ledger(either_house: House) -> None:
    house = either_house
    number = house.logs("2026-09-18T09:00")

    event = correct(house, number, phone="+8613900139000")

    person = house.complaint(number).complainant
    assert person.phone == "+8613900139000"
    assert person.phone_index == blind_index("phone", "+8613900139000")
    assert event.detail["changes"] == {"phone": "sealed"}
    assert kept(house) == [("phone", "+8613800138000", "+8613900139000")]
    ledger = [json.dumps(one.detail) + one.note for one in db.session.scalars(db.select(Event))]
    assert not [one for one in ledger if "138001" in one or "139001" in one]
    assert told_the_citizen(number) == 1


def test_before_and_after_of_what_is_not_personal_stand_in_the_ledger(house: House) -> None:
    number = house.logs("2026-09-18T09:00")

    event = correct(house, number, category="NOTICE", subject="多跑了三趟", confidential=True)

    assert event.detail["changes"] == {
        "category": {"from": "ATTITUDE", "to": "NOTICE"},
        "subject": {"from": "窗口态度", "to": "多跑了三趟"},
        "confidential": {"from": False, "to": True},
    }
    complaint = house.complaint(number)
    assert (complaint.category, complaint.subject, complaint.confidential) == ("NOTICE", "多跑了三趟", True)


def test_phone_removed_means_nobody_can_be_called(house: House) -> None:
    number = house.logs("2026-09-18T09:00")

    correct(house, number, phone="")

    complaint = house.complaint(number)
    assert complaint.complainant.phone is None and not complaint.contactable


@pytest.mark.parametrize(
    ("field", "before", "after"),
    [
        ("name", "李大爷", "李大叶"),
        ("subject", "窗口态度", "窗囗态度"),
        ("subject", "窗口态度", "窗口态度。"),
    ],
)
def test_slip_in_spelling_troubles_no_citizen(house: House, field: str, before: str, after: str) -> None:
    number = house.logs("2026-09-18T09:00")

    event = correct(house, number, **{field: after})

    assert event.detail["slip"] is True and told_the_citizen(number) == 0


@pytest.mark.parametrize(("field", "after"), [("name", "王大爷"), ("subject", "收了我两百元")])
def test_another_name_or_matter_is_no_slip(house: House, field: str, after: str) -> None:
    number = house.logs("2026-09-18T09:00")

    correct(house, number, **{field: after})

    assert told_the_citizen(number) == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("他没有收我的钱", "他没有收你的钱"),
        ("他未收我的钱款", "他已收我的钱款"),
        ("他卖我的房子了", "他买我的房子了"),
        ("收了我500元", "收了我800元"),
        ("收了我两百元", "收了我五百元"),
        ("那天是十号下午", "那天是时号下午"),
        ("收了我1.5万元", "收了我15万元"),
        ("住在A栋那间房", "住在B栋那间房"),
    ],
)
@pytest.mark.parametrize("field", ["subject", "narrative"])
def test_one_sign_that_means_another_matter_is_no_slip(
    house: House, field: str, before: str, after: str
) -> None:
    number = house.logs("2026-09-18T09:00", **{field: before})

    event = correct(house, number, **{field: after})

    assert "slip" not in event.detail and told_the_citizen(number) == 1


@pytest.mark.parametrize(
    ("before", "after"), [("他收了钱再走", "他收了钱在走"), ("态度不好，很凶", "态度不好很凶")]
)
def test_one_sign_that_sounds_the_same_is_a_slip(house: House, before: str, after: str) -> None:
    number = house.logs("2026-09-18T09:00", narrative=before)

    assert correct(house, number, narrative=after).detail["slip"] is True


def test_what_stands_there_already_is_no_correction(house: House) -> None:
    number = house.logs("2026-09-18T09:00")

    with pytest.raises(BadInput, match="提示"):
        correct(house, number, phone="+8613800138000", confidential=False)


def test_clock_follows_a_shorter_category_from_when_the_promise_began(either_house: House) -> None:
    house = either_house
    number = in_hand(house)
    promised = house.due(number, "handling")

    event = correct(house, number, category="NOTICE")

    assert promised is not None and event.detail["sooner"] == ["handling"]
    deadline = house.complaint(number).deadline("handling")
    assert (deadline.limit, house.due(number, "handling").isoformat()[:10]) == ("3wd", "2026-09-22")
    assert deadline.due_at < promised


def test_clock_is_never_later_than_promised(house: House) -> None:
    number = in_hand(house)
    promised = house.due(number, "handling")

    correct(house, number, category="LAWYER")

    assert house.due(number, "handling") == promised
    assert house.complaint(number).deadline("handling").limit == "5wd"


def test_shorter_limit_that_is_past_leaves_one_working_day(house: House) -> None:
    number = in_hand(house, category="PETITION")

    correct(house, number, "2026-10-12T10:00", category="NOTICE")

    assert house.due(number, "handling").isoformat()[:10] == "2026-10-13"


def test_time_the_clock_stood_still_is_given_back_after_a_correction_as_well(house: House) -> None:
    number = in_hand(house)
    house.does("handler", number, "ask_supplement", "2026-09-18T15:00", items=["发票"])
    correct(house, number, category="NOTICE")

    house.does("citizen", number, "supplement", "2026-09-22T15:00", note="发票")

    assert house.due(number, "handling").isoformat()[:10] == "2026-09-28"  # three working days from the 23rd


def test_bribery_logged_as_attitude_goes_into_the_restricted_channel_at_once(either_house: House) -> None:
    house = either_house
    number = in_hand(house)
    promised = house.due(number, "handling")

    correct(house, number, category="DISC")

    complaint = house.complaint(number)
    assert complaint.restricted and complaint.state == "received" and complaint.handler_id is None
    discipline = complaint.first_responder.username
    assert complaint.first_responder.unit.kind == "discipline"
    assert complaint.answerable_id == complaint.first_responder_id
    assert house.due(number, "handling") == promised
    assert house.due(number, "dispatch") is not None
    for before in ("window", "handler", "leader", "supervisor"):
        assert refusal(house, before, number, "urge", heard={"how": "phone"}) == "NotFound"
    house.does(discipline, number, "assign", "2026-09-21T10:00", unit="EZ-DISC")


@pytest.mark.parametrize("story", [offered, answered, told])
def test_channel_is_entered_from_every_state(house: House, story: Any) -> None:
    number = story(house)

    correct(house, number, "2026-09-21T16:00", category="DISC")

    complaint = house.complaint(number)
    assert (complaint.state, complaint.restricted, complaint.offered_unit_id) == ("received", True, None)
    assert complaint.deadline("dispatch") and not complaint.deadline("closing")


def test_restricted_channel_is_not_left_by_correction(house: House) -> None:
    number = house.logs("2026-09-18T09:00", category="DISC")
    holder = house.complaint(number).first_responder.username

    with pytest.raises(NotNow, match="限制类"):
        correct(house, number, by=holder, category="ATTITUDE")


def test_contacts_of_a_closed_complaint_are_corrected_but_not_its_matter(house: House) -> None:
    number = told(house)
    house.does("citizen", number, "rate", "2026-09-21T16:00", grade=5)

    correct(house, number, "2026-09-22T10:00", phone="+8613900139000")

    assert house.complaint(number).state == "closed"
    with pytest.raises(NotNow, match="只能更正"):
        correct(house, number, "2026-09-22T10:05", category="NOTICE")


def test_handler_asks_and_the_first_responder_corrects(house: House) -> None:
    number = in_hand(house)
    wanted = {"phone": "+8613900139000"}

    assert refusal(house, "handler", number, "correct", changes=wanted, reason="x") == "NotYours"
    asked = house.does(
        "handler", number, "request_correction", "2026-09-18T14:00", changes=wanted, reason="打不通"
    )

    assert asked.detail["changes"] == {"phone": "sealed"}
    correct(house, number, **wanted)
    assert house.complaint(number).pending("correction") is None


def test_request_of_the_handler_may_be_refused(house: House) -> None:
    number = in_hand(house)
    wanted = {"name": "李建国"}
    house.does("handler", number, "request_correction", "2026-09-18T14:00", changes=wanted, reason="x")

    house.does("window", number, "refuse_correction", "2026-09-18T15:00", reason="已核对身份证")

    assert house.complaint(number).pending("correction") is None
    assert house.complaint(number).complainant.name == "李大爷"


def test_record_of_a_correction_is_permanent(either_house: House) -> None:
    house = either_house
    correct(house, house.logs("2026-09-18T09:00"), name="王大爷")

    for change in (db.update(Correction).values(field="x"), db.delete(Correction)):
        with pytest.raises(DatabaseError), transaction():
            db.session.execute(change)


@pytest.mark.parametrize("by", ["leader", "other"])
def test_others_than_first_responder_and_their_supervisors_correct_nothing(house: House, by: str) -> None:
    number = house.logs("2026-09-18T09:00")
    house.does("window", number, "assign", "2026-09-18T09:10", unit=EC)

    assert refusal(house, by, number, "correct", changes={"name": "x"}, reason="x") in (
        "NotYours",
        "NotFound",
    )


def test_corrected_to_a_category_judged_above_leaves_the_unit_of_the_officer_out(either_house: House) -> None:
    house = either_house
    number = in_hand(house, respondent_officer="echeng.xie")

    event = correct(house, number, category="FEE")

    complaint = house.complaint(number)
    assert complaint.respondent_unit_id == house.unit(EC).id
    assert complaint.handler.username != "handler" and complaint.unit_id != house.unit(EC).id
    assert "handler" in [one["officer"] for one in event.detail["kept_out"]]
    assert refusal(house, "handler", number, "answer", outcome="other", findings="x", reply="y") == "NotFound"


@pytest.mark.parametrize(
    ("before", "after", "asked"),
    [
        ("+8613800138000", "+8613900139000", ["+8613800138000", "+8613900139000"]),
        ("+8613800138000", "", ["+8613800138000"]),
        ("027-87654321", "+8613900139000", ["+8613900139000"]),
    ],
)
def test_number_before_hears_of_the_change_too(before: str, after: str, asked: list[str]) -> None:
    with opened("sqlite", SHOUWEN_CITIZEN_NOTICE_URL="json://gateway.invalid/{phone}") as house:
        number = house.logs("2026-09-18T09:00", person=Person(name="李大爷", phone=before))
        change = {"phone": after} if after else {"remove": "phone"}
        correct(house, number, **change)
        db.session.rollback()

        found = db.session.scalars(db.select(Notice).filter_by(kind="correct", recipient="citizen")).all()
        urls = [letter.url for notice in found for letter in recipients.letters(notice)]

        assert (
            sorted(url.partition("invalid/")[2].partition("?")[0].replace("%2B", "+") for url in urls)
            == asked
        )
        assert not any(before in json.dumps(notice.words) for notice in found)


@pytest.mark.parametrize(
    "typed",
    [
        "一三九零零一三九零零零（女儿）",
        "(1) +62 812 3456 789",
        "内线3号楼 李 0711-3352345",
        "139 0013 9000",
        "0711-3352345转801",
    ],
)
def test_corrected_phone_is_kept_as_one_that_was_logged(house: House, typed: str) -> None:
    """The number, its note and what was given are those of the intake."""
    logged = house.complaint(house.logs("2026-09-18T09:00", person=Person(name="李大爷", phone=typed)))
    kept = logged.complainant.contacts, logged.complainant.phone_index
    number = house.logs("2026-09-18T09:00")

    house.does("window", number, "correct", "2026-09-18T09:10", changes={"phone": typed}, reason="来电更正")

    person = house.complaint(number).complainant
    assert (person.contacts, person.phone_index) == kept
