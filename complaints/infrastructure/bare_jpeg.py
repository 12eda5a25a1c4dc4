"""A JPEG without the data beside its picture, copied part by part: nothing is unpacked, however many pixels it has.

The parts are those of ITU-T T.81 annex B: a marker, and for most of them a length of two bytes and what it holds.
"""

from __future__ import annotations

from collections.abc import Iterator

_BEGIN, _END, _SCAN = 0xD8, 0xD9, 0xDA
_ALONE = (0x01, *range(0xD0, 0xD8))  # markers without a length
_BESIDE = (*range(0xE0, 0xF0), 0xFE)  # what programs and cameras write beside a picture, and remarks
_ABOUT_COLOURS = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}


class NoWholeJpeg(ValueError):
    """It is cut, or no JPEG."""


def bare_jpeg(body: bytes, orientation: int = 1) -> bytes:
    """The first picture of the file with its colours, and how it is turned. Raises NoWholeJpeg."""
    parts = [bytes((0xFF, _BEGIN)), _turned(orientation) if orientation != 1 else b""]
    parts += [part for marker, part in _parts(body) if _is_kept(marker, part)]
    return b"".join(parts)


def _is_kept(marker: int, part: bytes) -> bool:
    return marker not in _BESIDE or part[4:].startswith(_ABOUT_COLOURS.get(marker, b"\xff\xff"))


def _parts(body: bytes) -> Iterator[tuple[int, bytes]]:
    """Up to the end of the first picture; what follows is another picture, or none."""
    if body[:2] != bytes((0xFF, _BEGIN)):
        raise NoWholeJpeg
    at = 2
    while at + 4 <= len(body) or body[at : at + 2] == bytes((0xFF, _END)):
        marker = body[at + 1]
        if body[at] != 0xFF:
            raise NoWholeJpeg
        end = _end_of(body, at, marker)
        yield marker, body[at:end]
        if marker == _END:
            return
        at = end
    raise NoWholeJpeg


def _end_of(body: bytes, at: int, marker: int) -> int:
    if marker == 0xFF:  # filling
        return at + 1
    if marker == _END or marker in _ALONE:
        return at + 2
    end = at + 2 + int.from_bytes(body[at + 2 : at + 4], "big")
    return _end_of_scan(body, end) if marker == _SCAN else end


def _end_of_scan(body: bytes, at: int) -> int:
    """Where the next marker begins; in what is packed, FF is followed by 0 or by a mark to start again."""
    while (at := body.find(b"\xff", at)) >= 0 and at + 1 < len(body):
        if body[at + 1] not in (0, 0xFF, *_ALONE):
            return at
        at += 1 if body[at + 1] == 0xFF else 2
    raise NoWholeJpeg


def _turned(orientation: int) -> bytes:
    """A directory of one tag (0x0112), which says how the picture is turned."""
    tag = b"\x01\x12\0\x03\0\0\0\1" + orientation.to_bytes(2, "big") + bytes(2)
    words = b"Exif\0\0MM\0*\0\0\0\x08\0\1" + tag + bytes(4)
    return b"\xff\xe1" + (len(words) + 2).to_bytes(2, "big") + words
