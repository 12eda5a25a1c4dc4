"""An entry of the dispatch catalogue as it is typed, and as it goes out."""

from __future__ import annotations

import re

from marshmallow import Schema, ValidationError, fields, validates

from schemas.fields import Code, Day, Line, Typed, Whole, Words, YesNo, both
from schemas.lengths import REASON, SUBJECT
from schemas.names import normal_name
from schemas.noted import Noted
from schemas.out import UnitName
from schemas.out_fields import many, maybe, number, text, when

MOST_KEYWORDS = 20
LEAST_SIGNS = 2  # of a keyword: one sign alone is in nearly every text
_BETWEEN = re.compile(r"[,，、;；\n]+")


def keywords_in(typed: str) -> list[str]:
    """Parted by commas, each once."""
    words = {normal_name(word): word.strip() for word in _BETWEEN.split(typed) if normal_name(word)}
    return list(words.values())


def require_keywords(typed: str) -> None:
    """Raises ValidationError."""
    words = keywords_in(typed)
    if len(words) > MOST_KEYWORDS or any(len(normal_name(word)) < LEAST_SIGNS for word in words):
        raise ValidationError(
            both(
                f"每个关键词至少 {LEAST_SIGNS} 个字，最多 {MOST_KEYWORDS} 个关键词，用逗号隔开。",
                f"Each keyword has {LEAST_SIGNS} signs or more; at most {MOST_KEYWORDS} keywords, with commas between.",
            )
        )


class CatalogueEntryIn(Typed):
    what = Line(SUBJECT, required=True)
    category = Code()
    keywords = Line(SUBJECT)
    unit = Code(required=True)
    basis = Words(REASON, required=True)
    from_on = Day()

    @validates("keywords")
    def _keywords_are_long_enough(self, typed: str, **_: object) -> None:
        require_keywords(typed)


class Ruling(Noted):
    """What the dispatch catalogue keeps where this settles a disputed return: keywords by which other complaints are found, and
    the text it rests on. `not_a_rule`: it decides this complaint alone."""

    keywords = Line(SUBJECT)
    basis = Words(REASON, may_be_empty=True)
    not_a_rule = YesNo()

    @validates("keywords")
    def _keywords_are_long_enough(self, typed: str, **_: object) -> None:
        require_keywords(typed)


class JudgeReturn(Ruling):
    proper = YesNo(required=True)
    reason = Words(REASON, required=True)


class CatalogueEndIn(Typed):
    to_on = Day(required=True)
    end_basis = Words(REASON, required=True)


class CatalogueIn(Typed):
    words = Line(SUBJECT)
    unit = Line(60)
    category = Line(60)
    ended = YesNo(load_default=False)
    before = Whole(1, 999_999_999)


class CatalogueEntryOut(Schema):
    id = number()
    what = text()
    category = maybe()
    keywords = many(fields.String())
    unit = fields.Nested(UnitName, required=True)
    basis = text()
    from_on = fields.Date(required=True)
    to_on = fields.Date(required=True, allow_none=True)
    by = text()
    at = when()
    from_complaint = maybe()


class CatalogueOut(Schema):
    items = many(CatalogueEntryOut)
    next = number(always=False)
