"""Addresses for the rows of a page, and those that may be followed after a form."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from flask import request, url_for

ANY_NUMBER = "any-number"  # placeholder of the tracking number


def local(address: str | None, otherwise: str = "/") -> str:
    """The address when it is a path on this site; anything else (another host, `//host`, `\\host`) is not followed."""
    if not address or not address.startswith("/") or address.startswith("//"):
        return otherwise
    if "\\" in address or any(ord(sign) < 32 for sign in address):
        return otherwise
    parts = urlsplit(address)
    return otherwise if parts.scheme or parts.netloc else address


def for_complaint(number: str, endpoint: str, **more: str) -> str:
    """A page of one complaint. A list has many of them, alike but for the number, which is digits alone."""
    return _for_any(request.script_root, endpoint, tuple(more.items())).replace(ANY_NUMBER, number, 1)


@lru_cache(maxsize=500)
def _for_any(root: str, endpoint: str, more: tuple[tuple[str, str], ...]) -> str:
    """Built once; `root`, the path the site is mounted under, is part of what is built."""
    rest: dict[str, Any] = dict(more)
    return url_for(endpoint, number=ANY_NUMBER, **rest)
