"""Joined to a complaint that was told already: its own citizen is told and called back as the others were (promise 9)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from complaints.casework.effects.reaching import CALL_BACK
from complaints.infrastructure.database import db
from complaints.models import Complaint, Event
from workflows.language import Act, Milestone

TELLING = "telling"
HEARD = ("tell_answer", "call_back", "rate", "appeal")  # of these, who was reached knows the answer


def following(complaint: Complaint, act: Act) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """The system's moves after a step: complaint, move and words."""
    if act.move == "merge" and act.words["leading"].milestone == Milestone.TOLD:
        leading, came = act.words["leading"], [complaint, *_brought(complaint)]
        is_called = leading.deadline(CALL_BACK) is not None or leading.rules.restricted
        if not is_called and any(one.contactable for one in came):
            yield leading.id, "owe_call_back", {}
        yield from ((one.id, "owe_answer", {}) for one in came)
    joined = act.words.get("joined")
    knows = act.move in HEARD and act.words.get("reached", True)
    if isinstance(joined, Complaint) and knows and joined.is_joined and joined.deadline(TELLING) is not None:
        yield joined.id, "confirm_told", {"all_delivered": True}


def _brought(complaint: Complaint) -> list[Complaint]:
    """Those that were joined to it before."""
    if not complaint.leads_others:
        return []
    joined = select(Complaint).filter(Complaint.leading_id == complaint.leading_id, Complaint.is_joined)
    found = db.session.scalars(joined.order_by(Complaint.id))
    return [one for one in found if _was_joined_to(one, complaint.tracking_number)]


def _was_joined_to(one: Complaint, number: str) -> bool:
    details = select(Event.detail).filter_by(complaint_id=one.id, move="merge").order_by(Event.seq.desc())
    detail = db.session.scalars(details.limit(1)).first()
    return detail is not None and detail.get("leading") == number
