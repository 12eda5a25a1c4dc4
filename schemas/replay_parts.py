"""The shape of a replay's mapping file."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from schemas.rulebook_texts import LinesField, TextField

# The state of a complaint for the officer of the log's event. Each activity says what it means in each state.
RECEIVED, HANDLED = "received", "handled"
STANDINGS = (RECEIVED, "offered", "mine", "anothers", "waiting", HANDLED, "told", "over")
ACTORS = ("officer", "first_responder", "handler", "unit_supervisor", "supervisor", "citizen")
PLACEHOLDERS = ("<unit>", "<officer>")


class ActSchema(Schema):
    move = fields.String()
    by = fields.String(required=True, validate=validate.OneOf(ACTORS))
    words = fields.Dict(fields.String(), fields.Raw(), load_default=dict)


class MeaningField(fields.Field[dict[str, Any]]):
    """A list of acts; {acts: […], remark: …}; or {nothing: why}."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> dict[str, Any]:
        row = {"acts": value} if isinstance(value, list) else value
        if not isinstance(row, dict) or set(row) - {"acts", "nothing", "remark"} or not row:
            raise ValidationError(
                "须是动作列表，或 {nothing: {zh, en}} (a list of acts, or why it means nothing)。"
            )
        if ("acts" in row) == ("nothing" in row):
            raise ValidationError("acts 和 nothing 须有且只有一个 (either acts or nothing, not both)。")
        texts = {
            key: TextField().deserialize(row[key]) if key in row else None for key in ("nothing", "remark")
        }
        return {"acts": row.get("acts", []), **texts}


class BeginSchema(Schema):
    category = fields.String(required=True)
    channel = fields.String(required=True)
    urgency = fields.String(required=True)
    subject = TextField(required=True)
    narrative = LinesField(required=True)


class WaitingSchema(Schema):
    resumed_by = fields.String(required=True)
    kept_by = fields.List(fields.String(), required=True)


class ReviewSchema(Schema):
    act = fields.String(required=True, validate=validate.Length(min=1))
    note = fields.String(required=True, validate=validate.Length(min=1))


class ReplaySchema(Schema):
    title = TextField(required=True)
    zone = fields.String(required=True)
    begin = fields.Nested(BeginSchema, required=True)
    acts = fields.Dict(fields.String(), fields.Nested(ActSchema), required=True)
    activities = fields.Dict(
        fields.String(),
        fields.Dict(fields.String(validate=validate.OneOf([*STANDINGS, "otherwise"])), MeaningField()),
        required=True,
        validate=validate.Length(min=1),
    )
    waiting = fields.Nested(WaitingSchema, required=True)
    reviews = fields.Nested(ReviewSchema, required=True)
