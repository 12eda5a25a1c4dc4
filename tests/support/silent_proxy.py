"""A TCP proxy that can go silent: it still takes connections and acknowledges every byte, but passes none on."""

from __future__ import annotations

import selectors
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class SilentProxy:
    """On a loopback port of its own, to `target`. What arrives while it is silent waits inside the machines' buffers."""

    def __init__(self, target: tuple[str, int] | str) -> None:
        self.target = target
        self.speaks = threading.Event()
        self.speaks.set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = [self._listener]
        self._ended = False

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def start(self) -> None:
        threading.Thread(target=self._accept, daemon=True).start()

    def stop(self) -> None:
        self._ended = True
        self.speaks.set()
        for one in self._open:
            with suppress(OSError):
                one.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while not self._ended:
                client, _ = self._listener.accept()
                self._open.append(client)
                threading.Thread(target=self._pass_on, args=(client,), daemon=True).start()

    def _pass_on(self, client: socket.socket) -> None:
        self.speaks.wait()
        with suppress(OSError), client, self._connect() as server:
            self._open.append(server)
            other = {client: server, server: client}
            with selectors.DefaultSelector() as ready:
                for one in other:
                    ready.register(one, selectors.EVENT_READ)
                while not self._ended:
                    for key, _ in ready.select(0.2):
                        self.speaks.wait()
                        if not self._hand_over(key.fileobj, other):  # type: ignore[arg-type]
                            return

    def _connect(self) -> socket.socket:
        if not isinstance(self.target, str):
            return socket.create_connection(self.target)
        server = socket.socket(socket.AF_UNIX)
        server.connect(self.target)
        return server

    @staticmethod
    def _hand_over(source: socket.socket, other: dict[socket.socket, socket.socket]) -> bool:
        data = source.recv(65_536)
        if data:
            other[source].sendall(data)
        return bool(data)


@contextmanager
def silent_proxy(target: tuple[str, int] | str) -> Iterator[SilentProxy]:
    proxy = SilentProxy(target)
    proxy.start()
    try:
        yield proxy
    finally:
        proxy.stop()
