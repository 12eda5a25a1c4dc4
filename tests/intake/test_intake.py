"""Logging: who becomes first responder, and what is written down."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from complaints.access.visibility import visible_to
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.errors import BadInput
from complaints.infrastructure.tracking_numbers import looks_right
from complaints.intake.complainant import Person
from complaints.intake.intake import Intake, receive
from complaints.models import Complaint, Roster
from schemas.intake import ComplaintIn
from tests.house import House, opened, shanghai
from workflows.errors import NotNow, NotYours
from workflows.language import Act


def test_on_the_web_the_officer_on_duty_that_weekday_answers(either_house: House) -> None:
    friday = either_house.logs("2026-09-18T09:00", by="citizen", unit="EZ-CENTRE", channel="web")
    thursday = either_house.logs("2026-09-24T09:00", by="citizen", unit="EZ-CENTRE", channel="web")

    assert either_house.complaint(friday).first_responder.username == "window"
    assert either_house.complaint(thursday).first_responder.username == "centre.luo"


def test_a_roster_for_the_date_goes_before_the_weekday(house: House) -> None:
    with transaction():
        row = Roster(
            unit_id=house.unit("EZ-CENTRE").id,
            on_date=date(2026, 9, 18),
            officer_id=house.officer("centre.he").id,
        )
        db.session.add(row)

    number = house.logs("2026-09-18T09:00", by="citizen", unit="EZ-CENTRE", channel="web")

    assert house.complaint(number).first_responder.username == "centre.he"


def test_the_day_on_duty_is_the_day_in_shanghai(house: House) -> None:
    number = house.logs("2026-09-24T00:30", by="citizen", unit="EZ-CENTRE", channel="web")

    assert house.complaint(number).first_responder.username == "centre.luo"  # still Wednesday in UTC


def test_without_a_roster_somebody_of_the_unit_answers(house: House) -> None:
    number = house.logs("2026-09-18T09:00", by="citizen", unit="EZ-ARB", channel="web", category="ARB_REVIEW")

    assert house.complaint(number).unit.code == "EZ-ARB"


def test_an_officer_who_has_left_is_passed_over(house: House) -> None:
    with transaction():
        house.officer("window").active = False

    number = house.logs("2026-09-18T09:00", by="citizen", unit="EZ-CENTRE", channel="web")

    assert house.complaint(number).first_responder.username != "window"


def test_a_report_of_misconduct_goes_to_the_discipline_team_alone(house: House) -> None:
    number = house.logs("2026-09-18T09:00", by="window", category="DISC")

    complaint = house.complaint(number)
    assert complaint.first_responder.username in ("disc.qin", "disc.bai", "disc.meng")
    assert complaint.restricted
    seen = {
        name
        for name in ("window", "centre.chen", "supervisor", "bureau.jiang", "admin", "disc.qin", "disc.meng")
        if db.session.scalars(db.select(Complaint.id).filter(visible_to(house.officer(name)))).all()
    }
    assert seen == {"disc.qin", "disc.meng"}


def test_a_report_about_the_discipline_team_never_reaches_it(house: House) -> None:
    number = house.logs("2026-09-18T09:00", category="DISC", respondent_unit="EZ-DISC")

    assert house.complaint(number).unit.code != "EZ-DISC"
    for name in ("disc.qin", "disc.bai", "disc.meng"):
        assert not db.session.scalars(db.select(Complaint.id).filter(visible_to(house.officer(name)))).all()


@pytest.mark.parametrize("category", ["FEE", "PRIVACY"])
def test_money_taken_or_secrets_told_are_judged_above_the_unit_of_whoever_is_named(
    house: House, category: str
) -> None:
    number = house.logs("2026-09-18T09:00", category=category, respondent_officer="handler")

    with pytest.raises(NotNow, match="被投诉的单位"):
        house.does("window", number, "assign", "2026-09-18T10:00", unit="EC-BUREAU")
    house.does("window", number, "assign", "2026-09-18T10:10", unit="EZ-BUREAU")

    seen = visible_to(house.officer("leader"))
    assert not db.session.scalars(db.select(Complaint.id).filter(seen)).all()


def test_poor_manners_of_an_officer_may_be_judged_by_their_own_leader(house: House) -> None:
    number = house.logs("2026-09-18T09:00", respondent_officer="handler")

    house.does("window", number, "assign", "2026-09-18T10:00", unit="EC-BUREAU")

    assert house.complaint(number).state == "assigned"


def test_only_officers_log_at_a_window(house: House) -> None:
    with pytest.raises(NotYours), transaction():
        admin = house.officer("admin")
        words = Intake(category="ATTITUDE", channel="window", subject="…", narrative="…")
        receive(words, Act("receive", admin, shanghai("2026-09-18T09:00")))


def test_numbers_are_easy_to_say_and_hard_to_guess(house: House) -> None:
    numbers = [house.logs("2026-09-18T09:00") for _ in range(5)]

    assert len(set(numbers)) == 5
    assert all(looks_right(number) for number in numbers)
    steps = {int(b) - int(a) for a, b in pairwise(numbers)}
    assert len(steps) == 4


def test_the_query_code_is_kept_only_as_a_hash(house: House) -> None:
    receipt = house.receipt("2026-09-18T09:00")

    assert len(receipt.query_code) == 6
    assert receipt.query_code not in house.complaint(receipt.complaint.tracking_number).query_code_hash


def test_a_complaint_keeps_the_rulebook_it_came_in_under(house: House) -> None:
    assert house.complaint(house.logs("2026-09-18T09:00")).rulebook_version == "2026.1"


def test_a_restricted_complaint_stays_in_its_channel(house: House) -> None:
    number = house.logs("2026-09-18T16:00", category="DISC")
    first = house.complaint(number).first_responder.username

    with pytest.raises(NotNow, match="专门渠道"):
        house.does(first, number, "assign", "2026-09-18T16:30", unit="EC-BUREAU")
    house.does(first, number, "assign", "2026-09-18T16:31", unit="EZ-DISC")

    assert house.complaint(number).state == "assigned"


def test_the_duty_for_a_restricted_complaint_is_handed_on_within_its_channel(house: House) -> None:
    number = house.logs("2026-09-18T09:00", category="DISC")

    with pytest.raises(NotNow, match="专门渠道内交接"):
        words = {"officer": "window", "reason": "leave"}
        house.does("disc.meng", number, "change_first_responder", "2026-09-18T10:00", **words)
    words = {"officer": "disc.bai", "reason": "leave"}
    house.does("disc.meng", number, "change_first_responder", "2026-09-18T10:10", **words)

    assert house.complaint(number).duty_offered_id == house.officer("disc.bai").id


def test_where_the_channel_is_complained_of_the_duty_can_still_be_handed_on(house: House) -> None:
    number = house.logs("2026-09-18T09:00", category="DISC", respondent_unit="EZ-DISC")
    assert house.complaint(number).first_responder.username == "bureau.jiang"

    words = {"officer": "bureau.yu", "reason": "leave"}
    house.does("bureau.jiang", number, "change_first_responder", "2026-09-18T10:00", **words)

    assert house.complaint(number).duty_offered_id == house.officer("bureau.yu").id


def test_a_local_number_of_eight_digits_is_read_with_the_code_of_its_city() -> None:
    with opened("sqlite", SHOUWEN_AREA_CODE="027") as house:
        words = ComplaintIn().load(
            {
                "category": "ATTITUDE",
                "channel": "window",
                "narrative": "\u200e\n正文",
                "complainant": {"name": "李大爷", "phone": "87654321 转 801"},
            }
        )
        number = house.logs(
            "2026-09-18T09:00", person=Person(**words["complainant"]), subject=words["subject"]
        )

        assert house.complaint(number).complainant.phone == "+862787654321 ext. 801"
        assert words["subject"] == "正文"  # a line with nothing to see is no subject


def test_the_note_within_a_number_and_the_one_beside_it_are_both_kept(house: House) -> None:
    contacts = (
        {"phone": "13800138000（女儿）", "note": "白天打"},
        {"phone": "13900139000（儿子）", "note": "儿子"},
        {"phone": "13700137000", "note": "邻居"},
    )
    number = house.logs("2026-09-18T09:00", person=Person(name="李大爷", contacts=contacts))

    kept = house.complaint(number).complainant.contacts
    assert [one["note"] for one in kept] == ["女儿；白天打", "儿子", "邻居"]


@pytest.mark.parametrize(
    ("person", "place"),
    [
        (Person(contacts=({"phone": "13800138000"}, {"phone": "87654321"})), "complainant.contacts.1.phone"),
        (Person(name="李", agent={"name": "王", "phone": "87654321"}), "complainant.agent.phone"),
        (
            Person(
                name="李",
                representatives=({"name": "王", "phone": "13800138000"}, {"name": "张", "phone": "87654321"}),
            ),
            "complainant.representatives.1.phone",
        ),
    ],
)
def test_a_number_of_another_city_is_named_at_its_place(house: House, person: Person, place: str) -> None:
    """Eight digits are a number elsewhere; in this city they are none."""
    with pytest.raises(BadInput) as refused:
        house.logs("2026-09-18T09:00", person=person)

    assert list(refused.value.fields) == [place]
