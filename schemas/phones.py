"""Phone numbers as people give them: several in one line, with extensions and a word on whose each is.

`contacts_of("0711-3352345 转801、13800138000（女儿）", "0711")` gives two contacts. What was given is kept beside what it means.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from workflows.language import Text

AREA_CODE = "0711"  # Ezhou; SHOUWEN_AREA_CODE says another
LONGEST_NOTE = 60
MOST = 10
_JOINS = "\u200c\u200d"  # in a note, what they stand between is seen differently without them

_TEXTS_REACH = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
_GAP = r"(?: ?- ?|[ .])?"
_COUNTRY = rf"(?:(?:\+|00)?86{_GAP})?"
_EXTENSION = (
    r"(?:[ ,]*(?:转接?|分机号?|内线|(?<![a-z])extension|(?<![a-z])ext\.?|(?<![a-z])x(?=[ .:]*\d)|[#*]"
    r"|- ?(?=\d{1,6}(?!\d|-)))[ .:\-]*(?P<extension>\d{1,6})(?!\d))?"
)
_SHAPES = {
    "mobile": rf"{_COUNTRY}0?1[3-9]\d(?:{_GAP}\d){{8}}",
    "abroad": r"(?!(?:\+|00)86)(?:\+|00)[1-9](?:[ \-.()]*\d){6,14}",
    "service": rf"[48]00{_GAP}\d(?:{_GAP}\d){{6}}",
    "fixed": rf"{_COUNTRY}[(]?0?(?:10|2\d|[3-9]\d{{2}})[)]?{_GAP} ?[2-8]\d{{2,3}}{_GAP}\d{{4}}",
    "local": rf"[2-8]\d{{2,3}}{_GAP}\d{{4}}",
}
_ANY = "|".join(f"(?P<{kind}>{shape})" for kind, shape in _SHAPES.items())
_NUMBER = re.compile(rf"(?<!\d)(?:{_ANY})(?!\d){_EXTENSION}", re.IGNORECASE)
_APART = re.compile(r"(?P<abroad>\+\d+)|(?<!\d)(?P<code>0(?:10|2\d|[3-9]\d{2}))(?!\d)(?=\D*$)")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc\ufe63~_"), "-")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)\u4e00(?=\d)")  # the numeral one, typed for a dash
_BESIDE = " \t\n\xa0\u3000、,，;；/|:：.。-#和及或者与"
_BRACKETS = re.compile(r"\s*[(（\[【〔「]([^()（）\[\]【】〔〕「」]*)[)）\]】〕」]")
_LABEL = re.compile(  # says what a number is, not whose
    "(?:手机号码|手机号|手机|电话号码|电话|座机|固话|联系方式|联系电话|号码|mobile|phone|tel)[.: ]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Contact:
    """One number: as it was given, in E.164, and what was said about it."""

    given: str
    number: str
    extension: str = ""
    note: str = ""

    @property
    def gets_texts(self) -> bool:
        """A mobile number without an extension; nothing else here receives a text message."""
        kind = phonenumbers.number_type(phonenumbers.parse(self.number, "CN"))
        return not self.extension and kind in _TEXTS_REACH

    @property
    def dialled(self) -> str:
        """The number with its extension, as other programs read it."""
        return f"{self.number} ext. {self.extension}" if self.extension else self.number

    @property
    def last_four(self) -> str:
        return self.number[-4:]


def as_stored(contact: Contact) -> dict[str, str]:
    return {name: getattr(contact, name) for name in ("given", "number", "extension", "note")}


class NoPhone(ValueError):
    """`piece` is what cannot be a phone number; the beginning of the text where nothing in it is one."""

    def __init__(self, piece: str) -> None:
        self.piece = piece
        self.text = Text(
            f"“{piece}”不是电话号码；应如 138 0013 8000、0711-3352345 转 801，几个号码之间用顿号，说明写在括号里。",
            f"“{piece}” is no phone number; it should look like 138 0013 8000 or 0711-3352345 ext 801, "
            "several with commas between, a note in brackets.",
        )
        super().__init__(piece)


def contacts_of(text: str, area_code: str = AREA_CODE) -> tuple[Contact, ...]:
    """The numbers in the order they were given; none for an empty text. Raises NoPhone."""
    shown = "".join(sign for sign in text.strip() if sign in _JOINS or unicodedata.category(sign) != "Cf")
    if not shown:
        return ()
    found = list(_NUMBER.finditer(_plain(shown)))
    if not found or len(found) > MOST:
        raise NoPhone(shown[:40])
    gaps, codes = _area_codes(_gaps(shown, found), found, area_code)
    contacts = [
        _contact(match, shown[slice(*match.span())], note, code)
        for match, note, code in zip(found, _notes(gaps), codes, strict=True)
    ]
    return tuple(one for at, one in enumerate(contacts) if one not in contacts[:at])


def _plain(text: str) -> str:
    """One width, one kind of dash and of space; as long as before, so that places in it are places in the text."""
    wide = "".join(
        form if len(form := unicodedata.normalize("NFKC", sign)) == 1 else sign for sign in text
    ).translate(_DASHES)
    spaced = "".join(" " if sign.isspace() else sign for sign in wide)
    return _BETWEEN_DIGITS.sub("-", spaced)


def _gaps(text: str, found: list[re.Match[str]]) -> list[str]:
    """What stands before, between and behind the numbers. Digits that would be a number if they were right are refused."""
    edges = [0, *(edge for match in found for edge in match.span()), len(text)]
    gaps = [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    for gap in gaps:
        lost = re.search(r"\+?\d(?:[ \-]?\d){4,}", _plain(gap))
        if lost:
            raise NoPhone(lost[0])
    return gaps


def _area_codes(gaps: list[str], found: list[re.Match[str]], area_code: str) -> tuple[list[str], list[str]]:
    """Of each number the code it is dialled with where it has none of its own: the one written apart before it, or that of
    the number before. Raises NoPhone where a country is written apart."""
    codes, left = [], list(gaps)
    for at, match in enumerate(found):
        apart = _APART.search(_plain(gaps[at])) if match["local"] else None
        if apart and apart["abroad"]:
            raise NoPhone(f"{gaps[at].strip()}{match[0]}"[:40])
        if apart:
            area_code = apart["code"]
            left[at] = gaps[at][: apart.start()] + gaps[at][apart.end() :]
        elif match["fixed"]:
            area_code = _own_code(match["fixed"])
        codes.append(area_code)
    return left, codes


def _own_code(fixed: str) -> str:
    dialled = _national(re.sub(r"\D", "", fixed), "fixed", "")
    return dialled[:3] if dialled[1] in "12" else dialled[:4]


def _notes(gaps: list[str]) -> list[str]:
    """What is in brackets behind a number belongs to it. Words without brackets stand before their number where the text
    begins with words, else behind it."""
    brackets = [_BRACKETS.match(gap) for gap in gaps[1:]]
    between = [
        gap[bracket.end() :] if bracket else gap for gap, bracket in zip(gaps[1:], brackets, strict=True)
    ]
    if gaps[0].strip(_BESIDE):
        words = [gaps[0], *between[:-1]]
        words[-1] = f"{words[-1]} {between[-1]}"
    else:
        words = between
    return [
        " ".join(filter(None, (_note(bracket[1] if bracket else ""), _note(word))))[:LONGEST_NOTE]
        for bracket, word in zip(brackets, words, strict=True)
    ]


def _note(text: str) -> str:
    word = text.strip(_BESIDE).strip("()[]（）【】").strip(_BESIDE)
    return "" if _LABEL.fullmatch(word) else word


def _contact(match: re.Match[str], given: str, note: str, area_code: str) -> Contact:
    kind = next(kind for kind in _SHAPES if match[kind])
    digits = re.sub(r"\D", "", match[kind])
    try:
        parsed = phonenumbers.parse(_national(digits, kind, area_code), "CN")
    except phonenumbers.NumberParseException:
        raise NoPhone(given.strip()) from None
    if not phonenumbers.is_valid_number(parsed):
        raise NoPhone(given.strip())
    number = str(phonenumbers.format_number(parsed, PhoneNumberFormat.E164))
    return Contact(given.strip(), number, match["extension"] or "", note)


def _national(digits: str, kind: str, area_code: str) -> str:
    """The digits as they are dialled in China; of a number from abroad, with its country."""
    if kind == "abroad":
        return f"+{digits.removeprefix('00')}"
    if kind == "local":
        return f"{area_code}{digits}"
    if kind == "service":
        return digits
    inland = digits.removeprefix("00") if digits.startswith("0086") else digits
    inland = inland.removeprefix("86") if len(inland) > 11 else inland
    return inland.removeprefix("0") if kind == "mobile" else f"0{inland.removeprefix('0')}"
