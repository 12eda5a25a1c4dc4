"""Published bulletins, for everybody."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, render_template

from complaints.models import Bulletin
from complaints.queries import bulletins
from complaints.queries.bulletin_files import in_words, issue_in_words
from complaints.queries.statistics.bulletin_text import for_public
from complaints.web.page.translation import language
from complaints.web.supervision.bulletins import docx_of

pages = Blueprint("bulletins", __name__)


@pages.get("/bulletins")
def show_all() -> str:
    return render_template("citizen/bulletins.html", rows=bulletins.published())


@pages.get("/bulletins/<period>")
def show(period: str) -> str:
    row = _published(period)
    return render_template("citizen/bulletin.html", row=row, content=for_public(row.content))


@pages.get("/bulletins/<period>.docx")
def download(period: str) -> Response:
    row = _published(period)
    return docx_of(for_public(row.content), row)


@pages.app_template_filter()
def pair(words: Any) -> str:
    """Chinese and English, in the language of the page."""
    return in_words(words, language())


@pages.app_template_filter()
def issue(row: Bulletin) -> str:
    return issue_in_words(row.at.isoformat(), row.issue, language())


def _published(period: str) -> Bulletin:
    found = bulletins.published(period)
    if not found:
        abort(404)
    return found[0]
