"""Wrong query codes over all numbers come faster than people mistype: administrators get a notice, once a day."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from complaints.infrastructure.database import db, transaction
from complaints.notifications import notices
from workflows.calendar import SHANGHAI


def warn(at: datetime, rate: str) -> None:
    day = at.astimezone(SHANGHAI).date()
    notice = notices.to_administrators(f"guessing/{day}", "codes_guessed", at, {"rate": rate})
    with suppress(IntegrityError), transaction():  # another process was first
        db.session.add(notice)
