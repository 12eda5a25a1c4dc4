"""The seeds of the feedbacks that are called back by sample (workflows/call_back.py says who is drawn).

The SHA-256 of a seed is public before the first draw, and the seed when the month is over. So an officer cannot know
beforehand which complaint is drawn, the office cannot choose afterwards, and anybody can draw again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from complaints.infrastructure.database import db, transaction
from complaints.models import CallBackSeed
from complaints.models.call_back_seed import month_of, seed_of
from complaints.rulebooks import store
from workflows.calendar import SHANGHAI
from workflows.call_back import ALL


@dataclass(frozen=True, slots=True)
class PublicSeed:
    """`seed` is None while its month runs."""

    month: str
    digest: str
    seed: str | None


def prepare_seeds(at: datetime) -> int:
    """Those of this month and the next, where any category is sampled. Says how many were made."""
    if all(one.call_back_share >= ALL for one in store.current().categories.values()):
        return 0
    next_month = at.astimezone(SHANGHAI).replace(day=1) + timedelta(days=31)
    with transaction():
        before = _count()
        for month in (month_of(at), month_of(next_month)):
            seed_of(month, at)
        return _count() - before


def list_seeds(at: datetime) -> list[PublicSeed]:
    """The newest month first."""
    rows = db.session.scalars(sa.select(CallBackSeed).order_by(CallBackSeed.month.desc()))
    now = month_of(at)
    return [PublicSeed(row.month, row.digest, row.seed if row.month < now else None) for row in rows]


def _count() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(CallBackSeed)) or 0
