"""The words of moves that reach a citizen: by phone, or by another way that is said."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, validates_schema

from schemas.fields import Line, Moment, Typed, Words, YesNo, both
from schemas.lengths import NOTE
from workflows.language import Text


class Contact(Typed):
    how = Line(50, required=True)
    reached = YesNo(load_default=True)
    note = Words(NOTE, required=True)


CALL_ANSWERS = {  # yes, no
    "contacted": (Text("联系过", "Yes"), Text("没有联系", "No")),
    "solved": (Text("解决了", "Yes"), Text("没有解决", "No")),
    "satisfied": (Text("满意", "Yes"), Text("不满意", "No")),
}
CALL_QUESTIONS = tuple(CALL_ANSWERS)
NOT_SAID = Text("没有说", "Not said")


class CallBack(Typed):
    """What the citizen says when they are called back, in the order of asking; a question they did not answer is left out."""

    how = Line(50, required=True)
    reached = YesNo(load_default=True)
    contacted = YesNo()
    solved = YesNo()
    satisfied = YesNo()
    note = Words(NOTE, required=True)

    @validates_schema
    def _require_reached(self, words: dict[str, Any], **_: Any) -> None:
        """A citizen who was not reached answered nothing."""
        if not words.get("reached", True):
            told = both(
                "没有联系上，就没有这项回答。", "The citizen was not reached, so there is no such answer."
            )
            if wrong := {name: [told] for name in CALL_QUESTIONS if name in words}:
                raise ValidationError(wrong)


class TellCitizen(Typed):
    how = Line(50, required=True)
    when = Moment()
    note = Words(NOTE, required=True)
