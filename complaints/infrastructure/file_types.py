"""The type of a file, found from its content. The name decides only between kinds of old office documents.

puremagic knows the beginnings of recordings and pictures. Containers (ZIP, OLE, ISO media) are opened, because their
beginning is the same whatever they hold.
"""

from __future__ import annotations

import codecs
import mimetypes
import re
from collections.abc import Iterator

import puremagic

from complaints.infrastructure.file_kinds import BY_ENDING, SAME, Kind
from complaints.infrastructure.zip_types import opened

HEAD = 8192
PDF_WITHIN = 1024  # bytes before %PDF-: a byte order mark, a line break, what a printer wrote
_PDF = re.compile(rb"%PDF-\d")
_NOT_BEFORE_PDF = re.compile(  # the beginnings of pages, programs, scripts, archives and pictures
    rb"<[a-z!?/]|\A(?:MZ|PK|\x7fELF|#!|Rar!|7z\xbc|\x1f\x8b|GIF8|\x89PNG|\xff\xd8|\xd0\xcf|\xca\xfe|%!PS|RIFF|ID3|OggS|\{\\rtf)",
    re.IGNORECASE,
)
_BEHIND_PDF = b"\0 \t\r\n\x1a"  # with which downloads and tapes are filled up
_LEAD = re.compile(  # a byte order mark and line breaks that a server or a form put before a file
    rb"\A(?:\xef\xbb\xbf|[\r\n])+(?=\xff\xd8\xff|\x89PNG|GIF8|II\*\0|MM\0\*|RIFF|(?:RF64|BW64)....WAVE|FORM|MAC |\.RMF|....ftyp|[\0-\x08]...(?:moov|wide|mdat|free|skip)"
    rb"|ADIF|BM.{12}[\x0c\x28\x34\x38\x40\x6c\x7c]\0\0\0|ID3|OggS|fLaC|\x02?#!(?:AMR|SILK)"
    rb"|\x00*\xff[\xe2-\xe5\xf2-\xf5\xfa-\xfd][\x10-\xef]|\xff[\xf0\xf1\xf8\xf9]|\x00\x00\x01[\xb3\xba]|(?:G.{187}){2}G|(?:.{4}G.{187}){2}.{4}G"
    rb"|\x1aE\xdf\xa3|FLV\x01|caff|\x30\x26\xb2\x75|PK\x03\x04|\xd0\xcf\x11\xe0|\{\\rtf)",
    re.DOTALL,
)
_STREAM = 188  # bytes of a packet of a television stream; cameras write four before each
_BMP_HEADERS = frozenset(size.to_bytes(4, "little") for size in (12, 40, 52, 56, 64, 108, 124))
_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]|\A\s*\Z")
_ASF = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
_ASF_SOUND = bytes.fromhex("409e69f84d5bcf11a8fd00805f5c442b")
_ASF_PICTURES = bytes.fromhex("c0ef19bc4d5bcf11a8fd00805f5c442b")
_SPOKEN = re.compile(rb"\x02?#!SILK_V3|caff\0[\1\2]")  # voices of WeChat and QQ; of an iPhone
_LARGE_WAVE = re.compile(rb"(?:RF64|BW64)....WAVE", re.DOTALL)  # of more than 4 GB, or made ready for that
_MP3_FRAME = re.compile(rb"\x00*\xff[\xe2-\xe5\xf2-\xf5\xfa-\xfd][\x10-\xef]")


_CONTAINERS = frozenset(
    (
        ".docx",
        ".xlsx",
        ".pptx",
        ".doc",
        ".xls",
        ".ppt",
        ".ofd",
        ".pdf",
        ".mp4",
        ".m4a",
        ".mov",
        ".3gp",
        ".odt",
        ".ods",
        ".odp",
    )
)
_BOXES = (b"moov", b"wide", b"mdat", b"free", b"skip")  # with which older ones begin, without brands
_BRANDS = {
    **dict.fromkeys((b"M4A ", b"M4B ", b"F4A "), ".m4a"),
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"), ".heic"),
    **dict.fromkeys((b"avif", b"avis"), ".avif"),
    **dict.fromkeys((b"qt  ",), ".mov"),
    **{b"3gp%d" % edition: ".3gp" for edition in range(1, 10)},
    **dict.fromkeys((b"3ge6", b"3gg6", b"3gr6", b"3gs6", b"3g2a", b"3g2b", b"3g2c"), ".3gp"),
}
_INSIDE_OLE = {"WordDocument": ".doc", "Workbook": ".xls", "Book": ".xls", "PowerPoint Document": ".ppt"}
_TEXT_ENDINGS = (".txt", ".text", ".log", ".md")
_OLD_NAMES = {".doc": ".doc", ".wps": ".doc", ".xls": ".xls", ".et": ".xls", ".ppt": ".ppt", ".dps": ".ppt"}


_ENDINGS = frozenset(mimetypes.MimeTypes().types_map[True]) | {
    *BY_ENDING,
    *SAME,
    *_OLD_NAMES,
    ".7z",
    ".rar",
    ".amr",
}


def without_lead(body: bytes) -> bytes:
    """A file as it was made, which other programs open too."""
    return _LEAD.sub(b"", body[:HEAD]) + body[HEAD:]


def is_raw_photo(body: bytes) -> bool:
    """CR3, a film by its shape: what a camera of Canon keeps before it makes a picture."""
    return body[4:12] == b"ftypcrx "


def kind_of(body: bytes, name: str = "") -> Kind | None:
    """None for types that are refused: programs, pages, archives, documents with programs inside, and unknown ones."""
    if begins_as_pdf(body) and b"%%EOF" in body.rstrip(_BEHIND_PDF)[-2048:]:
        return BY_ENDING[".pdf"]
    if body.startswith(b"PK\x03\x04"):
        return _in_zip(body)
    if body.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _in_ole(body, name)
    if body.startswith(b"{\\rtf"):
        return None if b"\\obj" in body else BY_ENDING[".rtf"]
    if body[4:8] in (b"ftyp", *_BOXES):
        return _in_box(body)
    if name.lower().endswith(_TEXT_ENDINGS) and _is_text(body):
        return BY_ENDING[".txt"]
    return _film_of(body, name) or next(_by_beginning(body[:HEAD]), None)


def _film_of(body: bytes, name: str) -> Kind | None:
    """Types of films and recordings that puremagic takes for others, or does not know."""
    if spoken := _SPOKEN.match(body):
        return BY_ENDING[".silk" if b"SILK" in spoken[0] else ".caf"]
    if _LARGE_WAVE.match(body):
        return BY_ENDING[".wav"]
    if body.startswith(b"ADIF"):
        return BY_ENDING[".aac"]
    if body.startswith(_ASF):
        return _in_asf(body, name)
    if body.startswith((b".RMF", b".ra\xfd")):
        return _of_real(body, name)
    if body.startswith(b"RIFF") and body[8:12] == b"CDXA":  # a film on a Video CD
        return BY_ENDING[".mpg"]
    return BY_ENDING[".ts"] if _is_stream(body) else None


def _of_real(body: bytes, name: str) -> Kind:
    """The two kinds of film begin alike."""
    if body.startswith(b".ra\xfd") or name.lower().endswith(".ra"):
        return BY_ENDING[".ra"]
    return BY_ENDING[".rmvb" if name.lower().endswith(".rmvb") else ".rm"]


def begins_as_pdf(body: bytes) -> bool:
    """Programs for PDF read past what is no page, program or picture: a line break, a header of a server, of a printer."""
    found = _PDF.search(body[: PDF_WITHIN + 6])
    return found is not None and not _NOT_BEFORE_PDF.search(body[: found.start()])


def _is_stream(body: bytes) -> bool:
    """Each packet begins with a G."""
    return any(
        len(body) > 2 * step and body[before : 2 * step + before + 1 : step] == b"GGG"
        for before, step in ((0, _STREAM), (4, _STREAM + 4))
    )


def _is_text(body: bytes) -> bool:
    """In UTF-8, UTF-16 or GB18030, without the controls that no text holds."""
    for encoding in ("utf-8", "utf-16" if body[:2] in _UTF_16_MARKS else "gb18030", "utf-16-le"):
        try:
            return not _CONTROLS.search(body.decode(encoding))
        except UnicodeDecodeError:
            continue
    return False


def without_ending(name: str) -> str:
    """Without an ending that files have; 第 1 次. 通话 has none."""
    stem, _, ending = name.rpartition(".")
    return stem if f".{ending.lower()}" in _ENDINGS else name


def _by_beginning(head: bytes) -> Iterator[Kind]:
    try:
        guesses = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):  # nothing known, or nothing at all
        guesses = []
    for guess in guesses:
        ending = SAME.get(guess.extension, guess.extension)
        if ending == ".bmp" and head[14:18] not in _BMP_HEADERS:
            continue
        if ending == ".aif" and head[8:12] not in (b"AIFF", b"AIFC"):
            continue
        if ending in BY_ENDING and ending not in _CONTAINERS:
            yield BY_ENDING[ending]
    if _MP3_FRAME.match(head):
        yield BY_ENDING[".mp3"]


def _in_zip(body: bytes) -> Kind | None:
    archive = opened(body)
    if archive is None or archive.has_programs or archive.is_locked:
        return None
    return BY_ENDING.get(archive.ending)


def _in_ole(body: bytes, name: str) -> Kind | None:
    """Its directory names the streams in UTF-16. One that was cut short names none: then the name has to do."""
    if any(stream.encode("utf-16-le") in body for stream in ("_VBA_PROJECT", "EncryptedPackage")):
        return None
    for inside, ending in _INSIDE_OLE.items():
        if inside.encode("utf-16-le") in body:
            return BY_ENDING[ending]
    known = _OLD_NAMES.get(f".{name.rsplit('.', 1)[-1].lower()}")
    return BY_ENDING[known] if known else None


def _in_box(body: bytes) -> Kind | None:
    """By its brands: the first decides, then those it is compatible with. Sound alone is a recording."""
    if body[4:8] in _BOXES:
        return BY_ENDING[".mov"] if b"moov" in body or b"mdat" in body[:HEAD] else None
    size = min(int.from_bytes(body[:4], "big"), HEAD)
    if is_raw_photo(body):
        return None
    brands = [body[8:12], *(body[at : at + 4] for at in range(16, size, 4))]
    for brand in brands:
        if brand in _BRANDS:
            return BY_ENDING[_BRANDS[brand]]
    sound_alone = b"soun" in body and b"vide" not in body
    return BY_ENDING[".m4a" if sound_alone else ".mp4"]


def _in_asf(body: bytes, name: str) -> Kind:
    """By its streams: sound alone is a recording. One that was cut short names none: then the name has to do."""
    sound = _ASF_SOUND in body or name.lower().endswith(".wma")
    return BY_ENDING[".wma" if sound and _ASF_PICTURES not in body else ".wmv"]
