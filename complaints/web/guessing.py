"""Query codes cannot be guessed: few wrong ones from one address, fewer still for one number, by whichever door.

A code has six digits. At ten wrong ones an hour, whoever tries one number from all over the world needs years; the
citizen it belongs to is served at a window or by phone meanwhile, and a visit that is open stays open.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar

from flask import Response, current_app, request
from flask_limiter.util import get_remote_address

from complaints.extensions import limiter
from complaints.numbers import DIGITS, digits_of
from complaints.sealed import blind_index

View = TypeVar("View", bound=Callable[..., Any])

ADDRESS, NUMBER = "wrong codes of an address", "wrong codes for a number"


def few_guesses(view: View) -> View:
    """For every view that looks a complaint up by number and code; it answers 404 to wrong and unknown alike."""
    by_address = limiter.shared_limit(lambda: _rate("wrong_rate"), ADDRESS, deduct_when=_is_wrong)
    by_number = limiter.shared_limit(
        lambda: _rate("guess_rate"), NUMBER, key_func=_number_tried, deduct_when=_is_wrong
    )
    return by_address(by_number(view))  # type: ignore[return-value]


def _rate(name: str) -> str:
    return str(getattr(current_app.config["SHOUWEN"], name))


def _is_wrong(response: Response) -> bool:
    return response.status_code == HTTPStatus.NOT_FOUND


def _number_tried() -> str:
    """The number somebody tries codes on, unreadable, for the limiter writes its keys to the log.

    What cannot be a number belongs to nobody: it is counted for whoever typed it.
    """
    digits = digits_of(_written())
    return blind_index("number tried", digits if len(digits) == DIGITS else get_remote_address())


def _written() -> str:
    try:
        body = request.get_json(silent=True) if request.is_json else request.form
    except RecursionError:
        return ""
    return str(body.get("tracking_number", "")) if isinstance(body, dict) else ""
