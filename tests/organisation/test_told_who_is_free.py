"""The ledger says who is free of a complaint again: never an officer who is kept out of it for another reason still."""

from __future__ import annotations

from complaints.casework import joining
from tests.house import House
from tests.support.kept_out import kept_out_of
from tests.support.stories import refusal


def test_refused_report_frees_no_one_whom_another_reason_keeps_out(either_house: House) -> None:
    house = either_house
    number = house.logs("2026-09-18T09:00", respondent_unit="EC-BUREAU")
    house.does("citizen", number, "report_error", "2026-09-18T09:30", what="respondent", value="周宁")

    event = house.does("window", number, "refuse_correction", "2026-09-18T09:41", reason="原登记无误")

    assert not set(event.detail.get("kept_out_no_more", [])) & kept_out_of(number).keys()


def test_who_steps_aside_twice_over_is_not_told_free(house: House) -> None:
    number = house.logs("2026-09-18T09:00", respondent_unit="EC-BUREAU", respondent_officer="handler")

    event = house.does(
        "window", number, "clear_respondent", "2026-09-18T09:10", officer="handler", reason="误登"
    )

    freed = set(event.detail.get("kept_out_no_more", []))
    assert not freed & kept_out_of(number).keys()


def test_group_follows_a_reason_that_ends_while_another_stays(house: House) -> None:
    """The rows that others have from it are settled, though the step tells of no one who is free."""
    leading = house.logs("2026-09-18T09:00", respondent_unit="EC-BUREAU")
    number = house.logs("2026-09-18T09:05", respondent_unit="EC-BUREAU")
    house.does("window", number, "merge", "2026-09-18T09:10", leading=leading)
    house.does("citizen", number, "report_error", "2026-09-18T09:30", what="respondent", value="周宁")
    house.does("window", number, "refuse_correction", "2026-09-18T09:41", reason="原登记无误")

    one, other = house.complaint(number), house.complaint(leading)
    assert one.kept_out_ids == other.kept_out_ids and one.kept_from_judging_ids == other.kept_from_judging_ids
    assert not joining.group_of(other).change(one, _act())


def test_subordinate_separates_nothing(house: House) -> None:
    """As they join nothing: whom the group keeps out would change by it."""
    leading = house.logs("2026-09-18T09:00", by="eccentre.feng", respondent_unit="EC-BUREAU")
    number = house.logs("2026-09-18T09:05", respondent_unit="EC-BUREAU")
    house.does("window", number, "merge", "2026-09-18T09:10", leading=leading)

    assert refusal(house, "eccentre.feng", number, "unmerge", "2026-09-18T09:20", reason="x") == "NotNow"
    assert refusal(house, "window", number, "unmerge", "2026-09-18T09:20", reason="x") == ""


def _act():  # type: ignore[no-untyped-def]
    from tests.house import shanghai
    from workflows.language import SYSTEM, Act

    return Act("keep_out", SYSTEM, shanghai("2026-09-18T10:00"))
