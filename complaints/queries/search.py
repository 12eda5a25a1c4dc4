"""Finding complaints again: by number, by who complained or is complained of (through the search index), by words, place, kind and time.

Words are sealed, and no index holds them: the newest complaints are opened and looked through, page by page, in their normal form
(complaints/queries/search_words.py). So the search covers the newest complaints only, of all or of the dates given, and the answer
says how far back it reaches.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from complaints.access import search_index
from complaints.access.personal_data import may_be_found_by_person
from complaints.access.visibility import reachable_by
from complaints.infrastructure.database import db
from complaints.infrastructure.tracking_numbers import digits_of
from complaints.models import Complaint, Officer, Unit
from complaints.queries import rows as queries_rows
from complaints.queries.rows import Listed, as_listed
from complaints.queries.search_words import columns_for, test_for
from schemas.local_numbers import local_digits
from schemas.names import pattern_signs_in
from schemas.phones import NoPhone, one_width
from workflows.calendar import SHANGHAI

PAGES = (200, 1_000, 4_000, 16_000)  # complaints opened at once: a frequent word is soon found
LOOKED_THROUGH = 20_000  # complaints, the newest there are or the newest of the dates given
ON_A_PAGE = 30
MOST_FOR_LAST_FOUR = 8  # signs, as in ****8000
_SAID_OF_LAST = re.compile(  # 手机尾号, 电话号码的最后四位数字是, the last four digits are, ends in
    r"(?:.{0,6}?(?:尾[号號数數]|[最末]?[后後末尾][四4][位个個])(?:数字|數字|[号號]?[码碼])?|(?:.{0,8} )?(?:last(?: four| 4)?|ends?|ending)"
    r"(?: digits?)?(?: (?:with|in|are))?)[ :是为為]*"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The search terms; empty means anything. `phone` a whole number, one without the code of its city or country, its last four digits or a masked one (138****5678), `name` and `respondent` a
    name, a part of one or its pinyin, `unit` a code, the days in Shanghai, both included."""

    number: str = ""
    phone: str = ""
    name: str = ""
    respondent: str = ""
    sender_number: str = ""
    words: str = ""
    unit: str = ""
    category: str = ""
    state: str = ""
    urgency: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def is_empty(self) -> bool:
        return self == Wanted()

    @property
    def is_bounded(self) -> bool:
        """Whether only the newest complaints were looked through."""
        return not (self.number or self.phone or self.name or self.respondent or self.sender_number)


@dataclass(frozen=True, slots=True)
class Found:
    complaints: list[Listed]
    next: int | None  # the id to go on behind


def find(wanted: Wanted, officer: Officer, before: int | None = None) -> Found:
    """The newest first, a page at a time."""
    query = (
        sa.select(Complaint)
        .filter(reachable_by(officer), *_conditions(wanted, officer))
        .order_by(Complaint.received_at.desc(), Complaint.id.desc())
        .limit(ON_A_PAGE + 1)
    )
    if words := wanted.words.split():
        query = query.filter(Complaint.id.in_(_ids_saying(words, query, before)))
    elif before is not None:
        query = query.filter(_beyond(before))
    found = queries_rows.read(db.session.execute(as_listed(query)))
    rows = found[:ON_A_PAGE]
    return Found(rows, rows[-1].id if len(found) > ON_A_PAGE else None)


def _ids_saying(words: Sequence[str], query: sa.Select[Any], before: int | None) -> list[int]:
    """Of the first complaints of the query that say all these words, enough for a page."""
    columns, says = columns_for(words), test_for(words)
    found: list[int] = []
    for page in PAGES:
        asked = query.with_only_columns(Complaint.id, *columns).limit(page)
        rows = db.session.execute(asked if before is None else asked.filter(_beyond(before))).all()
        found += [row.id for row in rows if says(row)]
        if len(found) > ON_A_PAGE or len(rows) < page:
            break
        before = rows[-1].id
    return found[: ON_A_PAGE + 1]


def _conditions(wanted: Wanted, officer: Officer) -> Iterator[sa.ColumnElement[bool]]:
    if wanted.number:
        yield Complaint.tracking_number == digits_of(wanted.number)
    if wanted.phone:
        yield _by_phone(wanted.phone)
    if wanted.name:
        yield search_index.named(search_index.NAME, wanted.name)
    if wanted.phone or wanted.name:
        yield may_be_found_by_person(officer)
    if wanted.respondent:
        yield search_index.about(wanted.respondent)
    if wanted.sender_number:
        yield search_index.sent_as(wanted.sender_number)
    yield from _within(wanted)
    yield from _places_and_times(wanted)


def _by_phone(typed: str) -> sa.ColumnElement[bool]:
    """Raises NoPhone for what is neither a number nor a part of one."""
    if ends := search_index.ends_of(typed):
        return search_index.masked_as(ends)
    digits = last_four_of(typed)
    if digits:
        return search_index.ending_in(digits)
    local = local_digits(typed)
    try:
        return search_index.called(search_index.contacts_here(typed), local)
    except NoPhone:
        if not local:
            raise
        return search_index.called((), local)


def is_part_of_phone(typed: str) -> bool:
    return bool(last_four_of(typed) or search_index.ends_of(typed) or local_digits(typed))


def last_four_of(typed: str) -> str:
    """The last four digits of a number, if that is what was typed; a star masks the others, as in ****8000."""
    if pattern_signs_in(typed) - {"*"}:
        return ""
    shown = _SAID_OF_LAST.sub("", one_width(typed).lower().strip())
    digits = digits_of(shown, search_index.LAST_FOUR)
    return digits if len(digits) == search_index.LAST_FOUR and len(shown) <= MOST_FOR_LAST_FOUR else ""


def _places_and_times(wanted: Wanted) -> Iterator[sa.ColumnElement[bool]]:
    for column, value in (
        (Complaint.category, wanted.category),
        (Complaint.state, wanted.state),
        (Complaint.urgency, wanted.urgency),
    ):
        if value:
            yield column == value
    if wanted.unit:
        at_unit = sa.select(Unit.id).filter_by(code=wanted.unit).scalar_subquery()
        yield sa.or_(Complaint.unit_id == at_unit, Complaint.intake_unit_id == at_unit)


def _within(wanted: Wanted) -> Iterator[sa.ColumnElement[bool]]:
    """The dates given; and among them, or among all, no further back than is looked through."""
    if wanted.since:
        yield Complaint.received_at >= _opens(wanted.since)
    until = [Complaint.received_at < _opens(wanted.until + timedelta(days=1))] if wanted.until else []
    yield from until
    if wanted.is_bounded:
        newest = sa.select(Complaint.received_at).where(*until).order_by(Complaint.received_at.desc())
        last = newest.offset(LOOKED_THROUGH - 1).limit(1).scalar_subquery()
        yield Complaint.received_at >= sa.func.coalesce(last, _opens(date(2000, 1, 1)))


def _beyond(before: int) -> sa.ColumnElement[bool]:
    then = sa.select(Complaint.received_at).filter_by(id=before).scalar_subquery()
    same = sa.and_(Complaint.received_at == then, Complaint.id < before)
    return sa.or_(Complaint.received_at < then, same)


def _opens(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)
