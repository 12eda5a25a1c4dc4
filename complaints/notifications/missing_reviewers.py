"""An escalation that no officer may review: administrators get a notice once a day, until an officer is given a post.

It names no complaint: each administrator has it in hand, was late with it, or is kept out of it.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from complaints.infrastructure.database import db
from complaints.notifications import notices
from workflows.calendar import SHANGHAI

NO_REVIEWER = "no_reviewer"


def report(at: datetime) -> None:
    """Inside a transaction."""
    day = at.astimezone(SHANGHAI).date()
    notice = notices.to_administrators(f"no reviewer/{day}", NO_REVIEWER, at, {})
    with suppress(IntegrityError), db.session.begin_nested():  # another complaint was first that day
        db.session.add(notice)
