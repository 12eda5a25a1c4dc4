"""The posts officers held: a row is added with every change, so that interest can be judged as it was when it happened."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from complaints.infrastructure.database import db
from complaints.models import Officer, PostHeld
from workflows.effects import ALONE

LEADS = "unit_supervisor"
READERS = ("auditor", "evaluator")  # who may have held a post, and read of what was done there
NAMED_BY_NO_ONE = [[one] for one in ALONE if one not in READERS]  # roles of accounts no complaint is about


def heads_of(unit_id: int | None) -> list[int]:
    """The officers who lead a unit now."""
    query = sa.select(PostHeld.officer_id).filter_by(unit_id=unit_id, leads=True, until_at=None)
    return list(db.session.scalars(query.order_by(PostHeld.officer_id)))


def note_post(officer: Officer, at: datetime) -> None:
    """The post an officer holds from now on; the one before ends. A closed account holds none. Inside a transaction."""
    present = sa.select(PostHeld).where(PostHeld.officer_id == officer.id, PostHeld.until_at.is_(None))
    for one in db.session.scalars(present):
        one.until_at = at
    db.session.flush()
    if officer.active:
        row = PostHeld(officer_id=officer.id, unit_id=officer.unit_id, leads=LEADS in officer.roles)
        row.from_at = at
        db.session.add(row)
        db.session.flush()
