"""Whole numbers as people type them: in digits of any width; for anything else the message says what would be right."""

from __future__ import annotations

import pytest
from marshmallow import ValidationError

from schemas.fields import Whole

PEOPLE = Whole(1, 500)


@pytest.mark.parametrize(
    "typed", ["12", " 12 ", "１２", "１2", "\u200b12", "\u3000１２\u3000", "٠١٢", "012", 12, 12.0]
)
def test_digits_of_any_width_are_read(typed: object) -> None:
    assert PEOPLE.deserialize(typed) == 12


@pytest.mark.parametrize(
    "typed",
    [
        "12人",
        "１２人",
        "十二",
        "①",
        "12.5",
        "1,2",
        "1 2",
        "-1",
        "0",
        "501",
        "1E2",
        "",
        "9" * 5000,
        12.5,
        True,
        [12],
    ],
)
def test_what_is_no_whole_number_is_told_what_is_right(typed: object) -> None:
    with pytest.raises(ValidationError) as refused:
        PEOPLE.deserialize(typed)

    (said,) = refused.value.messages
    assert "1 到 500 的整数，只写数字" in said and "from 1 to 500, in digits alone" in said
