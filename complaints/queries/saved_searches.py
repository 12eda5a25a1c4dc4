"""Searches kept under a name: places, kinds and times, never a person."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, select

from complaints.infrastructure.database import db
from complaints.infrastructure.errors import BadInput
from complaints.models import Officer
from complaints.models.saved_view import SavedView
from schemas.text import unusable
from workflows.language import Text

LONGEST_TITLE = 40
MOST_KEPT = 12
TOO_MANY = Text(
    f"最多保存 {MOST_KEPT} 个视图，请先删去一个。",
    f"At most {MOST_KEPT} views are kept; delete one first.",
)


def title_wrong(title: str) -> Text | None:
    if wrong := unusable(title):
        return wrong.text
    if len(title) > LONGEST_TITLE:
        return Text(
            f"名称最多 {LONGEST_TITLE} 个字，现有 {len(title)} 个。",
            f"A name has at most {LONGEST_TITLE} characters; this has {len(title)}.",
        )
    return None


def of(officer: Officer) -> list[SavedView]:
    query = select(SavedView).filter_by(officer_id=officer.id).order_by(SavedView.id)
    return list(db.session.scalars(query))


def keep(officer: Officer, title: str, criteria: Mapping[str, str]) -> None:
    """The same title again takes the new criteria. Inside a transaction. Raises BadInput when there are too many."""
    kept = of(officer)
    view = next((one for one in kept if one.title == title), None)
    if view is None and len(kept) >= MOST_KEPT:
        raise BadInput({"title": TOO_MANY})
    view = view or SavedView(officer_id=officer.id, title=title)
    view.criteria = dict(criteria)
    db.session.add(view)


def forget(officer: Officer, view_id: int) -> None:
    """Only one's own. Inside a transaction."""
    db.session.execute(delete(SavedView).filter_by(officer_id=officer.id, id=view_id))
