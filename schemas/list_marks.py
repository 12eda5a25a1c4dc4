"""The marks of a numbered list: 1、 2. (3) ④ 五、. They are no part of what is listed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

ITEM = "\u2029"  # where an item of a list begins
_CLOSES = ")）]】、.．。:：,，/-"
_MARK = re.compile(
    r"(?:(?P<open>[(（\[【#])|(?<![A-Za-z\d])|(?=[^A-Za-z\d\s]))\s*"
    r"(?P<count>[\u2460-\u2473\u2474-\u249b\u3220-\u3229\u3280-\u3289\u2160-\u216b\u2776-\u277f]|\d{1,2}|十?[一二三四五六七八九]|十|[A-Za-z](?=\s*[)）\]】、]))"
    rf"\s*(?P<close>[{re.escape(_CLOSES)}]?)\s*"
)
_PARTS = r"[^\w*·'’.&]"  # between words
_CHINESE = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class _Mark:
    span: tuple[int, int]
    style: tuple[str, str, str]
    count: int
    is_plain: bool  # nothing but a number


def without_list_marks(gaps: list[str], label: re.Pattern[str]) -> list[str]:
    """`gaps` are the texts before, between and behind numbers. In place of each mark, ITEM; what stands before the first mark
    is nothing or a label."""
    marks: dict[int, _Mark] = {}
    for at, gap in enumerate(gaps[:-1]):
        before = list(marks.values())
        found = [mark for mark in _marks_in(gap) if _follows(mark, before)]
        if found:
            marks[at] = found[0]
        elif not marks:
            return gaps
    if len(marks) == 1 and not _stands_alone(gaps[0], marks[0], label):
        return gaps
    if _belong_to_words(gaps, marks, label):
        return gaps
    return [_replaced(gap, marks.get(at), label) for at, gap in enumerate(gaps)]


def without_list_mark(line: str) -> str:
    """A line of a list without its mark."""
    found = next(iter(_marks_in(line)), None)
    return (
        line[found.span[1] :] if found and not line[: found.span[0]].strip() and not found.is_plain else line
    )


def _marks_in(gap: str) -> list[_Mark]:
    marks = [_mark(found) for found in _MARK.finditer(gap)]
    return [mark for mark in marks if not mark.is_plain or mark.span[1] == len(gap)]


def _mark(found: re.Match[str]) -> _Mark:
    count = found["count"]
    form = "".join(sign for sign in unicodedata.normalize("NFKC", count) if sign.isalnum())
    drawn = len(count) == 1 and not count.isascii() and count not in _CHINESE
    opens, closes = (unicodedata.normalize("NFKC", found[name] or "") for name in ("open", "close"))
    style = opens, "" if drawn else closes, _kind(count)  # ① and ②： are marks of one list
    return _Mark(found.span(), style, _value(count, form), not (drawn or found["open"] or found["close"]))


def _kind(count: str) -> str:
    return "drawn" if unicodedata.category(count[0]) in ("No", "Nl") else unicodedata.category(count[0])


def _value(count: str, form: str) -> int:
    if form.isdecimal():
        return int(form)
    if form[0] in _CHINESE:
        tens = 10 if len(form) > 1 else 0
        return tens + _CHINESE.index(form[-1]) + 1
    return (
        int(unicodedata.numeric(count)) if len(count) == 1 and not count.isascii() else ord(form.lower()) - 96
    )


def _follows(mark: _Mark, before: list[_Mark]) -> bool:
    if mark.count != len(before) + 1:
        return False
    return not before or mark.style == before[0].style


def _stands_alone(gap: str, mark: _Mark, label: re.Pattern[str]) -> bool:
    head = gap[: mark.span[0]].strip()
    return not mark.is_plain and (not head or label.fullmatch(head) is not None)


def _belong_to_words(gaps: list[str], marks: dict[int, _Mark], label: re.Pattern[str]) -> bool:
    """儿子1：, 周一, 王二: each is the end of a word before a number, and no mark. With a space between, only where no words
    are behind the numbers."""
    parted = any(gaps[at][mark.span[0]].isspace() for at, mark in marks.items())
    if parted and any(map(str.isalnum, gaps[-1])):
        return False
    return all(_ends_in_word(gaps[at][: mark.span[0]], label) for at, mark in marks.items())


def _ends_in_word(head: str, label: re.Pattern[str]) -> bool:
    """A word other than a label."""
    word = re.split(_PARTS, head.rstrip())[-1]
    return bool(word) and label.fullmatch(word) is None


def _replaced(gap: str, mark: _Mark | None, label: re.Pattern[str]) -> str:
    if mark is None:
        return gap
    before = re.sub(rf"{label.pattern}$", "", gap[: mark.span[0]], flags=re.IGNORECASE)
    return f"{before}{ITEM}{gap[mark.span[1] :]}"
