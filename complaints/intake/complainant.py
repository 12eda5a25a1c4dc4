"""Who complains: what is written down of the person, and what the complaint is found by afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from complaints.access.search_index import require_contacts
from complaints.infrastructure.encryption import blind_index
from complaints.infrastructure.errors import BadInput
from complaints.models import Complainant
from schemas.group_size import TOO_FEW, is_too_few
from schemas.names import normal_name
from schemas.phone_extensions import with_note
from schemas.phones import Contact, as_stored


@dataclass(frozen=True)
class Person:
    """Who complains. `phone` as it was given, with all its numbers, and `contacts` with a note of each; everything may be
    missing when anonymous."""

    name: str | None = None
    phone: str | None = None
    contacts: Sequence[Mapping[str, str]] = ()
    address: str | None = None
    identity_number: str | None = None
    anonymous: bool = False
    email: str | None = None
    tell_by: str | None = None
    language: str | None = None
    agent: Mapping[str, Any] | None = None
    group_size: int | None = None
    representatives: Sequence[Mapping[str, Any]] = ()

    @property
    def names(self) -> list[str]:
        """Everybody the complaint is found by: the person, who speaks for them, and who represents a group."""
        spoken_for = [self.agent or {}, *self.representatives]
        return [name for name in (self.name, *(one.get("name") for one in spoken_for)) if name]


def numbers_of(person: Person) -> tuple[Contact, ...]:
    """Each number once, with the note that was given with it. Raises BadInput."""
    found = list(require_contacts(person.phone or "", "complainant.phone"))
    for at, one in enumerate(person.contacts):
        read = require_contacts(one["phone"], f"complainant.contacts.{at}.phone")
        found += [with_note(contact, one.get("note") or "") for contact in read]
    return tuple(found[at] for at, one in enumerate(found) if one not in found[:at])


def numbers_found_by(person: Person) -> tuple[Contact, ...]:
    """And those of who speaks for the person, and of who represents a group. Raises BadInput."""
    spoken_for = {"agent": person.agent or {}}
    spoken_for |= {f"representatives.{at}": one for at, one in enumerate(person.representatives)}
    others = [
        contact
        for place, one in spoken_for.items()
        for contact in require_contacts(one.get("phone") or "", f"complainant.{place}.phone")
    ]
    return (*numbers_of(person), *others)


def complainant_of(person: Person, contacts: Sequence[Contact]) -> Complainant:
    """`contacts` as `numbers_of` reads them. Raises BadInput for a group smaller than those it names."""
    if is_too_few(person.group_size, person.name, person.representatives):
        raise BadInput({"complainant.group_size": TOO_FEW})
    first = contacts[0] if contacts else None
    return Complainant(
        anonymous=person.anonymous,
        name=person.name,
        name_index=blind_index("name", normal_name(person.name)) if person.name else None,
        phone=first.dialled if first else None,
        phone_index=blind_index("phone", first.number) if first else None,
        contacts=[as_stored(contact) for contact in contacts] or None,
        address=person.address,
        email=person.email,
        tell_by=person.tell_by,
        language=person.language,
        agent=dict(person.agent) if person.agent else None,
        representatives=[dict(one) for one in person.representatives] or None,
        group_size=person.group_size,
        identity_number=person.identity_number,
        identity_index=blind_index("identity", person.identity_number) if person.identity_number else None,
    )
