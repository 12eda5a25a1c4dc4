"""An officer asks the leader of the unit to hand over their work: one notice a day."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from complaints.infrastructure.database import db
from complaints.models import Officer
from complaints.notifications import notices
from complaints.organisation import post_holders
from workflows.calendar import SHANGHAI

KIND = "hand_over_asked"


def leader_to_ask(officer: Officer) -> Officer | None:
    """The nearest head of a unit above the officer; where there is none, the nearest supervisor."""
    codes = post_holders.codes_of(officer.unit_path)
    heads = (*post_holders.holders("unit_supervisor", codes), *post_holders.holders("supervisor", codes))
    return next((one for one in heads if one.id != officer.id), None)


def ask_leader(officer: Officer, leader: Officer, at: datetime) -> bool:
    """Inside a transaction. False where the leader was asked that day already."""
    key = f"hand-over/{officer.id}/{leader.id}/{at.astimezone(SHANGHAI).date()}"
    notice = notices.to_officer(leader.id, key, KIND, at, officer=officer.username, **_names(officer))
    with suppress(IntegrityError):
        with db.session.begin_nested():
            db.session.add(notice)
        return True
    return False


def _names(officer: Officer) -> dict[str, str]:
    return {"name_zh": officer.name_zh, "name_en": officer.name_en}
