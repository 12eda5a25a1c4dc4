"""Files that officers give to the citizen with the answer: told with it, and fetched from the citizen's page."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import orm

from complaints.casework import citizen_view
from complaints.infrastructure.database import db
from complaints.infrastructure.errors import NotFound
from complaints.models import Attachment, Complaint, Event
from workflows.language import Milestone

ATTACH, FOR_CITIZEN, TELLS = "attach", "for_citizen", "give_feedback"


def list_for_citizen(complaint: Complaint) -> list[Attachment]:
    """Without their contents. What is added for the next answer waits until that one is told, as the answer does."""
    if complaint.restricted:
        return []
    ids = _told_ids(complaint)
    query = sa.select(Attachment).filter(Attachment.id.in_(ids)).order_by(Attachment.id)
    return list(db.session.scalars(query)) if ids else []


def of_citizen(number: str, attachment_id: int) -> Attachment:
    """One of these with its content. Raises NotFound."""
    complaint = citizen_view.complaint(number)
    if complaint.restricted or attachment_id not in _told_ids(complaint):
        raise NotFound
    query = sa.select(Attachment).filter_by(id=attachment_id).options(orm.undefer(Attachment.body))
    return db.session.scalars(query).one()


def _told_ids(complaint: Complaint) -> list[int]:
    """A citizen of a joined complaint reads the answer of the leading one."""
    source = complaint.leading if complaint.is_joined and complaint.leading else complaint
    query = sa.select(Event.seq, Event.move, Event.detail).filter_by(complaint_id=source.id)
    rows = list(db.session.execute(query.where(Event.move.in_((ATTACH, TELLS))).order_by(Event.seq)))
    told = [row.seq for row in rows if row.move == TELLS]
    if not told:
        return []
    is_told_now = source.milestone in (Milestone.TOLD, Milestone.ENDED)
    given = (row for row in rows if row.move == ATTACH and row.detail.get(FOR_CITIZEN))
    shown = (row for row in given if is_told_now or row.seq < told[-1])
    return [file["id"] for row in shown for file in row.detail.get("files") or ()]
