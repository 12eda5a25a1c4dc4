"""Times as people say them, in the language of the page, always in Shanghai."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache

from babel.dates import format_datetime
from flask import g

from complaints.commitments.calendar import current as current_calendar
from complaints.commitments.closed_breaches import reason_closed
from complaints.commitments.deadline_clock import broken_at
from complaints.infrastructure import clock
from complaints.models import Deadline
from complaints.web.page.translation import gettext, language
from workflows.calendar import SHANGHAI, Calendar
from workflows.limits import Limit

LOCALES = {"zh": "zh_Hans_CN", "en": "en"}
SOON = 1  # working days before the due day that count as near


@dataclass(frozen=True)
class Far:
    """How far a due time is. Tones: running, soon, late, kept, paused."""

    words: str
    tone: str


@dataclass(frozen=True)
class Bar:
    """A deadline as a picture: `share` is the part of its time that is used up, in percent."""

    share: int
    tone: str
    words: str
    icon: str


def now() -> datetime:
    """The moment of this request: read once, so that a page agrees with itself."""
    here = g._get_current_object()
    moment: datetime | None = getattr(here, "now", None)
    if moment is None:
        moment = here.now = clock.now()
    return moment


def _calendar() -> Calendar:
    """The calendar of this request: found once, for every row of a list is so and so many working days late."""
    here = g._get_current_object()
    found: Calendar | None = getattr(here, "calendar", None)
    if found is None:
        found = here.calendar = current_calendar.calendar()
    return found


@lru_cache(maxsize=10_000)
def iso(at: datetime) -> str:
    return at.astimezone(SHANGHAI).isoformat(timespec="minutes")


def exact(at: datetime) -> str:
    return _format_in_language(at, "y年M月d日（EEEE）HH:mm", "EEEE d MMMM y, HH:mm")


def at_time(at: datetime) -> str:
    return _format_in_language(at, "y年M月d日 HH:mm", "d MMM y, HH:mm")


def on_day(at: date) -> str:
    at = at if isinstance(at, datetime) else datetime.combine(at, time(), SHANGHAI)
    return _format_in_language(at, "y年M月d日", "d MMMM y")


def short_day(at: datetime) -> str:
    """Month and day, for the many dates of a dense row; the title holds the whole date."""
    return _format_in_language(at, "M月d日", "d MMM")


def _format_in_language(at: datetime, chinese: str, english: str) -> str:
    spoken = language()
    return _format(at, english if spoken == "en" else chinese, LOCALES[spoken])


@lru_cache(maxsize=10_000)
def _format(at: datetime, form: str, locale: str) -> str:
    """The times of a page are asked for again with every look at it."""
    return str(format_datetime(at, form, tzinfo=SHANGHAI, locale=locale))


def to_go(due_at: datetime) -> Far:
    """Working time until a due time, or since it (domain §5)."""
    days, passed = _calendar().to_go(now(), due_at)
    if passed:
        return Far(_late(days), "late")
    if days == 0:
        return Far(gettext("今天到期"), "soon")
    words = gettext("还有 1 个工作日") if days == 1 else gettext("还有 %(n)s 个工作日", n=days)
    return Far(words, "soon" if days <= SOON else "running")


def _late(days: int) -> str:
    if days == 0:
        return gettext("今天已过期限")
    return gettext("已超过 1 个工作日") if days == 1 else gettext("已超过 %(n)s 个工作日", n=days)


def limit_in_words(limit: str) -> str:
    """`5wd` as "5 个工作日"; a binding date has no length."""
    if limit == "fixed":
        return gettext("限定日期")
    parsed = Limit.parse(limit)
    if parsed.value == 1:
        one = {
            "h": gettext("1 小时（节假日、夜间照算）"),
            "wh": gettext("1 个工作小时"),
            "wd": gettext("1 个工作日"),
            "cd": gettext("1 日"),
        }
        return one[parsed.unit]
    many = {
        "h": gettext("%(n)s 小时（节假日、夜间照算）", n=parsed.value),
        "wh": gettext("%(n)s 个工作小时", n=parsed.value),
        "wd": gettext("%(n)s 个工作日", n=parsed.value),
        "cd": gettext("%(n)s 日", n=parsed.value),
    }
    return many[parsed.unit]


def bar_of(deadline: Deadline) -> Bar:
    if deadline.met_at is not None:
        in_time = deadline.paused_at is not None or deadline.met_at <= deadline.due_at
        kept = deadline.breached_at is None and in_time  # in time also while its clock stood
        share = _share(deadline, deadline.met_at)
        if kept:
            return Bar(share, "kept", gettext("已按时完成"), "check-circle")
        return Bar(100, "late", gettext("已完成，但超过期限"), "exclamation-octagon")
    if deadline.void_at is not None:
        return Bar(_share(deadline, deadline.void_at), "paused", gettext("不再适用"), "slash-circle")
    if deadline.paused:
        return Bar(_share(deadline, deadline.paused_at), "paused", gettext("已暂停计时"), "pause-circle")
    far = to_go(deadline.due_at)
    icons = {"late": "exclamation-octagon", "soon": "hourglass-split", "running": "clock"}
    return Bar(_share(deadline, now()), far.tone, far.words, icons[far.tone])


def missed_at(deadline: Deadline) -> datetime | None:
    return broken_at(deadline, now())


def reason_of_closed_day(deadline: Deadline) -> str | None:
    return reason_closed(deadline, missed_at(deadline))


def _share(deadline: Deadline, at: datetime | None) -> int:
    whole = (deadline.due_at - deadline.started_at).total_seconds()
    used = ((at or deadline.due_at) - deadline.started_at).total_seconds()
    return max(2, min(100, round(100 * used / whole))) if whole > 0 else 100
