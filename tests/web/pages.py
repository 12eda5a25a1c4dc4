"""A browser without a screen: the pages as people without JavaScript get them."""

from __future__ import annotations

import contextvars
import re
from html import unescape
from io import BytesIO
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.house import PASSWORD, House

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
LINE_MAY_BREAK = "<wbr>"  # no reader sees a space there
TAGS = re.compile(r"<(script|style|svg|head).*?</\1>|<[^>]+>", re.DOTALL)
ADMIN = (
    "/admin",
    "/admin/units",
    "/admin/units/EC-BUREAU",
    "/admin/units/new",
    "/admin/officers",
    "/admin/officers/new",
    "/admin/officers/handler",
    "/admin/rosters",
    "/admin/rosters?unit=EC-BUREAU",
    "/admin/machines",
    "/admin/calendar",
    "/admin/calendar/load?year=2027",
    "/admin/limits",
    "/admin/limits/edit?category=ATTITUDE&category=house",
    "/admin/rulebook",
    "/admin/notices",
    "/admin/ledger",
    "/admin/reviews",
    "/admin/audit",
)


class Visitor:
    """Keeps cookies, sends the form token of the last page, follows redirects on request."""

    def __init__(self, app: Flask, language: str = "zh") -> None:
        self.client = app.test_client()
        self.language = language
        self.token = ""

    def get(self, address: str, **how: Any) -> TestResponse:
        return self._note(self._ask("get", address, **how))

    def post(
        self, address: str, /, files: dict[str, tuple[bytes, str]] | None = None, **fields: Any
    ) -> TestResponse:
        words = {"csrf_token": self.token, **fields}
        words |= {name: (BytesIO(body), called) for name, (body, called) in (files or {}).items()}
        kind = "multipart/form-data" if files else "application/x-www-form-urlencoded"
        return self._note(self._ask("post", address, data=words, content_type=kind))

    def follow(self, answer: TestResponse) -> TestResponse:
        return self.get(answer.headers["Location"])

    def _ask(self, method: str, address: str, **how: Any) -> TestResponse:
        headers = {"Accept-Language": self.language, **how.pop("headers", {})}
        # A context of its own, as a server gives each request; tests run inside the application's.
        return contextvars.Context().run(getattr(self.client, method), address, headers=headers, **how)

    def _note(self, answer: TestResponse) -> TestResponse:
        found = TOKEN.search(answer.text) if answer.mimetype == "text/html" else None
        self.token = found[1] if found else self.token
        return answer


def words_on(answer: TestResponse) -> str:
    """What a person reads, in one line."""
    return " ".join(unescape(TAGS.sub(" ", answer.text.replace(LINE_MAY_BREAK, ""))).split())


def signed_in(house: House, username: str, language: str = "zh") -> Visitor:
    """At the pages of staff."""
    visitor = Visitor(house.app, language)
    visitor.get("/login")
    assert visitor.post("/login", username=username, password=PASSWORD).status_code == 303
    return visitor
