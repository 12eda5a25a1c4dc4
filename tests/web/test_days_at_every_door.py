"""Every door that asks for a day, a time or a period is found by itself, and reads what people write by one rule: kept, or refused
with its place and what would be right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import click
import pytest
from marshmallow import ValidationError, fields

from complaints.cli.arguments import DAY
from complaints.cli.complaints import MOMENT
from complaints.queries.statistics.periods import name_of, read_period
from schemas.dates import TODAY
from schemas.fields import Day, Moment
from tests.house import House
from tests.laws.test_text_fields import every_schema
from tests.laws.tree import ROOT
from tests.web.api import COMPLAINT, Api
from tests.web.test_days_typed import signed
from workflows.limits import BadLimit, Limit

TODAY_IS = date(2026, 9, 21)
READ = {
    "2026-11-28": date(2026, 11, 28),
    "2026年11月28日": date(2026, 11, 28),
    "２０２６／１１／２８": date(2026, 11, 28),
    "2026.11.28（周六）": date(2026, 11, 28),
    "\u200e2026 年 11 月 28 号": date(2026, 11, 28),
    "二〇二六年十一月二十八日": date(2026, 11, 28),
    "11月28日": date(2026, 11, 28),
    "2月1日": date(2027, 2, 1),
    "8月30号": date(2026, 8, 30),
}
TIMES = {
    "2026-11-28T14:30": "2026-11-28T14:30:00+08:00",
    "2026-11-28 14:30": "2026-11-28T14:30:00+08:00",
    "2026年11月28日下午2点半": "2026-11-28T14:30:00+08:00",
    "11月28日 14:30": "2026-11-28T14:30:00+08:00",
    "2026-11-28T06:30:00Z": "2026-11-28T14:30:00+08:00",
    "2026-11-28 14:30 +0800": "2026-11-28T14:30:00+08:00",
}
REFUSED = [
    "2026-02-30",
    "28/11/2026",
    "46354",
    "明天",
    "x",
    "2月30日",
    "2026-13-01",
    "1999-12-31",
    "2026年11月28日 星期五",
]
PERIODS = {
    "2026-10": (
        "2026-10",
        "2026年10月",
        "2026/10",
        "２０２６－１０",
        "202610",
        "2026年10月份",
        "2026-10-01/2026-10-31",
    ),
    "2026-Q3": ("2026-Q3", "2026Q3", "2026年第3季度", "2026年三季度", "2026年7月1日至9月30日"),
    "2026": ("2026", "2026年", "2026-01-01至2026-12-31"),
    "2026-07-01/2026-12-31": ("2026年下半年",),
    "2026-10-01/2026-10-15": (
        "2026-10-01/2026-10-15",
        "2026年10月1日至15日",
        "2026.10.1~2026.10.15",
        "2026年10月1日到10月15日",
    ),
    "2026-10-01": ("2026-10-01", "2026/10/1", "2026年10月1日"),
    "2026-09-28/2026-10-04": ("2026-W40", "2026年第40周"),
}
DATED = re.compile(
    r"^(at|from|to|until|since|day|month|period|start|first|last|when|.*_(at|on|from|until|by_day))$"
)
PLAIN = {  # parameters of a command whose name sounds like a day, and what they are
    "ledger verify since": "a file that --keep wrote",
    "bulletin period": "a period; tested below",
    "calendar why start": "a number or a time; tested below",
}


@pytest.fixture
def today() -> Iterator[None]:
    token = TODAY.set(TODAY_IS)
    yield
    TODAY.reset(token)


def dated_fields() -> Iterator[tuple[str, fields.Field]]:
    for schema in every_schema():
        for name, field in schema._declared_fields.items():
            for one in (field, getattr(field, "inner", None)):
                if isinstance(one, Day | Moment):
                    yield f"{schema.__name__}.{name}", one
                elif type(one) in (fields.Date, fields.DateTime, fields.AwareDateTime, fields.NaiveDateTime):
                    assert one.dump_only or schema.__name__.endswith("Out"), f"{schema.__name__}.{name}"


FIELDS = dict(dated_fields())


@pytest.mark.parametrize("name", FIELDS)
def test_each_field_of_the_api_reads_a_day(name: str, today: None) -> None:
    field = FIELDS[name]
    for written, day in READ.items():
        assert field.deserialize(written) == day, written
    for written, moment in TIMES.items() if isinstance(field, Moment) else ():
        assert field.deserialize(written).isoformat() == moment, written
    for written in REFUSED:
        with pytest.raises(ValidationError) as wrong:
            field.deserialize(written)
        assert re.search(r"如 2026-\d\d-\d\d.*such as 2026-", str(wrong.value.messages)), wrong.value.messages


def test_there_are_fields() -> None:
    assert len(FIELDS) > 5


def parameters(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Parameter]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from parameters(command, (*path, name))
        else:
            yield from ((" ".join((*path, name, str(one.name))), one) for one in command.params)


def test_each_command_reads_a_day(house: House) -> None:
    """With an option that sounds like a day, too: one added later is a day, a time, or is listed above."""
    now, found = datetime.now(UTC).date(), 0
    for name, one in parameters(house.app.cli):  # type: ignore[arg-type]
        if one.type not in (DAY, MOMENT):
            sounds = DATED.match(str(one.name)) and one.type.name in ("text", "filename", "datetime")
            assert not sounds or name in PLAIN, name
            continue
        found += 1
        for written, day in READ.items():
            if "年" in written or "2026" in written:
                read = one.type.convert(written, one, None)
                assert (read.date() if isinstance(read, datetime) else read) == day, (name, written)
        near = now + timedelta(days=40)
        read = one.type.convert(f"{near.month}月{near.day}日", one, None)
        assert (read.date() if isinstance(read, datetime) else read) == near
        for written in REFUSED:
            with pytest.raises(click.UsageError, match="2026-"):
                one.type.convert(written, one, None)
    assert found >= 4


@pytest.mark.parametrize("name", PERIODS)
def test_a_period_is_read_however_written(name: str) -> None:
    for written in PERIODS[name]:
        assert name_of(read_period(written)) == name, written


@pytest.mark.parametrize(
    "written", ["", "10", "2026-13", "2026-Q5", "上个月", "2026-10-15/2026-10-01", "2026-10-01/x", "1/2/3"]
)
def test_what_is_no_period_is_refused(written: str) -> None:
    with pytest.raises(ValueError):
        read_period(written)


@pytest.mark.parametrize("written", PERIODS["2026-10"][:3])
def test_periods_are_read_at_each_door(house: House, now, tmp_path, written: str) -> None:
    """The command, the page and the API; what is kept is kept under one name."""
    house.logs("2026-08-18T09:00")
    before = written.replace("10", "8") if "月" in written else written.replace("10", "08")
    command = house.app.test_cli_runner().invoke(args=["bulletin", before, "--out", str(tmp_path / "a.docx")])
    supervisor = signed(house, "supervisor")
    supervisor.get("/supervise/bulletins")
    page = supervisor.post("/supervise/bulletins", period=before)
    answer = Api(house).by("supervisor").get(f"/statistics?indicator=acceptance_kept&period={before}")

    assert command.exit_code == 0, command.output
    assert page.status_code == 303 and page.headers["Location"].endswith("/supervise/bulletins/2026-08")
    assert answer.status_code != 422 or "period" not in answer.text


@pytest.mark.parametrize(
    ("written", "limit"),
    [
        ("10wd", "10wd"),
        ("10个工作日", "10wd"),
        ("１０ 工作日", "10wd"),
        ("5 working days", "5wd"),
        ("60个自然日", "60cd"),
        ("24小时", "24h"),
        ("4个工作小时", "4wh"),
        ("1 H", "1h"),
    ],
)
def test_a_limit_is_read_however_written(written: str, limit: str) -> None:
    assert str(Limit.read(written)) == limit


@pytest.mark.parametrize("written", ["10天", "10日", "10", "工作日", "0个工作日", "一周"])
def test_a_limit_of_two_senses_is_refused(written: str) -> None:
    with pytest.raises(BadLimit):
        Limit.read(written)


@pytest.mark.parametrize("command", ["due", "why"])
def test_calendar_commands_read_times_and_limits(house: House, command: str) -> None:
    runner = house.app.test_cli_runner()
    told = [
        runner.invoke(args=["calendar", command, start, limit]).output
        for start in ("2026-09-18T16:00", "2026年9月18日 下午4点", "2026/9/18 16:00")
        for limit in ("10wd", "10个工作日")
    ]

    assert len(set(told)) == 1 and "2026-10-" in told[0]


@pytest.mark.parametrize("due", ["2026-11-28 14:30", "2026年11月28日下午2点半", "11月28日 14:30"])
def test_senders_time_needs_no_zone(house: House, now, due: str) -> None:
    answer = Api(house).by("window").post("/complaints", {**COMPLAINT, "sender_due_at": due})

    assert answer.status_code == 201, answer.text
    kept = house.complaint(answer.json["tracking_number"].replace("-", "")).sender_due_at
    assert kept is not None and kept.astimezone(UTC) == datetime(2026, 11, 28, 6, 30, tzinfo=UTC)


# Each field of a page that asks for a day: who opens it, where, and where it is sent.
ON_PAGES = {
    "admin/calendar.html day": (
        "admin",
        "/admin/calendar",
        "/admin/calendar/day",
        {"kind": "off", "label": "停电"},
    ),
    "admin/calendar.html until": (
        *("admin", "/admin/calendar", "/admin/calendar/day"),
        {"kind": "off", "label": "停电", "day": "2026-11-28"},
    ),
    "admin/rosters.html on_date": (
        "admin",
        "/admin/rosters/EZ-CENTRE",
        "/admin/rosters/EZ-CENTRE/date",
        {"officer": "window"},
    ),
    "desk/_away.html first of one's own": (
        *("handler", "/desk/leave", "/desk/leave"),
        {"deputy": "echeng.xie", "last": "2026-12-31"},
    ),
    "desk/_away.html last of one's own": (
        *("handler", "/desk/leave", "/desk/leave"),
        {"deputy": "echeng.xie", "first": "2026-11-20"},
    ),
    "desk/_away.html first of others": (
        *("leader", "/supervise/absence", "/supervise/absence"),
        {"officer": "handler", "deputy": "echeng.xie", "last": "2026-12-31"},
    ),
    "desk/_away.html last of others": (
        *("leader", "/supervise/absence", "/supervise/absence"),
        {"officer": "handler", "deputy": "echeng.xie", "first": "2026-10-08"},
    ),
    "supervision/_catalogue_fields.html from_on": (
        *("supervisor", "/supervise/catalogue/new", "/supervise/catalogue/new"),
        {"what": "公证收费", "keywords": "公证费", "unit": "EC-BUREAU", "basis": "督办裁定"},
    ),
    "desk/search.html since": ("window", "/desk/search", "/desk/search", {"words": "x"}),
    "desk/search.html until": ("window", "/desk/search", "/desk/search", {"words": "x"}),
}
ELSEWHERE = {
    "admin/limits_edit.html effective_from": "tests/web/test_admin_pages.py",
    "supervision/figures.html from": "below",
    "supervision/figures.html to": "below",
    "supervision/catalogue_entry.html to_on": "tests/web/test_catalogue.py",
    "desk/new.html sender_due_at": "by the schema of the API",
    "desk/new.html received_on": "by the schema of the API",
    "desk/_fields.html field.name": "by the schema of the API",
}


def test_each_field_of_a_page_that_asks_for_a_day_stands_here() -> None:
    templates = ROOT / "complaints" / "web" / "templates"
    asked = set()
    for file in templates.rglob("*.html"):
        for line in re.findall(r'.*type="(?:date|month|time|week|datetime-local)".*', file.read_text("utf8")):
            name = re.search(r'forms.field\("?([a-z_.]+)"?', line) or re.search(r' name="([a-z]+)"', line)
            for one in (
                [name]
                if "<input" not in line
                else re.finditer(r'type="date" id="[a-z]+" name="([a-z]+)"', line)
            ):
                assert one
                asked.add(f"{file.relative_to(templates)} {one[1].rstrip('.')}")

    assert asked == {" ".join(place.split()[:2]) for place in (*ON_PAGES, *ELSEWHERE)}


@pytest.mark.parametrize("place", ON_PAGES)
def test_each_page_reads_a_day(house: House, now, place: str) -> None:
    who, page, action, words = ON_PAGES[place]
    visitor, name = signed(house, who), place.split()[1]
    visitor.get(page)
    for written in ("2026年11月28日", "２０２６／１１／２８", "11月28日"):
        answer = visitor.post(action, **words, **{name: written})
        assert answer.status_code in (200, 303, 422) and not re.search("日期[，应]*如 2026-", answer.text), (
            written
        )
    for written in ("2026-02-30", "28/11/2026"):
        answer = visitor.post(action, **words, **{name: written})
        assert re.search("日期[，应]*如 2026-", answer.text) and (
            answer.status_code == 422 or action == "/desk/search"
        ), written


def test_figures_and_exports_name_what_is_no_day(house: House, now) -> None:
    supervisor = signed(house, "supervisor")

    assert "“28/9/2026”不是日期" in supervisor.get("/supervise/figures?from=28/9/2026").text
    assert 'value="2026-09-01"' in supervisor.get("/supervise/figures?from=2026年9月1日").text
    assert supervisor.get("/desk/export/complaints.csv?from=28/9/2026").status_code == 422
    assert supervisor.get("/desk/export/complaints.csv?from=2026年9月1日").status_code == 200
