"""Daily limits of one address without an account: bytes and complaints."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, TypeVar

from flask import Response, current_app, request
from limits import parse

from complaints.infrastructure.errors import QuotaReached
from complaints.infrastructure.extensions import limiter
from complaints.web.security.rate_limits import address, rate
from workflows.language import Text

View = TypeVar("View", bound=Callable[..., Any])

BYTES, INTAKES = "bytes of an address", "complaints of an address"
MEGABYTE = 1024 * 1024
NO_LIMIT = "1000000 per second"


def few_bytes(view: View) -> View:
    """For views that keep what a person without an account sends. The length is checked before anything reads it."""

    @wraps(view)
    def counted(*words: Any, **more: Any) -> Any:
        most, size = current_app.config["SHOUWEN"].upload_mb_day, request.content_length or 0
        if most and not limiter.limiter.hit(
            parse(f"{most * MEGABYTE} per day"), BYTES, address(), cost=max(size, 1)
        ):
            raise QuotaReached(TOO_MUCH)
        return view(*words, **more)

    return counted  # type: ignore[return-value]


def few_complaints(view: View) -> View:
    """For views that log a complaint without an account; what is refused for its words does not count."""
    by_address = limiter.shared_limit(
        lambda: rate("intake_rate") or NO_LIMIT, INTAKES, key_func=address, deduct_when=_is_logged
    )
    return by_address(view)  # type: ignore[return-value]


def _is_logged(response: Response) -> bool:
    return response.status_code in (HTTPStatus.CREATED, HTTPStatus.SEE_OTHER)


TOO_MUCH = Text(
    "今天从这里发来的内容太多，请明天再传，或到窗口、拨打 12348 办理。",
    "Too much was sent from here today; please come back tomorrow, come to a window or call 12348.",
)
