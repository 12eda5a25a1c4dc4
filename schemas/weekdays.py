"""Weekdays as people write them beside a day: 星期五, 周五, (五), Fri."""

from __future__ import annotations

import re
from datetime import date

WEEKDAY = r"(?:星期|周|礼拜)[一二三四五六日天1-7]|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?"
_WEEKDAY_WRITTEN = re.compile(
    r"(?:星期|周|礼拜)(?P<zh>[一二三四五六日天1-7])|(?P<en>mon|tue|wed|thu|fri|sat|sun)|[(](?P<alone>[一二三四五六日天])[)]"
)
_WEEKDAYS = {
    sign: at for at, signs in enumerate(("一1", "二2", "三3", "四4", "五5", "六6", "日天7")) for sign in signs
}
_ENGLISH_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def require_weekday(day: date, beside: str) -> None:
    """The weekday that is written beside a day is the one it falls on. Raises ValueError."""
    for written in _WEEKDAY_WRITTEN.finditer(beside):
        sign = written["zh"] or written["alone"]
        said = _WEEKDAYS[sign] if sign else _ENGLISH_WEEKDAYS.index(written["en"][:3])
        if said != day.weekday():
            falls_on = "一二三四五六日"[day.weekday()]
            raise ValueError(
                f"{day} 是星期{falls_on}，不是星期{'一二三四五六日'[said]}",
                f"{day} is a {day:%A}, not a {_day_name(said)}",
            )


def _day_name(weekday: int) -> str:
    return f"{date(2024, 1, weekday + 1):%A}"  # the first of January 2024 was a Monday
