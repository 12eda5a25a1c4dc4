"""What people type for a move: what is taken, and what is refused with which sentence."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from marshmallow import ValidationError

from complaints.rulebooks.store import SHIPPED
from schemas.fields import spoken
from schemas.moves import CITIZEN_MOVES, WORDS, words_schema
from schemas.rulebook import load_rulebook
from workflows.errors import UnknownMove
from workflows.language import Party

NOT_OFFERED = {"receive", "review", "attach"}


def refused(move: str, words: Any, locale: str = "en") -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        words_schema(move).load(words)
    return {
        field: [spoken(said, locale) for said in list(sayings)]
        for field, sayings in caught.value.messages.items()
    }


def test_every_move_that_people_make_has_its_words():
    book = load_rulebook(SHIPPED.read_text("utf8"))

    by_people = {name for name, move in book.moves.items() if set(move.parties) - {Party.SYSTEM}}

    assert set(WORDS) == by_people - NOT_OFFERED


def test_every_move_of_the_citizen_is_offered_to_the_citizen():
    book = load_rulebook(SHIPPED.read_text("utf8"))

    theirs = {name for name, move in book.moves.items() if Party.CITIZEN in move.parties}

    assert set(CITIZEN_MOVES) == theirs - NOT_OFFERED


@pytest.mark.parametrize("move", ["lapse", "escalate", "receive", "review", "attach", "dance", ""])
def test_a_move_that_nobody_makes_with_words_is_unknown(move):
    with pytest.raises(UnknownMove):
        words_schema(move)


def test_text_is_taken_without_the_spaces_around_it_and_with_its_emoji():
    words = words_schema("report_progress").load({"note": "  已约谈👍\r\n明天复核\t\n"})

    assert words == {"note": "已约谈👍\n明天复核"}


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("", "This cannot be empty."),
        ("  \n ", "This cannot be empty."),
        ("a\x00b", "Line 1, character 2 is U+0000 (control character NUL)"),
        ("a\x1bb", "Line 1, character 2 is U+001B (control character ESC)"),
        ("a\ud800b", "Line 1, character 2 is U+D800 (half of a character)"),
        ("字" * 4001, "At most 4000 characters; this has 4001."),
        (7, "This should be text."),
        (None, "This cannot be null"),
    ],
)
def test_text_that_cannot_be_kept_is_refused_with_a_sentence(note, said):
    assert refused("report_progress", {"note": note})["note"][0].startswith(said)


def test_a_missing_and_a_misspelt_field_are_both_named():
    assert refused("return", {"reasn": "x"}, "zh") == {
        "reason": ["此项必须填写。"],
        "reasn": ["没有这一项，请检查名称。"],
    }


@pytest.mark.parametrize("grade", [0, 6, "good", 2.5, True, None])
def test_a_grade_is_a_whole_number_from_one_to_five(grade):
    assert "grade" in refused("rate", {"grade": grade})


def test_a_form_may_send_a_number_as_digits():
    assert words_schema("rate").load({"grade": " 4 "})["grade"] == 4


def test_a_date_alone_stays_a_day():
    words = words_schema("supervise").load({"due_at": "2026-12-01", "instruction": "限期办结"})

    assert words["due_at"] == date(2026, 12, 1)


def test_a_time_without_its_zone_is_of_shanghai():
    for due in ("2026-12-01T10:00:00", "2026年12月1日 上午10点", "2026/12/1 10:00"):
        words = words_schema("supervise").load({"due_at": due, "instruction": "限期办结"})

        assert words["due_at"].isoformat() == "2026-12-01T10:00:00+08:00"


@pytest.mark.parametrize(
    "due", ["2026-12-01T25:00:00", "2026-02-30", "12月1日", "9999-12-31", "tomorrow", "", 7]
)
def test_a_time_without_sense_is_refused(due):
    assert "due_at" in refused("supervise", {"due_at": due, "instruction": "x"})


def test_missing_items_are_listed_one_by_one():
    assert words_schema("ask_supplement").load({"items": ["身份证"]})["items"] == ["身份证"]
    assert refused("ask_supplement", {"items": []})["items"] == ["This should hold 1 to 30 items."]
    assert "items" in refused("ask_supplement", {"items": [" "]})


def test_words_that_are_no_object_are_refused():
    assert refused("accept", ["note"]) == {"_schema": ["This should be a JSON object."]}
