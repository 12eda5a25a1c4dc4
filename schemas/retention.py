"""The file retention.yaml of an instance: for how many years the personal data of ended complaints is kept."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from schemas.fields import Code, Line, Typed, Words, both
from schemas.lengths import REASON
from schemas.rulebook_texts import TextField
from schemas.yaml_text import read_yaml, sentences
from workflows.errors import RulebookError

YEARS = both("须是 1 到 200 的整数。", "a whole number from 1 to 200 is needed.")
LAST = both("最后一条规则须适用于所有投诉。", "the last rule has to fit every complaint.")
STEPS = ("hold", "release")
STEP = both("请选择保留或不再保留。", "Choose to hold, or to hold no longer.")
NONE = both("至少要有一条规则。", "at least one rule is needed.")


class RuleSchema(Schema):
    code = Code(required=True)
    years = fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(1, 200, error=YEARS),
        error_messages={"invalid": YEARS},
    )
    basis = TextField(required=True)
    restricted = fields.Boolean(load_default=None, allow_none=True)
    categories = fields.List(Code(), load_default=list)


class RetentionSchema(Schema):
    rules = fields.List(fields.Nested(RuleSchema), required=True, validate=validate.Length(min=1, error=NONE))

    @validates_schema
    def end_with_one_that_fits_all(self, found: dict[str, Any], **_: Any) -> None:
        last = found["rules"][-1]
        if last["restricted"] is not None or last["categories"]:
            raise ValidationError(LAST, "rules")


class HoldIn(Typed):
    """A complaint is kept past its time, or lets go of again."""

    number = Line(500, required=True)
    step = Line(20, validate=validate.OneOf(STEPS, error=STEP), load_default=STEPS[0])
    reason = Words(REASON, required=True)


def load_retention(text: str) -> list[dict[str, Any]]:
    """Raises RulebookError."""
    try:
        loaded: dict[str, Any] = RetentionSchema().load(read_yaml(text))
    except ValidationError as error:
        raise RulebookError(list(sentences(error.messages))) from None
    rules: list[dict[str, Any]] = loaded["rules"]
    return rules
