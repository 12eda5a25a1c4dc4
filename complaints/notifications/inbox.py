"""An officer's notices: their own, and those to a post they hold, new until they read them themselves.

What they may not see is not among them (promise 6).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from complaints.access.prepared_queries import Asker, When, ask
from complaints.access.visibility import not_about, visible_to
from complaints.infrastructure.database import UTCDateTime, db
from complaints.models import Complaint, Notice, NoticeRead, Officer, OfficerRole
from complaints.notifications.notices import once_offered_to
from complaints.notifications.offered_unit import CALLED_BACK
from complaints.organisation import absences

MOST_COUNTED = 100


def page(officer: Officer, before: int | None = None, limit: int = 50) -> list[Notice]:
    """The newest first; `before` is the id of the last notice of the page before."""
    query = _notices_of(officer, sa.select(Notice))
    if before is not None:
        query = query.filter(Notice.id < before)
    return list(db.session.scalars(query.order_by(Notice.id.desc()).limit(limit)))


def unread(officer: Officer) -> int:
    """How many are unread; 100 means a hundred or more, so that a full inbox costs no more to count."""
    found: int = ask(_count, officer).scalar_one()
    return found


def _count(officer: Asker, at: When) -> sa.Select[Any]:
    some = _unread(officer, sa.select(Notice.id)).limit(MOST_COUNTED)
    return sa.select(sa.func.count()).select_from(some.subquery())


def new_to(officer: Officer, notices: Collection[Notice]) -> set[int]:
    """The ids of those among them that this officer has not read."""
    ids = [notice.id for notice in notices if notice.read_at is None]
    query = (
        sa.select(NoticeRead.notice_id).filter_by(officer_id=officer.id).filter(NoticeRead.notice_id.in_(ids))
    )
    return set(ids) - set(db.session.scalars(query))


def mark_read(officer: Officer, notice_id: int, at: datetime) -> bool:
    """Inside a transaction. Others who hold the post have still to read it. False where there is no such notice."""
    query = _notices_of(officer, sa.select(Notice.id)).filter(Notice.id == notice_id)
    if db.session.execute(query).first() is None:
        return False
    _read(officer, Notice.id == notice_id, at)
    return True


def mark_all_read(officer: Officer, up_to: int, at: datetime) -> None:
    """Everything up to the newest notice that was on the page. Inside a transaction."""
    _read(officer, Notice.id <= up_to, at)


def _read(officer: Officer, which: sa.ColumnElement[bool], at: datetime) -> None:
    """One person's readings come one after the other, so that two windows pressed at once write none twice."""
    db.session.get_one(Officer, officer.id, with_for_update={"of": Officer})
    columns: tuple[Any, ...] = (Notice.id, sa.literal(officer.id), sa.literal(at, UTCDateTime()))
    rows = _unread(officer, sa.select(*columns)).filter(which)
    db.session.execute(sa.insert(NoticeRead).from_select(["notice_id", "officer_id", "at"], rows))


def _unread(officer: Asker, query: sa.Select[Any]) -> sa.Select[Any]:
    read = sa.exists().where(NoticeRead.officer_id == officer.id, NoticeRead.notice_id == Notice.id)
    return _notices_of(officer, query).filter(Notice.read_at.is_(None), ~read)


def _notices_of(officer: Asker, query: sa.Select[Any]) -> sa.Select[Any]:
    own, by_post = Notice.officer_id == officer.id, _by_post(officer)
    instead = _instead_of_others(officer)
    about_nothing = Notice.complaint_id.is_(None)
    called_back = sa.and_(Notice.kind.in_(CALLED_BACK), once_offered_to(officer))
    may_know = sa.or_(
        about_nothing,
        sa.and_(own, not_about(officer)),
        sa.and_(by_post, sa.or_(visible_to(officer), called_back)),
        sa.and_(instead, not_about(officer), Complaint.restricted.is_(False)),
    )
    return query.outerjoin(Complaint, Complaint.id == Notice.complaint_id).filter(
        sa.or_(own, by_post, instead), may_know
    )


def _instead_of_others(officer: Asker) -> sa.ColumnElement[bool]:
    """Notices to officers who were away while this one stood in, and to the posts they hold. Their names and posts come
    first: the indexes go by them."""
    if not isinstance(officer, Officer) or not absences.stood_in_for(officer):
        return sa.false()
    names = absences.stood_in_for(officer)
    posts = db.session.execute(sa.select(OfficerRole).filter(OfficerRole.officer_id.in_(names))).scalars()
    to_posts = [_to_post(one, officer) for one in posts]
    return sa.or_(sa.and_(Notice.officer_id.in_(names), absences.owed_while_away(officer)), *to_posts)


def _to_post(post: OfficerRole, deputy: Officer) -> sa.ColumnElement[bool]:
    return sa.and_(
        Notice.unit_id == post.unit_id,
        Notice.role == post.role,
        Notice.recipient == "unit",
        absences.owed_while_away(deputy, post.officer_id),
    )


def _by_post(officer: Asker) -> sa.ColumnElement[bool]:
    here = sa.or_(Notice.unit_id == officer.unit_id, Notice.unit_id.is_(None))
    return sa.and_(Notice.recipient == "unit", Notice.role.in_(officer.roles), here)
