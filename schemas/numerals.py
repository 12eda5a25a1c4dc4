"""Digits as people write and read them out, one table for all that is read: numbers, dates, phones, names."""

from __future__ import annotations

import re
import unicodedata

ZEROS = "零〇○◯⭘"  # the sign of a numeral, and the circles that input methods offer for it
DIGITS = {
    **dict.fromkeys(ZEROS, "0"),
    **dict(zip("一二三四五六七八九", "123456789", strict=True)),
    **dict(zip("壹贰叁肆伍陆柒捌玖", "123456789", strict=True)),
    **dict(zip("貳參叄陸兩弍弎", "2336223", strict=True)),
    **dict(zip("幺两洞拐勾", "12079", strict=True)),  # how numbers are read out
}
LIKE_DIGITS = {"o": "0", "i": "1", "l": "1", "|": "1"}  # letters typed for digits, in small letters
ONE_ZERO = dict.fromkeys(map(ord, ZEROS), ZEROS[0])
_OF_OTHER_SCRIPTS = re.compile(r"[^\D0-9]")


def one_kind_of_digit(text: str) -> str:
    """Digits of every script as 0 to 9."""
    return _OF_OTHER_SCRIPTS.sub(lambda found: str(unicodedata.decimal(found[0])), text)
