"""Pasted text: line breaks of every kind are line breaks, invisible signs are no text, and a refusal names its sign."""

from __future__ import annotations

import re
import unicodedata

import pytest
from marshmallow import ValidationError

from schemas.fields import Line, Typed, Words, spoken
from schemas.text import balanced, beginning, has_visible, isolated


class Story(Typed):
    story = Words(100, required=True)


class Title(Typed):
    title = Line(100, required=True)


BREAKS = ["\n", "\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"]


@pytest.mark.parametrize("sign", BREAKS)
def test_line_breaks_of_every_program_are_line_breaks(sign: str) -> None:
    assert Story().load({"story": f"一{sign}二"}) == {"story": "一\n二"}
    assert Title().load({"title": f"一{sign}二"}) == {"title": "一 二"}


@pytest.mark.parametrize(
    "text",
    ["❤️", "👨‍👩‍👧", "🏴\U000e0067\U000e0062\U000e007f", "می‌خواهم", "क्‍ष", "a\u200bb", "ﷺ", "\u202eabc"],
)
def test_what_is_seen_or_joins_stays_as_sent(text: str) -> None:
    assert Story().load({"story": text}) == {"story": text}


@pytest.mark.parametrize("sign", ["\ufeff", "\u200b", "\u3164", "\u2800", "\u00ad", "\u2060", " \u3000\xa0"])
def test_unseen_signs_at_the_ends_are_dropped(sign: str) -> None:
    assert Title().load({"title": f"{sign}一{sign}"}) == {"title": "一"}


def test_the_place_of_a_picture_that_was_not_pasted_is_left_out() -> None:
    assert Story().load({"story": "见\ufffc图\n\ufffc"}) == {"story": "见图"}
    assert Title().load({"title": "\ufffc见图"}) == {"title": "见图"}


@pytest.mark.parametrize(
    "text",
    [
        "\u200b",
        "\u3164\u2800",
        "\ufe0f",
        "\u200d",
        "\u202e",
        "\u034f",
        "\U000e0041",
        " \u00ad ",
        "\ufffc",
        "\ufffc \ufffc",
        "\u2065",
    ],
)
def test_unseen_signs_alone_are_no_text(text: str) -> None:
    assert not has_visible(text)
    with pytest.raises(ValidationError) as wrong:
        Story().load({"story": text})
    assert spoken(wrong.value.messages["story"][0], "zh") == "此项不能为空。"


@pytest.mark.parametrize(
    ("sign", "code", "kind"),
    [
        ("\0", "U+0000", "NUL"),
        ("\x07", "U+0007", "BEL"),
        ("\x1c", "U+001C", "控制字符"),
        ("\x9f", "U+009F", "控制字符"),
        ("\ud83d", "U+D83D", "半个字符"),
        ("\ufffe", "U+FFFE", "不是字符"),
        ("\U0001ffff", "U+1FFFF", "不是字符"),
        ("\U0010fffe", "U+10FFFE", "不是字符"),
        ("\U0010ffff", "U+10FFFF", "不是字符"),
    ],
)
def test_what_no_text_holds_is_named_with_its_place(sign: str, code: str, kind: str) -> None:
    with pytest.raises(ValidationError) as wrong:
        Story().load({"story": f"一\v二三{sign}四"})

    said = spoken(wrong.value.messages["story"][0], "zh")
    assert f"第 2 行第 3 个字是 {code}" in said and kind in said
    assert f"Line 2, character 3 is {code}" in spoken(wrong.value.messages["story"][0], "en")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a\u202eb", "a\u202eb\u202c"),
        ("a\u2067b\nc", "a\u2067b\u2069\nc"),
        ("a\u202cb", "ab"),
        ("a\u202e\u2066b\u2069\u202cc", "a\u202e\u2066b\u2069\u202cc"),
        ("plain", "plain"),
    ],
)
def test_directions_that_were_opened_are_closed(text: str, told: str) -> None:
    assert balanced(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("一二三四", "一二三…"),
        ("一二三", "一二三"),
        ("🇨🇳🇨🇳🇨🇳", "🇨🇳…"),
        ("ab👨\u200d👩\u200d👧", "ab…"),
        ("abe\u0301\u0323\u0301x", "ab…"),
        ("ab👍🏽x", "ab…"),
    ],
)
def test_beginning_cuts_through_no_sign(text: str, told: str) -> None:
    assert beginning(text, 3) == told


@pytest.mark.parametrize("text", ["陈科长", "Smith & Co", "e\u0301 🧑\u200d⚖️"])
def test_names_from_left_to_right_stay_as_they_are(text: str) -> None:
    assert isolated(text) == text


@pytest.mark.parametrize("text", ["مرحبا", "שלום", "a\u202eb", "a\u2069\u2067b"])
def test_names_that_turn_are_bounded(text: str) -> None:
    assert isolated(text) == f"\u2068{balanced(text)}\u2069"


def test_what_a_sentence_quotes_is_bounded_in_it() -> None:
    assert isolated("对“\u202eab”的结论") == "\u2068对“\u2068\u202eab\u202c\u2069”的结论\u2069"
    assert isolated("对“ab”的结论") == "对“ab”的结论"


NAMED_BLANK = re.compile(r"NULL NOTEHEAD|HANGUL \w+ FILLER|BRAILLE PATTERN BLANK|VARIATION SELECTOR|INHERENT")
BLANK_SINCE_15 = [*range(0x13439, 0x13443), *range(0x13447, 0x13456)]


def test_signs_without_a_glyph_are_nothing_to_see() -> None:
    """By the names of Unicode, and those that this Python does not know yet."""
    named = {chr(code) for code in range(0x110000) if NAMED_BLANK.search(unicodedata.name(chr(code), ""))}
    assert len(named) > 250 and not has_visible("".join(named | {*map(chr, BLANK_SINCE_15)}))
    assert all(map(has_visible, "𓀀𝅘𝅗𓑄⠁ᄀ□␢"))
