"""Searches kept under a name: places, kinds and times, never a person."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, select

from complaints.db import db
from complaints.models import Officer
from complaints.models.saved_view import SavedView

LONGEST_TITLE = 40
MOST_KEPT = 12


def of(officer: Officer) -> list[SavedView]:
    query = select(SavedView).filter_by(officer_id=officer.id).order_by(SavedView.id).limit(MOST_KEPT)
    return list(db.session.scalars(query))


def keep(officer: Officer, title: str, criteria: Mapping[str, str]) -> None:
    """The same title again takes the new criteria. Inside a transaction."""
    query = select(SavedView).filter_by(officer_id=officer.id, title=title)
    view = db.session.scalars(query).one_or_none() or SavedView(officer_id=officer.id, title=title)
    view.criteria = dict(criteria)
    db.session.add(view)


def forget(officer: Officer, view_id: int) -> None:
    """Only one's own. Inside a transaction."""
    db.session.execute(delete(SavedView).filter_by(officer_id=officer.id, id=view_id))
