"""Judging a return is a promise of the side that sent the work: it climbs, is met by the judgement, and ends where it moves no one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from complaints.infrastructure.database import transaction
from complaints.models import Complaint, Deadline
from complaints.queries.statistics import indicators
from complaints.queries.statistics.indicators import Chosen
from complaints.rulebooks.store import SHIPPED, publish
from tests.commitments.test_closures import close
from tests.house import House, shanghai
from tests.organisation.test_catalogue import disputed
from tests.support.figure_checks import Watch
from tests.support.stories import HR, refusal, rungs
from tests.web.pages import signed_in, words_on

JUDGED: dict[str, Any] = {"proper": False, "reason": "职责清单列明属该局。"}
NAME = "return_judgement"
DUE = "2026-09-22T17:30"  # three working days from Friday the 18th; Sunday the 20th works


def rows_of(house: House, number: str) -> list[Deadline]:
    return [row for row in house.complaint(number).deadlines if row.commitment == NAME]


def row_of(house: House, number: str) -> Deadline:
    (row,) = rows_of(house, number)
    return row


def test_a_return_promises_its_judgement_with_its_basis(either_house: House) -> None:
    number = disputed(either_house)

    row = row_of(either_house, number)
    assert (row.due_at, row.limit, row.is_running) == (shanghai(DUE), "3wd", True)
    assert "66" in row.basis_zh
    assert words_on(signed_in(either_house, "window").get(f"/desk/c/{number}")).count("评定退回") > 1


def test_judgement_in_time_keeps_it(either_house: House) -> None:
    house, number = either_house, disputed(either_house)
    house.does("window", number, "judge_return", "2026-09-21T10:00", **JUDGED)

    row = row_of(house, number)
    assert (row.met_at, row.breached_at) == (shanghai("2026-09-21T10:00"), None)
    house.sweeps("2026-10-09T18:00")
    assert rungs(house, number, NAME) == []


def test_it_climbs_to_the_head_the_supervisor_and_the_last_resort(either_house: House) -> None:
    house, number = either_house, disputed(either_house)
    for at in ("2026-09-22T16:00", DUE, "2026-09-23T09:00", "2026-09-28T09:00", "2026-09-30T09:00"):
        house.sweeps(at)

    rows = [row for row in house.complaint(number).escalations if row.commitment == NAME]
    assert [row.rung for row in rows] == ["-2wh", "0", "+1wd", "+3wd", "+5wd"]
    assert {row.late_id for row in rows if not row.reminder} == {house.officer("window").id}
    assert all(row.reviewer_id is not None for row in rows[2:])
    assert row_of(house, number).breached_at == shanghai(DUE)


def test_late_it_is_judged_from_above_and_stays_broken(either_house: House) -> None:
    house, number = either_house, disputed(either_house)
    house.sweeps("2026-09-23T09:00")
    assert refusal(house, "window", number, "judge_return", "2026-09-23T09:30", **JUDGED) == "NotNow"

    event = house.does("supervisor", number, "judge_return", "2026-09-23T10:00", **JUDGED)

    row = row_of(house, number)
    assert event.detail["proper"] is False
    assert (row.met_at, row.breached_at) == (shanghai("2026-09-23T10:00"), shanghai(DUE))
    assert refusal(house, "supervisor", number, "judge_return", "2026-09-23T11:00", **JUDGED) == "NotNow"


def test_each_return_has_its_own_promise(either_house: House) -> None:
    house, number = either_house, disputed(either_house)
    house.does("window", number, "assign", "2026-09-21T09:00", unit=HR)
    house.does("other", number, "return", "2026-09-21T10:00", reason="也不属本单位职责。")
    first, second = rows_of(house, number)
    assert [row.is_running for row in (first, second)] == [True, True]

    house.does("window", number, "judge_return", "2026-09-21T11:00", **JUDGED)
    first, second = rows_of(house, number)
    assert (first.met_at, second.met_at) == (shanghai("2026-09-21T11:00"), None)
    house.does("window", number, "judge_return", "2026-09-23T11:00", **JUDGED)
    first, second = rows_of(house, number)
    assert (second.met_at, second.breached_at) == (shanghai("2026-09-23T11:00"), None)


def test_what_still_can_be_judged_in_time_comes_first(house: House) -> None:
    """The first is late by Wednesday, when the second is not."""
    number = disputed(house)
    house.does("window", number, "assign", "2026-09-21T09:00", unit=HR)
    house.does("other", number, "return", "2026-09-21T10:00", reason="也不属本单位职责。")

    event = house.does("window", number, "judge_return", "2026-09-23T10:00", **JUDGED)

    assert event.detail["refused_by"] == HR
    assert [row.met_at is None for row in rows_of(house, number)] == [True, False]
    assert refusal(house, "window", number, "judge_return", "2026-09-23T10:30", **JUDGED) == "NotNow"
    house.does("supervisor", number, "judge_return", "2026-09-23T11:00", **JUDGED)


@pytest.mark.parametrize("end", ["withdraw", "merge"])
def test_it_ends_with_the_complaint_and_says_why(either_house: House, end: str) -> None:
    house, number = either_house, disputed(either_house)
    by, words = (
        ("citizen", {}) if end == "withdraw" else ("window", {"leading": house.logs("2026-09-18T09:30")})
    )
    house.does(by, number, end, "2026-09-21T10:00", **words)

    row = row_of(house, number)
    assert (row.void_at, row.breached_at) == (shanghai("2026-09-21T10:00"), None)
    house.sweeps("2026-10-09T18:00")
    assert rungs(house, number, NAME) == []
    why = {"withdraw": "撤回", "merge": "并案"}[end]
    told = words_on(signed_in(house, "window").get(f"/desk/c/{number}"))
    assert "评定退回 不再适用" in told and f"2026年9月21日 10:00 因{why}终止" in told


def test_rules_published_before_make_no_such_promise(house: House) -> None:
    text = SHIPPED.read_text("utf8").replace('version: "2026.1"', 'version: "2025.9"')
    begins, ends = (text.index(f"  {name}:", text.index("commitments:")) for name in (NAME, "signing"))
    with transaction():
        publish(text[:begins] + text[ends:], shanghai("2026-09-01T09:00"))
    number = disputed(house)

    assert rows_of(house, number) == []
    assert refusal(house, "supervisor", number, "judge_return", "2026-09-23T09:00", **JUDGED) == "NotNow"
    house.does("window", number, "judge_return", "2026-09-21T10:00", **JUDGED)


def test_separated_again_both_judgements_are_owed_again(either_house: House) -> None:
    house, number = either_house, disputed(either_house)
    house.does("window", number, "assign", "2026-09-18T12:00", unit=HR)
    house.does("other", number, "return", "2026-09-18T13:00", reason="也不属本单位职责。")
    leading = house.logs("2026-09-18T09:30")
    house.does("window", number, "merge", "2026-09-18T14:00", leading=leading)
    house.does("window", number, "unmerge", "2026-09-18T15:00", reason="不是同一件事")

    assert [row.is_running for row in rows_of(house, number)] == [True, True]
    house.does("window", number, "judge_return", "2026-09-21T10:00", **JUDGED)
    house.does("window", number, "judge_return", "2026-09-21T10:05", **JUDGED)
    assert [row.met_at is not None for row in rows_of(house, number)] == [True, True]


def test_offer_recalled_or_designated_leaves_the_judgement_owed(house: House) -> None:
    """Who handles it now is another question than whether that unit was right to return it."""
    number = disputed(house)
    house.does("window", number, "assign", "2026-09-18T12:00", unit=HR)
    house.does("window", number, "recall", "2026-09-18T13:00", reason="派错")
    house.does("supervisor", number, "designate", "2026-09-18T14:00", unit=HR, reason="属其职责。")

    assert row_of(house, number).is_running
    house.does("window", number, "judge_return", "2026-09-18T15:00", **JUDGED)


def test_days_taken_off_leave_as_many_days_to_judge(either_house: House) -> None:
    house, number = either_house, disputed(either_house)
    close("2026-09-21T18:00", date(2026, 9, 22))

    assert row_of(house, number).due_at == shanghai("2026-09-23T17:30")
    assert refusal(house, "window", number, "judge_return", "2026-09-23T17:00", **JUDGED) == ""


def test_it_makes_no_other_unit_late_but_the_sender(either_house: House) -> None:
    """It is on the supervisors' board; the unit that has the work now is not late for it, in its list or in figures."""
    house, number = either_house, disputed(either_house)
    house.does("window", number, "assign", "2026-09-18T12:00", unit=HR)
    house.does("other", number, "sign_for", "2026-09-18T13:00")
    house.does("other", number, "contact", "2026-09-18T13:10", how="phone", reached=True)
    house.sweeps("2026-09-22T18:00")
    house.does("other", number, "report_progress", "2026-09-22T18:01", note="在查")
    complaint: Complaint = house.complaint(number)
    assert complaint.next_due_at > shanghai("2026-09-22T18:01")
    assert complaint.house_due_at == shanghai(DUE)

    at, supervisor = shanghai("2026-09-23T10:00"), house.officer("supervisor")
    chosen = Chosen(supervisor, date(2026, 9, 1), at.date(), at)
    figure = next(
        one for one in indicators.count_figures(chosen) if one.indicator.name == "returns_judged_in_time"
    )
    assert (figure.whole.over, figure.whole.of) == (0, 1)
    assert list(figure.by_unit) == [house.unit("EZ-CENTRE").id]


def test_model_knows_the_judgements_of_returns(house: House) -> None:
    number, watch = disputed(house), Watch()
    house.does("window", number, "assign", "2026-09-18T12:00", unit=HR)
    house.does("other", number, "return", "2026-09-18T13:00", reason="也不属本单位职责。")
    house.does("window", number, "judge_return", "2026-09-21T10:00", **JUDGED)
    house.sweeps("2026-09-23T09:00")
    house.does("supervisor", number, "judge_return", "2026-09-23T10:00", **JUDGED)
    watch.hear()
    at = shanghai("2026-09-23T11:00")

    assert watch.differences(at) == [] and watch.indicators(at) == []
    own = [one for model in watch.models.values() for one in model.promises if one.commitment == NAME]
    assert [(one.met is not None, one.broken) for one in own] == [(True, False), (True, True)]
