"""Clients that send slowly, or only half of what they announced, keep no other client waiting."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest

from tests.databases import fresh_database
from tests.house import template
from tests.support.served import Served, served

HALVES = {
    "a head without its end": b"GET /status HTTP/1.1\r\nHost: localhost\r\n",
    "a body without its end": b"POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n\r\n{",
    "a second request behind a whole one": b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\nGET /sta",
    "a body longer than allowed": b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 99000000\r\n\r\n{",
    "nothing": b"",
}
LIMITS = {"SHOUWEN_HEAD_SECONDS": "2", "SHOUWEN_BODY_SECONDS": "3"}


@pytest.fixture(scope="module")
def site() -> Iterator[Served]:
    with served(fresh_database("sqlite", template("sqlite")), threads=2, **LIMITS) as it:
        yield it


def sends(site: Served, text: bytes) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", site.port), timeout=15)
    client.sendall(text)
    return client


def hears(client: socket.socket) -> bytes:
    """All that comes until the server closes."""
    with client:
        return b"".join(iter(lambda: client.recv(65_536), b""))


@pytest.mark.parametrize("half", HALVES)
def test_forty_half_sent_requests_keep_nobody_waiting(site: Served, half: str) -> None:
    token = site.token()
    clients = [sends(site, HALVES[half]) for _ in range(40)]
    try:
        time.sleep(0.3)
        answers = [site.asks("GET", "/api/v1/complaints", token=token, patience=5) for _ in range(3)]
    finally:
        for client in clients:
            client.close()

    assert [answer.status for answer in answers] == [200] * 3
    assert max(answer.seconds for answer in answers) < 2


def test_a_client_that_reads_no_answer_keeps_nobody_waiting(site: Served) -> None:
    asks = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    clients = [sends(site, asks) for _ in range(40)]
    time.sleep(0.3)
    answer = site.asks("GET", "/api/v1/complaints", token=site.token(), patience=5)
    for client in clients:
        client.close()

    assert answer.status == 200 and answer.seconds < 2


@pytest.mark.parametrize(
    "half", ["a head without its end", "a body without its end", "a second request behind a whole one"]
)
def test_half_a_request_is_refused_when_its_time_is_over(site: Served, half: str) -> None:
    began = time.monotonic()
    heard = hears(sends(site, HALVES[half]))

    assert b"408 Request Timeout" in heard
    assert time.monotonic() - began < 8


def test_a_request_that_comes_in_small_pieces_is_answered(site: Served) -> None:
    body = b'{"username": "window", "password": "wrong"}'
    head = b"POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    head += b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
    client = sends(site, b"")
    for byte in head + body:
        client.sendall(bytes([byte]))

    assert hears(client).startswith(b"HTTP/1.1 401")


def test_several_requests_on_one_connection_are_answered_in_turn(site: Served) -> None:
    asks = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
    heard = hears(sends(site, (asks + b"\r\n") * 3 + asks + b"Connection: close\r\n\r\n"))

    assert heard.count(b"HTTP/1.1 200") == 4


def test_a_client_that_asks_first_is_told_to_send_the_body(site: Served) -> None:
    body = b'{"username": "window", "password": "wrong"}'
    head = (
        b"POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nExpect: 100-continue\r\n"
    )
    client = sends(site, head + b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body))
    assert client.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
    client.sendall(body)

    assert hears(client).startswith(b"HTTP/1.1 401")


def test_a_body_too_long_is_refused_with_the_sentence(site: Served) -> None:
    heard = hears(sends(site, HALVES["a body longer than allowed"]))

    assert heard.startswith(b"HTTP/1.1 413") and b"application/problem+json" in heard


def test_a_body_without_its_length_is_refused(site: Served) -> None:
    chunked = (
        b"POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    )

    assert hears(sends(site, chunked)).startswith(b"HTTP/1.1 411")
