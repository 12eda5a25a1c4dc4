"""The front page, and what is promised."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug import Response

from complaints.queries.statistics import commitments_kept
from complaints.web.page import display_settings
from complaints.web.page.current_rules import current_rules
from complaints.web.page.dates import now

pages = Blueprint("front", __name__)

MOST_SHOWN = 4  # the first categories of the rulebook, of those whose limit is published
HANDLING = "handling"
STAGES = ("acceptance", HANDLING, "feedback")


@pages.get("/")
def home() -> str:
    return _home("")


@pages.post("/")
def home_again() -> Response | str:
    """A comfort was pressed: a number that was typed stays, the code beside it is never shown again."""
    display_settings.pressed()
    number = request.form.get("tracking_number", "").strip()[:200]
    return _home(number) if number else redirect(url_for(".home"), 303)


def _home(number: str) -> str:
    book = current_rules()
    shown = [row for row in book.categories.items() if book.promise(row[0], HANDLING, "normal").published]
    return render_template("citizen/home.html", first=shown[:MOST_SHOWN], book=book, number=number)


@pages.get("/commitments")
def commitments() -> str:
    book = current_rules()
    return render_template(
        "citizen/commitments.html",
        book=book,
        stages=STAGES,
        shares=commitments_kept.shares(now()),
        fewest=commitments_kept.FEWEST,
    )
