"""The front page, and what is promised."""

from __future__ import annotations

from flask import Blueprint, render_template

pages = Blueprint("front", __name__)


@pages.get("/")
def home() -> str:
    return render_template("home.html")
