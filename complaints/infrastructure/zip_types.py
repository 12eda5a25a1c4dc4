"""What is in a ZIP: documents are archives of parts with known names."""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from dataclasses import dataclass

_PARTS = {  # the number is put there by Office on the web
    r"word/document\d*\.xml": ".docx",
    r"xl/workbook\d*\.(?:xml|bin)": ".xlsx",
    r"ppt/presentation\d*\.xml": ".pptx",
    r"ofd\.xml": ".ofd",
}
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_OPEN_ENDINGS = {b"text": ".odt", b"spreadsheet": ".ods", b"presentation": ".odp"}
_WITH_PROGRAMS = re.compile(r"(?:.*vbaproject\.bin|(?:basic|scripts)/.+)$")
_MOST_OF_MANIFEST = 1_000_000  # bytes, of an archive that says little and unfolds to much


@dataclass(frozen=True, slots=True)
class Archive:
    """The names of its parts in small letters; `ending` of the document that it is, empty for none."""

    names: frozenset[str]
    ending: str = ""
    is_locked: bool = False

    @property
    def has_programs(self) -> bool:
        return any(_WITH_PROGRAMS.match(name) for name in self.names)


_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),
    *(ValueError, NotImplementedError, RuntimeError, OSError, EOFError),
)


def opened(body: bytes) -> Archive | None:
    """None for what cannot be opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            names = frozenset(name.replace("\\", "/").lstrip("/").lower() for name in archive.namelist())
            if ending := _open_document(archive):
                locked = b"encryption-data" in _part(archive, "META-INF/manifest.xml")
                return Archive(names, ending, locked)
    except _DAMAGED:
        return None
    parts = (ending for part, ending in _PARTS.items() if any(re.fullmatch(part, name) for name in names))
    return Archive(names, next(parts, ""))


def _open_document(archive: zipfile.ZipFile) -> str:
    kind = _part(archive, "mimetype").strip()
    if not kind.startswith(_OPEN_DOCUMENT):
        return ""
    return _OPEN_ENDINGS.get(kind.removeprefix(_OPEN_DOCUMENT).removesuffix(b"-template"), "")


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    if name not in archive.namelist():
        return b""
    with archive.open(name) as part:
        return part.read(_MOST_OF_MANIFEST)
