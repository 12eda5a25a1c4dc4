"""A sheet read again by another library: each text is in it as it was written, whatever a library for sheets may read in it."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence

import openpyxl
from openpyxl.utils.escape import unescape

from complaints.infrastructure.xlsx_table import write_xlsx
from schemas.text import balanced
from tests.support.mixed_texts import as_kept, refused_sign, texts

COUNT = int(os.environ.get("SHOUWEN_TEST_TEXTS", "240"))
READ_AS_MARKUP = [
    "<r>态度&</r>",
    "<r></r>",
    "<r> <t>x</t> & _x000D_ </r>",
    "<r>\n第二行</r>",
    "<r><b/></t></r>",
    "<si><t>x</t></si>",
    "<![CDATA[x]]>",
    "&#0;&amp;&lt;",
    "_x000D_",
    "_x005F_x000D_",
    "_x0041_ _X0041_",
    "\ufffd \u2028 \t 缩进 ",
    "=1+1",
    "{=1+1}",
    "http://x",
    "internal:Sheet1!A1",
    "007",
    "1e999",
    "#N/A",
    "TRUE",
]


def read_again(rows: Sequence[Sequence[object]]) -> list[list[object]]:
    file = io.BytesIO()
    write_xlsx(file, [("甲", rows)])
    sheet = openpyxl.load_workbook(file).worksheets[0]
    return [[unescape(cell) if isinstance(cell, str) else cell for cell in row] for row in sheet.values]


def test_text_that_looks_like_markup_is_in_its_cell_as_it_is() -> None:
    rows = [["文字", *READ_AS_MARKUP], *([at, *READ_AS_MARKUP] for at in range(2))]
    assert read_again(rows) == rows


def test_mixed_texts_are_in_their_cells_as_they_are() -> None:
    kept = [as_kept(text) for text in texts(COUNT, seed=41) if not refused_sign(text)]
    written = [text for text in kept if text] + [f"<r>{text}</r>" for text in kept]
    assert [row[0] for row in read_again([["文字"], *([text] for text in written)])[1:]] == [
        balanced(text) for text in written
    ]
