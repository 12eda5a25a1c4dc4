"""How far the recurring jobs are behind, asked of the rows themselves: each is the first entry of an index."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from complaints.infrastructure.database import db
from complaints.models import Complaint, Notice


@dataclass(frozen=True)
class Backlog:
    """`sweep_behind` and `delivery_behind`: how long the oldest due work has been waiting; zero when none is."""

    sweep_behind: timedelta
    delivery_behind: timedelta
    set_aside: int
    dead_letters: int


def backlog(at: datetime) -> Backlog:
    oldest_rung = first_rung()
    oldest_notice = db.session.execute(select(func.min(Notice.next_try_at))).scalar()
    set_aside = select(func.count(Complaint.id)).filter(Complaint.set_aside_at.is_not(None))
    dead = select(func.count(Notice.id)).filter(Notice.dead_at.is_not(None))
    return Backlog(
        _behind(oldest_rung, at),
        _behind(oldest_notice, at),
        db.session.execute(set_aside).scalar_one(),
        db.session.execute(dead).scalar_one(),
    )


def first_rung() -> datetime | None:
    """When the first rung of all is to be climbed. Some wait for none; SQLite uses its index only with that condition."""
    when = Complaint.next_action_at
    return db.session.scalar(select(func.min(when)).filter(when.is_not(None)))


def first_try() -> datetime | None:
    """When the first of the notices that wait is to be sent."""
    return db.session.scalar(select(func.min(Notice.next_try_at)))


def _behind(due: datetime | None, at: datetime) -> timedelta:
    return max(at - due, timedelta()) if due else timedelta()
