"""Child processes of one command: they start together, and when one ends, all end."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from types import FrameType

ANSWERS_WITHIN = 60.0  # seconds
ENDS_WITHIN = 15.0
PAUSE = 0.2


class PortTaken(RuntimeError):
    """Another program listens there."""


class Told(Exception):
    """The command got the signal to stop."""


def require_free_port(host: str, port: int) -> None:
    """Raises PortTaken with a sentence when nothing can listen on that address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTaken(
                f"{host}:{port} 不能使用，请用 SHOUWEN_PORT 另选端口 ({error.strerror}; choose another with SHOUWEN_PORT)."
            ) from error


class Children:
    """Started in groups of their own, so that Ctrl-C reaches this command alone, which then ends them in order."""

    def __init__(self, folder: Path, env: Mapping[str, str]) -> None:
        self._folder, self._env = folder, dict(env)
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Children:
        self._before = {one: signal.signal(one, _stop) for one in (signal.SIGTERM, signal.SIGINT)}
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        for one in self._before:
            signal.signal(
                one, signal.SIG_IGN
            )  # ending is under way; a second Ctrl-C would leave children behind
        self._end()
        for one, before in self._before.items():
            signal.signal(one, before)
        return kind is not None and issubclass(kind, Told)

    def start(self, name: str, *words: str) -> None:
        command = [sys.executable, *words]
        self._running[name] = subprocess.Popen(command, cwd=self._folder, env=self._env, process_group=0)

    def wait_for(self, address: str) -> bool:
        """True as soon as the address answers; False when a child ends before, or it takes too long."""
        give_up = time.monotonic() + ANSWERS_WITHIN
        while time.monotonic() < give_up and not self.ended():
            if _answers(address):
                return True
            time.sleep(PAUSE)
        return False

    def wait(self) -> str | None:
        """The name of the first child that ends by itself."""
        while not self.ended():
            time.sleep(PAUSE)
        return self.ended()

    def ended(self) -> str | None:
        """The first child that is no longer there."""
        return next((name for name, child in self._running.items() if child.poll() is not None), None)

    def _end(self) -> None:
        for child in self._running.values():
            if child.poll() is None:
                child.terminate()
        for child in self._running.values():
            try:
                child.wait(ENDS_WITHIN)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def _stop(number: int, frame: FrameType | None) -> None:
    raise Told


def _answers(address: str) -> bool:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # never through a proxy to oneself
    try:
        with direct.open(address, timeout=2) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False
