"""Commands about working days and office hours."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
import sqlalchemy as sa
from flask.cli import with_appcontext
from sqlalchemy.exc import OperationalError, ProgrammingError

from complaints.casework.closures import settle
from complaints.cli.arguments import DAY, DAYS, name_of
from complaints.cli.complaints import MOMENT
from complaints.commitments import explanation
from complaints.commitments.calendar import current as current_calendar
from complaints.commitments.calendar import description, editing
from complaints.commitments.calendar.year_file import read_year
from complaints.infrastructure import clock
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.errors import BadInput, NotFound
from complaints.infrastructure.tracking_numbers import digits_of, looks_right
from complaints.models import Complaint
from complaints.notifications.calendar_warning import missing_years
from schemas.text import line_of
from workflows.calendar import SHANGHAI, Calendar, Due, OfficeHours
from workflows.limits import BadLimit, Limit

YEAR = click.argument("year", type=click.IntRange(1900, 2200))
BASIS = click.option("--basis", default="", help="The notice it rests on. 依据。")
UNKNOWN = "暂定：该年度的放假安排尚未公布 (provisional: the calendar of that year is not known yet)"


@click.group("calendar")
def calendar_group() -> None:
    """Working days and office hours. 工作日历。"""


@calendar_group.command("due")
@click.argument("start", type=MOMENT)
@click.argument("limit")
@with_appcontext
def due_command(start: datetime, limit: str) -> None:
    """When a promise made at START falls due. 计算到期时间。"""
    click.echo(_due(_calendar(), start, limit).at.isoformat(timespec="seconds"))


@calendar_group.command("why")
@click.argument("start", metavar="START|NUMBER")
@click.argument("limit", required=False, metavar="[LIMIT|COMMITMENT]")
@with_appcontext
def why_command(start: str, limit: str | None) -> None:
    """The days counted, one by one: of a START and a LIMIT, or of every promise of a complaint by its NUMBER, with each
    time it moved. 逐日列出计算过程。"""
    if looks_right(start):
        lines = list(explanation.lines_of(_complaint(start), limit))
    else:
        moment = MOMENT.convert(start, None, None)
        due = _due(_calendar(), moment, limit or "")
        lines = [
            *description.counted(_calendar(), moment, Limit.read(limit or "")),
            f"到期 due {due.at.isoformat(timespec='seconds')}",
        ]
    for line in lines:
        click.echo(line)


@calendar_group.command("show")
@YEAR
@with_appcontext
def show_command(year: int) -> None:
    """Days off, make-up days and office hours of a year. 查看年度安排。"""
    calendar, labels, hours = _of_year(year)
    provisional = calendar.any_guessed(date(year, 1, 1), date(year, 12, 31))
    click.echo(f"{year} {'暂定 provisional' if provisional else '已公布 known'}")
    for line in description.special_days(calendar, year, labels):
        click.echo(line)
    for season in hours:
        click.echo(_season(season))
    for missing in missing_years(calendar, clock.now().astimezone(SHANGHAI).date()):
        click.echo(f"{missing} 年放假安排尚未载入 (the calendar of {missing} is not loaded yet)", err=True)


@calendar_group.command("load")
@YEAR
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def load_command(year: int, file: Path) -> None:
    """Make YEAR known from a CSV file: date,working,label. 载入年度放假安排。"""
    try:
        days = read_year(year, file.read_bytes())
    except BadInput as error:
        faults = [f"{name_of(file)}:{line} {fault.zh} ({fault.en})" for line, fault in error.fields.items()]
        raise click.ClickException("\n".join(faults)) from error
    with transaction():
        changed = editing.load_year(year, days, name_of(file), clock.now())
    off = sum(not working for working, _ in days.values())
    what = "" if changed else "，没有变化 (nothing new)"
    click.echo(f"{year}: 休 off {off}, 上班 working {len(days) - off}{what}")
    _settle(year)


@calendar_group.command("set")
@click.argument("days", metavar="DATE[,DATE…]", type=DAYS)
@click.argument("working", metavar="working|off", type=click.Choice(["working", "off"]))
@click.argument("label")
@click.option("--until", type=DAY, help="The last day, where it is more than one. 截止日期。")
@BASIS
@with_appcontext
def set_command(days: list[date], working: str, label: str, **more: Any) -> None:
    """Decide a day, or several, by hand; open promises over a day taken off move later. 一日、几日或者连续几日调整。"""
    first, last = days[0], more["until"] or days[-1]
    stretch = editing.days_between(days[-1], last)
    chosen = [*days[:-1], *stretch] if stretch else []
    why = editing.Why(clock.now(), line_of(label), line_of(more["basis"]))
    with _in_words(), transaction():
        editing.decide_days(chosen, working == "working", why)
    listed = ",".join(map(str, days))
    one_stretch = len(days) == 1 and first != last
    click.echo(
        f"{first} – {last} {working} {why.reason}" if one_stretch else f"{listed} {working} {why.reason}"
    )
    _follow(chosen)


@calendar_group.command("undo")
@click.argument("day", metavar="DATE", type=DAY)
@click.argument("label")
@BASIS
@with_appcontext
def undo_command(day: date, label: str, basis: str) -> None:
    """Take back the act that took DATE off, with all its days; due times that moved stay later. 撤销停办，一次恢复全部日期。"""
    why = editing.Why(clock.now(), line_of(label), line_of(basis))
    with _in_words(), transaction():
        closure, days = editing.closed_with(day)
        editing.decide_days(days, True, why)
    click.echo(f"{','.join(map(str, days))} working {why.reason} ← {closure.reason}")
    _follow(days)


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except BadInput as error:
        faults = "\n".join(f"{one.zh} ({one.en})" for one in error.fields.values())
        raise click.ClickException(faults) from error


def _follow(days: Collection[date]) -> None:
    for year in editing.unknown_years(*days):
        click.echo(
            f"{year} 年放假安排尚未载入：这些日期先按此计算，其余日期是推算的，载入后再核对 "
            f"(the calendar of {year} is not loaded: these days count, the others are guessed until it is)",
            err=True,
        )
    for year in sorted({day.year for day in days}):
        _settle(year)


@calendar_group.command("hours")
@click.argument("month_day", metavar="MONTH-DAY")
@click.argument("spans")
@with_appcontext
def hours_command(month_day: str, spans: str) -> None:
    """Office hours from MONTH-DAY on, such as 05-01 "08:30-12:00,14:30-17:30". 办公时间。"""
    try:
        hours = editing.hours_from(month_day, spans)
    except BadInput as error:
        told = error.fields["spans"]
        raise click.ClickException(f"{told.zh} / {told.en}") from error
    except (ValueError, TypeError) as error:
        said = '看不懂，请写成 (write it like): 05-01 "08:30-12:00,14:30-17:30"'
        raise click.ClickException(said) from error
    with transaction():
        editing.set_hours(hours, clock.now())
    for season in current_calendar.office_hours():
        click.echo(_season(season))


def _complaint(number: str) -> Complaint:
    query = sa.select(Complaint).filter_by(tracking_number=digits_of(number))
    complaint = db.session.scalars(query).one_or_none()
    if complaint is None:
        missing = NotFound().text
        raise click.ClickException(f"{missing.zh} ({missing.en})")
    return complaint


def _due(calendar: Calendar, start: datetime, limit: str) -> Due:
    try:
        due = calendar.due(start, Limit.read(limit))
    except (BadLimit, OverflowError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    if due.provisional:
        click.echo(UNKNOWN, err=True)
    return due


def _settle(year: int) -> None:
    tally = settle(year, clock.now())
    click.echo(
        f"重算 recalculated: {tally.looked_at} 件 complaints, {tally.changed} 件变动 changed, "
        f"{tally.moved_later} 个期限顺延 moved later, {tally.failed} 件失败 failed"
    )
    if tally.failed:
        raise SystemExit(1)


def _season(season: OfficeHours) -> str:
    spans = ", ".join("-".join(span) for span in editing.spans_of(season))
    return f"{season.month:02}-{season.day:02} 起 from: {spans}"


def _calendar() -> Calendar:
    """The calendar of the database, or the shipped years where there is no database yet."""
    try:
        return current_calendar.calendar()
    except (OperationalError, ProgrammingError):
        db.session.rollback()
        return current_calendar.shipped_calendar()


def _of_year(year: int) -> tuple[Calendar, dict[date, str], tuple[OfficeHours, ...]]:
    return current_calendar.calendar(), editing.labels(year), current_calendar.office_hours()


COMMANDS = [calendar_group]
