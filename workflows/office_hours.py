"""Office hours by season, and the seconds of office time inside one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class NaiveDatetime(ValueError):
    """A moment without a zone could mean two different moments."""


def in_shanghai(at: datetime) -> datetime:
    if not isinstance(at, datetime) or at.utcoffset() is None:
        raise NaiveDatetime(f"需要带时区的时间 / a moment with its time zone is needed, not {at!r}")
    return at.astimezone(SHANGHAI)


@dataclass(frozen=True)
class OfficeHours:
    """The open spans of a working day, from month/day each year until the next season."""

    month: int
    day: int
    spans: tuple[tuple[time, time], ...]

    def __post_init__(self) -> None:
        date(2024, self.month, self.day)  # a leap year, so that 02-29 may begin a season
        edges = [edge for span in self.spans for edge in span]
        if not edges or any(late <= early for early, late in pairwise(edges)):
            raise ValueError(f"办公时段必须先后有序 / office hours must run forward: {self.spans}")


_MORNING = (time(8, 30), time(12))
# domain §5: usual in Hubei, weakly sourced; a bureau sets its own.
DEFAULT_HOURS = (
    OfficeHours(5, 1, (_MORNING, (time(14, 30), time(17, 30)))),
    OfficeHours(10, 1, (_MORNING, (time(14), time(17, 30)))),
)


class OfficeDay:
    """One season's working day in seconds from midnight."""

    def __init__(self, hours: OfficeHours) -> None:
        self.begins = (hours.month, hours.day)
        self.opens = hours.spans[0][0]
        self.closes = hours.spans[-1][1]
        self._spans = tuple((_seconds(opens), _seconds(closes)) for opens, closes in hours.spans)
        self.length = sum(closes - opens for opens, closes in self._spans)

    def worked_by(self, at: datetime) -> int:
        """Seconds of office time gone on this day; fractions of a second are dropped."""
        now = at.hour * 3600 + at.minute * 60 + at.second
        return sum(min(max(now - opens, 0), closes - opens) for opens, closes in self._spans)

    def first_moment(self, day: date, worked: int) -> datetime:
        """The earliest moment with `worked` seconds gone: noon, not the end of the lunch break."""
        for opens, closes in self._spans:
            if worked <= closes - opens:
                break
            worked -= closes - opens
        return _moment(day, opens + worked)

    def last_moment(self, day: date, worked: int) -> datetime:
        """The latest moment with `worked` seconds gone: the end of the lunch break, not noon."""
        for opens, closes in self._spans:
            if worked < closes - opens:
                break
            worked -= closes - opens
        return _moment(day, opens + worked)


def _seconds(at: time) -> int:
    return at.hour * 3600 + at.minute * 60 + at.second


def _moment(day: date, second: int) -> datetime:
    minutes, second = divmod(second, 60)
    hour, minute = divmod(minutes, 60)
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=SHANGHAI)
