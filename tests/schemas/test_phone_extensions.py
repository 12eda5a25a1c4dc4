"""An extension in the note of a contact is the extension of its number."""

from __future__ import annotations

import pytest

from schemas.phone_extensions import with_note
from schemas.phones import contacts_of


@pytest.mark.parametrize(
    ("note", "extension", "rest"),
    [
        ("转801", "801", ""),
        ("分机 801", "801", ""),
        ("801分机", "801", ""),
        ("（转８０１）", "801", ""),
        ("转801，女儿", "801", "女儿"),
        ("ext. 801", "801", ""),
        ("女儿", "", "女儿"),
        ("转3楼", "", "转3楼"),
        ("转告女儿", "", "转告女儿"),
        ("", "", ""),
    ],
)
def test_extension_in_a_note_is_the_number_s(note: str, extension: str, rest: str) -> None:
    (number,) = contacts_of("0711-3352345")

    noted = with_note(number, note)

    assert (noted.extension, noted.note) == (extension, rest)
    assert noted.given == number.given
