"""Limits of a law are counted as the law says, and an unpromised limit is not published (domain §12)."""

from __future__ import annotations

import pytest

from complaints.rulebooks import store
from tests.house import House, shanghai
from tests.support.stories import ANSWER
from tests.web.api import Api
from tests.web.pages import Visitor

OBJECTION = {"category": "LAID_OBJ", "subject": "不予援助异议", "unit": "EZ-CENTRE"}


def test_objection_counts_five_days_from_receipt(either_house: House) -> None:
    """法律援助法 §49: logged on September 30th; the fifth day lies in the holidays, which end on October 7th."""
    house = either_house
    number = house.logs("2026-09-30T09:00", **OBJECTION)

    assert house.due(number, "handling") == shanghai("2026-10-08T17:30")

    house.does("window", number, "accept", "2026-09-30T16:00")
    house.does("window", number, "assign", "2026-09-30T16:05", unit="EC-BUREAU")
    clocks = [row for row in house.complaint(number).deadlines if row.commitment == "handling"]
    assert [(row.limit, row.due_at) for row in clocks] == [("5cd", shanghai("2026-10-08T17:30"))]


@pytest.mark.parametrize(
    ("on", "due"), [("2026-10-12", "10-19"), ("2026-10-13", "10-19"), ("2026-10-14", "10-19")]
)
def test_objection_rolls_from_a_day_off(house: House, on: str, due: str) -> None:
    number = house.logs(f"{on}T09:00", **OBJECTION)

    assert f"{house.due(number, 'handling'):%m-%d %H:%M}" == f"{due} 17:30"


def test_objection_by_letter_counts_from_the_day_it_came(house: House) -> None:
    number = house.logs(
        "2026-10-14T09:00", **OBJECTION, channel="letter", received_on=shanghai("2026-10-12T00:00").date()
    )

    assert house.due(number, "handling") == shanghai("2026-10-19T17:30")


def test_objection_declined_too_late_is_a_breach(house: House) -> None:
    number = house.logs("2026-09-30T09:00", **OBJECTION)
    words = {"reason_code": "not_our_remit", "competent_body": "市司法局", "contact": "027-1"}

    house.does("window", number, "decline", "2026-10-09T09:00", **words)

    clock = next(row for row in house.complaint(number).deadlines if row.commitment == "handling")
    assert clock.breached_at == shanghai("2026-10-08T17:30")


def test_other_categories_count_handling_from_acceptance(house: House) -> None:
    number = house.logs("2026-09-18T09:00")
    assert house.due(number, "handling") is None

    house.does("window", number, "answer_on_the_spot", "2026-09-18T09:30", **ANSWER)
    assert house.due(number, "handling") is None


def test_no_number_is_published_for_reports_of_misconduct(house: House) -> None:
    page = Visitor(house.app).get("/commitments")
    row = next(one for one in page.text.split("<tr>") if "检举控告" in one and "纪检监察机构" in one)
    listed = {one["code"]: one for one in Api(house).by(None).get("/categories").json}

    assert "60" not in row.split("</details>")[1] and "不公布时限" in row
    assert "handling" not in listed["DISC"]["limits"] and "handling" in listed["ATTITUDE"]["limits"]


def test_report_of_misconduct_still_has_a_clock_inside(house: House) -> None:
    promise = store.current().promise("DISC", "handling", "normal")

    assert (str(promise.limit), promise.published) == ("60cd", False)


def test_legal_aid_says_its_limits_are_replaced(house: House) -> None:
    for stage in ("acceptance", "handling", "feedback"):
        basis = store.current().promise("LAID", stage, "normal").basis
        assert "取代" in basis.text.zh and "replaced" in basis.text.en and not basis.verified


RECHECKED = {
    "LAWYER": (("acceptance", "handling", "extension", "feedback"), "粤司规〔2026〕1号"),
    "ARB_REVIEW": (("handling", "extension"), "2026年3月1日"),
}


@pytest.mark.parametrize("category", RECHECKED)
def test_limits_whose_papers_changed_say_so_where_they_are_read(house: House, category: str) -> None:
    """Domain §12: a newer paper is known, its days are not."""
    stages, paper = RECHECKED[category]
    book = store.book_for(category)
    for stage in stages:
        basis = book.promise(category, stage, "normal").basis
        assert paper in basis.text.zh and "待法制审核" in basis.text.zh and not basis.verified
