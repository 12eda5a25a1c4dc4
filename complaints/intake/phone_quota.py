"""How many complaints a day may be logged on the web with one phone: a stranger's number is not buried in messages."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app
from sqlalchemy import func, select

from complaints.infrastructure.database import db
from complaints.infrastructure.encryption import blind_index
from complaints.infrastructure.errors import QuotaReached
from complaints.intake.complainant import Person, numbers_of
from complaints.models import Complainant, Complaint
from workflows.language import CITIZEN, Act, Text

DAY = timedelta(days=1)


def require_room(person: Person, act: Act) -> None:
    """Raises QuotaReached. What officers log is not limited."""
    most = current_app.config["SHOUWEN"].phone_complaints
    if not most or act.by is not CITIZEN:
        return
    for contact in numbers_of(person)[:1]:
        query = select(func.count(Complaint.id)).join(Complainant, Complainant.complaint_id == Complaint.id)
        query = query.filter(Complainant.phone_index == blind_index("phone", contact.number))
        if db.session.execute(query.filter(Complaint.received_at > act.at - DAY)).scalar_one() >= most:
            raise QuotaReached(_TOO_MANY)


_TOO_MANY = Text(
    "今天用这个电话登记的投诉已经很多，请明天再来，或到窗口、拨打 12348 登记。",
    "Many complaints were logged with this phone today; please come back tomorrow, come to a window or call 12348.",
)
