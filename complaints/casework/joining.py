"""A complaint joined to another: whoever is kept out of one is kept out of both, for a reference is a row too."""

from __future__ import annotations

from complaints.infrastructure.database import db
from complaints.models import Complaint
from complaints.models.kept_out import ALL, JUDGING
from complaints.organisation import conflicts
from complaints.organisation.respondents import (
    name_respondent,
    respondents_of,
    rows_of,
    write_short_form,
)
from workflows.language import Act


def name_respondents(complaint: Complaint, act: Act) -> None:
    """The leading one answers for both: what this one says of officers and in names it says too from now on."""
    leading, there = act.words["leading"], respondents_of(act.words["leading"])
    for row in rows_of(complaint):
        officer_id = None if row.officer_id in there.officers else row.officer_id
        name = row.name if row.name and row.officer_id is None and row.name not in there.names else None
        if officer_id or name:
            name_respondent(leading, act.at, officer_id=officer_id, name=name)


def keep_out_of_joined(complaint: Complaint, act: Act) -> None:
    """It ends with this step and is in no hands any more; its history names the leading one."""
    change = _taken_from(act.words["leading"], complaint, act)
    complaint.ended_at = act.at
    if change.added:
        db.session.flush()
        db.session.add_all(change.added)


def keep_out_of_leading(complaint: Complaint, act: Act) -> conflicts.Change:
    """Rows for the leading one, which answers for both: for a step of its own. Likely matches come with the name."""
    leading = act.words["leading"]
    named = conflicts.recompute(leading, act.at, respondents_of(leading))
    joined = _taken_from(complaint, leading, act, likely_too=False)
    change = conflicts.Change([*named.added, *joined.added], named.ended)
    if not change:
        write_short_form(leading)  # a name nobody here has
    return change


def _taken_from(
    source: Complaint, complaint: Complaint, act: Act, likely_too: bool = True
) -> conflicts.Change:
    rows_there = source.kept_out if source.keeps_out else []
    rows = [row for row in rows_there if likely_too or not row.provisional]
    reaches = {reach: [row.officer_id for row in rows if row.reach == reach] for reach in (JUDGING, ALL)}
    kept = dict.fromkeys(reaches[JUDGING], JUDGING) | dict.fromkeys(reaches[ALL], ALL)
    there = {(row.officer_id, row.cause) for row in complaint.kept_out} if complaint.keeps_out else set()
    cause = f"joined:{source.id}"
    added = [
        conflicts.row_of(complaint, (officer, "joined", cause), reach, act.at)
        for officer, reach in kept.items()
        if (officer, cause) not in there
    ]
    return conflicts.apply(complaint, conflicts.Change(added), act.at)
