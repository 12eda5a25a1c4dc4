"""Bulletins: drafted by the program, edited, approved by a second person, numbered and published. Every version stays."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from complaints.infrastructure.database import db
from complaints.infrastructure.errors import BadInput, NotFound
from complaints.models import Bulletin, Officer, audit
from complaints.models.bulletin import APPROVED, DRAFTED, EDITED, PUBLISHED
from complaints.queries.statistics.bulletin_facts import gather
from complaints.queries.statistics.bulletin_text import draft
from complaints.queries.statistics.periods import Days, name_of, read_period
from complaints.rulebooks import store
from workflows.calendar import SHANGHAI
from workflows.language import Text

NOT_OVER = Text(
    "这一期间还没有过完，不能起草通报。", "This period is not over: there is no bulletin to draft yet."
)
OWN_WORDS = Text(
    "最后修改的人不能自己审定，请另一位负责人审定。",
    "The person who edited last does not approve: another leader does.",
)
CHANGED = Text(
    "通报已被别人修改，请核对后再办。", "The bulletin was changed meanwhile; look at it and try again."
)
OTHER_STEP = Text("通报现在的状态不能这样办理。", "The bulletin does not stand where this can be done.")


def present(period: str) -> Bulletin | None:
    """The newest version of a period."""
    query = sa.select(Bulletin).filter_by(period=period).order_by(Bulletin.version.desc()).limit(1)
    return db.session.scalars(query).one_or_none()


def versions(period: str) -> list[Bulletin]:
    """The newest first."""
    return list(
        db.session.scalars(sa.select(Bulletin).filter_by(period=period).order_by(Bulletin.version.desc()))
    )


def latest(most: int) -> list[Bulletin]:
    """The present of the newest periods, the newest first."""
    newest = sa.select(sa.func.max(Bulletin.id)).group_by(Bulletin.period)
    query = sa.select(Bulletin).filter(Bulletin.id.in_(newest)).order_by(Bulletin.period.desc()).limit(most)
    return list(db.session.scalars(query))


def published(period: str | None = None) -> list[Bulletin]:
    """What everybody may read, the newest period first: of each period the last published version."""
    newest = sa.select(sa.func.max(Bulletin.id)).filter(Bulletin.step == PUBLISHED).group_by(Bulletin.period)
    query = sa.select(Bulletin).filter(Bulletin.id.in_(newest)).order_by(Bulletin.period.desc())
    return list(db.session.scalars(query.filter_by(period=period) if period else query))


def draft_content(days: Days, at: datetime) -> dict[str, Any]:
    """The program's draft of these days, with present data."""
    return draft(gather(days, at), store.current())


def draft_bulletin(period: str, by: Officer | None, at: datetime) -> Bulletin:
    """Draft the period, once over; an earlier version stays below it. Inside a transaction.

    Raises ValueError for what is no period, BadInput before its end.
    """
    days = read_period(period)
    if days.last >= at.astimezone(SHANGHAI).date():
        raise BadInput({"act": NOT_OVER})
    by_id = by.id if by else None
    return _add(
        Bulletin(period=name_of(days), step=DRAFTED, content=draft_content(days, at), by_id=by_id, at=at)
    )


class Seen(NamedTuple):
    """The version a person has before them."""

    period: str
    version: int


def edit(seen: Seen, content: dict[str, Any], by: Officer, at: datetime) -> Bulletin:
    """Other words. Inside a transaction. Raises NotFound; BadInput where the version is not the newest."""
    _newest(seen)
    return _add(Bulletin(period=seen.period, step=EDITED, content=content, by_id=by.id, at=at))


def approve(seen: Seen, by: Officer, at: datetime) -> Bulletin:
    """Inside a transaction. Raises NotFound; BadInput for an older version, or by the person who wrote it."""
    newest = _newest(seen)
    if newest.step not in (DRAFTED, EDITED):
        raise BadInput({"act": OTHER_STEP})
    if newest.by_id == by.id:
        raise BadInput({"act": OWN_WORDS})
    return _add(Bulletin(period=seen.period, step=APPROVED, content=newest.content, by_id=by.id, at=at))


def publish(seen: Seen, by: Officer, at: datetime) -> Bulletin:
    """Give the approved version its number and publish it; a corrected one keeps its number."""
    newest = _newest(seen)
    if newest.step != APPROVED:
        raise BadInput({"act": OTHER_STEP})
    earlier = published(seen.period)
    issue = earlier[0].issue if earlier else _next_issue(at)
    row = Bulletin(period=seen.period, step=PUBLISHED, content=newest.content, by_id=by.id, at=at)
    row.issue = issue
    return _add(row)


def draft_month_before(at: datetime) -> int:
    """Draft the month before once, on the first working days of a month. Returns how many."""
    month = (at.astimezone(SHANGHAI).date().replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
    if present(month) is not None:
        return 0
    draft_bulletin(month, None, at)
    return 1


def _newest(seen: Seen) -> Bulletin:
    found = present(seen.period)
    if found is None:
        raise NotFound
    if found.version != seen.version:
        raise BadInput({"act": CHANGED})
    return found


def _next_issue(at: datetime) -> int:
    year = at.astimezone(SHANGHAI).year
    begins, ends = (
        datetime.combine(date(one, 1, 1), datetime.min.time(), SHANGHAI) for one in (year, year + 1)
    )
    query = sa.select(sa.func.max(Bulletin.issue)).filter(Bulletin.at >= begins, Bulletin.at < ends)
    return (db.session.scalar(query) or 0) + 1


def _add(row: Bulletin) -> Bulletin:
    before = present(row.period)
    row.version = before.version + 1 if before else 1
    db.session.add(row)
    audit.note(f"bulletin {row.step}", row.at, {"period": row.period, "version": row.version})
    db.session.flush()
    return row
