"""A document as DOCX in the format of Chinese offices (GB/T 9704-2012): A4, margins of 37, 26, 35 and 28 mm, 22 lines of 28
characters in 三号 type (16 pt), the title in 二号 (22 pt), headings in 黑体."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from schemas.text import begins_from_right

TITLE, BODY, HEADING = "方正小标宋简体", "仿宋", "黑体"
LATIN = "Times New Roman"
LINE = Pt(28)
_BOUNDED = re.compile("(\u2068[^\u2068\u2069]*\u2069)")
_PAGE = {"page_width": 210, "page_height": 297, "top_margin": 37, "bottom_margin": 35}
_SIDES = {"left_margin": 28, "right_margin": 26}


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraphs, and perhaps a table whose first row is its heading. `signed`: at the right, as a signature."""

    paragraphs: Sequence[str]
    heading: str = ""
    table: Sequence[Sequence[str]] = ()
    signed: bool = False


def write_docx(file: BinaryIO, title: str, number: str, blocks: Iterable[Block]) -> None:
    """`number`: that of the document, under its title; may be empty."""
    document = Document()
    for name, millimetres in (_PAGE | _SIDES).items():
        setattr(document.sections[0], name, Mm(millimetres))
    document.core_properties.title = title
    _add(document, title, TITLE, 22).alignment = WD_ALIGN_PARAGRAPH.CENTER
    if number:
        _add(document, number, BODY, 16).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for block in blocks:
        _add_block(document, block)
    document.save(file)


def _add_block(document: Any, block: Block) -> None:
    if block.heading:
        _add(document, block.heading, HEADING, 16).paragraph_format.first_line_indent = Pt(32)
    for text in block.paragraphs:
        added = _add(document, text, BODY, 16)
        if block.signed:
            added.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        else:
            added.paragraph_format.first_line_indent = Pt(32)
    if block.table:
        _add_table(document, block.table)


def _add(document: Any, text: str, font: str, size: int) -> Any:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.line_spacing = LINE
    paragraph.paragraph_format.space_after = Pt(0)
    _add_runs(paragraph, text, font, size)
    return paragraph


def _add_runs(paragraph: Any, text: str, font: str, size: int) -> None:
    """Each text in its own direction: the paragraph as its first letter says, and what is bounded in it likewise."""
    if begins_from_right(text):
        paragraph._p.get_or_add_pPr().insert_element_before(
            OxmlElement("w:bidi"), "w:spacing", "w:ind", "w:jc"
        )
    for piece in _BOUNDED.split(_printable(text)):
        if piece:
            run = paragraph.add_run(piece)
            run.font.size, run.font.name, run.font.rtl = Pt(size), LATIN, begins_from_right(piece) or None
            run._element.rPr.rFonts.set(qn("w:eastAsia"), font)


def _printable(text: str) -> str:
    """Without what XML 1.0 cannot hold."""
    return "".join(sign for sign in text if sign in "\t\n" or (sign >= " " and sign not in "\ufffe\uffff"))


def _add_table(document: Any, rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for place, row in enumerate(rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            _add_runs(cell.paragraphs[0], str(text), HEADING if place == 0 else BODY, 12)
