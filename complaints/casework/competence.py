"""Which unit the dispatch catalogue names for a complaint. It is advice: who assigns may choose another, and that is recorded."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from complaints.casework import references
from complaints.models import CatalogueEntry, Complaint
from complaints.organisation import catalogue
from complaints.rulebooks import store
from workflows.language import Act
from workflows.office_hours import in_shanghai

UNIT = "competent_unit"  # in the detail of an event


def find_competent_unit(complaint: Complaint, at: datetime) -> CatalogueEntry | None:
    """None for a restricted complaint, which stays in its channel, and where the unit itself is complained of."""
    if complaint.restricted:
        return None
    texts = (complaint.subject, complaint.narrative)
    entry = catalogue.find_competent(complaint.category, texts, in_shanghai(at).date())
    return None if entry is None or complaint.shuts_out(entry.unit) else entry


def rows_for(complaint: Complaint, act: Act) -> dict[str, Any]:
    """The words of a move as rows; of an assignment also the competent unit, where another one was chosen."""
    rows = references.rows_for(complaint, act, store.book(complaint.rulebook_version))
    entry = find_competent_unit(complaint, act.at) if act.move == "assign" else None
    if entry is None or entry.unit_id == rows["unit"].id:
        return rows
    return {**rows, UNIT: entry.unit, "catalogue": entry.number}
