"""The API as people's programs see it: `Api(house).by("window").post("/complaints", …)`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from werkzeug.test import TestResponse

from complaints.infrastructure.database import db
from complaints.web.security.loaders import token_for
from tests.house import House

EC = "EC-BUREAU"
COMPLAINT = {
    "category": "ATTITUDE",
    "channel": "window",
    "subject": "窗口态度",
    "narrative": "工作人员态度差，推来推去。",
    "complainant": {"name": "李大爷", "phone": "138 0013 8000"},
}
ANSWER = {"outcome": "substantiated", "findings": "查明属实。", "reply": "已批评教育并道歉。"}


@dataclass
class Api:
    house: House
    tokens: dict[str, str] = field(default_factory=dict)

    def by(self, username: str | None, **headers: str) -> Asker:
        if username is None:
            return Asker(self, headers)
        if username not in self.tokens:
            self.tokens[username] = token_for(self.house.officer(username))
        return Asker(self, {"Authorization": f"Bearer {self.tokens[username]}", **headers})

    def logged(self, by: str = "window", **more: Any) -> dict[str, Any]:
        """A complaint logged at the window, as the API answered it."""
        answer = self.by(by).post("/complaints", {**COMPLAINT, **more})
        assert answer.status_code == 201, answer.text
        return dict(answer.json or {})

    def with_handler(self) -> dict[str, Any]:
        """One that the handler has taken."""
        complaint = self.logged()
        number = complaint["tracking_number"]
        for person, move, words in (
            ("window", "accept", {}),
            ("window", "assign", {"unit": EC}),
            ("handler", "sign_for", {}),
        ):
            assert self.by(person).move(number, move, words).status_code == 201
        return complaint


@dataclass
class Asker:
    api: Api
    headers: dict[str, str]

    def get(self, path: str, **headers: str) -> TestResponse:
        return self._ask("GET", path, headers)

    def post(self, path: str, body: Any = None, **headers: str) -> TestResponse:
        return self._ask("POST", path, headers, json=body)

    def raw(self, path: str, body: bytes, content_type: str = "application/json") -> TestResponse:
        return self._ask("POST", path, {}, data=body, content_type=content_type)

    def move(self, number: str, move: str, words: Any = None, **headers: str) -> TestResponse:
        return self.post(f"/complaints/{number}/moves/{move}", words, **headers)

    def _ask(self, method: str, path: str, headers: dict[str, str], **rest: Any) -> TestResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        client = self.api.house.app.test_client()
        db.session.remove()
        try:
            return client.open(f"/api/v1{path}", method=method, headers={**self.headers, **named}, **rest)
        finally:
            db.session.remove()


def problem(response: TestResponse, status: int) -> dict[str, Any]:
    """The problem of a refusal, which always says so in the same form."""
    assert response.status_code == status, response.text
    assert response.mimetype == "application/problem+json"
    body = dict(response.json or {})
    assert body["status"] == status and body["title"] and body["detail"]
    return body
