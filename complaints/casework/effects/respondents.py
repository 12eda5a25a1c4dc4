"""Naming who is complained of after the complaint came in, and clearing who was named by mistake (promise 6)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from complaints.access.search_index import Findable, add_to_index
from complaints.casework import relief
from complaints.casework.effects.requests import Detail, add_ask
from complaints.infrastructure.encryption import unseal
from complaints.infrastructure.errors import BadInput
from complaints.models import Ask, Complaint, Officer, Respondent
from complaints.models.correction import SEALED
from complaints.organisation import respondents
from complaints.organisation.interest import Respondents, cause_of_name, organisation
from complaints.organisation.remaining_names import split_off
from workflows.guards.correcting import OFFICERS, UNIT, decider_is_not_the_one_named, is_asked_about
from workflows.interest import is_of_judged_unit
from workflows.language import Act, Text

Words = Mapping[str, Any]
Parts = tuple[int | None, int | None, str | None]
RESPONDENT = "respondent"  # in a request: whom it would name or clear, sealed
REPORTED_AT = "named_seq"  # in a citizen's report: the step that brought the name
REPLACES = "replaces"  # marks the event that names who was meant instead; the citizen gets one notice, with the clearing
_PARTS = ("unit_id", "officer_id", "name")


def name_respondent(complaint: Complaint, act: Act) -> Detail:
    """An officer kept out by it loses what they hold at once. Raises BadInput for one named already."""
    before, named = respondents.respondents_of(complaint), _named(act.words)
    if (
        named.units <= before.units
        and named.officers <= before.officers
        and set(named.names) <= set(before.names)
    ):
        return _grant_reported(complaint, act, named)
    unit, officer = act.words.get("unit"), act.words.get("officer")
    ids = {"unit_id": unit.id if unit else None, "officer_id": officer.id if officer else None}
    name, other = act.words.get("name") or None, ""
    if officer is not None and name:
        places = before.places or tuple(sorted(before.units)) or (complaint.intake_unit_id,)
        name, other = split_off(name, officer.id, organisation(act.at), places)
    row = respondents.name_respondent(complaint, act.at, **ids, name=name or None)
    if officer is not None:
        respondents.keep_unit_out(complaint, officer, row)
    if other:
        respondents.name_respondent(complaint, act.at, name=other)
    told = relief.follow(complaint, act)
    _grant_request(complaint, act)
    add_to_index(complaint.id, Findable(respondents=_findable(act.words)))
    replaces = {REPLACES: True} if act.words.get(REPLACES) else {}
    return told | _sealed(act.words) | replaces


def name_reported(complaint: Complaint, act: Act, name: str) -> dict[str, Any]:
    """Whom a citizen's report may mean is kept out at once, as at intake, until an officer free of interest decides. What is
    over stays as it was."""
    if not _is_handled(complaint) or name in respondents.respondents_of(complaint).names:
        return {}
    return name_respondent(complaint, replace(act, words={"name": name})) or {}


def clear_reported(complaint: Complaint, act: Act, ask: Ask) -> dict[str, Any]:
    """The name that a refused report brought is cleared, and who it kept out is free again."""
    rows = _reported_rows(complaint, ask) if _is_handled(complaint) else []
    for row in rows:
        row.cleared_seq, row.cleared_at = complaint.seq + 1, act.at
    return relief.follow(complaint, act) | {"name": SEALED} if rows else {}


def _is_handled(complaint: Complaint) -> bool:
    leading = complaint.leading if complaint.is_joined else None
    return complaint.ended_at is None or (leading is not None and leading.ended_at is None)


def _reported_rows(complaint: Complaint, ask: Ask | None) -> list[Respondent]:
    """Of the name in a waiting report, as far as it is not settled who that is."""
    seq = ask.words.get(REPORTED_AT) if ask is not None else None
    rows = respondents.rows_of(complaint) if seq is not None else []
    return [row for row in rows if row.named_seq == seq and row.officer_id is None]


def _grant_reported(complaint: Complaint, act: Act, named: Respondents) -> Detail:
    """Who decides confirms the name as it was reported. Raises BadInput where no report brought it."""
    names = {row.name for row in _reported_rows(complaint, complaint.pending("correction"))}
    if named.units or named.officers or not names.issuperset(named.names):
        raise BadInput({"respondent": _NAMED_ALREADY})
    _grant_request(complaint, act)
    return _sealed(act.words)


def clear_respondent(complaint: Complaint, act: Act) -> Detail:
    """Clear the row, which stays. Officers kept out by it alone are free again. Raises BadInput for one not named."""
    cleared = _named(act.words)
    rows = [row for row in respondents.rows_of(complaint) if _left_of(row, cleared) != _parts(row)]
    if not rows:
        raise BadInput({"respondent": _NOT_NAMED})
    for row in rows:
        row.cleared_seq, row.cleared_at = complaint.seq + 1, act.at
        if any(left := _left_of(row, cleared)):
            parts = dict(zip(_PARTS, left, strict=True))
            respondents.name_respondent(complaint, act.at, **parts, finding=row.finding)
    _grant_request(complaint, act)
    return relief.follow(complaint, act) | _sealed(act.words)


def _grant_request(complaint: Complaint, act: Act) -> None:
    """What the handler asked for is decided by it, unless by an officer whom the request may mean. Who is close to that one
    decides it by doing what was asked, not by naming another."""
    ask = complaint.pending("correction")
    if ask is None or RESPONDENT not in ask.words or is_asked_about(complaint, act):
        return
    is_free = decider_is_not_the_one_named(complaint, act) and not is_of_judged_unit(complaint, act)
    if is_free or _is_as_asked(act.words, ask):
        add_ask(complaint, act, Ask(kind="correction", step="granted", words={}))


def _is_as_asked(words: Words, ask: Ask) -> bool:
    unit, officer, name = words.get("unit"), words.get("officer"), words.get("name")
    by_id = (officer and officer.id in ask.words.get(OFFICERS, ())) or (
        unit and unit.id == ask.words.get(UNIT)
    )
    return bool(by_id or (name and name == read_asked(ask).get("name")))


def read_asked(ask: Ask) -> dict[str, Any]:
    """Whom a request names, as it was typed."""
    return dict(json.loads(unseal(ask.words[RESPONDENT])))


def name_instead(act: Act) -> Iterator[Act]:
    """The officer who cleared a respondent and said who was meant names that one in the same transaction."""
    if act.move == "clear_respondent" and act.words.get("instead"):
        words = {**act.words["instead"], "reason": act.words["reason"], REPLACES: True}
        yield replace(act, move="name_respondent", words=words)


def confirm_match(complaint: Complaint, act: Act) -> dict[str, Any]:
    """The officer is who the name means; a head represents the unit. Other persons named in the same words are still to be
    settled."""
    officer: Officer = act.words["officer"]
    causes = {
        row.cause for row in complaint.kept_out if row.reason == "name" and row.officer_id == officer.id
    }
    house, places = organisation(act.at), respondents.respondents_of(complaint).places
    reported = _reported_rows(complaint, complaint.pending("correction"))
    for row in respondents.rows_of(complaint):
        if row.name and row.officer_id is None and cause_of_name(row.name) in causes:
            if row in reported:
                _grant_request(complaint, act)
            own, rest = split_off(row.name, officer.id, house, places)
            one = _part(complaint, act, row, (own, rest)) if rest else row
            one.officer_id = officer.id
            respondents.keep_unit_out(complaint, officer, one)
    return relief.follow(complaint, act)


def _part(complaint: Complaint, act: Act, row: Respondent, words: tuple[str, str]) -> Respondent:
    """Two rows in place of one that named several persons, from the same step on; returns that of the first."""
    row.cleared_seq, row.cleared_at = complaint.seq + 1, act.at
    own, rest = words
    one = respondents.name_respondent(
        complaint, act.at, unit_id=row.unit_id, name=own or None, finding=row.finding
    )
    other = respondents.name_respondent(complaint, act.at, name=rest)
    for part in (one, other):
        part.named_seq, part.named_at = row.named_seq, row.named_at
    return one


def note_findings(complaint: Complaint, act: Act) -> None:
    """Each respondent its own finding; who has none of their own shares that of the answer."""
    findings = act.words.get("findings_by", ())
    said = {one["respondent"]: one["outcome"] for one in findings}
    if len(said) < len(findings):
        twice = Text("同一被投诉人只能有一个结论。", "A respondent has one finding.")
        raise BadInput({"findings_by": twice})
    numbered = enumerate(complaint.respondents, 1) if said else ()
    rows = {place: row for place, row in numbered if row.cleared_at is None}
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


def _parts(row: Respondent) -> Parts:
    return row.unit_id, row.officer_id, row.name


def _left_of(row: Respondent, cleared: Respondents) -> Parts:
    """What a row still says. A unit that was named as that of its officer goes with the officer."""
    unit_id, officer_id, name = _parts(row)
    if officer_id in cleared.officers:
        unit_id = None if unit_id in respondents.units_of(officer_id) else unit_id
        officer_id = None
    if unit_id in cleared.units:
        unit_id = None
    return unit_id, officer_id, None if name in cleared.names else name


def _findable(words: Words) -> list[Any]:
    return [words[name] for name in ("unit", "officer", "name") if words.get(name)]


def _sealed(words: Words) -> dict[str, Any]:
    """A name in free words is sealed on the complaint, and is never in the ledger."""
    return {"name": SEALED} if words.get("name") else {}


_NAMED_ALREADY = Text("已列为被投诉人。", "Named as a respondent already.")
_NOT_NAMED = Text("没有列为被投诉人，不必撤销。", "Not named as a respondent: there is nothing to clear.")
