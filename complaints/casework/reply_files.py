"""Files that officers give to the citizen with the answer: told with it, and fetched from the citizen's page."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import orm

from complaints.casework import citizen_view
from complaints.infrastructure.database import db
from complaints.infrastructure.errors import NotFound
from complaints.models import Attachment, Complaint, Event
from workflows.language import Milestone

ATTACH, FOR_CITIZEN, TELLS, SENDS_BACK = "attach", "for_citizen", "give_feedback", "send_back"


@dataclass(frozen=True, slots=True)
class Given:
    """Ids of files: told to the citizen, going with the next answer, and left behind with an answer that was sent back."""

    told: frozenset[int]
    going: frozenset[int]
    left_behind: frozenset[int]


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


def given_with(complaint: Complaint) -> Given:
    """What officers gave for the citizen of this complaint, by the answer it belongs to."""
    query = sa.select(Event.seq, Event.move, Event.detail).filter_by(complaint_id=complaint.id)
    rows = db.session.execute(query.where(Event.move.in_((ATTACH, TELLS, SENDS_BACK))).order_by(Event.seq))
    told: list[int] = []
    waiting: list[int] = []
    left_behind: list[int] = []
    was_told = False
    for row in rows:
        if row.move == ATTACH:
            waiting += [file["id"] for file in row.detail.get("files") or () if row.detail.get(FOR_CITIZEN)]
        elif row.move == SENDS_BACK:
            left_behind, waiting = [*left_behind, *waiting], []
        else:
            told, waiting, was_told = [*told, *waiting], [], True
    if was_told and complaint.milestone in (Milestone.TOLD, Milestone.ENDED):
        told, waiting = [*told, *waiting], []
    return Given(frozenset(told), frozenset(waiting), frozenset(left_behind))


def _told_ids(complaint: Complaint) -> frozenset[int]:
    """A citizen of a joined complaint reads the answer of the leading one."""
    source = complaint.leading if complaint.is_joined and complaint.leading else complaint
    return given_with(source).told
