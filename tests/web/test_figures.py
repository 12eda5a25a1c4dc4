"""Figures of a period: each share is recounted from the ledger, and opens the complaints behind it."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest
from sqlalchemy import select

from complaints.infrastructure.csv_table import write_csv
from complaints.infrastructure.database import db, transaction
from complaints.models import Complaint, Escalation
from complaints.queries.statistics import indicators
from complaints.queries.statistics.counters import COUNTERS
from complaints.queries.statistics.indicators import Chosen
from complaints.queries.statistics.periods import Days
from complaints.rulebooks.store import SHIPPED
from schemas.rulebook import load_rulebook
from tests.house import House, shanghai
from tests.support import stories
from tests.web.pages import signed_in, words_on

SEPTEMBER = "from=2026-09-01&to=2026-09-30"


@pytest.fixture
def lived(either_house: House) -> House:
    """Five logged on 09-18: one closed with five stars, one rated badly, one in hand, one on the spot, one declined."""
    house = either_house
    house.does("citizen", stories.told(house), "rate", "2026-09-22T10:00", grade=5)
    stories.badly_rated(house)
    stories.in_hand(house)
    spot = house.logs("2026-09-18T09:00")
    house.does("window", spot, "answer_on_the_spot", "2026-09-18T09:30", **stories.ANSWER)
    house.does("window", spot, "give_feedback", "2026-09-18T09:40", method="in_person")
    house.does("citizen", spot, "rate", "2026-09-18T09:50", grade=5)
    declined = house.logs("2026-09-18T09:00")
    reason = {"reason_code": "not_our_remit", "competent_body": "市场监督管理局", "contact": "12315"}
    house.does("window", declined, "decline", "2026-09-18T10:00", **reason)
    return house


def shares(house: House, **narrowed: str) -> dict[str, tuple[int, int]]:
    first, last, at = (
        shanghai("2026-09-01T00:00").date(),
        shanghai("2026-09-30T00:00").date(),
        "2026-10-09T09:00",
    )
    chosen = Chosen(house.officer("supervisor"), first, last, shanghai(at), **narrowed)
    return {one.indicator.name: (one.whole.over, one.whole.of) for one in indicators.figures(chosen)}


def test_shares_agree_with_what_happened(lived: House) -> None:
    found = shares(lived)

    assert found["accepted"] == (4, 4)  # of five, one was declined
    assert found["handled_in_time"] == (2, 3)  # one in hand was due on 09-24
    assert found["handled_late"] == (1, 3)
    assert found["settled_on_the_spot"] == (1, 2)
    assert found["returned"] == (0, 3)
    assert found["rated"] == (3, 3) and found["satisfied"] == (2, 3)
    assert found["called_back"] == (3, 3)  # who has rated has said it
    assert found["substantiated"] == (3, 3)


def test_narrowing_leaves_out_what_is_elsewhere(lived: House) -> None:
    assert shares(lived, category="FEE") == dict.fromkeys(shares(lived), (0, 0))
    assert shares(lived, category="ATTITUDE") == shares(lived)


def test_a_later_rating_of_the_same_citizen_counts_alone(either_house: House) -> None:
    number = stories.told(either_house)
    either_house.does("citizen", number, "rate", "2026-09-21T16:00", grade=3)
    either_house.does("citizen", number, "rate", "2026-09-21T17:00", grade=4)

    assert shares(either_house)["rated"] == (1, 1)


def test_a_page_links_each_number_to_its_complaints(lived: House) -> None:
    page = signed_in(lived, "supervisor").get(f"/supervise/figures?{SEPTEMBER}&indicator=satisfied")
    behind = signed_in(lived, "supervisor").get(f"/supervise/figures/behind/satisfied/over?{SEPTEMBER}")

    assert page.status_code == behind.status_code == 200
    assert "66.6%" in words_on(page) and "这一指标不作排名" in words_on(page)
    assert behind.text.count("/desk/c/") == 2


def test_list_says_how_often_each_complaint_counts(either_house: House) -> None:
    """Offered twice and returned once: two offers of one complaint, and one of another."""
    house = either_house
    twice = house.logs("2026-09-18T13:00")
    house.does("window", twice, "assign", "2026-09-18T14:30", unit="EC-BUREAU")
    house.does("handler", twice, "return", "2026-09-18T14:40", reason="不属本单位")
    house.does("window", twice, "assign", "2026-09-18T14:50", unit="HR-BUREAU")
    stories.offered(house)

    visitor = signed_in(house, "supervisor")
    clicked = shares(house)["returned"]
    offers = visitor.get(f"/supervise/figures/behind/returned/of?{SEPTEMBER}")
    returns = visitor.get(f"/supervise/figures/behind/returned/over?{SEPTEMBER}")

    assert clicked == (1, 3)
    assert "共 3 次" in words_on(offers) and "共 1 次" in words_on(returns)
    times = re.findall(r'data-label="次数" class="number">(\d+)<', offers.text)
    assert sorted(times) == ["1", "2"] and sum(map(int, times)) == clicked[1]


def test_total_counts_what_stands_on_the_pages_after_too(house: House) -> None:
    for _ in range(3):
        stories.offered(house)
    chosen = Chosen(
        house.officer("supervisor"), date(2026, 9, 1), date(2026, 9, 30), shanghai("2026-10-09T09:00")
    )
    first = indicators.behind(indicators.indicators()["returned"].of, chosen, limit=2)
    rest = indicators.behind(indicators.indicators()["returned"].of, chosen, after=first.next or 0, limit=2)

    assert (first.total, rest.total) == (3, 3)
    assert list(first.times.values()) + list(rest.times.values()) == [1, 1, 1] and rest.next is None


def test_nobody_counts_what_they_may_not_see(lived: House) -> None:
    about = lived.logs("2026-09-18T11:00", respondent_officer="supervisor")
    assert about and shares(lived)["accepted"] == (4, 4)


def test_csv_is_no_formula_and_opens_in_old_programs(lived: House) -> None:
    for encoding, codec in (("utf-8", "utf-8-sig"), ("gb18030", "gb18030")):
        answer = signed_in(lived, "supervisor").get(f"/supervise/figures.csv?{SEPTEMBER}&encoding={encoding}")
        rows = list(csv.reader(io.StringIO(answer.data.decode(codec))))
        assert rows[0][0] == "指标" and rows[1][:5] == ["受理率", "合计", "4", "4", "100.0"]
    assert write_csv([["=1+1", "007", "a\nb", 3]], "utf-8").decode("utf-8-sig") == '\'=1+1,007,"a\nb",3\r\n'


@pytest.mark.parametrize(
    "address", ["/supervise/figures", "/supervise/figures.csv", "/supervise/figures/behind/rated/of"]
)
def test_figures_are_for_supervisors(house: House, address: str) -> None:
    assert signed_in(house, "window").get(address).status_code == 403


@pytest.mark.parametrize(
    "query",
    [
        "from=2026-09-30&to=2026-09-01",
        "from=x&to=31",
        "unit=NONE&category=%00",
        "from=2024-02-29&to=2024-02-29",
    ],
)
def test_odd_periods_are_read_as_well_as_they_can_be(house: House, query: str) -> None:
    assert signed_in(house, "supervisor").get(f"/supervise/figures?{query}").status_code == 200


def test_every_indicator_counts_what_the_shipped_rules_know() -> None:
    commitments = load_rulebook(SHIPPED.read_text("utf8")).commitments
    for one in indicators.indicators().values():
        for count in (one.over, one.of):
            assert count.counter in COUNTERS
            if count.counter in ("due", "kept", "late", "kept_unextended"):
                assert count.which in commitments


@pytest.mark.parametrize(
    ("first", "last", "before", "year_ago"),
    [
        ("2026-09-01", "2026-09-30", ("2026-08-01", "2026-08-31"), ("2025-09-01", "2025-09-30")),
        ("2026-01-01", "2026-03-31", ("2025-10-01", "2025-12-31"), ("2025-01-01", "2025-03-31")),
        ("2026-09-01", "2026-09-21", ("2026-08-11", "2026-08-31"), ("2025-09-01", "2025-09-21")),
        ("2028-02-01", "2028-02-29", ("2028-01-01", "2028-01-31"), ("2027-02-01", "2027-02-28")),
        ("2025-02-01", "2025-02-28", ("2025-01-01", "2025-01-31"), ("2024-02-01", "2024-02-29")),
    ],
)
def test_a_period_is_held_against_equal_ones(first: str, last: str, before: tuple, year_ago: tuple) -> None:
    days = Days(date.fromisoformat(first), date.fromisoformat(last))

    assert tuple(map(str, days.before)) == before and tuple(map(str, days.year_ago)) == year_ago


def test_the_subject_of_a_restricted_complaint_is_hidden_from_its_reviewer(either_house: House) -> None:
    number = either_house.logs("2026-09-01T09:00", category="DISC", subject="举报收受礼金")
    with transaction():
        complaint = db.session.scalars(select(Complaint).filter_by(tracking_number=number)).one()
        row = _climbed(complaint)
        row.reviewer_id = either_house.officer("supervisor").id
        complaint.climbed_id = row.id

    page = signed_in(either_house, "supervisor").get(f"/supervise/figures/behind/joined/of?{SEPTEMBER}")

    assert "限制查看" in words_on(page) and "举报收受礼金" not in page.text


def _climbed(complaint: Complaint) -> Escalation:
    deadline = complaint.running[0]
    row = Escalation(
        complaint_id=complaint.id,
        deadline_id=deadline.id,
        commitment=deadline.commitment,
        rung="0",
        cycle=deadline.cycle,
        act="escalate",
        due_at=deadline.due_at,
        climbed_at=deadline.due_at,
    )
    db.session.add(row)
    db.session.flush()
    return row
