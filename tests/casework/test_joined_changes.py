"""A joined complaint can still turn out to be about another person, or to belong into the restricted channel; and it does not
end without reason with the complaint that leads it."""

from __future__ import annotations

import pytest

from tests.house import House
from tests.support.kept_out import kept_out_of
from tests.support.stories import EC, in_hand, offered

pytestmark = pytest.mark.usefixtures("leading_by_number")
MERGED = "2026-09-18T11:00"
DECLINED = {"reason_code": "not_our_remit", "competent_body": "市水务局", "contact": "0711-12314"}


def joined(house: House, leading: str, number: str | None = None) -> str:
    number = number or house.logs("2026-09-18T10:00")
    house.does("window", number, "merge", MERGED, leading=leading)
    return number


def test_joined_one_goes_into_the_restricted_channel_and_out_of_the_group(either_house: House) -> None:
    house = either_house
    leading = in_hand(house)
    number, stays = joined(house, leading), joined(house, leading)

    house.does("window", number, "correct", "2026-09-18T12:00", changes={"category": "DISC"}, reason="收钱")

    complaint = house.complaint(number)
    assert (complaint.state, complaint.restricted, complaint.leading_id) == ("received", True, None)
    assert "discipline" in complaint.first_responder.roles and complaint.ended_at is None
    assert {"acceptance"} <= {row.commitment for row in complaint.running}
    assert house.complaint(leading).leads_others and house.complaint(stays).state == "merged"
    assert house.moves(leading)[-1] == "settle_joined"


def test_nothing_else_of_the_matter_is_corrected_while_joined(house: House) -> None:
    number = joined(house, in_hand(house))

    for changes in ({"category": "NOTICE"}, {"subject": "另一件"}, {"category": "DISC", "subject": "另一件"}):
        with pytest.raises(Exception, match="只能更正"):
            house.does("window", number, "correct", "2026-09-18T12:00", changes=changes, reason="x")


def test_respondent_named_on_the_joined_one_is_taken_by_the_group(either_house: House) -> None:
    house = either_house
    leading = in_hand(house)
    number, other = joined(house, leading), joined(house, leading)

    house.does("window", number, "name_respondent", "2026-09-18T12:00", officer="handler", reason="补")

    for one in (leading, number, other):
        assert "handler" in kept_out_of(one)
    assert house.complaint(leading).handler.username != "handler"
    assert house.officer("handler").id in house.complaint(leading).respondent_officer_ids

    house.does("window", number, "clear_respondent", "2026-09-18T12:10", officer="handler", reason="误")
    assert "handler" not in kept_out_of(leading) | kept_out_of(number) | kept_out_of(other)


def test_unit_named_on_the_joined_one_has_the_leading_one_no_more(house: House) -> None:
    leading = in_hand(house)
    number = joined(house, leading)

    house.does("window", number, "name_respondent", "2026-09-18T12:00", unit=EC, reason="补")

    assert house.unit(EC).id in house.complaint(leading).respondent_unit_ids
    assert house.complaint(leading).unit.code != EC


def test_first_responder_of_the_joined_one_who_is_named_does_not_stand_as_its_holder(house: House) -> None:
    leading = offered(house)
    number = joined(house, leading)

    house.does("supervisor", number, "name_respondent", "2026-09-18T12:00", officer="window", reason="补")

    assert house.complaint(number).first_responder.username != "window"
    assert house.complaint(leading).first_responder.username != "window"


def test_accepted_before_it_was_joined_is_not_declined_with_the_leading_one(either_house: House) -> None:
    house = either_house
    leading, number = house.logs("2026-09-18T09:00"), in_hand(house)
    never_accepted = joined(house, leading)
    due = house.due(number, "handling")
    joined(house, leading, number)

    house.does("window", leading, "decline", "2026-09-18T12:00", **DECLINED)

    complaint = house.complaint(number)
    assert (complaint.state, complaint.handler.username, complaint.leading_id) == (
        "assigned",
        "handler",
        None,
    )
    assert due is not None and house.due(number, "handling") == due
    assert house.complaint(never_accepted).state == "merged"


def test_respondents_of_a_declined_leading_one_stay_as_they_were(either_house: House) -> None:
    """What is over has no step more: the respondents it had from the one that left are not cleared on it."""
    house = either_house
    leading = house.logs("2026-09-18T09:00", respondent_unit="HR-BUREAU")
    number = in_hand(house, respondent_officer="other")
    joined(house, leading, number)

    house.does("window", leading, "decline", "2026-09-18T12:00", **DECLINED)

    over = house.complaint(leading)
    assert house.complaint(number).leading_id is None and over.ended_at is not None
    assert [row.cleared_seq for row in over.respondents if (row.cleared_seq or 0) > over.seq] == []


def test_not_declined_for_what_another_citizen_did_not_supply(house: House) -> None:
    leading = house.logs("2026-09-10T09:00")
    house.does("window", leading, "ask_supplement", "2026-09-10T10:00", items="票据")
    number = house.logs("2026-09-18T10:00")
    house.does("window", number, "merge", "2026-09-18T10:30", leading=leading)

    words = {**DECLINED, "reason_code": "missing_material_not_supplied"}
    house.does("window", leading, "decline", "2026-12-18T12:00", **words)

    assert house.complaint(number).state == "received"
    assert {"acceptance"} <= {row.commitment for row in house.complaint(number).running}


def test_declined_with_the_leading_one_can_be_separated_and_decided_on_its_own(house: House) -> None:
    leading = house.logs("2026-09-18T09:00")
    number = joined(house, leading)
    house.does("window", leading, "decline", "2026-09-18T12:00", **DECLINED)

    house.does("window", number, "unmerge", "2026-09-18T14:00", reason="投诉人要求单独办理")

    assert house.complaint(number).state == "received"
    house.does("window", number, "accept", "2026-09-18T14:10")
