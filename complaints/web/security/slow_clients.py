"""A gunicorn worker that slow clients cannot hold: a thread gets a request only when all of it has arrived.

The main loop collects what clients send, within SHOUWEN_HEAD_SECONDS and SHOUWEN_BODY_SECONDS, and never waits for one of
them. Whether the program is alive is answered by a thread of its own, however busy the others are.
"""

from __future__ import annotations

import re
import socket
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from selectors import EVENT_READ
from typing import Any

from gunicorn import http, util
from gunicorn.workers.gthread import TConn, ThreadWorker

from complaints.infrastructure.wait_settings import WaitSettings
from complaints.web.security.arriving import Arriving

AT_ONCE = 65_536  # bytes read from a client before the next one's turn
LINGER = 2  # seconds in which a client can read an answer before its unread bytes reset the connection
HEALTH = re.compile(rb"(GET|HEAD) (/api/v1)?/healthz[ ?]")
GO_ON = b"HTTP/1.1 100 Continue\r\n\r\n"
_REFUSED = "HTTP/1.1 {}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
TOO_SLOW = _REFUSED.format("408 Request Timeout").encode()
NO_LENGTH = _REFUSED.format("411 Length Required").encode()


class Connection(TConn):  # type: ignore[misc]  # gunicorn has no types
    """`arriving` is the request being collected or answered."""

    parser: Any
    arriving: Arriving
    seconds_to_write: int

    def init(self) -> None:
        if self.parser is None:
            self.parser = http.get_parser(self.cfg, self.arriving, self.client)
            self.initialized = True
        self.parser.unreader.sock = self.arriving
        self.arriving.rewind()
        self.sock.settimeout(self.seconds_to_write)

    def expect_request(self, longest: int) -> None:
        """The next request; what arrived behind the last one is its beginning."""
        begun = b""
        if self.parser is not None:
            begun = self.parser.unreader.take_buffered() + self.arriving.recv(-1)
            self.arriving.close()
        self.arriving = Arriving(longest)
        self.arriving.add(begun)


class Worker(ThreadWorker):  # type: ignore[misc]
    """`waiting` holds the connections the main loop waits for, each kind with the time its wait ends, oldest first."""

    @classmethod
    def check_config(cls, cfg: Any, log: Any) -> None:
        if cfg.is_ssl:
            raise RuntimeError("TLS ends at the proxy in front; this worker does not speak it")

    def init_process(self) -> None:
        self.heads: dict[Connection, float] = {}
        self.bodies: dict[Connection, float] = {}
        self.lingering: dict[Connection, float] = {}
        self.health = ThreadPoolExecutor(max_workers=1)
        super().init_process()

    @property
    def settings(self) -> WaitSettings:
        found: WaitSettings = self.wsgi.config["SHOUWEN"]
        return found

    @property
    def longest(self) -> int:
        return int(self.wsgi.config["MAX_CONTENT_LENGTH"])

    def accept(self, listener: socket.socket) -> None:
        try:
            client, address = listener.accept()
        except OSError:  # gone again, or another worker was faster
            return
        self.nr_conns += 1
        if len(self.heads) > self.worker_connections // 2:
            self._drop(next(iter(self.heads)))
        connection = Connection(self.cfg, client, address, listener.getsockname())
        connection.seconds_to_write = self.settings.body_seconds
        connection.expect_request(self.longest)
        self._collect(connection)

    def on_client_socket_readable(self, conn: Connection, client: socket.socket) -> None:
        """A connection that was kept alive after an answer speaks again."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._collect(conn)
        self._read(conn, client)

    def _collect(self, conn: Connection) -> None:
        self.heads[conn] = time.monotonic() + self.settings.head_seconds
        self.poller.register(conn.sock, EVENT_READ, partial(self._read, conn))

    def _read(self, conn: Connection, client: socket.socket) -> None:
        piece = self._take(client)
        if piece is None:
            return
        if not piece:
            self._drop(conn)
            return
        conn.arriving.add(piece)
        self._look(conn)

    @staticmethod
    def _take(client: socket.socket) -> bytes | None:
        """Empty when the client has gone, None when there is nothing now."""
        try:
            return client.recv(AT_ONCE)
        except BlockingIOError:
            return None
        except OSError:
            return b""

    def _look(self, conn: Connection) -> None:
        request = conn.arriving
        if request.is_chunked:
            self._refuse(conn, NO_LENGTH)
        elif request.is_whole:
            self._forget(conn)
            self.enqueue_req(conn)
        elif request.has_head and conn in self.heads:
            del self.heads[conn]
            self.bodies[conn] = time.monotonic() + self.settings.body_seconds
            if request.waits_for_word:
                with suppress(OSError):
                    conn.sock.send(GO_ON)

    def enqueue_req(self, conn: Connection) -> None:
        threads = self.health if conn.arriving.asks_for(HEALTH) else self.tpool
        conn.data_ready = True
        done = threads.submit(self.handle, conn)
        done.add_done_callback(lambda future: self.method_queue.defer(self.finish_request, conn, future))

    def _keepalive_after(self, conn: Connection, keepalive: bool) -> bool:
        return bool(keepalive) and not conn.arriving.is_too_long and super()._keepalive_after(conn, keepalive)

    def finish_request(self, conn: Connection, future: Future[Any]) -> None:
        conn.sock.setblocking(False)
        if future.cancelled() or future.exception() or not future.result():
            self._close_gently(conn)
            return
        conn.expect_request(self.longest)
        if conn.arriving.is_empty and self.alive:
            conn.set_timeout()
            self.keepalived_conns.append(conn)
            self.poller.register(conn.sock, EVENT_READ, partial(self.on_client_socket_readable, conn))
        elif conn.arriving.is_empty:
            self._close_gently(conn)
        else:
            self._collect(conn)
            self._look(conn)

    def _refuse(self, conn: Connection, answer: bytes) -> None:
        self._forget(conn)
        with suppress(OSError):
            conn.sock.send(answer)
        self._close_gently(conn)

    def _close_gently(self, conn: Connection) -> None:
        """The client has its answer; what it still sends is thrown away for a moment, so that the answer is not lost."""
        try:
            conn.sock.shutdown(socket.SHUT_WR)
            self.poller.register(conn.sock, EVENT_READ, partial(self._throw_away, conn))
        except (OSError, ValueError):
            self._drop(conn)
        else:
            self.lingering[conn] = time.monotonic() + LINGER

    def _throw_away(self, conn: Connection, client: socket.socket) -> None:
        if self._take(client) == b"":
            self._drop(conn)

    def murder_pending(self) -> None:
        """gunicorn's name for ending connections whose time is over."""
        now = time.monotonic() if self.alive else float("inf")
        for waiting in (self.heads, self.bodies, self.lingering):
            while waiting and next(iter(waiting.values())) < now:
                conn = next(iter(waiting))
                if waiting is self.lingering or conn.arriving.is_empty:
                    self._drop(conn)
                else:
                    self._refuse(conn, TOO_SLOW)

    def _forget(self, conn: Connection) -> None:
        for waiting in (self.heads, self.bodies, self.lingering):
            waiting.pop(conn, None)
        with suppress(OSError, KeyError, ValueError):
            self.poller.unregister(conn.sock)

    def _drop(self, conn: Connection) -> None:
        self._forget(conn)
        self.nr_conns -= 1
        conn.arriving.close()
        util.close(conn.sock)
