"""What the text of a setting may be. Each function raises ValueError saying what would be right."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import field
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from limits import parse_many

PROJECT = Path(__file__).resolve().parents[2]
YES = frozenset({"1", "true", "yes", "on"})
NO = frozenset({"0", "false", "no", "off"})
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


def setting_row(default: str, sentence: str, parse: Callable[[str], Any] = str, secret: bool = False) -> Any:
    """A field of Settings that is also a row of the table. Secrets stay out of repr, logs and messages."""
    row = {"default": default, "sentence": sentence, "parse": parse, "secret": secret}
    return field(repr=not secret, metadata=row)


def folder(text: str) -> Path:
    """Relative names start at the project's folder, so that cron and a shell elsewhere mean the same one."""
    return PROJECT / Path(text).expanduser()


def yes_or_no(text: str) -> bool:
    word = text.lower()
    if word not in YES | NO:
        raise ValueError("1 or 0 (also true, yes, on, false, no, off)")
    return word in YES


def whole_number(low: int, high: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not low <= int(text) <= high:
            raise ValueError(f"a whole number from {low} to {high}")
        return int(text)

    return parse


def number_or_nothing(low: int, high: int) -> Callable[[str], int | None]:
    parse = whole_number(low, high)
    return lambda text: parse(text) if text else None


def one_of(*words: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in words:
            raise ValueError("one of " + ", ".join(word for word in words if word))
        return text

    return parse


def rate(text: str) -> str:
    try:
        parse_many(text)
    except ValueError:
        raise ValueError("a rate such as '60 per minute'") from None
    return text


def rate_or_nothing(text: str) -> str:
    return rate(text) if text else ""


def database_url(text: str) -> str:
    """The address as SQLAlchemy wants it: plain PostgreSQL ones get the driver installed here, psycopg 3."""
    if text and not re.match(r"[a-z0-9+]+://", text):
        raise ValueError(
            "an address such as postgresql://name:password@host/shouwen or sqlite:////folder/file"
        )
    return re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", text)


def fernet_keys(text: str) -> tuple[str, ...]:
    keys = tuple(part.strip() for part in text.split(",") if part.strip())
    try:
        for key in keys:
            Fernet(key)
    except ValueError:
        raise ValueError("Fernet keys separated by commas, each 32 random bytes in URL-safe base64") from None
    return keys


def area_code(text: str) -> str:
    if not re.fullmatch(r"0[1-9][0-9]{1,2}", text):
        raise ValueError("an area code such as 0711 or 027")
    return text


def log_level(text: str) -> str:
    if text.upper() not in LOG_LEVELS:
        raise ValueError("one of " + ", ".join(LOG_LEVELS))
    return text.upper()


def web_address(text: str) -> str:
    if text and not re.match(r"https?://[^/\s]", text):
        raise ValueError("an address that begins with https:// or http://")
    return text.rstrip("/")
