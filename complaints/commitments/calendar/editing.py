"""What administrators change about the calendar: a year's days, one day, the office hours. Inside a transaction.

Promises already made are never due earlier for it (promise 5). A day taken off is written down as a closure, and
`complaints.casework.closures` moves the due times over it; provisional ones are settled by `complaints.casework.recalculation`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import sqlalchemy as sa

from complaints.commitments.calendar import current as current_calendar
from complaints.commitments.calendar.description import days_of
from complaints.commitments.calendar.year_file import LONGEST_LABEL, Days
from complaints.infrastructure.database import EDITION, db
from complaints.infrastructure.errors import BadInput
from complaints.models import CalendarDay, CalendarEdition, CalendarYear, Closure, OfficeSeason, audit
from schemas.dates import clock_in
from schemas.text import has_visible, unusable
from workflows.calendar import DEFAULT_HOURS, Calendar, OfficeHours
from workflows.language import Text

Spans = tuple[tuple[time, time], ...]

BY_HAND = "set by hand"
MOST_DAYS = 60
LONGEST_BASIS = 200
_NO_STRETCH = Text(
    f"最后一天不能早于第一天，一次最多 {MOST_DAYS} 天。",
    f"The last day is not before the first, and an act covers at most {MOST_DAYS} days.",
)
_DAY = re.compile(r"(\d\d?)(?:[-/.]|月)(\d\d?)日?", re.ASCII)
_SPAN = re.compile(r"(.+?)(?:[-~至到]|—+)(.+)")


def load_year(year: int, days: Days, source: str, at: datetime) -> bool:
    """Make a year known by its published days; days set by hand stay unless the file names them.

    A corrected file replaces the one before. False where nothing changes.
    """
    known = db.session.get(CalendarYear, year) is not None
    if known and _days_of(year, from_files=True) == days:
        return False
    before = current_calendar.calendar()
    gone = CalendarDay.source != BY_HAND, CalendarDay.day.not_in(days)
    for row in db.session.scalars(sa.select(CalendarDay).filter(_in(year), *gone)):
        db.session.delete(row)
    current_calendar.load_year(year, days, source, at)
    if known:  # promises into a year that was unknown are provisional, and settled
        _note_closure(before, days_of(year), Why(at, f"{year}", source))
    audit.note(f"calendar of {year} loaded", at, {"source": source, "days": len(days)})
    return True


@dataclass(frozen=True, slots=True)
class Why:
    """Time, reason and authority of a change of days."""

    at: datetime
    reason: str
    basis: str = ""


def set_days(first: date, last: date, working: bool, why: Why) -> bool:
    """Decide days by hand, from the first to the last: see `decide_days`."""
    return decide_days(days_between(first, last), working, why)


def days_between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def decide_days(chosen: Collection[date], working: bool, why: Why) -> bool:
    """Decide days by hand in one act, consecutive or not. False where nothing changes.

    Raises BadInput for no day, or more than `MOST_DAYS`, and for a reason that is none.
    """
    if faults := faults_of_reason(why):
        raise BadInput(faults)
    days = sorted(set(chosen))
    if not 0 < len(days) <= MOST_DAYS:
        raise BadInput({"until": _NO_STRETCH})
    before = current_calendar.calendar()
    changed = [day for day in days if _decide(day, working, why.reason)]
    if not changed:
        return False
    span = f"{days[0]} to {days[-1]}" if _are_a_stretch(days) else " ".join(map(str, days))
    detail: dict[str, object] = {"label": why.reason, **({"basis": why.basis} if why.basis else {})}
    _new_edition(f"day {span} {'working' if working else 'off'}", why.at, detail)
    _note_closure(before, days, why)
    return True


def _are_a_stretch(days: Sequence[date]) -> bool:
    return len(days) > 1 and list(days) == days_between(days[0], days[-1])


def closed_with(day: date) -> tuple[Closure, list[date]]:
    """The newest act that took this day off, and its days that are still off for it: one act takes them back.

    Raises BadInput where there is none.
    """
    for closure in closed_by_hand(day.year - 1, day.year + 1):
        if day in (days := days_still_off(closure)):
            return closure, days
    text = Text(
        f"{day} 没有被停办过，不用恢复。", f"{day} was not taken off by hand; there is nothing to take back."
    )
    raise BadInput({"day": text})


def closed_by_hand(first_year: int, last_year: int) -> list[Closure]:
    """Acts that took off days of these years, the newest first."""
    found = db.session.scalars(sa.select(Closure).order_by(Closure.id.desc()))
    years = range(first_year, last_year + 1)
    return [one for one in found if any(date.fromisoformat(day).year in years for day in one.days)]


def days_still_off(closure: Closure) -> list[date]:
    """Its days that no later act decided otherwise."""
    off = [date.fromisoformat(day) for day, (_, works) in closure.days.items() if not works]
    mine = {"source": BY_HAND, "working": False, "label": closure.reason}
    query = sa.select(CalendarDay.day).filter_by(**mine).filter(CalendarDay.day.in_(off))
    return list(db.session.scalars(query.order_by(CalendarDay.day)))


def unknown_years(*days: date) -> list[int]:
    """Their years whose calendar is not loaded: days decided by hand in them count, the others are guessed."""
    known = current_calendar.calendar()
    years = sorted({day.year for day in days})
    return [year for year in years if known.any_guessed(date(year, 1, 1), date(year, 12, 31))]


def faults_of_reason(why: Why) -> dict[str, Text]:
    faults = {}
    for field, text, most in (("label", why.reason, LONGEST_LABEL), ("basis", why.basis, LONGEST_BASIS)):
        if wrong := unusable(text):
            faults[field] = wrong.text
        elif len(text) > most:
            faults[field] = Text(
                f"最多 {most} 个字，现有 {len(text)} 个。",
                f"At most {most} characters; this has {len(text)}.",
            )
    if not has_visible(why.reason) and "label" not in faults:
        faults["label"] = Text("请写明原因。", "Say why.")
    return faults


def _decide(day: date, working: bool, label: str) -> bool:
    row = db.session.get(CalendarDay, day)
    if row is not None and (row.working, row.label) == (working, label):
        return False
    db.session.merge(CalendarDay(day=day, working=working, label=label, source=BY_HAND))
    return True


def _note_closure(before: Calendar, days: Iterable[date], why: Why) -> None:
    """Write down which days changed, where any was taken off: promises may run over it."""
    now = current_calendar.calendar()
    changed = {
        day.isoformat(): [before.is_working(day), now.is_working(day)]
        for day in days
        if before.is_working(day) != now.is_working(day)
    }
    if any(was for was, _ in changed.values()):
        db.session.add(Closure(at=why.at, reason=why.reason, basis=why.basis, days=changed))
        db.session.flush()
        current_calendar.forget_built()


def set_hours(hours: OfficeHours, at: datetime) -> None:
    """Office hours from a day of the year on. The first season set keeps the others of the shipped hours.

    Existing seasons are not read, so that an unreadable one can still be set right.
    """
    if db.session.scalars(sa.select(OfficeSeason.id).limit(1)).first() is None:
        for season in DEFAULT_HOURS:
            _write_season(season)
    _write_season(hours)
    _new_edition(f"office hours from {hours.month:02}-{hours.day:02}", at, {"spans": spans_of(hours)})


def labels(year: int) -> dict[date, str]:
    """The names given to days of a year here."""
    return {day: label for day, (_, label) in _days_of(year, from_files=False).items()}


def spans_of(hours: OfficeHours) -> list[list[str]]:
    return [[start.isoformat("minutes"), end.isoformat("minutes")] for start, end in hours.spans]


def hours_from(month_day: str, written: str) -> OfficeHours:
    """`05-01` and `08:30-12:00,14:30-17:30`, to the minute, as they are stored.

    Raises BadInput for hours that run backward, and ValueError for anything that cannot be read.
    """
    month, day = _parts(_DAY, re.sub(r"\s", "", unicodedata.normalize("NFKC", month_day)))
    spans = [_parts(_SPAN, part) for part in re.split("[,;、]", unicodedata.normalize("NFKC", written))]
    read = tuple((clock_in(a), clock_in(b)) for a, b in spans)
    if any(edge.second for span in read for edge in span):
        raise ValueError(f"not to the minute: {written!r}")
    _require_forward(read)
    return OfficeHours(int(month), int(day), read)


def _require_forward(spans: Spans) -> None:
    for start, end in spans:
        if end <= start:
            raise BadInput({"spans": _backward(f"{start:%H:%M}-{end:%H:%M}")})
    for (_, end), (start, _) in pairwise(spans):
        if start <= end:
            raise BadInput({"spans": _overlapping(f"{start:%H:%M}", f"{end:%H:%M}")})


def _backward(span: str) -> Text:
    return Text(
        f"{span} 的结束不在开始之后，请先写开始，再写结束。",
        f"{span} does not end after it begins; write the beginning first.",
    )


def _overlapping(start: str, end: str) -> Text:
    return Text(
        f"{start} 开始的时段须在 {end} 之后，请按先后写，不要重叠。",
        f"The period from {start} should come after {end}; write them in order, without overlap.",
    )


def _parts(shape: re.Pattern[str], written: str) -> tuple[str, str]:
    found = shape.fullmatch(re.sub(r"\s", "", written).replace("–", "-"))
    if found is None:
        raise ValueError(f"not of the shape {shape.pattern}: {written!r}")
    return found[1], found[2]


def _days_of(year: int, *, from_files: bool) -> Days:
    query = sa.select(CalendarDay).filter(_in(year))
    if from_files:
        query = query.filter(CalendarDay.source != BY_HAND)
    return {row.day: (row.working, row.label) for row in db.session.scalars(query)}


def _in(year: int) -> sa.ColumnElement[bool]:
    return CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31))


def _write_season(hours: OfficeHours) -> None:
    query = sa.select(OfficeSeason).filter_by(month=hours.month, day=hours.day)
    row = db.session.scalars(query).one_or_none()
    if row is None:
        row = OfficeSeason(month=hours.month, day=hours.day)
        db.session.add(row)
    row.spans = spans_of(hours)
    db.session.flush()


def _new_edition(what: str, at: datetime, detail: dict[str, object]) -> None:
    db.session.add(CalendarEdition(at=at, what=what))
    audit.note(f"calendar: {what}", at, detail)
    db.session.flush()
    db.session().info.pop(EDITION, None)
