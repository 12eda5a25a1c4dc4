"""Naming who is complained of after the complaint came in, and clearing who was named by mistake (promise 6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from complaints.access.search_index import Findable, add_to_index
from complaints.casework import relief
from complaints.casework.effects.corrections import SEALED
from complaints.casework.effects.requests import Detail
from complaints.infrastructure.database import db
from complaints.infrastructure.errors import BadInput
from complaints.models import Complaint, Respondent
from complaints.organisation import conflicts
from complaints.organisation.interest import Respondents
from workflows.language import Act, Text

Words = Mapping[str, Any]


def name_respondent(complaint: Complaint, act: Act) -> Detail:
    """Who becomes kept out by it loses what they hold at once. Raises BadInput for who is named already."""
    before, named = conflicts.respondents_of(complaint), _named(act.words)
    if (
        named.units <= before.units
        and named.officers <= before.officers
        and set(named.names) <= set(before.names)
    ):
        raise BadInput({"respondent": _NAMED_ALREADY})
    row = _row(complaint, act)
    db.session.add(row)
    complaint.respondents.append(row)
    about = _together(before, named)
    officer = act.words.get("officer")
    if officer is not None:  # a head stands for their unit
        about = replace(about, units=about.units | conflicts.named_by_confirmation(complaint, officer).units)
    told = relief.follow(complaint, act, about)
    _write_first(complaint, about)
    add_to_index(complaint.id, Findable(respondents=_findable(act.words)))
    return told | _sealed(act.words)


def clear_respondent(complaint: Complaint, act: Act) -> Detail:
    """The row stays, cleared. Who was kept out by it alone is kept out no more. Raises BadInput for who is not named."""
    before, cleared = conflicts.respondents_of(complaint), _named(act.words)
    rows = [row for row in complaint.respondents if row.cleared_at is None and _is_of(row, cleared)]
    about = Respondents(
        before.units - cleared.units,
        before.officers - cleared.officers,
        tuple(name for name in before.names if name not in cleared.names),
        before.recused,
    )
    if about == before:
        raise BadInput({"respondent": _NOT_NAMED})
    for row in rows:
        row.cleared_seq, row.cleared_at = complaint.seq + 1, act.at
    told = relief.follow(complaint, act, about)
    _write_first(complaint, about)
    return told | _sealed(act.words)


def note_findings(complaint: Complaint, act: Act) -> None:
    """Each respondent its own finding; who has none of their own shares that of the answer."""
    said = {one["respondent"]: one["outcome"] for one in act.words.get("findings_by", ())}
    rows = {row.id: row for row in complaint.respondents if row.cleared_at is None} if said else {}
    if unknown := said.keys() - rows.keys():
        raise BadInput(
            {
                "findings_by": Text(
                    f"没有编号为 {min(unknown)} 的被投诉人。", f"There is no respondent {min(unknown)}."
                )
            }
        )
    for number, outcome in said.items():
        rows[number].finding = outcome


def _named(words: Words) -> Respondents:
    unit, officer, name = words.get("unit"), words.get("officer"), words.get("name")
    return Respondents(
        frozenset({unit.id} if unit else ()),
        frozenset({officer.id} if officer else ()),
        (name,) if name else (),
    )


def _together(one: Respondents, other: Respondents) -> Respondents:
    names = tuple(dict.fromkeys([*one.names, *other.names]))
    return Respondents(one.units | other.units, one.officers | other.officers, names, one.recused)


def _row(complaint: Complaint, act: Act) -> Respondent:
    unit, officer = act.words.get("unit"), act.words.get("officer")
    return Respondent(
        complaint_id=complaint.id,
        unit_id=unit.id if unit else None,
        officer_id=officer.id if officer else None,
        name=act.words.get("name") or None,
        named_seq=complaint.seq + 1,
        named_at=act.at,
    )


def _is_of(row: Respondent, cleared: Respondents) -> bool:
    """A row that says nothing but what is cleared."""
    unit = row.unit_id is None or row.unit_id in cleared.units
    officer = row.officer_id is None or row.officer_id in cleared.officers
    return unit and officer and (row.name is None or row.name in cleared.names)


def _write_first(complaint: Complaint, about: Respondents) -> None:
    """The short form: what stands there stays as long as it is true."""
    if complaint.respondent_unit_id not in about.units:
        complaint.respondent_unit_id = min(about.units, default=None)
    if complaint.respondent_officer_id not in about.officers:
        complaint.respondent_officer_id = min(about.officers, default=None)
    if complaint.respondent_name not in about.names:
        complaint.respondent_name = next(iter(about.names), None)


def _findable(words: Words) -> list[Any]:
    return [words[name] for name in ("unit", "officer", "name") if words.get(name)]


def _sealed(words: Words) -> dict[str, Any]:
    """A name in somebody's words is sealed on the complaint, and stands in no ledger."""
    return {"name": SEALED} if words.get("name") else {}


_NAMED_ALREADY = Text("已列为被投诉人。", "Named as a respondent already.")
_NOT_NAMED = Text("没有列为被投诉人，不必撤销。", "Not named as a respondent: there is nothing to clear.")
