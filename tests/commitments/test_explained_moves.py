"""Every due time that moved is explained step by step, by the command and on the page: pauses and days taken off included."""

from __future__ import annotations

from datetime import date

import pytest

from complaints.casework import closures
from complaints.commitments.calendar import editing
from complaints.infrastructure import clock
from complaints.infrastructure.database import transaction
from tests.house import House, shanghai
from tests.support.stories import in_hand
from tests.web.pages import words_on
from tests.web.test_supervision_pages import signed_in


@pytest.fixture
def number(house: House) -> str:
    """Paused from Monday 10:00 to Tuesday 10:00, extended by three days, and a day taken off after that."""
    number = in_hand(house)
    house.does("handler", number, "ask_supplement", "2026-09-21T10:00", items=["收据"])
    house.does("citizen", number, "supplement", "2026-09-22T10:00", note="补上了")
    words = {"days": 3, "reason": "需要走访", "basis": "hotline_extension"}
    house.does("handler", number, "request_extension", "2026-09-22T11:00", **words)
    house.does("leader", number, "grant_extension", "2026-09-22T11:30")
    with transaction():
        editing.set_days(
            date(2026, 9, 23), date(2026, 9, 23), False, editing.Why(shanghai("2026-09-22T16:00"), "台风停工")
        )
    closures.settle(2026, shanghai("2026-09-22T16:00"))
    return number


def steps_told(house: House, number: str) -> list[str]:
    told = (
        house.app.test_cli_runner().invoke(args=["calendar", "why", number, "handling"]).stdout.splitlines()
    )
    return [line for line in told if "→" in line]


def test_command_tells_pause_extension_and_day_off(house: House, number: str) -> None:
    pause, extension, closure = steps_told(house, number)

    assert "停表 stood still 2026-09-21T10:00:00+08:00 – 2026-09-22T10:00:00+08:00" in pause
    assert "1 个工作日 working days = 6.5 工作小时 working hours" in pause
    assert "同意延期" in extension and "停" not in extension
    assert "台风停工" in closure and "停办 closed 2026-09-23" in closure


def test_each_step_goes_on_where_the_one_before_ended(house: House, number: str) -> None:
    spans = [line.split(": ", 1)[1].split("（")[0].split(" → ") for line in steps_told(house, number)]

    assert [later[0] for later in spans[1:]] == [earlier[1] for earlier in spans[:-1]]
    due = house.due(number, "handling")
    assert due is not None and spans[-1][1] == due.isoformat(timespec="seconds")


def test_page_tells_the_same(house: House, number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: shanghai("2026-09-22T17:00"))

    page = words_on(signed_in(house, "window").get(f"/desk/c/{number}"))

    assert "时钟从" in page and "1 个工作日（6.5 个工作小时）不计" in page
    assert "停办：2026-09-23。" in page


def test_page_tells_the_same_in_english(house: House, number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: shanghai("2026-09-22T17:00"))

    page = words_on(signed_in(house, "window", "en").get(f"/desk/c/{number}"))

    assert "The clock stood still from" in page and "Closed: 2026-09-23." in page


def told_lines(house: House, number: str, commitment: str) -> str:
    return str(house.app.test_cli_runner().invoke(args=["calendar", "why", number, commitment]).stdout)


def page_says(house: House, number: str, monkeypatch: pytest.MonkeyPatch, at: str) -> str:
    monkeypatch.setattr(clock, "now", lambda: shanghai(at))
    return words_on(signed_in(house, "supervisor").get(f"/desk/c/{number}"))


def set_day(day: date, working: bool, at: str, reason: str) -> None:
    with transaction():
        editing.set_days(day, day, working, editing.Why(shanghai(at), reason))
    closures.settle(day.year, shanghai(at))


def test_make_up_day_added_later_is_not_counted(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    number = in_hand(house)
    set_day(date(2026, 9, 19), True, "2026-09-18T12:00", "补班")

    lines = told_lines(house, number, "handling")
    page = page_says(house, number, monkeypatch, "2026-09-18T13:00")

    assert "2026-09-19 周六 休 off" in lines and "2026-09-24 周四 上班 working 第5日" in lines
    assert "转来单位要求的日期更早" not in page and "09-24 5" in page


def test_letter_dated_later_counts_from_that_day(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    number = house.logs("2026-09-18T09:00", channel="letter", category="FORENSIC")
    changes = {"received_on": date(2026, 9, 17)}
    house.does("window", number, "correct", "2026-09-18T11:00", changes=changes, reason="邮戳")

    lines = told_lines(house, number, "acceptance")
    page = page_says(house, number, monkeypatch, "2026-09-18T13:00")

    assert "自 from 2026-09-17T17:30" in lines and "2026-09-28 周一 上班 working 第7日" in lines
    assert "从 2026年9月17日 17:30 起算" in page and "转来单位要求的日期更早" not in page
    assert "终止 ended 2026-09-18T11:00:00+08:00 更正" in lines
    assert "原承诺更晚到期 the former promise was due later, 2026-09-29" in lines
    assert "原承诺 2026年9月29日 17:30 到期，2026年9月18日 11:00 因更正改为更早" in page


def test_letter_logged_after_a_closed_day_is_explained_day_by_day(house: House) -> None:
    set_day(date(2026, 9, 22), False, "2026-09-21T12:00", "台风")
    words = {"channel": "letter", "category": "LAID", "received_on": date(2026, 9, 18)}
    number = house.logs("2026-09-23T09:00", **words)

    assert "2026-09-22 周二 休 off 不计" in told_lines(house, number, "acceptance")


def test_promise_made_sooner_by_urgency_says_what_it_replaced(house: House) -> None:
    number = house.logs("2026-09-18T09:00")
    house.does("supervisor", number, "change_urgency", "2026-09-18T09:30", urgency="urgent", reason="x")

    lines = told_lines(house, number, "acceptance")

    assert "终止 ended 2026-09-18T09:30:00+08:00 调整紧急程度" in lines
    assert "原承诺更晚到期 the former promise was due later, 2026-09-20T17:30" in lines


def test_working_day_left_by_a_correction_is_counted_from_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = in_hand(house, category="PETITION")
    changes = {"category": "NOTICE"}
    house.does("window", number, "correct", "2026-10-12T10:00", changes=changes, reason="登记错")

    lines = told_lines(house, number, "handling")
    page = page_says(house, number, monkeypatch, "2026-10-12T11:00")

    assert "从更正时起留一个工作日" in lines and "2026-10-13 周二 上班 working 第1日" in lines
    assert "从更正时（2026年10月12日 10:00）起留一个工作日" in page and "10-13 1" in page


@pytest.mark.parametrize("reason", ["close", "grant_extension", "supervise"])
def test_closure_whose_reason_is_the_name_of_a_move_is_a_closure(house: House, reason: str) -> None:
    number = in_hand(house)
    set_day(date(2026, 9, 22), False, "2026-09-19T09:00", reason)

    (step,) = steps_told(house, number)

    assert f" {reason}: " in step and "停办 closed 2026-09-22" in step


def test_changed_office_hours_are_said_and_no_reason_is_made_up(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = in_hand(house)
    with transaction():
        editing.set_hours(
            editing.hours_from("09-17", "09:00-12:00,14:00-17:00"), shanghai("2026-09-18T11:00")
        )

    page = page_says(house, number, monkeypatch, "2026-09-18T13:00")

    assert "登记后来改过，不再逐日列出" in told_lines(house, number, "handling")
    assert "登记内容后来改过" in page and "转来单位要求的日期更早" not in page


def test_questions_to_two_units_are_explained_apart(house: House) -> None:
    """The second, sooner because the matter became urgent, takes the place of no question to another unit."""
    number = in_hand(house)
    asks = {"question": "收过吗？"}
    house.does("handler", number, "consult", "2026-09-18T10:50", unit="HR-BUREAU", **asks)
    house.does("handler", number, "withdraw_consultation", "2026-09-18T10:55", of=1)
    house.does(
        "supervisor", number, "change_urgency", "2026-09-18T11:00", urgency="urgent", reason="扬言自伤"
    )
    house.does("handler", number, "consult", "2026-09-18T11:10", unit="EZ-SECTION", **asks)

    told = house.app.test_cli_runner().invoke(args=["calendar", "why", number, "consultation"]).stdout

    first, second = [line for line in told.splitlines() if not line.startswith(" ")]
    assert house.unit("HR-BUREAU").name_zh in first and house.unit("EZ-SECTION").name_zh in second
    assert "the former promise was due later" not in told
