"""The calendar: a year at a glance, one day decided by hand, a year loaded from its notice, office hours."""

from __future__ import annotations

import calendar as months
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, abort, render_template, request, url_for

from complaints.casework.closures import settle
from complaints.commitments.calendar import current as current_calendar
from complaints.commitments.calendar import editing
from complaints.commitments.calendar.year_file import Days, read_year
from complaints.infrastructure.errors import BadInput
from complaints.notifications.calendar_warning import missing_years
from complaints.web.account.access import for_roles
from complaints.web.admin import changes
from complaints.web.admin.rosters import WEEKDAYS
from complaints.web.page import display_settings
from complaints.web.page.dates import now
from complaints.web.page.request_values import day as day_in
from complaints.web.page.request_values import whole
from complaints.web.page.template_globals import said
from complaints.web.page.translation import gettext
from schemas.dates import days_apart
from schemas.table_text import Unreadable
from schemas.table_text import text_of as text_of_file
from schemas.text import line_of
from workflows.calendar import SHANGHAI, Calendar
from workflows.language import Text

pages = Blueprint("admin_calendar", __name__)

FIRST_YEAR, LAST_YEAR = 2020, 2099
TYPED_IN = "typed in"  # the source where none is named


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the grid. `mark`: off, make_up, guess, or nothing; `weekend` are the usual days off."""

    day: date
    mark: str
    weekend: bool
    label: str


@pages.get("/admin/calendar")
@for_roles("admin")
def year() -> str:
    return _page(_year_of(request.args.get("year", "")), {})


def _year_of(written: str) -> int:
    """The year asked for; this year where none is."""
    if not written:
        return now().astimezone(SHANGHAI).year
    found = whole(written)
    if found is None or not FIRST_YEAR <= found <= LAST_YEAR:
        abort(404)
    return found


def _page(chosen: int, faults: Mapping[str, str]) -> str:
    known = current_calendar.calendar()
    labels = editing.labels(chosen)
    return render_template(
        "admin/calendar.html",
        year=chosen,
        first=FIRST_YEAR,
        last=LAST_YEAR,
        provisional=known.any_guessed(date(chosen, 1, 1), date(chosen, 12, 31)),
        grids=[_grid(known, chosen, month, labels) for month in range(1, 13)],
        closures=[(one, editing.days_still_off(one)) for one in editing.closed_by_hand(chosen, chosen)],
        named=[(day, known.is_working(day), label) for day, label in sorted(labels.items())],
        weekdays=WEEKDAYS,
        seasons=current_calendar.office_hours(),
        spans_of=editing.spans_of,
        missing=missing_years(known, now().astimezone(SHANGHAI).date()),
        typed=request.form or request.args,
        errors=faults,
    )


def _grid(known: Calendar, chosen: int, month: int, labels: Mapping[date, str]) -> list[list[Cell | None]]:
    weeks = months.Calendar().monthdatescalendar(chosen, month)
    return [[_cell(known, day, labels) if day.month == month else None for day in week] for week in weeks]


def _cell(known: Calendar, day: date, labels: Mapping[date, str]) -> Cell:
    weekend, working = day.weekday() > 4, known.is_working(day)
    mark = ""
    if working == weekend:
        mark = "make_up" if working else "off"
    elif known.is_provisional(day) and not weekend:
        mark = "guess"
    return Cell(day, mark, weekend, labels.get(day, ""))


@pages.post("/admin/calendar/day")
@for_roles("admin")
def set_day() -> changes.Answer:
    if display_settings.pressed():
        return _again("day", "until", "more", "kind", "label", "basis")
    day, faults = _day_of(request.form.get("day", "")), _faults_of_days()
    if faults or day is None:
        return _page(day.year if day else _year_of(request.form.get("year", "")), faults), changes.REFUSED
    stretch = editing.days_between(day, _day_of(request.form.get("until", "")) or day)
    days = [*stretch, *_more_days()] if stretch else []
    why = editing.Why(now(), _line("label"), _line("basis"))
    came = changes.act(lambda: editing.decide_days(days, request.form["kind"] == "working", why))
    if came.faults:
        return _page(day.year, came.faults), changes.REFUSED
    told = [_settled(min(days).year, bool(came.result), max(days).year), *_guessed(days)]
    return changes.done(" ".join(told), url_for(".year", year=day.year))


def _more_days() -> list[date]:
    """Days that do not follow on the others; one that cannot be read is refused before."""
    return [day for part in days_apart(request.form.get("more", "")) if (day := _day_of(part))]


def _faults_of_days() -> dict[str, str]:
    faults: dict[str, str] = {}
    if _day_of(request.form.get("day", "")) is None:
        faults["day"] = gettext("请填写日期，如 2026-10-01。")
    if request.form.get("until") and _day_of(request.form["until"]) is None:
        faults["until"] = gettext("请填写日期，如 2026-10-01。")
    if len(_more_days()) < len(days_apart(request.form.get("more", ""))):
        faults["more"] = gettext("请填写日期，用逗号隔开，如 2026-11-05，2026-11-09。")
    if request.form.get("kind") not in ("working", "off"):
        faults["kind"] = gettext("请选择上班还是休息。")
    why = editing.Why(now(), _line("label"), _line("basis"))
    return faults | {name: said(text) for name, text in editing.faults_of_reason(why).items()}


def _line(name: str) -> str:
    """As typed: what is wrong with it says `faults_of_reason`."""
    return line_of(request.form.get(name, ""))


def _again(*names: str) -> changes.Answer:
    chosen = _year_of(request.form.get("year", ""))
    typed = any(request.form.get(name) for name in names)
    return changes.as_typed(lambda: _page(chosen, {}), typed, url_for(".year", year=chosen))


def _day_of(written: str) -> date | None:
    day = day_in(written)
    return day if day and day.year >= FIRST_YEAR else None


def _guessed(days: Collection[date]) -> list[str]:
    return [
        str(
            gettext(
                "%(year)s 年放假安排尚未载入：这些日期先按此计算，其余日期是推算的，载入后再核对。", year=one
            )
        )
        for one in editing.unknown_years(*days)
    ]


def _settled(chosen: int, changed: bool, last: int | None = None) -> str:
    """Promises over a day taken off, and those made under a guess, move later or stay (promise 5)."""
    if not changed:
        return gettext("没有变化。")
    tally = settle(chosen, now(), last)
    return str(
        gettext(
            "日历已更改；核对了 %(n)s 件的期限，%(later)s 个顺延，并已告知投诉人。",
            n=tally.looked_at,
            later=tally.moved_later,
        )
    )


@pages.get("/admin/calendar/load")
@for_roles("admin")
def load_form() -> str:
    return _loading(_year_of(request.args.get("year", "")), "", {})


@pages.post("/admin/calendar/load")
@for_roles("admin")
def load() -> changes.Answer:
    chosen = _year_of(request.form.get("year", ""))
    written, raw = _read_year_file()
    if display_settings.pressed():
        return _loading(chosen, written, {})
    try:
        days = read_year(chosen, raw)
    except BadInput as error:
        lines = {f"line-{line}": _at_line(line, text) for line, text in error.fields.items()}
        return _loading(chosen, written, lines), changes.REFUSED
    source = _line("source")
    if fault := _source_wrong(source):
        return _loading(chosen, written, {"source": fault}, days), changes.REFUSED
    if request.form.get("do") != "load":
        return _loading(chosen, written, {}, days)
    came = changes.act(lambda: editing.load_year(chosen, days, source or TYPED_IN, now()))
    return changes.done(_settled(chosen, bool(came.result)), url_for(".year", year=chosen))


def _read_year_file() -> tuple[str, bytes]:
    """What was uploaded, else what was pasted; the bytes are read, the text is shown again."""
    file = request.files.get("file")
    raw = file.read() if file else b""
    raw = raw or request.form.get("text", "").encode()
    try:
        return text_of_file(raw), raw
    except Unreadable:
        return raw.decode("utf8", errors="replace"), raw


def _source_wrong(source: str) -> str:
    wrong = editing.faults_of_reason(editing.Why(now(), source)) if source else {}
    return said(wrong["label"]) if wrong else ""


def _at_line(line: str, text: Text) -> str:
    return gettext("第 %(line)s 行：%(words)s", line=line, words=said(text))


def _loading(chosen: int, written: str, faults: Mapping[str, str], days: Days | None = None) -> str:
    known = current_calendar.calendar()
    rows = [
        (day, working, label, known.is_working(day) != working)
        for day, (working, label) in sorted((days or {}).items())
    ]
    return render_template(
        "admin/calendar_load.html",
        year=chosen,
        text=written,
        source=request.form.get("source", ""),
        errors=faults,
        days=rows,
        weekdays=WEEKDAYS,
        years=sorted({*missing_years(known, now().astimezone(SHANGHAI).date()), chosen, chosen + 1}),
    )


@pages.post("/admin/calendar/hours")
@for_roles("admin")
def set_hours() -> changes.Answer:
    if display_settings.pressed():
        return _again("from", "spans")
    try:
        hours = editing.hours_from(request.form.get("from", ""), request.form.get("spans", ""))
    except BadInput as error:
        return _hours_refused(said(error.fields["spans"]))
    except (ValueError, TypeError):
        return _hours_refused(gettext("看不懂，请写成 05-01 和 08:30-12:00,14:30-17:30。"))
    changes.act(lambda: editing.set_hours(hours, now()))
    return changes.done(gettext("办公时间已更改，今后作出的承诺照此计算。"), url_for(".year"))


def _hours_refused(words: str) -> changes.Answer:
    return _page(_year_of(request.form.get("year", "")), {"spans": words}), changes.REFUSED
