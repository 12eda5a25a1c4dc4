"""Complaints joined to one another: a person kept out of one is kept out of all of them, because a reference is a row too.

Rows that come from another complaint of the group name it as their cause (`joined:12`). They end when it leaves the group, or
when the reason there has gone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from complaints.infrastructure.database import db
from complaints.models import Ask, Complaint, Event, KeptOut, Respondent
from complaints.models.kept_out import ALL
from complaints.organisation import conflicts
from complaints.organisation.interest import RECUSED
from complaints.organisation.remaining_names import is_rest_of
from complaints.organisation.respondents import (
    is_judged_above,
    name_respondent,
    name_unit_beside,
    respondents_of,
    rows_of,
    unit_of,
    write_short_form,
)
from workflows.language import Act

FROM_OTHERS = "joined:"
Own = dict[int, dict[int, str]]  # complaint → officer → how far kept out, for its own reasons
Key = tuple[int, str, str]  # officer, cause, reach


@dataclass(frozen=True)
class Group:
    """What each complaint of a group keeps out for its own reasons."""

    own: Own

    def change(self, complaint: Complaint, act: Act) -> conflicts.Change:
        """The change that brings its rows into step, applied in memory as by `conflicts.recompute`."""
        rows = complaint.kept_out if complaint.keeps_out else []
        from_others = {_key(row): row for row in rows if row.cause.startswith(FROM_OTHERS)}
        wanted = self._wanted(complaint.id)
        ended = [row for key, row in from_others.items() if key not in wanted]
        added = [
            conflicts.row_of(complaint, (officer, "joined", cause), reach, act.at)
            for officer, cause, reach in sorted(wanted - from_others.keys())
        ]
        return conflicts.apply(complaint, conflicts.Change(added, ended), act.at)

    def _wanted(self, complaint_id: int) -> set[Key]:
        """Each officer once, as far out as any of the others keeps them."""
        found: dict[int, Key] = {}
        for other in sorted(self.own.keys() - {complaint_id}):
            for officer, reach in self.own[other].items():
                if officer not in found or (reach == ALL and found[officer][2] != ALL):
                    found[officer] = officer, f"{FROM_OTHERS}{other}", reach
        return set(found.values())


def group_of(leading: Complaint, joining: Complaint | None = None) -> Group:
    """With one that is just being joined. What these two have in memory counts, though it is not written yet."""
    db.session.flush()
    joined = joined_to(leading)
    rows = _rows({leading.id, *joined})
    for one in filter(None, (leading, joining)):
        rows[one.id] = list(one.kept_out) if one.keeps_out else []
    own = {one: _own(rows[one], one == leading.id) for one in rows}
    return Group(own)


def name_respondents(complaint: Complaint, leading: Complaint, act: Act) -> None:
    """The leading one answers for both: what this one says of officers and in names it says too from now on."""
    there = respondents_of(leading)
    names = set(there.names) if act.move == "merge" else {row.name for row in rows_of(leading)}
    names |= _parted_names(leading)
    for row in rows_of(complaint):
        unit_id = None if row.unit_id in there.units else row.unit_id
        officer_id = None if row.officer_id in there.officers else row.officer_id
        name = row.name if row.name and row.officer_id is None and row.name not in names else None
        if unit_id or officer_id or name:
            name_respondent(leading, act.at, unit_id=unit_id, officer_id=officer_id, name=name)
    if complaint.rules.judged_above or is_judged_above(leading):
        _name_their_units(complaint, leading)


def _name_their_units(complaint: Complaint, leading: Complaint) -> None:
    """Those that officers were in when they were first named: a post they came to later is no unit complained of."""
    first: dict[int | None, datetime] = {}
    for row in sorted((*rows_of(complaint), *rows_of(leading)), key=lambda row: row.named_at):
        first.setdefault(row.officer_id, row.named_at)
    for row in rows_of(leading):
        if row.officer_id is not None:
            name_unit_beside(leading, unit_of(row.officer_id, first[row.officer_id]), row)


def _parted_names(leading: Complaint) -> set[str | None]:
    """Texts that named several persons, one of whom was settled: rows of their own say the rest."""
    present = rows_of(leading)
    cleared = (row for row in leading.respondents if row.cleared_at is not None and row.name)
    return {row.name for row in cleared if any(_is_part(one, row) for one in present)}


def _is_part(one: Respondent, row: Respondent) -> bool:
    return one.named_seq == row.named_seq and bool(one.name) and is_rest_of(one.name or "", row.name or "")


def keep_out_of_joined(complaint: Complaint, act: Act) -> None:
    """It ends with this step and is in no hands any more; its history names the leading one."""
    complaint.ended_at = act.at
    change = group_of(act.words["leading"], complaint).change(complaint, act)
    if change.added:
        db.session.flush()
        db.session.add_all(change.added)


def keep_out_of_leading(leading: Complaint, act: Act) -> conflicts.Change:
    """Persons that its present respondents and the joined complaints keep out, for a step of its own."""
    named = conflicts.recompute(leading, act.at, respondents_of(leading))
    shared = group_of(leading).change(leading, act)
    change = conflicts.Change([*named.added, *shared.added], [*named.ended, *shared.ended])
    if not change:
        write_short_form(leading)  # a name that no officer has
    return change


def leave_group(complaint: Complaint, act: Act) -> conflicts.Change:
    """End the rows from the others, before the complaint has a handler again."""
    rows = [row for row in complaint.kept_out if row.cause.startswith(FROM_OTHERS)]
    change = conflicts.apply(complaint, conflicts.Change(ended=rows), act.at)
    db.session.flush()
    return change


def settle_brought(leading: Complaint, act: Act) -> None:
    """Bring the rows that the leading one has from those joined to it into step with their present rows."""
    joined = list(db.session.scalars(sa.select(Complaint).filter(Complaint.id.in_(joined_to(leading)))))
    said, brought = [row for one in joined for row in rows_of(one)], _brought_at(leading)
    for row in rows_of(leading):
        if row.named_seq in brought and not any(_says(one, row) for one in said):
            row.cleared_seq, row.cleared_at = leading.seq + 1, act.at
    for one in joined:
        name_respondents(one, leading, act)


def give_back_recusals(leading: Complaint, left: Complaint, at: datetime) -> None:
    """An officer who stepped aside only from the one that left may have the others again, also one that led it before; and
    of those who stepped aside from the others alone, the one that left is free."""
    joined = list(db.session.scalars(sa.select(Complaint).filter(Complaint.id.in_(joined_to(leading)))))
    gone = set(left.recused_ids) - set[int]().union(*map(_recused_here, (leading, *joined)))
    for one in (leading, *joined):
        one.recused_ids = [officer for officer in one.recused_ids if officer not in gone]
    for one in joined if gone else ():
        ended = [row for row in one.kept_out if row.cause == RECUSED and row.officer_id in gone]
        conflicts.apply(one, conflicts.Change(ended=ended), at)
    own = _recused_here(left)
    left.recused_ids = [officer for officer in left.recused_ids if officer in own]


def _brought_at(leading: Complaint) -> set[int]:
    """The steps that named respondents because a complaint was joined, changed or left, not by an act on this one."""
    steps = sa.select(Event.seq).filter_by(complaint_id=leading.id)
    return set(db.session.scalars(steps.filter(Event.move.in_(("keep_out", "settle_joined")))))


def _says(said: Respondent, row: Respondent) -> bool:
    """A name that was settled on the leading one is still the name."""
    if row.name:
        return said.name == row.name or (bool(said.name) and is_rest_of(row.name, said.name or ""))
    same_officer = row.officer_id is not None and said.officer_id == row.officer_id
    return same_officer or (row.officer_id is None and said.unit_id == row.unit_id)


def _recused_here(complaint: Complaint) -> set[int]:
    stepped = sa.select(Event.by_id).filter_by(complaint_id=complaint.id, move="recuse")
    asked = sa.select(Ask.words).filter_by(complaint_id=complaint.id, kind="recusal", step="granted")
    granted = {words["officer_id"] for words in db.session.scalars(asked)}
    return {one for one in db.session.scalars(stepped) if one is not None} | granted


def joined_to(leading: Complaint) -> list[int]:
    query = sa.select(Complaint.id).filter(Complaint.leading_id == leading.id, Complaint.is_joined)
    return list(db.session.scalars(query.order_by(Complaint.id)))


def _rows(ids: Collection[int]) -> dict[int, list[KeptOut]]:
    found: dict[int, list[KeptOut]] = {one: [] for one in ids}
    query = sa.select(KeptOut).filter(KeptOut.complaint_id.in_(ids), KeptOut.ended_at.is_(None))
    for row in db.session.scalars(query.order_by(KeptOut.id)):
        found[row.complaint_id].append(row)
    return found


def _own(rows: Iterable[KeptOut], leads: bool) -> dict[int, str]:
    """Likely matches of a name are settled on the leading one, which has the name too."""
    found: dict[int, str] = {}
    for row in rows:
        if not row.cause.startswith(FROM_OTHERS) and (leads or not row.provisional):
            found[row.officer_id] = ALL if ALL in (row.reach, found.get(row.officer_id)) else row.reach
    return found


def _key(row: KeptOut) -> Key:
    return row.officer_id, row.cause, row.reach
