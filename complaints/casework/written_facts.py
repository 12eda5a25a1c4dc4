"""The facts of a complaint that can be put right: as they are written down, as they are wanted, and how they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from complaints.access.search_index import Findable, add_to_index, contacts_here, require_contacts
from complaints.infrastructure.encryption import blind_index
from complaints.infrastructure.errors import BadInput
from complaints.models import Complainant, Complaint
from schemas.group_size import TOO_FEW, is_too_few
from schemas.names import normal_name
from schemas.phones import as_stored
from workflows.calendar import SHANGHAI
from workflows.language import Text

Facts = dict[str, Any]
OF_AGENT = ("name", "relation", "phone", "authority")
AGENT = tuple(f"agent_{name}" for name in OF_AGENT)
PLAIN = (
    "address",
    "email",
    "tell_by",
    "language",
    "group_size",
)  # columns of the complainant, written as they are
OF_THE_PERSON = (
    *("phone", "name", "address", "email", "tell_by", "language", "identity_number", "representatives"),
    *AGENT,
)
OF_THE_COMPLAINT = (
    *("category", "subject", "narrative", "confidential"),
    *("channel", "sender_number", "received_on"),
)
NAMES_A_PERSON = {"name", "address", "identity_number", "agent_name", "representatives"}
LONGEST_LYING = timedelta(days=365)


def flatten(changes: Mapping[str, Any]) -> Facts:
    """The wanted facts by name; None for one to remove. An agent without a name goes whole."""
    flat = {name: after for name, after in changes.items() if name not in ("agent", "remove")}
    flat |= {f"agent_{name}": after for name, after in changes.get("agent", {}).items()}
    removed = changes.get("remove")
    if removed == "agent" or flat.get("agent_name") == "":
        flat |= dict.fromkeys(AGENT)
    elif removed:
        flat[removed] = None
    return {name: None if after in ("", []) else after for name, after in flat.items()}


def read_facts(complaint: Complaint) -> Facts:
    person = complaint.complainant
    agent = person.agent or {}
    return {
        **{name: getattr(complaint, name) for name in OF_THE_COMPLAINT},
        **{name: getattr(person, name) for name in ("name", "identity_number", *PLAIN)},
        "phone": in_words(person.numbers),
        "representatives": person.representatives,
        **{f"agent_{name}": agent.get(name) for name in OF_AGENT},
        "agent_authority": bool(agent.get("authority")) if agent else None,
    }


def wanted_facts(complaint: Complaint, changes: Mapping[str, Any]) -> Facts:
    """The typed facts in the form compared and told: phone numbers as they are dialled. Raises BadInput."""
    wanted = flatten(changes)
    if phone := wanted.get("phone"):
        wanted["phone"] = in_words(require_contacts(phone, "changes.phone"))
    if day := wanted.get("received_on"):
        require_recent(day, complaint.received_at, "changes.received_on")
    stands = {name: wanted.get(name, before) for name, before in read_facts(complaint).items()}
    if not stands["agent_name"] and any(stands[name] for name in AGENT):
        raise BadInput({"changes.agent.name": _AGENT_WITHOUT_NAME})
    _require_group(stands, wanted)
    return wanted


def _require_group(stands: Facts, wanted: Facts) -> None:
    """A group noted too small before does not block other corrections."""
    touched = [name for name in ("group_size", "representatives", "name") if name in wanted]
    size, named = stands["group_size"], stands["representatives"] or ()
    if touched and is_too_few(size, stands["name"], named):
        raise BadInput({f"changes.{touched[0]}": TOO_FEW})


def write_facts(complaint: Complaint, changes: Facts, typed: Facts) -> None:
    """It is found by what it says now, and by what it said before. A phone is kept as it was `typed`."""
    person = complaint.complainant
    for name, after in changes.items():
        if name in OF_THE_COMPLAINT:
            setattr(complaint, name, after)
        elif name in PLAIN:
            setattr(person, name, after)
    if "phone" in changes:
        _write_phone(complaint, typed["phone"])
    _write_person(person, changes)
    findable = _findable(person, changes)
    if findable is not None:
        add_to_index(complaint.id, findable)


def _write_person(person: Complainant, changes: Facts) -> None:
    if "name" in changes:
        person.name = changes["name"]
        person.name_index = blind_index("name", normal_name(person.name)) if person.name else None
    if "identity_number" in changes:
        number = person.identity_number = changes["identity_number"]
        person.identity_index = blind_index("identity", number) if number else None
    if "representatives" in changes:
        person.representatives = changes["representatives"]
    if changes.keys() & set(AGENT):
        agent = {**(person.agent or {}), **{one: changes[f"agent_{one}"] for one in _changed(changes)}}
        person.agent = {one: value for one, value in agent.items() if value is not None} or None
    if any(changes.get(name) for name in NAMES_A_PERSON):
        person.anonymous = False


def _changed(changes: Facts) -> Iterator[str]:
    return (one for one in OF_AGENT if f"agent_{one}" in changes)


def _write_phone(complaint: Complaint, after: str | None) -> None:
    person, contacts = complaint.complainant, contacts_here(after or "")
    first = contacts[0] if contacts else None
    person.phone = first.dialled if first else None
    person.phone_index = blind_index("phone", first.number) if first else None
    person.contacts = [as_stored(contact) for contact in contacts] or None
    complaint.contactable = bool(contacts)


def _findable(person: Complainant, changes: Facts) -> Findable | None:
    """None where no search term changed."""
    others = changes.get("representatives") or []
    names = [changes.get("name"), changes.get("agent_name"), *(one.get("name") for one in others)]
    phones = {"agent": changes.get("agent_phone")}
    phones |= {f"representatives.{at}": one.get("phone") for at, one in enumerate(others)}
    contacts = [*person.numbers] if changes.get("phone") else []
    for place, phone in phones.items():
        contacts += require_contacts(phone or "", f"changes.{place}.phone")
    sender = changes.get("sender_number") or ""
    if not (any(names) or contacts or sender):
        return None
    return Findable([name for name in names if name], contacts, sender_number=sender)


class Reached(Protocol):
    @property
    def dialled(self) -> str: ...
    @property
    def note(self) -> str: ...


def in_words(
    contacts: Iterable[Reached], spoken: Callable[[str], str] = str, noted: Callable[[str], str] = str
) -> str | None:
    """Each number with its note, `spoken` as its reader says it and `noted` as a page shows it."""
    return "、".join(_with_note(spoken(one.dialled), noted(one.note)) for one in contacts) or None


def _with_note(number: str, note: str) -> str:
    return f"{number}（{note}）" if note else number


def text_of(value: Any) -> str | None:
    """A fact as it is kept before and after a correction; representatives one a line."""
    if isinstance(value, list):
        return "\n".join(" ".join(filter(None, (one["name"], one.get("phone")))) for one in value) or None
    return None if value in (None, "") else str(value)


def require_recent(day: date | None, logged_at: datetime, field: str = "received_on") -> None:
    """The day a letter came in: not after it was logged, and no further back than a year, which is a slip of the pen.
    Raises BadInput."""
    today = logged_at.astimezone(SHANGHAI).date()
    if day is not None and not today - LONGEST_LYING <= day <= today:
        raise BadInput(
            {
                field: Text(
                    f"收到日期应在 {today - LONGEST_LYING} 到 {today} 之间。",
                    f"The day it came in lies between {today - LONGEST_LYING} and {today}.",
                )
            }
        )


_AGENT_WITHOUT_NAME = Text("没有代理人，请写明代理人姓名。", "There is no agent: give the agent's name.")
