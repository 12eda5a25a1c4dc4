"""Correcting what was written down wrong: before and after are kept, clocks follow, and the channel changes at once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from complaints.access.search_index import Findable, add_to_index, contacts_here, require_contacts
from complaints.casework import relief, restricted_channel
from complaints.casework.effects.requests import Detail, add_ask
from complaints.commitments import renewal
from complaints.infrastructure.database import db
from complaints.infrastructure.encryption import blind_index, seal, unseal
from complaints.infrastructure.errors import BadInput
from complaints.infrastructure.pinyin import sounds
from complaints.models import Ask, Complaint, Correction, Officer
from complaints.organisation import respondents
from schemas.names import normal_name
from schemas.phones import Contact, as_stored
from workflows.language import Act, Text

OF_THE_PERSON = ("phone", "name", "address")
OF_THE_COMPLAINT = ("category", "subject", "confidential")
SEALED = "sealed"  # stands in the ledger instead of what identifies a person


def correct(complaint: Complaint, act: Act) -> Detail:
    """Raises BadInput where everything stands as it should already."""
    before, wanted = _standing(complaint), _wanted(act.words["changes"])
    changes = {name: after for name, after in wanted.items() if before[name] != after}
    if not changes:
        raise BadInput({"changes": _NOTHING_DIFFERS})
    for name, after in changes.items():
        _write(complaint, name, after)
        _keep(complaint, act, name, (before[name], after))
    _find_again(complaint, changes)
    detail: dict[str, Any] = {
        "changes": {name: _told(name, before[name], after) for name, after in changes.items()}
    }
    if "category" in changes:
        detail |= _follow_category(complaint, act)
    if all(_is_slip(name, before[name], after) for name, after in changes.items()):
        detail["slip"] = True
    if complaint.pending("correction"):
        add_ask(complaint, act, Ask(kind="correction", step="granted", words={}))
    return detail


def ask_correction(complaint: Complaint, act: Act) -> Detail:
    """What the handler would have it say is sealed: it may be a phone or a name."""
    changes = act.words["changes"]
    words = {SEALED: seal(json.dumps(changes, ensure_ascii=False)), "reason": act.words["reason"]}
    add_ask(complaint, act, Ask(kind="correction", step="asked", words=words))
    return {"changes": dict.fromkeys(changes, SEALED)}


def refuse_correction(complaint: Complaint, act: Act) -> Detail:
    add_ask(complaint, act, Ask(kind="correction", step="refused", words={}))
    return None


def asked_for(complaint: Complaint) -> dict[str, Any]:
    """What the handler asks to have corrected; empty where nothing waits."""
    ask = complaint.pending("correction")
    return dict(json.loads(unseal(ask.words[SEALED]))) if ask else {}


def _standing(complaint: Complaint) -> dict[str, Any]:
    person = complaint.complainant
    standing = {name: getattr(complaint, name) for name in OF_THE_COMPLAINT}
    return {**standing, "phone": _written(person.numbers), "name": person.name, "address": person.address}


def _wanted(changes: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, as it is compared and kept: phone numbers as they are dialled, nothing for what is empty."""
    wanted = {name: None if after == "" else after for name, after in changes.items()}
    if phone := wanted.get("phone"):
        wanted["phone"] = _written(require_contacts(phone, "changes.phone"))
    return wanted


def _written(contacts: Iterable[Contact]) -> str | None:
    return "、".join(_with_note(contact) for contact in contacts) or None


def _with_note(contact: Contact) -> str:
    return f"{contact.dialled}（{contact.note}）" if contact.note else contact.dialled


def _write(complaint: Complaint, name: str, after: Any) -> None:
    person = complaint.complainant
    if name == "phone":
        _write_phone(complaint, after)
    elif name == "name":
        person.name, person.anonymous = after, person.anonymous and not after
        person.name_index = blind_index("name", normal_name(after)) if after else None
    else:
        setattr(person if name in OF_THE_PERSON else complaint, name, after)


def _write_phone(complaint: Complaint, after: str | None) -> None:
    person, contacts = complaint.complainant, contacts_here(after or "")
    first = contacts[0] if contacts else None
    person.phone = first.dialled if first else None
    person.phone_index = blind_index("phone", first.number) if first else None
    person.contacts = [as_stored(contact) for contact in contacts] or None
    complaint.contactable = bool(contacts)


def _find_again(complaint: Complaint, changes: Mapping[str, Any]) -> None:
    """It is found by what it says now, and by what it said before."""
    names = [changes["name"]] if changes.get("name") else []
    contacts = complaint.complainant.numbers if changes.get("phone") else []
    if names or contacts:
        add_to_index(complaint.id, Findable(names=names, contacts=contacts))


def _keep(complaint: Complaint, act: Act, name: str, values: tuple[Any, Any]) -> None:
    before, after = (None if value in (None, "") else str(value) for value in values)
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
    return SEALED if name in OF_THE_PERSON else {"from": before, "to": after}


def _follow_category(complaint: Complaint, act: Act) -> dict[str, Any]:
    followed: dict[str, Any] = {"sooner": renewal.follow_category(complaint, act.at)}
    if complaint.rules.restricted and not complaint.restricted:
        followed |= restricted_channel.enter_channel(complaint, act)
    return followed | _keep_out_above(complaint, act)


def _keep_out_above(complaint: Complaint, act: Act) -> dict[str, Any]:
    """In a category that is judged above, a complaint about an officer is one about their unit."""
    for row in respondents.rows_of(complaint):
        officer = db.session.get(Officer, row.officer_id) if row.officer_id else None
        if officer is not None:
            respondents.keep_unit_out(complaint, officer, row)
    return relief.follow(complaint, act)


def _is_slip(name: str, before: Any, after: Any) -> bool:
    """A slip in spelling, of which nobody need be told: the same sound or signs in a name, one sign in a longer text."""
    if name not in ("name", "subject", "address") or not before or not after:
        return False
    old, new = (re.sub(r"\W", "", str(value)).casefold() for value in (before, after))
    if old == new or (name == "name" and len(old) == len(new) and sounds(old) == sounds(new) != ()):
        return True
    return (
        name != "name"
        and len(old) >= 4
        and len(old) == len(new)
        and sum(a != b for a, b in zip(old, new, strict=True)) == 1
    )


_NOTHING_DIFFERS = Text(
    "与现有登记完全一样，没有可更正的。", "Nothing here differs from what is written down."
)
