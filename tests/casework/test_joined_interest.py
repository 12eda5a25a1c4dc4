"""A person kept out of one of several joined complaints is kept out of all, at every door, until they part."""

from __future__ import annotations

import pytest

from complaints.casework.ledger_verification import verify
from complaints.infrastructure.database import transaction
from complaints.infrastructure.errors import NotFound
from complaints.organisation import officers
from tests.house import House, shanghai
from tests.support.doors import Doors
from tests.support.kept_out import kept_out_of
from tests.support.stories import HR, offered

pytestmark = pytest.mark.usefixtures("leading_by_number")
MERGED = "2026-09-18T11:00"


def joined(house: House, leading: str, **words: str) -> str:
    number = house.logs("2026-09-18T10:00", **words)
    house.does("window", number, "merge", MERGED, leading=leading)
    return number


def shown(house: House, number: str, *people: str) -> set[str]:
    doors = Doors(house)
    return {who for who in people if doors.shows(number, who)}


def named_late(house: House, number: str) -> None:
    house.does("window", number, "name_respondent", "2026-09-18T12:00", officer="handler", reason="补")


def recused(house: House, number: str) -> None:
    house.does("handler", number, "recuse", "2026-09-18T12:00", reason="亲属")


def granted(house: House, number: str) -> None:
    house.does("handler", number, "sign_for", "2026-09-18T11:30")
    house.does("citizen", number, "request_recusal", "2026-09-18T11:40", reason="亲戚")
    house.does("leader", number, "decide_recusal", "2026-09-18T12:00", grant=True, reason="属实")


def matched(house: House, number: str) -> None:
    house.does("window", number, "name_respondent", "2026-09-18T12:00", name="何芳", reason="补")


@pytest.mark.parametrize("becomes", [named_late, recused, granted])
def test_kept_out_of_the_leading_one_is_kept_out_of_those_joined_before(
    either_house: House, becomes: object
) -> None:
    house = either_house
    leading = offered(house)
    one, two = joined(house, leading), joined(house, leading)

    becomes(house, leading)  # type: ignore[operator]

    assert shown(house, leading, "handler") == set()
    for number in (one, two):
        assert kept_out_of(number)["handler"] == "joined"
        assert shown(house, number, "handler") == set()
        for move, words in (("unmerge", {"reason": "x"}), ("reissue_code", {"checked": "身份证"})):
            with pytest.raises(NotFound):
                house.does("handler", number, move, "2026-09-18T15:00", **words)


def test_what_another_brings_later_keeps_out_of_those_joined_before(either_house: House) -> None:
    house = either_house
    leading = house.logs("2026-09-18T09:00", respondent_unit=HR)
    first = joined(house, leading)

    second = joined(house, leading, respondent_officer="other")

    assert kept_out_of(leading)["other"] and kept_out_of(second)["other"]
    assert kept_out_of(first)["other"] == "joined"


def test_organisation_that_changes_keeps_out_of_all_of_them(house: House) -> None:
    leading = house.logs("2026-09-18T09:00", respondent_unit=HR)
    number = joined(house, leading)

    with transaction(alone=True):
        officers.move(house.officer("centre.chen"), HR, shanghai("2026-09-18T12:00"))

    assert "centre.chen" in kept_out_of(leading) and kept_out_of(number)["centre.chen"] == "joined"


def test_cleared_on_the_leading_one_is_cleared_for_all(house: House) -> None:
    leading = house.logs("2026-09-18T09:00")
    number = joined(house, leading)
    named_late(house, leading)

    house.does("window", leading, "clear_respondent", "2026-09-18T12:10", officer="handler", reason="误")

    assert kept_out_of(leading) == kept_out_of(number) == {}


def test_separated_each_has_its_own_reasons_again(either_house: House) -> None:
    house = either_house
    leading = house.logs("2026-09-18T09:00", respondent_unit=HR)
    number, stays = joined(house, leading, respondent_officer="other"), joined(house, leading)
    house.does("window", leading, "name_respondent", "2026-09-18T12:00", officer="handler", reason="补")

    house.does("window", number, "unmerge", "2026-09-18T13:00", reason="不是同一件事")

    assert "handler" in kept_out_of(leading) and "handler" in kept_out_of(stays)
    assert set(kept_out_of(number)) == {"other"} == set(kept_out_of(number)) & {"other", "handler"}
    rows = house.complaint(leading).respondents
    assert [row.cleared_at is None for row in rows if row.officer_id == house.officer("other").id] == [False]


def test_who_stepped_aside_from_the_one_that_left_may_have_the_other_again(either_house: House) -> None:
    house = either_house
    leading, number = offered(house), offered(house)
    house.does("handler", number, "sign_for", "2026-09-18T10:10")
    house.does("handler", number, "recuse", "2026-09-18T10:20", reason="亲属")
    house.does("window", number, "merge", MERGED, leading=leading)
    assert "handler" in kept_out_of(leading)

    house.does("window", number, "unmerge", "2026-09-18T12:00", reason="不是同一件事")

    assert "handler" not in kept_out_of(leading) and "handler" in kept_out_of(number)
    house.does("handler", leading, "sign_for", "2026-09-18T12:10")


def test_reason_that_two_brought_stays_while_one_is_there(house: House) -> None:
    leading = house.logs("2026-09-18T09:00", respondent_unit=HR)
    one = joined(house, leading, respondent_officer="other")
    two = joined(house, leading, respondent_officer="other")

    house.does("window", one, "unmerge", "2026-09-18T12:00", reason="不是同一件事")
    assert "other" in {who for who, why in kept_out_of(leading).items() if why == "respondent"} | set(
        kept_out_of(two)
    )
    assert house.officer("other").id in house.complaint(leading).respondent_officer_ids

    house.does("window", two, "unmerge", "2026-09-18T12:10", reason="不是同一件事")
    assert house.officer("other").id not in house.complaint(leading).respondent_officer_ids


def test_likely_match_rejected_on_the_leading_one_is_let_in_to_all(house: House) -> None:
    leading = house.logs("2026-09-18T09:00")
    number = joined(house, leading)
    words = {"name": house.officer("handler").name_zh, "reason": "投诉人补充"}
    house.does("window", leading, "name_respondent", "2026-09-18T11:30", **words)
    assert "handler" in kept_out_of(leading) and "handler" in kept_out_of(number)

    house.does("window", leading, "settle_respondent", "2026-09-18T12:00", officer="handler", same=False)

    assert "handler" not in kept_out_of(leading) and "handler" not in kept_out_of(number)


def test_who_stepped_aside_from_one_is_free_of_the_others_once_it_leaves(either_house: House) -> None:
    """Also of one that had led it before: the first was joined to the second, and both to the third."""
    house = either_house
    first, second, third = (house.logs("2026-09-18T09:00", by) for by in ("window", "other", "other"))
    house.does("window", first, "recuse", "2026-09-18T10:00", reason="亲属")
    for number, leading, at in ((first, second, "11:00"), (second, third, "12:00")):
        by = house.complaint(number).first_responder.username
        house.does(by, number, "merge", f"2026-09-18T{at}", leading=leading, reason="同一事项")
    assert all("window" in kept_out_of(number) for number in (first, second, third))

    by = house.complaint(first).first_responder.username
    house.does(by, first, "unmerge", "2026-09-18T15:00", reason="不是同一件事")

    assert [("window" in kept_out_of(number)) for number in (first, second, third)] == [True, False, False]
    assert verify(0).first is None
