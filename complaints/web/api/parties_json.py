"""The parties of a complaint as plain values: its citizen, who speaks for them, and its respondents."""

from __future__ import annotations

from typing import Any

from complaints.access.masking import MaskedPerson
from complaints.access.reveals import Shown
from complaints.models import Complaint
from complaints.organisation import respondents

OF_CITIZEN = ("name", "phone", "address", "email", "tell_by", "language")
OF_AGENT = ("name", "relation", "phone", "authority")
_UNKNOWN = {**dict.fromkeys(OF_CITIZEN), "anonymous": False, "hidden": True, "masked": False}
NO_PERSON: dict[str, Any] = {
    "complainant": _UNKNOWN,
    "agent": None,
    "group_size": None,
    "representatives": [],
    "respondents": [],
}


def parties_of(complaint: Complaint, person: Shown | None) -> dict[str, Any]:
    """`person` as the reader sees them: none who may not know."""
    whole = complaint.complainant
    known = {name: getattr(person, name) for name in OF_CITIZEN} if person else {}
    agent = person.agent if person else None
    representatives = (person.representatives or []) if person else []
    return {
        "complainant": {
            **_UNKNOWN,
            **known,
            "anonymous": whole.anonymous,
            "hidden": not person,
            "masked": isinstance(person, MaskedPerson),
        },
        "agent": {**dict.fromkeys(OF_AGENT), **agent} if agent else None,
        "group_size": whole.group_size,
        "representatives": [{"name": None, "phone": None, **one} for one in representatives],
        "respondents": respondents_of(complaint),
    }


def respondents_of(complaint: Complaint) -> list[dict[str, Any]]:
    """Numbered within the complaint: none is ever removed."""
    copied = ("name", "named_at", "cleared_at", "finding")
    return [
        {
            "id": place,
            **{name: getattr(row.Respondent, name) for name in copied},
            "unit": row.code,
            "officer": row.username,
        }
        for place, row in enumerate(respondents.named_rows(complaint), 1)
    ]
