"""Why the body of a request is no JSON: the line, the place on it and the sign."""

from __future__ import annotations

from json import JSONDecodeError

from werkzeug.exceptions import BadRequest

from complaints.web.errors.problem_texts import DETAILS
from workflows.language import Text


class UnreadableJson(BadRequest):
    def __init__(self, error: ValueError | RecursionError) -> None:
        super().__init__()
        whole, why = DETAILS[400], _reason(error)
        self.text = Text(f"{whole.zh}{why.zh}", f"{whole.en} {why.en}".strip())


def _reason(error: ValueError | RecursionError) -> Text:
    if isinstance(error, UnicodeDecodeError):
        byte = error.start + 1
        return Text(
            f"须用 UTF-8 编码；第 {byte} 个字节起不是。",
            f"It should be in UTF-8; from byte {byte} it is not.",
        )
    if not isinstance(error, JSONDecodeError):
        return Text("", "")
    line, place, sign = error.lineno, error.colno, error.doc[error.pos : error.pos + 1]
    if not sign:
        return Text(
            f"到第 {line} 行第 {place} 个字还没有写完。", f"It ends at line {line}, character {place}."
        )
    code = f"U+{ord(sign):04X}"
    if sign < " " and "control" in error.msg:
        return Text(
            f"第 {line} 行第 {place} 个字是 {code}：引号里的换行、制表符须写成 \\n、\\t。",
            f"Line {line}, character {place} is {code}: within quotation marks write \\n for a line break, \\t for a tab.",
        )
    return Text(
        f"第 {line} 行第 {place} 个字（{code}）读不懂。",
        f"Line {line}, character {place} ({code}) cannot be read.",
    )
