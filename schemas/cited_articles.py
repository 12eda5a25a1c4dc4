"""Articles of law, as Chinese texts cite them: 《信访工作条例》第三十四条."""

from __future__ import annotations

import re
from dataclasses import dataclass

from schemas.numerals import DIGITS
from workflows.errors import RulebookError
from workflows.language import Text

_CITED = re.compile(r"《([^《》]+)》|第([零〇○一二三四五六七八九十百千0-9]+)条")
_TENS = {"十": 10, "百": 100, "千": 1000}


@dataclass(frozen=True, slots=True)
class Article:
    """An article of a law; no number means the law as a whole."""

    law: str
    number: int | None = None

    def __str__(self) -> str:
        return f"《{self.law}》" + (f"第 {self.number} 条" if self.number else "")

    def covers(self, cited: Article) -> bool:
        """A law as a whole covers each of its articles; a basis that cites the whole law rests on each of them."""
        return self.law == cited.law and (None in (self.number, cited.number) or self.number == cited.number)


def read_articles(text: str) -> list[Article]:
    """A file of changed articles, each line citing one or more; a line that begins with # is a remark.
    Raises RulebookError, naming each line that cites nothing."""
    found: dict[Article, None] = {}
    faults = []
    for place, line in enumerate(text.splitlines(), 1):
        cited = cited_in(line)
        found |= dict.fromkeys(sorted(cited, key=str))
        if not cited and line.strip() and not line.lstrip().startswith("#"):
            faults.append(_cites_nothing(place))
    if not found and not faults:
        faults.append(_cites_nothing(1))
    if faults:
        raise RulebookError(faults)
    return list(found)


def _cites_nothing(line: int) -> Text:
    return Text(
        f"第 {line} 行没有写明法规；应如“《信访工作条例》第三十四条”，说明请以 # 开头。",
        f"Line {line} cites no law; write 《信访工作条例》第三十四条, and begin a remark with #.",
    )


def cited_in(text: str) -> set[Article]:
    """《信访工作条例》第三十四条、第三十五条: each article with the law named last before it; a law without articles whole."""
    found: set[Article] = set()
    law, whole = "", set()
    for name, numeral in _CITED.findall(text):
        if name:
            law = _plain(name)
            whole.add(law)
        elif law:
            found.add(Article(law, number_of(numeral)))
            whole.discard(law)
    return found | {Article(one) for one in whole}


def number_of(numeral: str) -> int:
    """三十四 or 34; a numeral without a sign for its place is read digit by digit."""
    total = digit = 0
    if not set(numeral) & set(_TENS):
        return int("".join(DIGITS.get(sign, sign) for sign in numeral))
    for sign in numeral:
        if sign in _TENS:
            total, digit = total + (digit or 1) * _TENS[sign], 0
        else:
            digit = int(DIGITS.get(sign, sign))
    return total + digit


def _plain(name: str) -> str:
    """中华人民共和国公证法 and 公证法 are one."""
    return name.strip().removeprefix("中华人民共和国")
