"""Whole numbers in Chinese numerals below ten thousand: 十, 两, 十五, 二十, 一百二十, 一百零五, 三〇."""

from __future__ import annotations

import unicodedata

_DIGIT = "[一二三四五六七八九两兩壹贰叁肆伍陆柒捌玖貳參陸]"
_TEN, _HUNDRED, _THOUSAND = "[十拾]", "[百佰]", "[千仟]"
_ZERO = "[零〇]"
_BELOW_HUNDRED = f"(?:{_DIGIT}?{_TEN}{_DIGIT}?)"  # 一百五 may be 105 or 150, and is no number here
_BELOW_THOUSAND = f"(?:{_DIGIT}{_HUNDRED}(?:{_BELOW_HUNDRED}|{_ZERO}{_DIGIT})?)"
_FROM_THOUSAND = f"(?:{_DIGIT}{_THOUSAND}(?:{_BELOW_THOUSAND}|{_ZERO}(?:{_BELOW_HUNDRED}|{_DIGIT}))?)"
NUMERAL = f"(?:{_FROM_THOUSAND}|{_BELOW_THOUSAND}|{_BELOW_HUNDRED}|{_DIGIT}(?:{_DIGIT}|{_ZERO}){{0,3}})"

_TWO = str.maketrans("两兩", "二二")  # of which Unicode knows no value


def whole_number(numeral: str) -> int:
    """Of a text that NUMERAL matches."""
    values = [int(unicodedata.numeric(sign)) for sign in numeral.translate(_TWO)]
    if max(values) < 10:
        return int("".join(map(str, values)))
    whole, digit = 0, 0
    for value in values:
        if value < 10:
            digit = value
        else:
            whole, digit = whole + (digit or 1) * value, 0
    return whole + digit
