"""A citizen's own data and texts, as they may have them (PIPL §45): in full, but only the end of an identity number."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from complaints.casework import attachments
from complaints.models import Complainant, Complaint
from complaints.rulebooks import store

PERSONAL = (
    "name",
    "phone",
    "contacts",
    "address",
    "email",
    "tell_by",
    "language",
    "agent",
    "representatives",
    "group_size",
)
SHOWN_OF_IDENTITY = 4


def copy_of(complaint: Complaint, locale: str) -> dict[str, Any]:
    """Names of staff and what they wrote among themselves are not the citizen's data."""
    category = store.book(complaint.rulebook_version).categories[complaint.category].label
    return {
        "tracking_number": complaint.tracking_number,
        "received_at": complaint.received_at.astimezone(UTC).isoformat(),
        "channel": complaint.channel,
        "category": category.in_(locale),
        "subject": complaint.subject,
        "narrative": complaint.narrative,
        "complainant": _personal(complaint.complainant),
        "respondents": [row.name for row in complaint.respondents if row.name],
        "files": [{"name": one.name, "size": one.size} for one in attachments.of_complaint(complaint.id)],
        "grade": complaint.grade,
    }


def _personal(person: Complainant | None) -> dict[str, Any]:
    if person is None:
        return {}
    held = {name: getattr(person, name) for name in PERSONAL if getattr(person, name) is not None}
    if person.identity_number:
        held["identity_number"] = f"…{person.identity_number[-SHOWN_OF_IDENTITY:]}"
    return held
