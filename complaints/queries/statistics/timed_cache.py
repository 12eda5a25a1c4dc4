"""Counts that may be a moment old: made once for each who asks, kept for a while in this process."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from complaints.infrastructure.database import db

Made = TypeVar("Made")
MOST = 500

_kept: dict[tuple[str, str], tuple[datetime, Any]] = {}


def remembered(name: str, at: datetime, lasts: timedelta, make: Callable[[], Made]) -> Made:
    """What `make` gave less than `lasts` ago under this name, on this database; else what it gives now."""
    key = (str(db.engine.url), name)
    kept = _kept.get(key)  # read once: other threads of this process keep and forget meanwhile
    if kept is None or not timedelta() <= at - kept[0] < lasts:
        kept = at, make()
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[key] = kept
    made: Made = kept[1]
    return made


def forget(beginning: str) -> None:
    """What is remembered under names that begin so."""
    for key in list(_kept):
        if key[1].startswith(beginning):
            _kept.pop(key, None)
