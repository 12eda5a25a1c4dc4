"""The post of the officer who acts, as it is inside the transaction."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from complaints.infrastructure.database import db
from complaints.infrastructure.errors import NotFound, PostChanged
from complaints.models import Officer


def require_post(officer: Officer) -> None:
    """The acting officer may have been read before the transaction, and their post may have changed since. One read inside
    it is current. Raises NotFound for a closed account, PostChanged for another post."""
    if officer in db.session and officer.active:
        return
    now = db.session.execute(
        sa.select(Officer.unit_id, Officer.roles, Officer.awaits_confirmation).filter(
            Officer.id == officer.id, Officer.active
        )
    ).one_or_none()
    if now is None:
        raise NotFound
    if _post(now) != _post(officer):
        raise PostChanged


def _post(officer: Any) -> tuple[int, list[str], bool]:
    return officer.unit_id, sorted(officer.roles), officer.awaits_confirmation
