"""Days and times as people, spreadsheets and logs write them: 2027-01-01, 2027 年 1 月 1 日（周五）, 2027/1/1 下午 2:30."""

from __future__ import annotations

import re
import unicodedata
from contextvars import ContextVar
from datetime import date, datetime, time

from schemas.numerals import DIGITS
from schemas.weekdays import WEEKDAY, require_weekday

_WEEKDAY_APART = re.compile(rf" ?(?:[(](?:{WEEKDAY}|[一二三四五六日天])[)]|(?<![a-z])(?:{WEEKDAY})),? ?")
_BEFORE = re.compile(rf"^(?:[(]?(?:{WEEKDAY})[)]?[, ]*)")
_BEHIND = re.compile(rf"(?:[ t]*0{{1,2}}:00(?::00)?|,? ?[(]?(?:{WEEKDAY})[)]?| ?[(][一二三四五六日天][)])+$")
_DAY = re.compile(
    r"(\d{4})(?:([-/.、,_\\ ]) ?(\d{1,2})\2 ?(\d{1,2})[日号]?|年(\d{1,2})月(\d{1,2})[日号]?|(\d{2})(\d{2}))|(\d\d)年(\d{1,2})月(\d{1,2})[日号]?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?"
_IN_ENGLISH = (
    re.compile(rf"\b{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? ?(?P<year>\d{{4}})\b"),
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ -]{_MONTH},?[ -](?P<year>\d{{4}})\b"),
)
_MONTH_DAY = re.compile(r"(\d{1,2})月(\d{1,2})[日号]?")
_SERIAL = re.compile(
    r"(?:[34]\d{4}|5[0-5]\d{3})(?:\.\d+)?"
)  # days since 1900, as spreadsheets keep a date: 46388
_HALF = r"凌晨|清晨|早上|早|上午|中午|下午|傍晚|晚上|晚|[ap]\.?m\.?"
_CLOCK = re.compile(
    rf"(?P<before>{_HALF})? ?(?P<hour>\d{{1,2}})(?:(?:[:时点]|\.(?=\d\d(?!\d)))(?P<minute>\d{{1,2}}|半|整)?分?(?::?(?P<second>\d{{1,2}})秒?)?)"
    rf" ?(?P<behind>{_HALF})?"
)
_MOMENT = re.compile(
    rf"(?P<day>.*?(?:[日号)]|\d))(?:[ t]+|(?<=[日号)]))(?P<clock>(?:(?:{_HALF}) ?)?\d{{1,2}}(?:[:时点]|\.\d\d(?!\d)).*)"
)
_ZONE = re.compile(r" +(?=(?:[+-]\d\d:?\d\d|z)$)")
_TO = r" ?(?:--?|~|至|到) ?"
_HOUR = rf"(?:(?:{_HALF}) ?)?\d{{1,2}}(?:[:时点](?:\d{{1,2}}|半|整)?分?)?"
_SPAN = re.compile(  # an offset behind a minus is one of a zone only where a program wrote the seconds: 09:00:00-05:00
    rf"(?<=[ t日号])(?:{_HOUR}{_TO}{_HOUR}|\d{{3,4}}{_TO}\d{{3,4}}|\d\d:?\d\d:?\d\d{_TO}\d\d:?\d\d:?\d\d)(?![\d:])"
)
_NO_SPAN = (
    "一段时间不是一个时间；请只写一个，如 {0}",
    "a span of hours is no time; write one of the two, such as {0}",
)
_NOON = 12
_AFTER_NOON = ("中午", "下午", "傍晚", "晚上", "晚", "pm")
_HOURS = {  # of the day that a word beside the time can mean
    **dict.fromkeys(("凌晨",), range(7)),
    **dict.fromkeys(("清晨", "早上", "早", "上午", "am"), range(12)),
    **dict.fromkeys(("下午", "pm"), range(12, 24)),
    **dict.fromkeys(("晚上", "晚"), range(17, 24)),
    "中午": range(10, 16),
    "傍晚": range(16, 21),
}
_WHOLE_SECONDS = re.compile(r"\d\d:?\d\d:?\d\d[.,]\d")  # before a fraction; of an hour nobody writes one
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc"), "-")
_NUMERAL = re.compile(rf"[{''.join(DIGITS)}十]+(?=[年月日号时点分季周])")
_ONE_WORD = str.maketrans({"週": "周", "禮": "礼", "拾": "十", "廿": "二十", "卅": "三十"})


# Set by a door at which a day without a year is the nearest one: today, as it is there.
TODAY: ContextVar[date | None] = ContextVar("today", default=None)


def day_in(written: str, year: int | None = None) -> date:
    """`year` is that of the file or page, for days without one; where there is none, the nearest such day to TODAY.

    Raises ValueError; its text in two languages is in `args` where more can be said than that it is no date.
    """
    whole = plain_date(written)
    plain = _BEHIND.sub("", _BEFORE.sub("", whole))
    if found := _DAY.fullmatch(plain):
        written_year, *rest = (int(one) for one in found.groups() if one and one.isdigit())
        day = _day(written_year if written_year > 99 else 2000 + written_year, *rest)
    elif (found := _MONTH_DAY.fullmatch(plain)) and (year or TODAY.get()):
        numbers = int(found[1]), int(found[2])
        day = _day(year, *numbers) if year else _nearest(*numbers)
    else:
        raise ValueError(*_what_would_be_right(plain))
    require_weekday(day, whole.replace(plain, " "))
    return day


def days_apart(written: str) -> list[str]:
    """The parts of a list of days, as it is typed: 2026-11-02, 2026-11-05."""
    return [part.strip() for part in re.split("[,，、;；\n]", written) if part.strip()]


def moment_in(written: str) -> datetime:
    """With or without a zone; a day alone is its first moment. Raises ValueError, as `day_in` does."""
    _refuse_span(plain_date(written))
    try:
        return _in_iso_format(written)
    except ValueError:
        plain = plain_date(written)
    found = _MOMENT.fullmatch(_WEEKDAY_APART.sub(" ", plain).strip())
    if found:
        weekdays = " ".join(one[0].strip() for one in _WEEKDAY_APART.finditer(plain))
        return datetime.combine(day_in(f"{found['day']} {weekdays}"), clock_in(found["clock"]))
    try:
        return _in_iso_format(_ZONE.sub("", plain).upper())
    except ValueError:
        return datetime.combine(day_in(written), time())


def _refuse_span(plain: str) -> None:
    """Raises ValueError: 09:00-10:00 is no time of a zone ten hours behind."""
    if found := _SPAN.search(plain):
        first = re.split(_TO, found[0])[0]
        raise ValueError(*(said.format(first) for said in _NO_SPAN))


def _in_iso_format(written: str) -> datetime:
    """Raises ValueError, also where a point parts hours and minutes: 14.30 is no fraction of an hour."""
    if re.search("[.,]", written) and not _WHOLE_SECONDS.search(written):
        raise ValueError
    return datetime.fromisoformat(written)


def explain(error: ValueError) -> tuple[str, str]:
    """Why it is no day or time, in Chinese and English in brackets; empty where there is no more to say."""
    return (f"（{error.args[0]}）", f" ({error.args[1]})") if len(error.args) == 2 else ("", "")


def clock_in(written: str) -> time:
    """A time of day: 8:30, 下午 2 点半, 14时30分. Raises ValueError."""
    found = _CLOCK.fullmatch(plain_date(written))
    if found is None:
        raise ValueError
    minute = {"半": 30, "整": 0, None: 0}.get(found["minute"])
    minute = int(found["minute"]) if minute is None else minute
    hour = _hour(int(found["hour"]), minute, (found["before"] or found["behind"] or "").replace(".", ""))
    return time(hour, minute, int(found["second"] or 0))


def _hour(hour: int, minute: int, half: str) -> int:
    """Twelve at night and in the morning are said of two times; the noon of 中午 and pm is one."""
    if hour == 24:
        raise ValueError(
            "一天到 23:59 为止；半夜请写第二天的 00:00", "a day ends at 23:59; write 00:00 of the next day"
        )
    if hour == _NOON and half in ("凌晨", "am"):
        return 0
    if hour == _NOON and half not in ("", "中午", "pm"):
        raise ValueError("分不清是中午还是半夜", "noon and midnight cannot be told apart")
    later = half in _AFTER_NOON and hour < _NOON and (half != "中午" or hour < 4)
    meant = hour + _NOON if later else hour
    if half and hour < 24 and meant not in _HOURS[half]:
        early, late = f"{hour % _NOON:02}:{minute:02}", f"{hour % _NOON + _NOON}:{minute:02}"
        raise ValueError(
            f"“{half}”和 {hour} 点合不到一起；请按 24 小时写，如 {early} 或 {late}",
            f"“{half}” and {hour} o'clock do not go together; write it in 24 hours, such as {early} or {late}",
        )
    return meant


def plain_date(written: str) -> str:
    """One width, one kind of dash, numerals as digits; without invisible signs, quotation marks, and spaces that tell
    nothing."""
    seen = "".join(sign for sign in written if unicodedata.category(sign) != "Cf")
    wide = unicodedata.normalize("NFKC", seen).translate(_DASHES).lower().strip(" \t\n='\"“”‘’,;，.。!、")
    for form in _IN_ENGLISH:
        wide = form.sub(_year_first, wide)
    in_digits = _NUMERAL.sub(
        lambda found: _digits(found[0]), wide.replace("元月", "1月").translate(_ONE_WORD)
    )
    return re.sub(r"\s*([年月日号时点分:/.-])\s*", _kept_space, in_digits)


def _year_first(found: re.Match[str]) -> str:
    return f"{found['year']}-{_MONTHS.index(found['month']) + 1}-{found['day']}"


def _kept_space(found: re.Match[str]) -> str:
    """Behind a day there is a space before the time."""
    return f"{found[1]} " if found[1] in "日号" and found[0].endswith(" ") else found[1]


def _digits(numeral: str) -> str:
    """二〇二七 is 2027, 二十一 is 21, 十 is 10."""
    if "十" not in numeral:
        return "".join(DIGITS[sign] for sign in numeral)
    tens, _, ones = numeral.partition("十")
    return f"{DIGITS.get(tens, '1')}{DIGITS.get(ones, '0')}"


def _nearest(month: int, day: int) -> date:
    """The 29th of February may be years away."""
    today = TODAY.get()
    assert today is not None
    days = []
    for year in sorted(range(today.year - 4, today.year + 5), key=lambda one: abs(one - today.year)):
        try:
            days.append(date(year, month, day))
        except ValueError:
            continue
    return min(days, key=lambda one: abs(one - today)) if days else _day(today.year, month, day)


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError("没有这一天", "there is no such day") from None


def _what_would_be_right(written: str) -> tuple[str, ...]:
    if _SERIAL.fullmatch(written):
        return (
            "这像表格软件里日期的序号；请把这一列的格式设为日期",
            "it looks like the number a spreadsheet keeps for a date; set the column's format to date",
        )
    if re.fullmatch(r"\d{1,2}[-/.]\d{1,2}(?:[-/.]\d{1,4})?", written):
        return ("分不清年、月和日", "year, month and day cannot be told apart")
    if _MONTH_DAY.fullmatch(written):
        return ("没有年份", "the year is missing")
    if re.search(r"[至到~～]|--|\d-\d+日|日-|\d{4}-\d\d-\d\d-", written):
        return ("一行只写一天", "one line holds one day")
    return ()
