"""Sending one message through apprise: the address template, the delivery key, and nothing personal in any log."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from urllib.parse import quote

import apprise
from flask import current_app

KEY_HEADER = "X-Shouwen-Key"
PERSONAL = ("email", "username", "phone")
# Schemes whose addresses take `+Name=value` as a header of the message.
_WITH_HEADERS = re.compile(r"^(mailto|mailtos|json|jsons|xml|xmls|form|forms)://", re.IGNORECASE)
_TELLING = re.compile(r"\[Errno -?\d+\][A-Za-z ]*|SMTP[A-Za-z]+|timed out|error=\d{3}|\b[45]\d\d\b(?=[ ,])")


class ChannelFailed(Exception):
    """The message was not accepted. The sentence holds no address and no word of the message."""


def is_personal(template: str) -> bool:
    """Whether each person has an address of their own, or all share one such as a group's webhook."""
    return any(f"{{{name}}}" in template for name in PERSONAL)


def address(template: str, key: str, person: Mapping[str, str | None]) -> str | None:
    """The template with its placeholders filled, each value URL-quoted; None where the person lacks one of them.

    Mail and webhooks carry the delivery key as a header even where the template does not ask for it.
    """
    filled = template if "{key}" in template else _with_key(template)
    for name, value in {**person, "key": key}.items():
        if f"{{{name}}}" in filled and not value:
            return None
        filled = filled.replace(f"{{{name}}}", quote(value or "", safe=""))
    return filled


def _with_key(template: str) -> str:
    if not _WITH_HEADERS.match(template):
        return template
    return f"{template}{'&' if '?' in template else '?'}+{KEY_HEADER}={{key}}"


def send(url: str, title: str, body: str) -> None:
    """Hand one message over. Raises ChannelFailed when it was not accepted."""
    channel = apprise.Apprise()
    with _Overheard() as said:
        if not channel.add(url):
            raise ChannelFailed("the address template cannot be used")
        _limit_waits(channel)
        if not channel.notify(title=title, body=body, body_format=apprise.NotifyFormat.TEXT):
            raise ChannelFailed(said.telling or "not accepted by the channel")


def _limit_waits(channel: apprise.Apprise) -> None:
    """A server that answers nothing holds a worker no longer than SHOUWEN_CHANNEL_SECONDS, to connect and for each answer."""
    seconds = float(current_app.config["SHOUWEN"].channel_seconds)
    for one in channel:
        one.socket_connect_timeout = one.socket_read_timeout = seconds


class _Overheard(logging.Handler):
    """The log lines of apprise name addresses, so no log gets them; only known harmless ones pass."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.telling = ""

    def emit(self, record: logging.LogRecord) -> None:
        found = _TELLING.findall(record.getMessage())
        self.telling = ", ".join(dict.fromkeys([*filter(None, [self.telling]), *map(str.strip, found)]))[:200]

    def __enter__(self) -> _Overheard:
        _log.addHandler(self)
        return self

    def __exit__(self, *args: object) -> None:
        _log.removeHandler(self)


_log = logging.getLogger("apprise")
_log.propagate = False
_log.setLevel(logging.DEBUG)
_log.addHandler(logging.NullHandler())
