"""The words of the moves that put right what was written down wrong."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, validates_schema

from schemas.fields import Code, Inner, Line, Typed, Words, YesNo, both
from schemas.intake import Phone
from schemas.lengths import REASON, SUBJECT
from schemas.noted import Noted


class Changes(Typed):
    """What should stand there instead; what is left out stays. An empty phone, name or address removes it."""

    phone = Phone(may_be_empty=True)
    name = Line(80, may_be_empty=True)
    address = Line(300, may_be_empty=True)
    category = Code()
    subject = Line(SUBJECT)
    confidential = YesNo()

    @validates_schema
    def require_one(self, words: dict[str, Any], **rest: Any) -> None:
        if not words:
            raise ValidationError(both("请写明要更正哪一项。", "Say what is to be corrected."))


class Correct(Noted):
    changes = Inner(Changes, required=True)
    reason = Words(REASON, required=True)


class AboutRespondent(Noted):
    """A unit, an officer (former ones too), or a name in somebody's words."""

    unit = Code()
    officer = Code()
    name = Line(200)
    reason = Words(REASON, required=True)

    @validates_schema
    def require_one(self, words: dict[str, Any], **rest: Any) -> None:
        if not words.keys() & {"unit", "officer", "name"}:
            raise ValidationError(
                both("请写明单位、人员或姓名。", "Name the unit, the officer, or the name."), "officer"
            )


class ReissueCode(Noted):
    """`checked`: what showed who they are, such as the identity card or the phone the complaint was made with."""

    checked = Line(200, required=True)
