"""Numbers, dates and choices: what cannot be seen means nothing in them. What no text holds is named with its place."""

from __future__ import annotations

import pytest
from marshmallow import ValidationError, fields

from schemas.fields import Code, Day, Moment, Whole, YesNo

TYPED: dict[str, tuple[fields.Field, str]] = {
    "number": (Whole(1, 99), "12"),
    "choice": (YesNo(), "true"),
    "time": (Moment(), "2026-12-01 14:30"),
    "day": (Day(), "2026-12-01"),
    "code": (Code(), "ATTITUDE"),
}
UNSEEN = (
    "\u200b\u200c\u200d\u200e\u2060\ufeff\xad\u2065\u180e\u3164\u2800\u034f\u202e\u2066\u2069\ufffc"
    "\U0001d159\u115f\ufff0\U000e0001\ufe0f"
)
NO_TEXT = "\x00\x07\x1b\x7f\ud800\udfff\ufdd0\U0001fffe"
PLACES = ("before", "within", "behind")


def with_sign(text: str, sign: str, place: str) -> str:
    at = {"before": 0, "within": len(text) // 2, "behind": len(text)}[place]
    return text[:at] + sign + text[at:]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", ["number", "choice", "time", "day"])
def test_sign_that_cannot_be_seen_changes_no_value(kind: str, place: str) -> None:
    field, text = TYPED[kind]
    for sign in UNSEEN:
        typed = with_sign(text, sign, place)
        assert field.deserialize(typed) == field.deserialize(text), f"U+{ord(sign):04X}"


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", TYPED)
def test_sign_no_text_holds_is_named_with_its_place(kind: str, place: str) -> None:
    field, text = TYPED[kind]
    for sign in NO_TEXT:
        with pytest.raises(ValidationError, match=f"U\\+{ord(sign):04X}"):
            field.deserialize(with_sign(text, sign, place))
