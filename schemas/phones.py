"""Phone numbers as people give them: several in one line, with extensions and a word on whose each is.

`contacts_of("0711-3352345 转801、13800138000（女儿）", "0711")` gives two contacts. What was given is kept beside what it means.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import zip_longest

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from schemas.area_codes import code_behind, is_valid
from schemas.phone_faults import MOST, NoPhone, NumberShown, TooMany
from schemas.phone_marks import is_in_use, refuses_texts
from schemas.phone_notes import bracket_groups, notes_of
from schemas.phone_shapes import (
    AREA_CODE_APART,
    DASHES_AND_DOTS,
    LONG_EXTENSION,
    NO_NUMBER_BEFORE,
    NO_NUMBER_BEHIND,
    NUMBER,
    OTHER_DIGITS,
    POSTCODE,
    POSTCODE_BEHIND,
    RUN,
    SHAPES,
    SHOWN,
    TWO_WAYS,
)
from schemas.spoken_digits import read_numerals

__all__ = [
    "AREA_CODE",
    "LONGEST_NOTE",
    "MOST",
    "Contact",
    "NoPhone",
    "as_stored",
    "contacts_of",
    "one_width",
    "places_of",
]

AREA_CODE = "0711"  # Ezhou; SHOUWEN_AREA_CODE says another
LONGEST_NOTE = 200  # signs; as many as all numbers of a person, so that no note has to be cut
SHORT = 6  # digits of other numbers in a note: a room, a staff number

_TEXTS_REACH = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


@dataclass(frozen=True, slots=True)
class Contact:
    """One number: as it was given, in E.164, and what was said about it."""

    given: str
    number: str
    extension: str = ""
    note: str = ""

    @property
    def gets_texts(self) -> bool:
        """A mobile number without an extension; nothing else here receives a text message. None whose note says that it is
        old, wrong, dead or another's, or wants no texts."""
        kind = phonenumbers.number_type(phonenumbers.parse(self.number, "CN"))
        return not self.extension and kind in _TEXTS_REACH and not refuses_texts(self.note)

    @property
    def is_in_use(self) -> bool:
        """Whether it is said to be the number in use now, beside an older one."""
        return is_in_use(self.note)

    @property
    def dialled(self) -> str:
        """The number with its extension, as other programs read it."""
        return f"{self.number} ext. {self.extension}" if self.extension else self.number

    @property
    def says_more(self) -> bool:
        """Whether it was given with words that the number and the extension do not show."""
        return not self.extension and any(
            sign.isalpha() for sign in unicodedata.normalize("NFKC", self.given)
        )

    @property
    def last_four(self) -> str:
        return self.number[-4:]


def as_stored(contact: Contact) -> dict[str, str]:
    return {name: getattr(contact, name) for name in ("given", "number", "extension", "note")}


def contacts_of(text: str, area_code: str = AREA_CODE) -> tuple[Contact, ...]:
    """The numbers in the order they were given; none for an empty text. Raises NoPhone."""
    shown = text.strip()
    places = [at for at, sign in enumerate(shown) if unicodedata.category(sign) != "Cf"]
    if not places:
        return ()
    plain = _plain("".join(shown[at] for at in places))
    _refuse_shown(plain)
    found = _numbers(plain, area_code)
    _refuse_two_ways(found, area_code)
    _refuse_long_extension(plain, found)
    if not found:
        raise NoPhone(shown[:40])
    if len(found) > MOST:
        raise TooMany(len(found))
    spans, codes = _area_codes(plain, found, area_code)
    _refuse_mistyped(plain, spans)
    spans = [(places[start], places[end - 1] + 1) for start, end in spans]
    contacts = [
        _contact(match, shown[slice(*span)].strip(), note, code)
        for match, span, note, code in zip(found, spans, notes_of(_gaps(shown, spans)), codes, strict=True)
    ]
    return tuple(one for at, one in enumerate(contacts) if one not in contacts[:at])


def places_of(text: str) -> list[tuple[int, int]]:
    """Where the numbers of a text begin and end. Raises NoPhone where a country code stands apart."""
    places = [at for at, sign in enumerate(text) if unicodedata.category(sign) != "Cf"]
    plain = _plain("".join(text[at] for at in places))
    spans, _ = _area_codes(plain, _numbers(plain, AREA_CODE), "")
    return [(places[start], places[end - 1] + 1) for start, end in spans]


def _plain(text: str) -> str:
    """One width, one kind of digit, dash and space; as long as before, so that places in it are places in the text. Digits
    that are no phone number are left out of sight."""
    return OTHER_DIGITS.sub(lambda found: re.sub(r"\d", "n", found[0]), one_width(text))


def one_width(text: str) -> str:
    """One width, one kind of digit, dash and space, and numerals in digits; as long as before."""
    wide = "".join(map(_one_width, text)).translate(DASHES_AND_DOTS)
    spaced = "".join(" " if sign.isspace() else sign for sign in wide)
    return read_numerals(spaced, NUMBER.search)


def _one_width(sign: str) -> str:
    form = sign if unicodedata.category(sign) == "No" else unicodedata.normalize("NFKC", sign)
    return str(unicodedata.decimal(form, form)) if len(form) == 1 else sign


def _numbers(plain: str, area_code: str) -> list[re.Match[str]]:
    """Digits in brackets behind a number are a number too only where they could be none but a phone's."""
    found = list(NUMBER.finditer(plain))
    asides = [group for group in bracket_groups(plain) if found and group[0] >= found[0].end()]
    return [
        match
        for match in found
        if not match["local"]
        or all(_is_phone_in(plain, aside, match, area_code) for aside in asides if _is_within(match, aside))
    ]


def _is_within(match: re.Match[str], group: tuple[int, int]) -> bool:
    return group[0] < match.start() and match.end() < group[1]


def _is_phone_in(plain: str, group: tuple[int, int], match: re.Match[str], area_code: str) -> bool:
    """Whether a local number in brackets is called: 家3352345, and not 订单3352345 or 3352345元."""
    before = plain[group[0] + 1 : match.start()]
    digits = re.sub(r"\D", "", match["local"])
    other = NO_NUMBER_BEFORE.search(before) or NO_NUMBER_BEHIND.match(plain, match.end())
    return not other and not before[-1:].isdigit() and is_valid(f"{area_code}{digits}")


def _refuse_shown(plain: str) -> None:
    """Raises NumberShown."""
    shown = SHOWN.search(plain)
    if shown:
        raise NumberShown(shown[0])


def _refuse_two_ways(found: list[re.Match[str]], area_code: str) -> None:
    """371 2345 6688 is a number of another city or our own with an extension. Raises NoPhone."""
    for match in found:
        parts = TWO_WAYS.fullmatch(match["fixed"] or "")
        if parts and is_valid(f"{area_code}{parts[1]}{parts[2]}"):
            raise NoPhone(match["fixed"])


def _refuse_long_extension(plain: str, found: list[re.Match[str]]) -> None:
    """0711-3352345转8012345 is an extension with a digit too many or another number. Raises NoPhone."""
    for match in found:
        if long := LONG_EXTENSION.match(plain, match.end()):
            raise NoPhone(long[0].strip(" ,;、:(["))


def _gaps(text: str, spans: list[tuple[int, int]]) -> list[str]:
    """The texts before, between and behind the numbers."""
    return [text[start:end] for start, end in _places_between(spans, len(text))]


def _places_between(spans: list[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    edges = [0, *(edge for span in spans for edge in span), length]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _refuse_mistyped(plain: str, spans: list[tuple[int, int]]) -> None:
    """Beside the numbers. Raises NoPhone."""
    groups = bracket_groups(plain)
    for start, end in _places_between(spans, len(plain)):
        for run in RUN.finditer(plain, start, end):
            aside = any(opens < run.start() and run.end() < closes for opens, closes in groups)
            if _looks_mistyped(plain, run, aside):
                raise NoPhone(run[0])


def _looks_mistyped(plain: str, run: re.Match[str], aside: bool) -> bool:
    """Whether digits are a phone number with a digit too few or too many, and not part of a note."""
    digits = re.sub(r"\D", "", run[0])
    if re.search(
        "(?<![\\d])[A-Za-z]+$|[A-HJ-KM-NP-Za-hj-km-np-z]$", plain[: run.start()]
    ):  # not a letter typed for a digit
        return False
    if POSTCODE.fullmatch(digits) and POSTCODE_BEHIND.search(plain[: run.start()]):
        return False
    if re.fullmatch(r"1[3-9]\d{6,}|0[1-9]\d{6,}", digits):
        return True
    beside = plain[: run.start()].rstrip()[-1:] + plain[run.end() :].lstrip()[:1]
    return not aside and (len(digits) > SHORT or not any(map(str.isalpha, beside)))


def _area_codes(
    plain: str, found: list[re.Match[str]], area_code: str
) -> tuple[list[tuple[int, int]], list[str]]:
    """Of each number its place, with an area code written apart beside it, and the code to dial it with where it has none
    of its own: that one, or the code of the number before. Raises NoPhone where it cannot be told."""
    codes, spans, end = [], [], 0
    for match, following in zip_longest(found, found[1:]):
        apart = AREA_CODE_APART.search(plain, end, match.start()) if match["local"] else None
        if apart and apart["abroad"]:
            raise NoPhone(plain[apart.start() : match.end()][:40])
        if apart:
            area_code = apart["code"]
        elif match["fixed"]:
            area_code = _own_code(match["fixed"])
        behind = code_behind(plain, match, following) if match["local"] and not apart else None
        area_code, end = behind or (area_code, match.end())
        codes.append(area_code)
        spans.append((_start(plain, apart) if apart else match.start(), end))
    return spans, codes


def _start(plain: str, code: re.Match[str]) -> int:
    """With the bracket that opens before an area code."""
    before = plain[: code.start()].rstrip(" ")
    return len(before) - 1 if before[-1:] in ("(", "[", "【") and before else code.start()


def _own_code(fixed: str) -> str:
    dialled = _national(re.sub(r"\D", "", fixed), "fixed", "")
    return dialled[:3] if dialled[1] in "12" else dialled[:4]


def _contact(match: re.Match[str], given: str, note: str, area_code: str) -> Contact:
    kind = next(kind for kind in SHAPES if match[kind])
    digits = re.sub(r"\D", "", match[kind].replace("(0)", ""))
    try:
        parsed = phonenumbers.parse(_national(digits, kind, area_code), "CN")
    except phonenumbers.NumberParseException:
        raise NoPhone(given.strip()) from None
    if not phonenumbers.is_valid_number(parsed):
        raise NoPhone(given.strip())
    number = str(phonenumbers.format_number(parsed, PhoneNumberFormat.E164))
    return Contact(given.strip(), number, _extension(match), note)


def _extension(match: re.Match[str]) -> str:
    said = (match[place] for place in ("extension", "aside", "counted", "leading"))
    return next(filter(None, said), "").replace(" ", "")


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
