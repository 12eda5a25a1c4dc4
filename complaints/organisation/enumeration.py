"""Several persons written in one field: 林溪和陈主任, 林溪、小何, Lin Xi and Director Chen. Each part is read by itself."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator

# Beside a name these may also say where that person works: 林溪，公共法律服务中心.
BESIDE = r"[，,\s()（）\[\]【】+]"
JOINING = (  # 和解, 参与, 及时 and their like are words of their own
    "以及|还有|外加|或者|或是|(?<![温共缓柔])和(?![解谐睦平气蔼好约])|(?<!参)与(?!会)|跟(?![踪进单])|(?<![涉普提])及(?![时格])|或"
    r"|[、；;/&\n]|\b(?:and|or|with)\b"
)
_SPLIT = re.compile(f"(?P<joined>{JOINING})|(?P<beside>{BESIDE})", re.IGNORECASE)
_IN_CHINESE = re.compile("[\u4e00-\u9fff]{2,}")


def parts_of(text: str, persons: Collection[str], units: Collection[str]) -> Iterator[tuple[str, bool]]:
    """Each part, and whether it may be no more than the place of the one before it. A sign within the name of an officer or a
    unit (曹和, 太和司法所) parts nothing."""
    read = unicodedata.normalize("NFKC", text)
    begin, beside = 0, False
    for found in _SPLIT.finditer(read):
        if _is_within_name(read, found, persons, units):
            continue
        if found["beside"] and not _stand_alone(read, found):
            continue
        if part := read[begin : found.start()].strip():
            yield part, beside
        begin, beside = found.end(), bool(found["beside"]) and (beside or begin < found.start())
    if part := read[begin:].strip():
        yield part, beside


def _stand_alone(read: str, found: re.Match[str]) -> bool:
    """A blank within a name parts nothing: 林 溪, Lin Xi."""
    if not found["beside"].isspace():
        return True
    before, after = read[: found.start()].split()[-1:], read[found.end() :].split()[:1]
    return all(bool(_IN_CHINESE.search(word)) for word in (*before, *after))


def _is_within_name(
    read: str, found: re.Match[str], persons: Collection[str], units: Collection[str]
) -> bool:
    if not found["joined"] or not _is_chinese(found[0]):
        return False
    begin, end = found.span()
    with_sign_before = read[max(begin - 1, 0) : end]
    if len(with_sign_before) > len(found[0]) and any(with_sign_before in unit for unit in units):
        return True
    return any(
        read.startswith(person, start)
        for person in persons
        if found[0] in person
        for start in range(max(end - len(person), 0), begin + 1)
    )


def _is_chinese(sign: str) -> bool:
    return "\u4e00" <= sign[0] <= "\u9fff"


def is_one_in_letters(parts: Collection[tuple[str, bool]]) -> bool:
    """Surname and given name with a comma between: Lin, Xi."""
    return len(parts) == 2 and all(part.isascii() and part.rstrip(".").isalpha() for part, _ in parts)
