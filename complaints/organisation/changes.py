"""What follows when the organisation changes. Features above this one say what they do then, so that no door forgets it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from complaints.infrastructure.database import HOLDERS, STOOD_IN, db, lock_organisation

Follower = Callable[[Collection[int], datetime], None]
_FOLLOWERS: list[Follower] = []


def follower(verb: Follower) -> Follower:
    """Register what is done, in the same transaction, when the posts of some officers have changed."""
    _FOLLOWERS.append(verb)
    return verb


def lock() -> None:
    """Before a change is judged: no complaint changes hands meanwhile, and what others changed is seen."""
    lock_organisation()


def follow(officer_ids: Collection[int], at: datetime) -> None:
    session = db.session()
    session.flush()
    session.info[HOLDERS] = {}
    session.info.pop(STOOD_IN, None)
    for verb in _FOLLOWERS:
        verb(officer_ids, at)
