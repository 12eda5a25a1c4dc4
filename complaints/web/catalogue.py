"""English for the pages: the catalogue is read from its .po file at start, so nothing compiled is kept or committed."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask

ENGLISH = Path(__file__).parent / "translations" / "en" / "LC_MESSAGES" / "messages.po"


def set_up(app: Flask) -> None:
    """Chinese is the language of the sources; English comes from the catalogue."""
    with app.app_context():
        domain = app.extensions["babel"].instance.domain_instance
    domain.cache["en", domain.domain[0]] = english()


@cache
def english() -> Translations:
    with ENGLISH.open("rb") as file:
        catalogue = read_po(file, locale="en")
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(fp=compiled)
