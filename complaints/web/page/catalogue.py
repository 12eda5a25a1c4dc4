"""English for the pages: the catalogues are read from their .po files at start, so nothing compiled is kept or committed."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask

ENGLISH = (
    Path(__file__).parents[1] / "translations" / "en" / "LC_MESSAGES"
)  # one .po for each part of the site


def set_up(app: Flask) -> None:
    """Chinese is the language of the sources; English comes from the catalogue."""
    with app.app_context():
        domain = app.extensions["babel"].instance.domain_instance
    domain.cache["en", domain.domain[0]] = english()


@cache
def english() -> Translations:
    whole = Catalog(locale="en")
    for path in sorted(ENGLISH.glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="en"):
                if message.id:
                    whole[message.id] = message
    compiled = BytesIO()
    write_mo(compiled, whole)
    compiled.seek(0)
    return Translations(fp=compiled)
