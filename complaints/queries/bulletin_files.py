"""A bulletin as a file: DOCX to be edited and printed, XLSX with its figures, HTML-free text for a message."""

from __future__ import annotations

from typing import Any, BinaryIO

from complaints.infrastructure.docx_document import Block, write_docx
from complaints.infrastructure.xlsx_table import write_xlsx
from complaints.queries.statistics.bulletin_text import percent
from complaints.queries.statistics.indicators import Chosen, Share, count_figures
from workflows.language import Text

NOT_PUBLISHED = Text("（未发布的稿件）", "(draft, not published)")


def in_words(pair: Any, locale: str) -> str:
    """A pair of Chinese and English, or a plain value."""
    return Text(*pair).in_(locale) if isinstance(pair, list) else str(pair)


def issue_in_words(period_end: str, issue: int | None, locale: str) -> str:
    """The number of a published bulletin: 2026年第3期."""
    if issue is None:
        return NOT_PUBLISHED.in_(locale)
    year = period_end[:4]
    return Text(f"{year}年第{issue}期", f"No. {issue} of {year}").in_(locale)


def write_bulletin_docx(file: BinaryIO, content: dict[str, Any], issue: int | None, locale: str) -> None:
    number = issue_in_words(content["days"][1], issue, locale)
    blocks = [_block(section, locale) for section in content["sections"]]
    write_docx(file, in_words(content["title"], locale), number, blocks)


def _block(section: dict[str, Any], locale: str) -> Block:
    text = in_words(section["text"], locale)
    table = section["table"]
    rows = [table["head"], *table["rows"]] if table else []
    return Block(
        heading=in_words(section["heading"], locale),
        paragraphs=[line for line in text.split("\n") if line.strip()],
        table=[[in_words(cell, locale) for cell in row] for row in rows],
    )


def write_bulletin_xlsx(file: BinaryIO, content: dict[str, Any], chosen: Chosen, locale: str) -> None:
    """A sheet of every indicator, and one for each table of the bulletin."""
    head = [
        Text("指标", "Indicator"),
        Text("分子", "Numerator"),
        Text("分母", "Denominator"),
        Text("比率", "Share"),
    ]
    head += [Text("公式", "Formula"), Text("来源", "Source")]
    rows: list[list[Any]] = [[one.in_(locale) for one in head]]
    for figure in count_figures(chosen):
        one = figure.indicator
        rows.append(
            [one.label.in_(locale), *_share(figure.whole), one.formula.in_(locale), one.source.in_(locale)]
        )
    sheets = [(Text("指标", "Indicators").in_(locale), rows)]
    for section in content["sections"]:
        if section["table"]:
            table = [section["table"]["head"], *section["table"]["rows"]]
            name = in_words(section["heading"], locale)[:31]
            sheets.append((name, [[_cell(cell, locale) for cell in row] for row in table]))
    write_xlsx(file, sheets)


def _share(share: Share) -> list[Any]:
    return [share.over, share.of, percent(share)]


def _cell(cell: Any, locale: str) -> Any:
    return cell if isinstance(cell, int) else in_words(cell, locale)
