"""A list of complaints as a table of words in one language, for files that leave the program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from complaints.infrastructure.tracking_numbers import grouped
from complaints.queries.exports import Line
from complaints.rulebooks import store
from workflows.calendar import SHANGHAI
from workflows.language import Text

HEADINGS = (
    Text("受理编号", "Tracking number"),
    Text("事项类别", "Category"),
    Text("主题", "Subject"),
    Text("办理状态", "State"),
    Text("来源渠道", "Channel"),
    Text("紧急程度", "Urgency"),
    Text("承办单位", "Unit"),
    Text("首问责任人", "First responder"),
    Text("现责任人", "Answerable"),
    Text("承办人", "Handler"),
    Text("登记时间", "Registered"),
    Text("受理时间", "Accepted"),
    Text("最近到期", "Next due"),
    Text("逐级上报时间", "Escalated"),
    Text("结束时间", "Ended"),
    Text("退回次数", "Returns"),
    Text("办理结论", "Outcome"),
    Text("限定知情", "Restricted"),
    Text("保密", "Confidential"),
)
_YES = Text("是", "yes")


def table_of(pages: Iterable[list[Line]], locale: str) -> Iterator[list[object]]:
    """A row of headings, then a row each. Times are those of Shanghai."""
    yield [heading.in_(locale) for heading in HEADINGS]
    for page in pages:
        yield from (_row(line, locale) for line in page)


def _row(line: Line, locale: str) -> list[object]:
    values, book = line.values, store.book(line.values["rulebook_version"])
    named = [
        Text(*pair).in_(locale) for pair in (line.unit, line.first_responder, line.answerable, line.handler)
    ]
    times = ("received_at", "accepted_at", "next_due_at", "escalated_at", "ended_at")
    return [
        grouped(values["tracking_number"]),
        book.categories[values["category"]].label.in_(locale),
        line.subject,
        book.states[values["state"]].label.in_(locale),
        _code(book.codes["channels"], values["channel"], locale),
        _code(book.codes["urgencies"], values["urgency"], locale),
        *named,
        *(_moment(values[name]) for name in times),
        values["returns"],
        _code(book.codes["outcomes"], values["outcome"], locale),
        *(_YES.in_(locale) if values[name] else "" for name in ("restricted", "confidential")),
    ]


def _code(labels: Any, code: str | None, locale: str) -> str:
    label = labels.get(code)
    return label.in_(locale) if label else code or ""


def _moment(at: datetime | None) -> datetime | None:
    return at and at.astimezone(SHANGHAI).replace(tzinfo=None, second=0, microsecond=0)
