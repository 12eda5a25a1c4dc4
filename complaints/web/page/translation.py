"""The language of the page: found once a request, for a page asks for it some hundred times."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import Flask, g
from flask_babel import LazyString, get_locale
from markupsafe import Markup, escape

from complaints.web.page.catalogue import english


def set_up(app: Flask) -> None:
    """Templates say a sentence in Chinese, the language of the sources, or as the catalogue has it in English."""
    app.jinja_env.globals.update(_=_on_page, gettext=_on_page)


def language() -> str:
    """zh or en."""
    here = g._get_current_object()  # `g` looks itself up anew at every use
    spoken: str | None = getattr(here, "language", None)
    if spoken is None:
        locale = get_locale()
        spoken = here.language = "en" if locale is not None and locale.language == "en" else "zh"
    return spoken


def forget() -> None:
    """The person chose another language in the middle of the request."""
    g.pop("language", None)


def gettext(words: str, /, **places: Any) -> str:
    """A sentence of the sources in the language of the page, its places filled in."""
    sentence = _said(words, language())
    return sentence % places if places else sentence


def lazy_gettext(words: str) -> LazyString:
    """A sentence of the sources where no page is asked for yet: in a table of labels."""
    return LazyString(gettext, words)


def _on_page(words: str, /, **places: Any) -> Markup:
    """The same for a template: safe as it stands, and what is filled in is escaped."""
    sentence = _safe(words, language())
    if not places:
        return sentence
    return Markup(str(sentence) % {name: escape(value) for name, value in places.items()})


@cache
def _safe(words: str, spoken: str) -> Markup:
    """Templates say none but their own sentences, and say them again on every page."""
    return Markup(_said(words, spoken))


def _said(words: str, spoken: str) -> str:
    return str(english().ugettext(words)) if spoken == "en" else words
