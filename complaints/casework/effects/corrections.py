"""Correcting what was written down wrong: before and after are kept, clocks follow, and the channel changes at once."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import inspect, select

from complaints.casework import relief, restricted_channel
from complaints.casework.effects import respondents as respondents_named
from complaints.casework.effects import separation
from complaints.casework.effects.requests import Detail, add_ask
from complaints.casework.effects.respondents import RESPONDENT
from complaints.casework.written_facts import (
    OF_THE_PERSON,
    flatten,
    read_facts,
    text_of,
    wanted_facts,
    write_facts,
)
from complaints.commitments import correction
from complaints.infrastructure.database import db
from complaints.infrastructure.encryption import seal, unseal
from complaints.infrastructure.errors import BadInput
from complaints.infrastructure.pinyin import readings, sounds
from complaints.models import Ask, Complaint, Correction, Officer, Unit
from complaints.models.correction import SEALED
from complaints.notifications import citizen_channels, notices
from complaints.organisation import interest, respondents
from complaints.organisation.name_matching import likely_matches
from complaints.organisation.unit_names import has_a_number
from schemas.corrections import wanted_by_citizen
from workflows.guards.correcting import CLOSE, OFFICERS, REPEATS, UNIT
from workflows.language import CITIZEN, Act, Text

BY_CITIZEN = "by_citizen"
NAMES, TEXTS = ("name", "agent_name"), ("subject", "address", "narrative")


def correct(complaint: Complaint, act: Act) -> Detail:
    """Raises BadInput where nothing changes."""
    before, wanted = read_facts(complaint), wanted_facts(complaint, act.words["changes"])
    changes = {name: after for name, after in wanted.items() if before[name] != after}
    if not changes:
        raise BadInput({"changes": _NOTHING_DIFFERS})
    if changes.keys() & {"phone", "email"}:
        inspect(complaint).info[notices.ADDRESSES_BEFORE] = citizen_channels.addresses(complaint.complainant)
    write_facts(complaint, changes, flatten(act.words["changes"]))
    for name, after in changes.items():
        _keep(complaint, act, name, (before[name], after))
    detail: dict[str, Any] = {
        "changes": {name: _told(name, before[name], after) for name, after in changes.items()}
    }
    if "category" in changes:
        detail |= _follow_category(complaint, act, before["category"])
    elif changes.get("received_on") and complaint.ended_at is None:
        detail["sooner"] = correction.follow_correction(complaint, act.at, complaint.category)
    if all(_is_slip(name, before[name], after) for name, after in changes.items()):
        detail["slip"] = True
    if _asks_for_facts(complaint):
        add_ask(complaint, act, Ask(kind="correction", step="granted", words={}))
    return detail


def ask_correction(complaint: Complaint, act: Act) -> Detail:
    """The values the handler or the citizen asks for are sealed: they may be a phone or a name."""
    by_citizen = act.by.kind == CITIZEN.kind
    wanted = wanted_by_citizen(act.words) if by_citizen else act.words
    changes, respondent = wanted.get("changes"), wanted.get(RESPONDENT)
    _require_category(complaint, changes or {})
    sealed = seal(json.dumps(changes or respondent, ensure_ascii=False, default=str))
    words = {SEALED if changes else RESPONDENT: sealed, "reason": act.words.get("reason", "")}
    if by_citizen:
        words[BY_CITIZEN] = True
    kept_out: dict[str, Any] = {}
    if respondent:
        words |= _who_it_may_mean(complaint, respondent, act)
        is_named = respondent.get("name") in respondents.respondents_of(complaint).names
        words |= {REPEATS: True} if by_citizen and is_named else {}
        kept_out = respondents_named.name_reported(complaint, act, respondent["name"]) if by_citizen else {}
        words |= {respondents_named.REPORTED_AT: complaint.seq + 1} if kept_out else {}
    add_ask(complaint, act, Ask(kind="correction", step="asked", words=words))
    typed = {name: SEALED for name in ("value", "category") if act.words.get(name)}
    return (
        kept_out
        | typed
        | ({"changes": dict.fromkeys(flatten(changes), SEALED)} if changes else {RESPONDENT: SEALED})
    )


def _who_it_may_mean(complaint: Complaint, respondent: Mapping[str, Any], act: Act) -> dict[str, Any]:
    """Officers, by id, and the unit that a request about a respondent names, and who would be kept out with them: they do not
    decide on it."""
    officers = select(Officer.id).filter_by(username=respondent.get("officer"))
    unit = select(Unit.id).filter_by(code=respondent.get("unit"))
    house = interest.organisation(act.at)
    near = house.near([complaint.intake_unit_id])
    name = respondent.get("name") or ""
    # A number of a window names no one yet: until it stands on record, it keeps no unit from deciding the request.
    likely = likely_matches(name, house.named, () if has_a_number(name) else near)
    meant, unit_id = {*db.session.scalars(officers), *likely}, db.session.scalars(unit).first()
    about = interest.Respondents(frozenset({unit_id} if unit_id else ()), frozenset(meant))
    close = {officer for officer, *_ in interest.persons(about, house)} - meant
    return {OFFICERS: sorted(meant), UNIT: unit_id, CLOSE: sorted(close)}


def _require_category(complaint: Complaint, changes: Mapping[str, Any]) -> None:
    """Raises BadInput for a category that the rules of this complaint do not have."""
    if "category" in changes and complaint.rules_of(changes["category"]) is None:
        raise BadInput({"category": _NO_SUCH_CATEGORY})


def refuse_correction(complaint: Complaint, act: Act) -> Detail:
    """The citizen reads why where they asked for it themselves."""
    ask = complaint.pending("correction")
    assert ask is not None
    add_ask(complaint, act, Ask(kind="correction", step="refused", words={}))
    freed = respondents_named.clear_reported(complaint, act, ask)
    return {"asked_by": "citizen" if ask.words.get(BY_CITIZEN) else "handler"} | freed


def asked_for(complaint: Complaint) -> dict[str, Any]:
    """The corrections the handler asks for, each fact by its own name; empty where nothing waits."""
    ask = complaint.pending("correction")
    return flatten(json.loads(unseal(ask.words[SEALED]))) if ask and SEALED in ask.words else {}


def respondent_asked_for(complaint: Complaint) -> dict[str, Any]:
    """Whom the handler asks to name, or with `wrong` to clear; empty where nothing waits."""
    ask = complaint.pending("correction")
    return respondents_named.read_asked(ask) if ask and RESPONDENT in ask.words else {}


def _asks_for_facts(complaint: Complaint) -> bool:
    ask = complaint.pending("correction")
    return ask is not None and SEALED in ask.words


def _keep(complaint: Complaint, act: Act, name: str, values: tuple[Any, Any]) -> None:
    before, after = (text_of(value) for value in values)
    db.session.add(
        Correction(
            complaint_id=complaint.id,
            event_seq=complaint.seq + 1,
            field=name,
            before=before,
            after=after,
            by_id=act.by.id,
            at=act.at,
        )
    )


def _told(name: str, before: Any, after: Any) -> Any:
    if name in (*OF_THE_PERSON, "narrative"):
        return SEALED
    return {"from": _plain(before), "to": _plain(after)}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _follow_category(complaint: Complaint, act: Act, before: str) -> dict[str, Any]:
    """After an end nothing is in hands or runs that it would change, but into the restricted channel it is opened again."""
    enters = complaint.rules.restricted and not complaint.restricted
    if complaint.ended_at is not None and not enters:
        return {}
    parted = separation.leave_leading(complaint, act) if complaint.leading_id is not None else None
    complaint.ended_at = None
    sooner = correction.follow_correction(complaint, act.at, before)
    followed: dict[str, Any] = (parted or {}) | {"sooner": sooner}
    if enters:
        followed |= restricted_channel.enter_channel(complaint, act)
    return followed | _keep_out_above(complaint, act)


def _keep_out_above(complaint: Complaint, act: Act) -> dict[str, Any]:
    """In a category that is judged above, a complaint about an officer is one about the unit they were in when named."""
    for row in respondents.rows_of(complaint) if respondents.is_judged_above(complaint) else ():
        if row.officer_id is not None:
            unit_id = respondents.unit_of(row.officer_id, row.named_at)
            respondents.name_unit_beside(complaint, unit_id, row)
    return relief.follow(complaint, act)


def _is_slip(name: str, before: Any, after: Any) -> bool:
    """A slip in spelling, which needs no notice: the same sound or signs in a name; in a text one sign that sounds
    the same, and never a number."""
    if name not in (*NAMES, *TEXTS) or not before or not after:
        return False
    old, new = (re.sub(r"\W", "", str(value)).casefold() for value in (before, after))
    if name in TEXTS and _NUMBER.findall(before) != _NUMBER.findall(after):
        return False
    if old == new or (name in NAMES and len(old) == len(new) and sounds(old) == sounds(new) != ()):
        return True
    return name in TEXTS and len(old) >= 4 and len(old) == len(new) and _sounds_the_same(old, new)


def _sounds_the_same(old: str, new: str) -> bool:
    differing = [(one, other) for one, other in zip(old, new, strict=True) if one != other]
    if len(differing) != 1:
        return False
    one, other = (_MISREAD.get(sign, sign) for sign in differing[0])
    return one == other or bool(readings(one) & readings(other))


_SIGN = "[0-9０-９〇零一二三四五六七八九十百千万亿两俩仨半壹贰叁肆伍陆柒捌玖拾佰仟①-⑳Ⅰ-Ⅻ]"
_NUMBER = re.compile(f"{_SIGN}(?:[.,:/．：—-]*{_SIGN})*")  # with the point in it: 1.5 is not 15
_MISREAD = {"囗": "口"}  # no word of its own
_NOTHING_DIFFERS = Text(
    "与现有登记完全一样，没有可更正的。", "Nothing here differs from what is written down."
)
_NO_SUCH_CATEGORY = Text("没有这个投诉类别。", "There is no such category.")
