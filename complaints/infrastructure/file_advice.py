"""Files that are not taken as they are, and what makes them ones that can be."""

from __future__ import annotations

import re

from complaints.infrastructure import unusual_files
from complaints.infrastructure.file_types import HEAD, begins_as_pdf, is_raw_photo
from complaints.infrastructure.zip_types import opened
from workflows.language import Text

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_OFFICE_ENDINGS = re.compile(r"\.(?:docx?|dotx?|xlsx?|pptx?|wps|et|dps|mht|mhtml)$", re.IGNORECASE)
_PAGE = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|table|div|style|meta)|mime-version:", re.DOTALL
)
_OFFICE_XML = re.compile(
    rb"mso-application progid=\"(?:Word|Excel|PowerPoint)\.|<w:worddocument|<pkg:package"
)
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")

_LOCKED = Text(
    "有密码，打不开；请先去掉密码（在 Word、Excel 里“另存为”时不设密码）再选，或另存为 PDF。",
    "is locked with a password. Save it without one, or as PDF, and choose that.",
)
_WEB_PAGE = Text(
    "其实是网页（有些系统导出的 Word、Excel 是这样）；请用 Word 或 Excel 打开，另存为 DOCX、XLSX 或 PDF 再选。",
    "is really a web page, as some systems export documents. Open it in Word or Excel, save it as DOCX, XLSX or PDF, and "
    "choose that.",
)
_OLD_XML = Text(
    "是 2003 版的 XML 文档；请用 Word 或 Excel 打开，另存为 DOCX、XLSX 或 PDF 再选。",
    "is XML as Office wrote it in 2003. Open it in Word or Excel, save it as DOCX, XLSX or PDF, and choose that.",
)
_EMPTY = Text(
    "里面没有内容，可能没有传完整；请看看原来的文件打不打得开，再选一次。",
    "holds nothing; it may not have arrived whole. See that it opens where it is, and choose it again.",
)
_RAW = Text(
    "是相机的原始文件（RAW、CR3）；请在相册里把这张照片另存或分享为 JPG 再选。",
    "is what a camera keeps before it makes a picture (RAW, CR3). Save or share the photo as JPG, and choose that.",
)
_CUT_PDF = Text(
    "这个 PDF 没有结尾，可能没有传完整；请重新下载或扫描，打得开以后再选。",
    "is a PDF without its end; it may not have arrived whole. Download or scan it again, see that it opens, and choose it.",
)


def advice_on(body: bytes, name: str) -> Text | None:
    """Advice for a file whose `kind_of` is None; None where only the general answer fits."""
    if not body.strip():
        return _EMPTY
    if body.startswith(_OLE):
        return _in_ole(body, name)
    if (archive := opened(body)) and archive.is_locked:
        return _LOCKED
    if is_raw_photo(body):
        return _RAW
    if begins_as_pdf(body):
        return _CUT_PDF
    head = _plain_head(body)
    if _OFFICE_XML.search(head):
        return _OLD_XML
    if _OFFICE_ENDINGS.search(name.strip()) and _PAGE.match(head):
        return _WEB_PAGE
    return unusual_files.advice_on(body, name)


def _in_ole(body: bytes, name: str) -> Text | None:
    if _ENCRYPTED in body:
        return _LOCKED
    return unusual_files.WITH_MACROS if _MACROS in body else unusual_files.advice_on(body, name)


def _plain_head(body: bytes) -> bytes:
    """The beginning in small ASCII letters, also of UTF-16; a mark is left out."""
    head = body[:HEAD].lower()
    for mark in _MARKS:
        head = head.removeprefix(mark)
    return head.replace(b"\0", b"")
