"""Lengths of promises (`4wh`, `5wd`, `60cd`) and places on a ladder (`-1wd`, `0`, `+3wd`).

wh: hours of office time; wd: working days; cd: calendar days (domain §5); h: hours of the clock, nights and holidays
included, for what cannot wait until the office opens.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from workflows.whole_numerals import NUMERAL, whole_number

UNITS = ("wh", "wd", "cd", "h")
LONGEST = 3650
LONGEST_WORDS = 40  # signs
_LIMIT = re.compile(r"([+-]?[0-9]{1,12})(wh|wd|cd|h)")
_IN_WORDS = {  # 天 and 日 alone may be working days or calendar days, and are refused
    "h": "小时|个小时|个?钟头|h|hours?",
    "wh": "个?工作小时|个?工作时|wh|working ?hours?|office ?hours?",
    "wd": "个?工作[日天]|wd|working ?days?|workdays?|business ?days?",
    "cd": "个?(?:自然|日历)[日天]|cd|calendar ?days?",
}
_UNIT = "|".join(f"(?P<{unit}>{words})" for unit, words in _IN_WORDS.items())
_AS_WRITTEN = re.compile(rf"(?:(\d{{1,12}})|(?P<numeral>{NUMERAL})) ?(?:{_UNIT})(?: ?[之以]?内)?")
_OFFSET = re.compile(r"([+-][0-9]{1,12}|0)(wh|wd|cd|h)")


class BadLimit(ValueError):
    """A limit or an offset that cannot be kept; says why in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.zh = zh
        self.en = en

    def __str__(self) -> str:
        return f"{self.zh} / {self.en}"


@dataclass(frozen=True)
class Limit:
    """How long a promise runs; at least 1, at most 3650 of its unit."""

    value: int
    unit: str

    def __post_init__(self) -> None:
        require_unit(self.unit)
        _require_whole(self.value)
        if self.value < 1:
            raise BadLimit(
                f"时限必须大于零，不能是“{self}”。",
                f"A limit must be more than zero, not “{self}”.",
            )
        _require_sane(self.value)

    @classmethod
    def parse(cls, text: object) -> Limit:
        written = _LIMIT.fullmatch(str(text).strip())
        if written is None:
            right = _meant(str(text)) or ("2h、4wh、5wd 或 60cd", "it like 2h, 4wh, 5wd or 60cd")
            raise BadLimit(
                f"看不懂时限“{_short(text)}”，请写成 {right[0]}。",
                f"“{_short(text)}” is not a limit; write {right[1]}.",
            )
        return cls(int(written[1]), written[2])

    @classmethod
    def read(cls, text: str) -> Limit:
        """The same as people write it: 10个工作日, 24 小时, 5 working days."""
        plain = " ".join(unicodedata.normalize("NFKC", text).lower().replace("個", "个").split())
        written = _AS_WRITTEN.fullmatch(plain)
        if written is None:
            raise BadLimit(
                f"看不懂时限“{_short(text)}”，请写成 2h、4wh、5wd、60cd，或者 24小时、4个工作小时、10个工作日、60个自然日。",
                f"“{_short(text)}” is not a limit; write it like 2h, 4wh, 5wd or 60cd, or 10 working days, 60 calendar days.",
            )
        value = int(written[1]) if written[1] else whole_number(written["numeral"])
        return cls(value, next(unit for unit in UNITS if written[unit]))

    def __str__(self) -> str:
        return f"{self.value}{self.unit}"


@dataclass(frozen=True)
class Offset:
    """The distance of a rung from the due time: negative before, 0 at it, positive after."""

    value: int
    unit: str = "wd"

    def __post_init__(self) -> None:
        require_unit(self.unit)
        _require_whole(self.value)
        _require_sane(self.value)
        if self.value == 0:  # the due time itself has one spelling, so equal rungs compare equal
            object.__setattr__(self, "unit", "wd")

    @classmethod
    def parse(cls, text: object) -> Offset:
        trimmed = str(text).strip()
        written = _OFFSET.fullmatch("0wd" if trimmed == "0" else trimmed)
        if written is None:
            raise BadLimit(
                f"看不懂偏移“{_short(text)}”，请写成 -1wd、0 或 +3wd。",
                f"“{_short(text)}” is not an offset; write it like -1wd, 0 or +3wd.",
            )
        return cls(int(written[1]), written[2])

    def __str__(self) -> str:
        return f"{self.value:+d}{self.unit}" if self.value else "0"


def _meant(written: str) -> tuple[str, str] | None:
    """What would be right for a limit in words, for a file that holds one spelling of it."""
    try:
        limit = str(Limit.read(written)) if len(written) <= LONGEST_WORDS else ""
    except BadLimit:
        return None
    return (limit, limit) if limit else None


def require_unit(unit: str) -> None:
    if unit not in UNITS:
        raise BadLimit(
            f"时限单位只能是 h、wh、wd 或 cd，不能是“{_short(unit)}”。",
            f"A unit is h, wh, wd or cd, not “{_short(unit)}”.",
        )


def _require_whole(value: object) -> None:
    if type(value) is not int:
        raise BadLimit(
            f"时限的数目必须是整数，不能是“{_short(value)}”。",
            f"A limit counts whole units, not “{_short(value)}”.",
        )


def _require_sane(value: int) -> None:
    if abs(value) > LONGEST:
        raise BadLimit(
            f"时限不能超过 {LONGEST}，写的是 {value}。",
            f"A limit may not exceed {LONGEST}; {value} was written.",
        )


def _short(text: object) -> str:
    words = str(text)
    return words if len(words) <= 40 else words[:39] + "…"
