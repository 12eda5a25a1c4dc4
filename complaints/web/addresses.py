"""Addresses that may be followed after a form: our own pages, nobody else's."""

from __future__ import annotations

from urllib.parse import urlsplit


def local(address: str | None, otherwise: str = "/") -> str:
    """The address when it is a path on this site; anything else (another host, `//host`, `\\host`) is not followed."""
    if not address or not address.startswith("/") or address.startswith("//"):
        return otherwise
    if "\\" in address or any(ord(sign) < 32 for sign in address):
        return otherwise
    parts = urlsplit(address)
    return otherwise if parts.scheme or parts.netloc else address
