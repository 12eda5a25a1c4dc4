"""Names of units and units of officers at a time, so that old steps read as they were."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from complaints.infrastructure.database import db
from complaints.models import FormerName, PostHeld, ShortName, Unit
from workflows.language import Text


@dataclass(frozen=True)
class Past:
    """Names that ended, and posts, of the units and officers of a page; each in the order of time."""

    names: dict[int, list[FormerName]] = field(default_factory=dict)
    posts: dict[int, list[PostHeld]] = field(default_factory=dict)

    def name_of(self, unit: Unit, at: datetime) -> Text:
        rows = (row for row in self.names.get(unit.id, ()) if row.until_at > at)
        former = next(rows, None)
        return unit.name if former is None else Text(former.name_zh, former.name_en)

    def unit_id_of(self, officer_id: int, at: datetime) -> int | None:
        """None where it is not known: posts are kept since persons are."""
        rows = [row for row in self.posts.get(officer_id, ()) if row.from_at <= at]
        return rows[-1].unit_id if rows else None


def past_of(unit_ids: Collection[int | None], officer_ids: Collection[int | None]) -> Past:
    past = Past()
    names = sa.select(FormerName).filter(FormerName.unit_id.in_(unit_ids)).order_by(FormerName.until_at)
    posts = sa.select(PostHeld).filter(PostHeld.officer_id.in_(officer_ids)).order_by(PostHeld.from_at)
    for name in db.session.scalars(names) if unit_ids else ():
        past.names.setdefault(name.unit_id, []).append(name)
    for post in db.session.scalars(posts) if officer_ids else ():
        past.posts.setdefault(post.officer_id, []).append(post)
    return past


def units_with_names(unit_ids: Collection[int | None]) -> tuple[dict[int, Unit], dict[int, list[FormerName]]]:
    """Units by id, and their names that ended, in the order of time."""
    query = sa.select(Unit, FormerName).outerjoin(FormerName, FormerName.unit_id == Unit.id)
    units: dict[int, Unit] = {}
    names: dict[int, list[FormerName]] = {}
    for unit, name in db.session.execute(query.filter(Unit.id.in_(unit_ids)).order_by(FormerName.until_at)):
        units[unit.id] = unit
        names.setdefault(unit.id, []).extend([name] if name else [])
    return units, names


def other_names() -> tuple[tuple[int, str, str], ...]:
    """(unit, Chinese name, English name): those that ended, and what people call it."""
    former = sa.select(FormerName.unit_id, FormerName.name_zh, FormerName.name_en)
    short = sa.select(ShortName.unit_id, ShortName.name, sa.literal("")).filter_by(ended_at=None)
    return tuple((id, zh, en) for id, zh, en in db.session.execute(sa.union_all(former, short)))


def note_rename(unit: Unit, at: datetime) -> None:
    """Before the new name is written. Inside a transaction."""
    db.session.add(FormerName(unit_id=unit.id, name_zh=unit.name_zh, name_en=unit.name_en, until_at=at))
