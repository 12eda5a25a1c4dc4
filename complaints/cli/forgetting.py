"""What is kept for a while only: answers to requests that might be repeated, drafts and visits of citizens, ended sessions."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select, tuple_

from complaints.access import citizen_sessions, staff_sessions
from complaints.infrastructure.database import transaction
from complaints.intake import drafts
from complaints.models import IdempotencyKey

KEPT = timedelta(days=7)
PAGE = 200


def forget_answers(at: datetime) -> int:
    """Forget answers older than a week, in small batches so that no request waits; returns how many."""
    gone = 0
    while forgotten := _forget_page(at - KEPT):
        gone += forgotten
    return gone


def forget_drafts(at: datetime) -> None:
    """What citizens began and did not send, and their visits: nothing waits here for the next citizen to come.

    With them goes what is kept of sessions that were ended.
    """
    with transaction():
        drafts.forget_old(at)
        citizen_sessions.forget_old(at)
        staff_sessions.forget_old(at)


def _forget_page(before: datetime) -> int:
    name = tuple_(IdempotencyKey.officer_id, IdempotencyKey.key)
    old = select(IdempotencyKey.officer_id, IdempotencyKey.key).filter(IdempotencyKey.at < before)
    with transaction() as session:
        names = [tuple(row) for row in session.execute(old.order_by(IdempotencyKey.at).limit(PAGE))]
        if names:
            session.execute(delete(IdempotencyKey).filter(name.in_(names)))
    return len(names)
