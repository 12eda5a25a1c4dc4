"""One-time codes of an app (TOTP), each taken once: Flask-Security's, with the last one remembered by its owner."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from flask import current_app
from flask_security import Totp
from passlib.totp import TOTP, AppWallet

from complaints.infrastructure.index_key import ID_DIGITS, key_id


class OnceTotp(Totp):
    def get_last_counter(self, user: Any) -> int | None:
        counter: int | None = user.last_counter
        return counter

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        user.last_counter = tmatch.counter

    def __init__(self, keys: tuple[str, ...], issuer: str) -> None:
        super().__init__(_numbered(keys), issuer)
        secrets = {**_numbered(keys), **{key_id(key): key for key in keys}}
        self._totp = TOTP.using(issuer=issuer, wallet=AppWallet(secrets, default_tag=key_id(keys[0])))

    def seal_again(self, secret: str) -> str:
        """Under the first key."""
        if key_of_secret(secret) == self._totp.wallet.default_tag:
            return secret
        return str(self._totp.from_source(secret).to_json(encrypt=True))


def _numbered(keys: tuple[str, ...]) -> dict[str, str]:
    """As an older program version named them, the last being 1: their names changed with the list."""
    return {str(n): key for n, key in enumerate(reversed(keys), 1)}


def key_of_secret(secret: str) -> str:
    """The id of the key that sealed it; empty where an older program version did."""
    tag = str(json.loads(secret)["enckey"]["t"])
    return tag if len(tag) == ID_DIGITS else ""


def one_time_codes() -> OnceTotp:
    config = current_app.config
    return _made(config["SHOUWEN"].pii_keys, config["SECURITY_TOTP_ISSUER"])


@lru_cache(maxsize=8)
def _made(keys: tuple[str, ...], issuer: str) -> OnceTotp:
    return OnceTotp(keys, issuer)
