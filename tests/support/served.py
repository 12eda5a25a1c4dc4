"""The site as it is really run: gunicorn in a process of its own, with the shipped gunicorn.conf.py."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from tests.house import PASSWORD, settings
from tests.laws.tree import ROOT
from tests.support.post_office import free_port


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    json: Any
    seconds: float


@dataclass(frozen=True)
class Served:
    port: int

    def asks(self, method: str, path: str, body: Any = None, token: str = "", patience: float = 30) -> Answer:
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=patience)
        headers = {"Content-Type": "application/json", "Connection": "close"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        try:
            connection.request(method, path, json.dumps(body) if body is not None else None, headers)
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        taken = time.monotonic() - began
        return Answer(answer.status, dict(answer.getheaders()), json.loads(text or "null"), taken)

    def token(self, username: str = "window") -> str:
        words = {"username": username, "password": PASSWORD}
        return str(self.asks("POST", "/api/v1/session", words).json["token"])

    def is_alive(self) -> bool:
        with suppress(OSError):
            return self.asks("GET", "/healthz", patience=2).status == 200
        return False


@contextmanager
def served(url: str, workers: int = 1, threads: int = 4, **more: str) -> Iterator[Served]:
    port = free_port()
    command = ["-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", str(workers)]
    command += ["--threads", str(threads), "--log-level", "critical", "app:create_app()"]
    env = {**os.environ, **settings(url), **more}
    process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=env)
    site = Served(port)
    try:
        until = time.monotonic() + 60
        while not site.is_alive():
            assert process.poll() is None and time.monotonic() < until, "the site did not start"
            time.sleep(0.1)
        yield site
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
