"""One-time codes of an app (TOTP), each taken once: Flask-Security's, with the last one remembered by its owner."""

from __future__ import annotations

from typing import Any

from flask import current_app
from flask_security import Totp

_HERE = "shouwen one-time codes"


class OnceTotp(Totp):
    def get_last_counter(self, user: Any) -> int | None:
        counter: int | None = user.last_counter
        return counter

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        user.last_counter = tmatch.counter


def one_time_codes() -> OnceTotp:
    """Those of this application, made when first asked for."""
    codes: OnceTotp | None = current_app.extensions.get(_HERE)
    if codes is None:
        config = current_app.config
        codes = OnceTotp(config["SECURITY_TOTP_SECRETS"], config["SECURITY_TOTP_ISSUER"])
        current_app.extensions[_HERE] = codes
    return codes
