"""One request while its bytes arrive; when all are there, gunicorn's parser reads them as if from a socket."""

from __future__ import annotations

import re
from tempfile import SpooledTemporaryFile

LONGEST_HEAD = 65_536  # bytes
IN_MEMORY = 262_144  # bytes; what a longer body has beyond waits in a file
_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]{1,15})[ \t]*\r\n", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
_EXPECTS = re.compile(rb"\r\nexpect:[ \t]*100-continue[ \t]*(?=\r\n)", re.IGNORECASE)


class Arriving:
    """`longest` bytes of a body are collected; a longer one is refused by the application, which does not read it."""

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 (it ends with the connection)
        self._begun = b""
        self._body = 0
        self.expected = 0
        self.has_head = False
        self.waits_for_word = False  # 100 Continue, before it sends the body
        self.is_chunked = False

    @property
    def is_whole(self) -> bool:
        return self.has_head and (self._body >= self.expected or self.is_too_long)

    @property
    def is_too_long(self) -> bool:
        return self.expected > self._longest

    @property
    def is_empty(self) -> bool:
        return not self._begun and not self.has_head

    def add(self, piece: bytes) -> None:
        if not self.has_head:
            self._begun += piece
            head, end, piece = self._begun.partition(_END)
            self.has_head = bool(end) or len(self._begun) > LONGEST_HEAD
            if not self.has_head:
                return
            self._file.write(self._read_head(head + end))
        self._file.write(piece)
        self._body += len(piece)

    def _read_head(self, head: bytes) -> bytes:
        """Gunicorn's parser judges it; here only what must be known to wait for the rest."""
        length = _LENGTH.search(head)
        self.expected = int(length[1]) if length else 0
        self.is_chunked = bool(_CHUNKED.search(head))
        self.waits_for_word = bool(_EXPECTS.search(head)) and not self.is_whole
        return _EXPECTS.sub(b"", head)

    def asks_for(self, path: re.Pattern[bytes]) -> bool:
        return bool(path.match(self._begun))

    def rewind(self) -> None:
        self._file.seek(0)

    def recv(self, size: int) -> bytes:
        """Never waits: what is not here is not coming."""
        return self._file.read(size)

    def close(self) -> None:
        self._file.close()
