"""The web: pages and API. They translate; they decide nothing."""

from __future__ import annotations

from flask import Flask


def set_up(app: Flask) -> None:
    from complaints.web import api, as_sent, errors, lighter, pages

    as_sent.set_up(app)
    errors.set_up(app)
    api.set_up(app)
    pages.set_up(app)
    lighter.set_up(app)
