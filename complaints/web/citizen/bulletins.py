"""Published bulletins, for everybody."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, render_template

from complaints.models import Bulletin
from complaints.queries import bulletins
from complaints.queries.bulletin_files import in_words, issue_in_words
from complaints.web.page.translation import language
from complaints.web.supervision.bulletins import file_of

pages = Blueprint("bulletins", __name__)


@pages.get("/bulletins")
def show_all() -> str:
    return render_template("citizen/bulletins.html", rows=bulletins.published())


@pages.get("/bulletins/<period>")
def show(period: str) -> str:
    return render_template("citizen/bulletin.html", row=_published(period))


@pages.get("/bulletins/<period>.docx")
def download(period: str) -> Response:
    return file_of(_published(period), "docx")


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
