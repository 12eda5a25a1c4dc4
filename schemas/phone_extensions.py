"""An extension that is written in the note of a number, not behind the number."""

from __future__ import annotations

from dataclasses import replace

from schemas.phone_notes import both_notes
from schemas.phone_shapes import EXTENSION_ALONE
from schemas.phones import Contact, one_width


def with_note(contact: Contact, note: str) -> Contact:
    """With the note given beside it; 转801 in that note is the extension of a number without one."""
    found = None if contact.extension else EXTENSION_ALONE.match(one_width(note))
    if found is None:
        return replace(contact, note=both_notes(contact.note, note))
    extension = (found["aside"] or found["counted"]).replace(" ", "")
    return replace(contact, extension=extension, note=both_notes(contact.note, note[found.end() :].strip()))
