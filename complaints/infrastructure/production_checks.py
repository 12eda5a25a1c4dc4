"""Reasons to refuse a production start, each with its sentence: secrets that can be guessed, limits that limit nothing,
names of hosts that a stranger chooses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from limits import parse_many

LEAST_SECRET = 16  # characters
FEWEST_SIGNS = 10  # different ones in a secret made at random
MOST_GUESSES = 2.0  # a second, as the mean of a rate's shortest span
RATES = ("wrong_rate", "guess_rate", "login_rate", "account_rate")


class Checked(Protocol):
    @property
    def secret_key(self) -> str: ...
    @property
    def pii_keys(self) -> tuple[str, ...]: ...
    @property
    def ratelimit_storage(self) -> str: ...
    @property
    def public_url(self) -> str: ...


def faults_of(settings: Checked) -> Iterator[str]:
    """A sentence for every setting that is too weak to serve real citizens."""
    if len(settings.secret_key) < LEAST_SECRET:
        yield (
            f"SHOUWEN_SECRET_KEY is too short for production; it should be at least {LEAST_SECRET} characters, "
            "chosen at random."
        )
    elif len(set(settings.secret_key)) < FEWEST_SIGNS:
        yield "SHOUWEN_SECRET_KEY repeats itself and can be guessed; it should be characters chosen at random."
    if any(key in settings.secret_key or settings.secret_key in key for key in settings.pii_keys):
        yield (
            "SHOUWEN_SECRET_KEY is also one of SHOUWEN_PII_KEYS; who learns one would have both. Make two different ones."
        )
    if settings.ratelimit_storage.startswith("memory:"):
        yield (
            "SHOUWEN_RATELIMIT_STORAGE is memory://, so that every process counts for itself and a restart forgets; "
            "it should be a shared store such as redis://127.0.0.1:6379."
        )
    if not settings.public_url:
        yield (
            "SHOUWEN_PUBLIC_URL is not set; without it, links and QR codes carry whatever host a stranger sent. "
            "It should be the address citizens type, such as https://complaints.example."
        )
    yield from (
        f"SHOUWEN_{name.upper()} allows more than {MOST_GUESSES:g} tries a second; it should be a rate such as "
        "'20 per minute'."
        for name in RATES
        if _is_too_fast(getattr(settings, name))
    )


def _is_too_fast(rate: str) -> bool:
    """Whether even the strictest part of a rate lets too many through."""
    return min(part.amount / part.get_expiry() for part in parse_many(rate)) > MOST_GUESSES
