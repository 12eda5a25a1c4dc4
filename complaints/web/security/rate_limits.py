"""Query codes and passwords cannot be guessed: few wrong ones from one address, fewer still for one number or account, by
whichever door.

Limits slow the guesser, never the number or the account: what is counted is the address (an IPv6 /64 is one), and what
it tries on one number or account. The right code from elsewhere is answered however many wrong ones strangers tried. A code has six digits: at five hundred wrong ones a day, one address needs years; an alarm over all numbers watches `shouwen_wrong_codes`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from ipaddress import ip_address, ip_network
from typing import Any, TypeVar

from flask import Response, current_app, g, request
from flask_limiter.util import get_remote_address
from flask_security import current_user

from complaints.infrastructure.encryption import blind_index
from complaints.infrastructure.extensions import limiter
from complaints.infrastructure.tracking_numbers import DIGITS, digits_of
from schemas.addresses import username_of

View = TypeVar("View", bound=Callable[..., Any])

ADDRESS, NUMBER = "wrong codes of an address", "wrong codes for a number"
SIGNING_IN, ACCOUNT = "wrong passwords of an address", "wrong passwords for an account"
IPV4 = 4


def address() -> str:
    """The key for counting tries: one address; for IPv6 the /64 that one household or machine has to itself."""
    found = get_remote_address()
    try:
        one = ip_address(found)
    except ValueError:
        return found
    one = getattr(one, "ipv4_mapped", None) or one
    return str(one) if one.version == IPV4 else str(ip_network(f"{one}/64", strict=False))


def few_guesses(view: View) -> View:
    """For every view that looks a complaint up by number and code; it answers 404 to wrong and unknown alike."""
    by_address = limiter.shared_limit(
        lambda: rate("wrong_rate"), ADDRESS, key_func=address, deduct_when=_is_wrong
    )
    by_number = limiter.shared_limit(
        lambda: rate("guess_rate"), NUMBER, key_func=_number_tried, deduct_when=_is_wrong
    )

    @wraps(view)
    def counted(*words: Any, **more: Any) -> Any:
        g.looks_up = True  # a wrong code is counted among the metrics, for an alarm over all numbers
        return view(*words, **more)

    return by_address(by_number(counted))  # type: ignore[return-value]


def few_passwords(account: Callable[[], str]) -> Callable[[View], View]:
    """For every view that the password of an account is typed into; it answers 401 to a wrong one and to an unknown
    account alike."""

    def tried() -> str:
        return blind_index("account tried", f"{account()} from {address()}")

    by_address = limiter.shared_limit(
        lambda: rate("login_rate"), SIGNING_IN, key_func=address, deduct_when=_is_refused
    )
    by_account = limiter.shared_limit(
        lambda: rate("account_rate"), ACCOUNT, key_func=tried, deduct_when=_is_refused
    )
    return lambda view: by_address(by_account(view))  # type: ignore[return-value]


def account_typed() -> str:
    return account_as_written(_written("username"))


def own_account() -> str:
    return str(getattr(current_user, "username", ""))


def account_as_written(name: str) -> str:
    """One account is counted once, however it is typed."""
    return username_of(name).lower()


def rate(name: str) -> str:
    return str(getattr(current_app.config["SHOUWEN"], name))


def _is_wrong(response: Response) -> bool:
    return response.status_code == HTTPStatus.NOT_FOUND


def _is_refused(response: Response) -> bool:
    return response.status_code == HTTPStatus.UNAUTHORIZED


def _number_tried() -> str:
    """The number codes are tried on and the address they come from, unreadable, for the limiter writes its keys to the
    log. What cannot be a number is counted for the address alone."""
    digits = digits_of(_written("tracking_number") or request.headers.get("Tracking-Number", "")[:200])
    number = digits if len(digits) == DIGITS else ""
    return blind_index("number tried", f"{number} from {address()}")


def _written(field: str) -> str:
    try:
        body = request.get_json(silent=True) if request.is_json else request.form
    except RecursionError:
        return ""
    return str(body.get(field, "")) if isinstance(body, dict) else ""
