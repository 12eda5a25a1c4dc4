"""Who complains: what is written down of the person, and what the complaint is found by afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from complaints.infrastructure.encryption import blind_index
from complaints.models import Complainant
from schemas.names import normal_name
from schemas.phones import Contact, as_stored


@dataclass(frozen=True)
class Person:
    """Who complains. `phone` as it was given, with all numbers; everything may be missing when anonymous."""

    name: str | None = None
    phone: str | None = None
    address: str | None = None
    identity_number: str | None = None
    anonymous: bool = False


def complainant_of(person: Person, contacts: Sequence[Contact]) -> Complainant:
    """`contacts` are the numbers in `person.phone`."""
    first = contacts[0] if contacts else None
    return Complainant(
        anonymous=person.anonymous,
        name=person.name,
        name_index=blind_index("name", normal_name(person.name)) if person.name else None,
        phone=first.dialled if first else None,
        phone_index=blind_index("phone", first.number) if first else None,
        contacts=[as_stored(contact) for contact in contacts] or None,
        address=person.address,
        identity_number=person.identity_number,
        identity_index=blind_index("identity", person.identity_number) if person.identity_number else None,
    )
