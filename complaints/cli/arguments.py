"""Texts, days and files on the command line: what no text holds is refused before a command begins, as at every other door."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

import click

from complaints.infrastructure import clock
from schemas.dates import TODAY, day_in, days_apart, explain
from schemas.fields import FIRST_YEAR, LAST_YEAR
from schemas.table_text import Unreadable, text_of
from schemas.text import line_of, lines_of, unusable
from workflows.calendar import SHANGHAI

Read = TypeVar("Read")


class TextArgument(click.ParamType[str]):
    """A text as it was typed, its line breaks unified."""

    name = "text"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        text = lines_of(str(value))
        if wrong := unusable(text):
            self.fail(f"{wrong.zh} ({wrong.en})", param, ctx)
        return text


class DayArgument(click.ParamType[date]):
    """A day, written as on every page."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        zh, en = "", ""
        try:
            day = read_near_today(day_in, str(value))
        except ValueError as error:
            day, (zh, en) = None, explain(error)
        if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.fail(
                f"“{value}”不是日期{zh}，请写成 2026-10-01 (write a date like 2026-10-01){en}.", param, ctx
            )
        return day


DAY = DayArgument()


class DaysArgument(DayArgument):
    """One day or several, with commas between them."""

    name = "dates"

    def convert(  # type: ignore[override]
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> list[date]:
        if isinstance(value, list):
            return value
        return [super(DaysArgument, self).convert(one, param, ctx) for one in days_apart(str(value))]


DAYS = DaysArgument()


def read_near_today(read: Callable[[str], Read], text: str) -> Read:
    """A day without a year is the nearest. Raises ValueError."""
    today = TODAY.set(clock.now().astimezone(SHANGHAI).date())
    try:
        return read(text)
    finally:
        TODAY.reset(today)


def refuse_unusable_texts(command: click.Command) -> None:
    """Of the command, and of all below it."""
    for below in getattr(command, "commands", {}).values():
        refuse_unusable_texts(below)
    for parameter in command.params:
        if parameter.type is click.STRING:
            parameter.type = TextArgument()


def name_of(file: Path) -> str:
    """The name of a file as it can be shown and kept, in one line; a sign that no text holds is U+FFFD."""
    name = line_of(click.format_filename(file, shorten=True))
    while wrong := unusable(name):
        name = name.replace(wrong.sign, "\ufffd")
    return name


def read_text(file: Path) -> str:
    """The text of a file in any of the usual encodings, its line ends as one. Raises ClickException naming file and line."""
    try:
        return text_of(file.read_bytes()).replace("\r\n", "\n").replace("\r", "\n")
    except Unreadable as error:
        said = f"{name_of(file)}:{error.line} {error.text.zh} ({error.text.en})"
        raise click.ClickException(said) from error
    except OSError as error:
        raise click.ClickException(f"打不开 {file} ({file} cannot be opened): {error.strerror}") from error
