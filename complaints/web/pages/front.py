"""The front page, and what is promised."""

from __future__ import annotations

from flask import Blueprint, render_template

from complaints import kept_promises
from complaints.web.moments import now
from complaints.web.rules_now import current_rules

pages = Blueprint("front", __name__)

SHOWN_FIRST = ("ATTITUDE", "SHIRK", "NOTICE", "LAID")
STAGES = ("acceptance", "handling", "feedback")


@pages.get("/")
def home() -> str:
    book = current_rules()
    first = [(code, book.categories[code]) for code in SHOWN_FIRST if code in book.categories]
    return render_template("home.html", first=first, book=book)


@pages.get("/commitments")
def commitments() -> str:
    book = current_rules()
    return render_template(
        "commitments.html",
        book=book,
        stages=STAGES,
        shares=kept_promises.shares(now()),
        fewest=kept_promises.FEWEST,
    )
