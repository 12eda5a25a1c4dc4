"""The language of the page, found once a request, and its sentences: Chinese in the sources, English in .po files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask, g
from flask_babel import LazyString, get_locale
from markupsafe import Markup, escape

from schemas.text import isolated

ENGLISH = (
    Path(__file__).parents[1] / "translations" / "en" / "LC_MESSAGES"
)  # one .po for each part of the site


def set_up(app: Flask) -> None:
    with app.app_context():
        domain = app.extensions["babel"].instance.domain_instance
    domain.cache["en", domain.domain[0]] = english()
    app.jinja_env.globals.update(_=_on_page, gettext=_on_page)


@cache
def english() -> Translations:
    """Read from the .po files at start: nothing compiled is kept or committed."""
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


def language() -> str:
    """zh or en."""
    here = g._get_current_object()  # `g` looks itself up at every use
    spoken: str | None = getattr(here, "language", None)
    if spoken is None:
        locale = get_locale()
        spoken = here.language = "en" if locale is not None and locale.language == "en" else "zh"
    return spoken


@contextmanager
def in_chinese() -> Iterator[None]:
    """For what leaves the program in the language of the office, in whatever language it is asked for."""
    before = g.pop("language", None)
    g.language = "zh"
    try:
        yield
    finally:
        g.language = before
        if before is None:
            forget()


def forget() -> None:
    """The person chose another language in the middle of the request."""
    g.pop("language", None)


def gettext(words: str, /, **places: Any) -> str:
    """A sentence of the sources in the language of the page, its places filled in with what turns nothing around it."""
    sentence = _said(words, language())
    return sentence % {name: bounded(value) for name, value in places.items()} if places else sentence


def lazy_gettext(words: str) -> LazyString:
    """A sentence of the sources where no page is asked for yet: in a table of labels."""
    return LazyString(gettext, words)


def _on_page(words: str, /, **places: Any) -> Markup:
    """The same for a template: the text is safe, and filled-in values are escaped."""
    sentence = _safe(words, language())
    if not places:
        return sentence
    return Markup(str(sentence) % {name: escape(bounded(value)) for name, value in places.items()})


def bounded(value: Any) -> Any:
    """A text that is put among other words, as `isolated` bounds it; markup bounds its own."""
    return isolated(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _safe(words: str, spoken: str) -> Markup:
    """Templates say none but their own sentences, and say them again on every page."""
    return Markup(_said(words, spoken))


def _said(words: str, spoken: str) -> str:
    return str(english().ugettext(words)) if spoken == "en" else words
