"""The parties of a complaint as plain values: its citizen, who speaks for them, and its respondents."""

from __future__ import annotations

from typing import Any

from complaints.access.personal_data import may_see_person
from complaints.models import Complaint, Officer
from complaints.organisation import respondents

OF_CITIZEN = ("name", "phone", "address", "email", "tell_by", "language")
OF_AGENT = ("name", "relation", "phone", "authority")
_UNKNOWN = {**dict.fromkeys(OF_CITIZEN), "anonymous": False, "hidden": True}
NOBODY: dict[str, Any] = {
    "complainant": _UNKNOWN,
    "agent": None,
    "group_size": None,
    "representatives": [],
    "respondents": [],
}


def parties_of(complaint: Complaint, asker: Officer) -> dict[str, Any]:
    person, seen = complaint.complainant, may_see_person(complaint, asker)
    known = {name: getattr(person, name) for name in OF_CITIZEN} if seen else {}
    agent = person.agent if seen else None
    representatives = (person.representatives or []) if seen else []
    return {
        "complainant": {**_UNKNOWN, **known, "anonymous": person.anonymous, "hidden": not seen},
        "agent": {**dict.fromkeys(OF_AGENT), **agent} if agent else None,
        "group_size": person.group_size,
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
