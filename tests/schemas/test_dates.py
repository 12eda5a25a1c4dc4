"""Days and times as people, spreadsheets and logs write them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from schemas.dates import TODAY, clock_in, day_in, moment_in


@pytest.mark.parametrize(
    "written",
    [
        "2027-01-01",
        "2027-1-1",
        "2027/1/1",
        "2027.1.1",
        "2027. 1. 1.",
        "20270101",
        "2027 年 1 月 1 日",
        "2027年1月1号（周五）",
        "1月1日",
        "二〇二七年一月一日",
        "二○二七年一月一日",
        "２０２７－０１－０１",
        "٢٠٢٧-٠١-٠١",
        "\u200e2027\u2011 01\u2011 01\u200b",
        "Fri, 2027-01-01",
        "2027-01-01T00:00:00",
        "2027年1月1日。",
        "27年1月1日",
        "2027 1 1",
        "2027、1、1",
        "2027,1,1",
        "2027_01_01",
        "2027-01-01号",
        "1 January 2027",
        "January 1st, 2027",
        "Jan. 1, 2027 (Fri)",
        "01-Jan-2027",
    ],
)
def test_a_day_is_read_however_written(written: str) -> None:
    assert day_in(written, 2027) == date(2027, 1, 1)


@pytest.mark.parametrize(
    "written", ["", "1.1", "01/02/2027", "46388", "2027-02-30", "明天", "2027-01-01 08:00", "x"]
)
def test_what_is_no_clear_day_is_none(written: str) -> None:
    with pytest.raises(ValueError):
        day_in(written, 2027)


def test_a_day_without_a_year_needs_one() -> None:
    with pytest.raises(ValueError, match="没有年份"):
        day_in("1月1日")


@pytest.mark.parametrize(
    ("written", "clock"),
    [
        ("8:30", time(8, 30)),
        ("8：30", time(8, 30)),
        ("上午 8:30", time(8, 30)),
        ("8时30分", time(8, 30)),
        ("8点半", time(8, 30)),
        ("下午 2:30", time(14, 30)),
        ("2:30 PM", time(14, 30)),
        ("晚上八点", time(20)),
        ("中午12点", time(12)),
        ("凌晨12:30", time(0, 30)),
        ("14:30:05", time(14, 30, 5)),
        ("14.30", time(14, 30)),
        ("14．30", time(14, 30)),
        ("下午2.30", time(14, 30)),
        ("下午两点", time(14)),
        ("下午14:30", time(14, 30)),
        ("中午一点半", time(13, 30)),
    ],
)
def test_a_time_is_read_however_written(written: str, clock: time) -> None:
    assert clock_in(written) == clock
    for day in ("2027年1月1日 ", "2027/1/1 "):
        assert moment_in(day + written) == datetime.combine(date(2027, 1, 1), clock)


@pytest.mark.parametrize("written", ["", "25:00", "8", "晚上12点", "上午12:00", "8:60", "半"])
def test_what_is_no_clear_time_is_none(written: str) -> None:
    with pytest.raises(ValueError):
        clock_in(written)


@pytest.mark.parametrize(
    "written", ["2026-12-20 14.30", "2026-12-20T14.30", "2026.12.20 14.30", "20261220 14.30", "12月20日14.30"]
)
def test_a_point_parts_hours_and_minutes(written: str) -> None:
    token = TODAY.set(date(2026, 12, 1))
    try:
        assert moment_in(written) == datetime.combine(date(2026, 12, 20), time(14, 30))
    finally:
        TODAY.reset(token)


@pytest.mark.parametrize(
    "written", ["2026-12-20 14.3", "2026-12-20 14.305", "2026-12-20 14,5", "2026-12-20 14:30.5"]
)
def test_a_fraction_of_an_hour_is_no_time(written: str) -> None:
    with pytest.raises(ValueError):
        moment_in(written)


def test_a_fraction_of_a_second_is_read() -> None:
    assert moment_in("2026-12-20T14:30:05.250+08:00").microsecond == 250_000


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("晚上1点", "01:00 或 13:00"),
        ("上午14:30", "02:30 或 14:30"),
        ("凌晨13点", "01:00 或 13:00"),
        ("凌晨9点", "09:00 或 21:00"),
        ("14:30 am", "02:30 或 14:30"),
        ("中午8点", "08:00 或 20:00"),
        ("傍晚11点", "11:00 或 23:00"),
        ("晚上14:00", "02:00 或 14:00"),
        ("24:00", "第二天的 00:00"),
    ],
)
def test_a_time_that_contradicts_itself_says_what_would_be_right(written: str, right: str) -> None:
    with pytest.raises(ValueError, match=right):
        moment_in(f"2026-12-20 {written}")


DAY = date(2026, 12, 1)  # a Tuesday
WITH_WEEKDAY = (
    *(
        "2026年12月1日 星期{0}",
        "12月1日（周{0}）",
        "12月1日({0})",
        "礼拜{0} 2026/12/1",
        "2026年12月1日週{0}",
        "2026-12-01 禮拜{0}",
    ),
)
ENGLISH = ("{0}, 2026-12-01", "2026-12-01 ({0}.)", "{0} 2026/12/1")


@pytest.mark.parametrize(
    ("form", "right", "wrong"),
    [*((form, "二", "一") for form in WITH_WEEKDAY), *((form, "Tue", "Monday") for form in ENGLISH)],
)
def test_a_weekday_that_is_not_that_of_the_day_is_named(form: str, right: str, wrong: str) -> None:
    assert day_in(form.format(right), 2026) == DAY
    with pytest.raises(ValueError, match="2026-12-01 是星期二，不是星期一"):
        day_in(form.format(wrong), 2026)


@pytest.mark.parametrize(
    "form", ["2026年12月1日（星期{0}）14:30", "2026年12月1日星期{0}下午2点半", "2026年12月1日 14:30 周{0}"]
)
def test_a_weekday_beside_a_time_is_that_of_the_day(form: str) -> None:
    assert moment_in(form.format("二")) == datetime.combine(DAY, time(14, 30))
    with pytest.raises(ValueError, match="2026-12-01 是星期二，不是星期日"):
        moment_in(form.format("日"))


@pytest.mark.parametrize("zero", "零〇○◯⭘")
def test_every_sign_of_zero_is_read_in_a_date(zero: str) -> None:
    assert day_in(f"二{zero}二六年十二月一日") == DAY


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("贰零贰陆年拾贰月壹日", 1),
        ("2026年12月廿一日", 21),
        ("2026年12月卅一日", 31),
        ("2026年12月三十日", 30),
    ],
)
def test_numerals_of_papers_and_calendars_are_read(written: str, day: int) -> None:
    assert day_in(written) == date(2026, 12, day)


@pytest.mark.parametrize(
    "written", ["1 Jan", "Jan 2027", "99年13月1日", "2027 1", "2027-1/1", "1,1,2027", "January"]
)
def test_part_of_a_day_or_an_order_that_is_not_clear_is_none(written: str) -> None:
    with pytest.raises(ValueError):
        day_in(written)


@pytest.mark.parametrize("written", ["1 January 2027 14:30", "2027 1 1 14:30", "27年1月1日下午2点半"])
def test_a_time_stands_behind_each_form_of_a_day(written: str) -> None:
    assert moment_in(written) == datetime.combine(date(2027, 1, 1), time(14, 30))


SPANS = [
    f"{day}{between}{span}"
    for day in ("2026-09-25", "2026/9/25", "20260925", "2026年9月25日", "Sep 25, 2026")
    for between in (" ", "T")
    for span in (
        "09:00-10:00",
        "09:00 -10:00",
        "09:00－10:00",
        "9:00—10:00",
        "09-10",
        "0900-1000",
        "09:00~10:00",
        "9点至10点半",
        "上午9:00到下午2:00",
        "23:59-00:00",
        "09:00:00-10:00:00",
        "08:30-12:00，14:30-17:30",
    )
]


@pytest.mark.parametrize("written", SPANS)
def test_a_span_of_hours_is_no_time(written: str) -> None:
    with pytest.raises(ValueError) as refused:
        moment_in(written)
    assert "一段时间不是一个时间" in refused.value.args[0] and "span of hours" in refused.value.args[1]


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("2026-09-25 09:00+08:00", 8),
        ("2026-09-25T09:00:00+0800", 8),
        ("2026-09-25T09:00Z", 0),
        ("2026-09-25 09:00 +01:00", 1),
        ("2026-09-25T09:00:00-05:00", -5),
        ("2026-09-25T09:00:00.250-05:00", -5),
    ],
)
def test_a_real_zone_stays(written: str, hours: int) -> None:
    read = moment_in(written)
    assert (read.hour, read.utcoffset()) == (9, timedelta(hours=hours))
