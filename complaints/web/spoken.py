"""The language of the page: found once a request, for a page asks for it some hundred times."""

from __future__ import annotations

from flask import Flask, g
from flask_babel import get_locale, get_translations

from complaints.web.catalogue import english


def set_up(app: Flask) -> None:
    """Templates say a sentence in Chinese, the language of the sources, or as the catalogue has it in English."""
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=_said,
        ngettext=lambda one, many, n: get_translations().ungettext(one, many, n),
        newstyle=True,
    )


def language() -> str:
    """zh or en."""
    spoken: str | None = g.get("language")
    if spoken is None:
        locale = get_locale()
        spoken = g.language = "en" if locale is not None and locale.language == "en" else "zh"
    return spoken


def forget() -> None:
    """The person chose another language in the middle of the request."""
    g.pop("language", None)


def _said(words: str) -> str:
    return english().ugettext(words) if language() == "en" else words
