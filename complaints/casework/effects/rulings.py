"""What a ruling on a disputed return teaches: an entry of the dispatch catalogue, made in the same act."""

from __future__ import annotations

from complaints.casework.effects.requests import Detail
from complaints.models import Complaint, Officer, Unit
from complaints.organisation import catalogue
from complaints.organisation.catalogue import Settling
from workflows.language import Act
from workflows.office_hours import in_shanghai


def settle_dispute(complaint: Complaint, act: Act) -> Detail:
    """Of a designation after a return. A restricted complaint teaches nothing that others could read."""
    return record_ruling(complaint, act, act.words["unit"]) if complaint.refusing_unit_ids else None


def record_ruling(complaint: Complaint, act: Act, unit: Unit) -> Detail:
    """No word of the complaint goes into the entry: only its category, and what the supervisor writes for others."""
    if act.words.get("not_a_rule") or complaint.restricted or not isinstance(act.by, Officer):
        return None
    keywords = act.words.get("keywords") or ""
    words = {
        "category": complaint.category,
        "keywords": keywords,
        "what": keywords or complaint.rules.label.zh,
        "unit": unit,
        "basis": act.words.get("basis") or f"督办裁定，{in_shanghai(act.at):%Y-%m-%d}",
    }
    entry = catalogue.record_ruling(words, Settling(act.by, act.at, complaint.id))
    return {"catalogue": entry.number}
