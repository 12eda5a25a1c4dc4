"""The finding about each respondent, as the citizen reads it: units by name, persons in the citizen's own words or by their
unit. Never an account, the name of an officer they did not write, or a name that another citizen wrote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from complaints.infrastructure.database import db
from complaints.models import Complaint, Officer, Respondent, Unit
from complaints.organisation import former_names
from complaints.organisation.remaining_names import is_rest_of
from complaints.organisation.respondents import rows_of
from workflows.language import Text

AT_INTAKE = 1  # the first step of a complaint


@dataclass(frozen=True, slots=True)
class Finding:
    respondent: Text
    outcome: str


def findings_for(complaint: Complaint, source: Complaint) -> list[Finding]:
    """Of those this citizen named; `source` is what was answered: the complaint itself, or the one it was joined to."""
    rows = rows_of(complaint) if source is not complaint else _own_rows(complaint)
    shared = source.outcome or ""
    labels = _numbered([_label(row) for row in rows])
    return [
        Finding(label, _finding_of(row, source) or shared) for row, label in zip(rows, labels, strict=True)
    ]


def _own_rows(leading: Complaint) -> list[Respondent]:
    """Without those that came with a complaint that was joined to it."""
    rows = rows_of(leading)
    if not leading.leads_others:
        return rows
    query = select(Respondent).join(Complaint, Complaint.id == Respondent.complaint_id)
    joined = list(db.session.scalars(query.filter(Complaint.leading_id == leading.id)))
    return [row for row in rows if row.named_seq == AT_INTAKE or not _is_among(row, joined)]


def _is_among(row: Respondent, others: Sequence[Respondent]) -> bool:
    return any(_means(row, other) for other in others)


def _means(row: Respondent, other: Respondent) -> bool:
    if row.officer_id is not None and row.officer_id == other.officer_id:
        return True
    if row.name is None or other.name is None:
        return False
    return row.name == other.name or is_rest_of(row.name, other.name)


def _finding_of(row: Respondent, source: Complaint) -> str | None:
    if row.complaint_id == source.id:
        return row.finding
    same = [one for one in rows_of(source) if _means(one, row)]
    same += [one for one in rows_of(source) if row.unit_id is not None and one.unit_id == row.unit_id]
    return next((one.finding for one in same if one.finding), None)


def _label(row: Respondent) -> Text:
    """The name at the time it was named. A respondent named in words keeps only those words: the citizen may not know which
    officer they mean, nor where that one works."""
    if row.name and row.officer_id is not None:
        return Text(row.name, row.name)
    officer = db.session.get(Officer, row.officer_id) if row.officer_id is not None else None
    past = former_names.past_of((), {row.officer_id} if officer else ())
    unit_id = row.unit_id or (
        past.unit_id_of(officer.id, row.named_at) or officer.unit_id if officer else None
    )
    unit = db.session.get(Unit, unit_id) if unit_id is not None else None
    name = former_names.past_of({unit.id}, ()).name_of(unit, row.named_at) if unit else Text("", "")
    if officer is not None:
        return Text(f"{name.zh}的工作人员", f"an officer of {name.en}")
    parts = [name] if unit else []
    parts += [Text(row.name, row.name)] if row.name else []
    return Text(" · ".join(one.zh for one in parts), " · ".join(one.en for one in parts))


def _numbered(labels: Sequence[Text]) -> Iterator[Text]:
    """A number tells two officers of one unit apart."""
    times, so_far = Counter(labels), Counter[Text]()
    for label in labels:
        so_far[label] += 1
        number = so_far[label]
        several = times[label] > 1
        yield replace(label, zh=f"{label.zh}（{number}）", en=f"{label.en} ({number})") if several else label
