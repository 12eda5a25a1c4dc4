"""A complaint joined to another: whoever is kept out of one is kept out of both, for a reference is a row too."""

from __future__ import annotations

from complaints.infrastructure.database import db
from complaints.models import Complaint
from complaints.models.kept_out import ALL, JUDGING
from complaints.organisation import conflicts
from workflows.language import Act


def keep_out_of_joined(complaint: Complaint, act: Act) -> None:
    """It ends with this step and is in no hands any more; its history names the leading one."""
    change = _taken_from(act.words["leading"], complaint, act)
    complaint.ended_at = act.at
    if change.added:
        db.session.flush()
        db.session.add_all(change.added)


def keep_out_of_leading(complaint: Complaint, act: Act) -> conflicts.Change:
    """Rows for the leading one, which answers for both: for a step of its own."""
    return _taken_from(complaint, act.words["leading"], act)


def _taken_from(source: Complaint, complaint: Complaint, act: Act) -> conflicts.Change:
    kept = dict.fromkeys(source.kept_from_judging_ids, JUDGING) | dict.fromkeys(source.kept_out_ids, ALL)
    there = {(row.officer_id, row.cause) for row in complaint.kept_out} if complaint.keeps_out else set()
    cause = f"joined:{source.id}"
    rows = [
        conflicts.row_of(complaint, (officer, "joined", cause), reach, act.at)
        for officer, reach in kept.items()
        if (officer, cause) not in there
    ]
    return conflicts.apply(complaint, conflicts.Change(rows), act.at)
