"""Words in and around the number of another office that people write or leave out as they like."""

from __future__ import annotations

import re
from dataclasses import dataclass

from schemas.numerals import DIGITS

_KIND = r"(?:来文|来信|发文|文书|工单|转办|交办|受理|登记|信访|流水|案件|参考)"
_LABEL = rf"{_KIND}?(?:[字文编案单件]?号(?:码|(?!码)))[:\s]*(?=\w)"
_IN_ENGLISH = (  # Ref: ABC-2026/001, and not the letters of REF12
    r"(?:(?:our |your )?ref(?:erence)?|no|nr|num(?:ber)?|id)(?:\s*(?:no|number))?(?:\s*[.:#]+\s*|\s+)(?=\w)"
)
_OPTIONAL = re.compile(
    rf"^[^\w]*(?:{_LABEL}|{_IN_ENGLISH})|(?:工单|流水)(?:编?号码?)?[:\s]*(?=[a-z\d])"
    r"|(?<![^\W\d_])no(?=[\W_]*\d)|第(?=[\W_]*\d)|(?<=\d)[\W_]*号"
)
_YEAR = r"(?<!\d)((?:19|20)\d\d)(?!\d)"
_IN_NUMERALS = re.compile(
    r"(?<![零一二三四五六七八九])二零[零一二三四五六七八九]{2}(?![零一二三四五六七八九])"
)
_A_YEAR = re.compile(r"\s*\d{4}\s*")  # all there is, and so no year of anything
_BEHIND_YEAR = re.compile(rf"{_YEAR}[\W_]*年度?")
_BEFORE_YEAR = re.compile(rf"(?<=\w)字(?=[\W_]*{_YEAR})")

_YEAR_AND_SERIAL = re.compile(
    r"(?P<prefix>(?:.*[^\d])?)(?P<year>(?:19|20)\d\d)[\W_]+0*(?P<serial>[1-9]\d{0,7})[\W_]*", re.DOTALL
)


def without_optional_words(number: str) -> str:
    """`number` in one script, width and case, with one sign of zero."""
    in_digits = _IN_NUMERALS.sub(lambda found: "".join(DIGITS[sign] for sign in found[0]), number)
    year_alone = _BEFORE_YEAR.sub("", _BEHIND_YEAR.sub(r"\1 ", in_digits))
    return _OPTIONAL.sub("", number if _A_YEAR.fullmatch(year_alone) else year_alone)


@dataclass(frozen=True, slots=True)
class Serial:
    """A number that counts within a year: 鄂信访〔2026〕0123. The serial has no zeros before it."""

    prefix: str
    year: str
    serial: str


def serial_in(number: str) -> Serial | None:
    """Of a number without optional words. A year and a serial without a sign between them are no two: 20260123 may be a day."""
    found = _YEAR_AND_SERIAL.fullmatch(number)
    return Serial(found["prefix"], found["year"], found["serial"]) if found else None
