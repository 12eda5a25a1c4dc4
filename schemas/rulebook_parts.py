"""The parts of a rulebook file: one schema each."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from schemas.declared_fields import MoveFieldSchema
from schemas.fields import both
from schemas.rulebook_texts import LinesField, TextField
from workflows.language import Ending, Milestone, Party, Relation
from workflows.limits import BadLimit, Limit, Offset


class CueField(fields.Field[dict[str, str]]):
    """A move by name, or {move: NAME, when: CONDITION}."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> dict[str, str]:
        cue = {"move": value} if isinstance(value, str) else value
        if not isinstance(cue, dict) or "move" not in cue or set(cue) - {"move", "when"}:
            raise ValidationError(
                both("须是动作名，或 {move: …, when: …}。", "a move, or {move: …, when: …}.")
            )
        return cue


class LimitField(fields.Field[Limit]):
    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Limit:
        try:
            return Limit.parse(value)
        except BadLimit as error:
            raise ValidationError(both(error.zh, error.en)) from error


class OffsetField(fields.Field[Offset]):
    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Offset:
        try:
            return Offset.parse(value)
        except BadLimit as error:
            raise ValidationError(both(error.zh, error.en)) from error


class PromiseSchema(Schema):
    limit = LimitField(required=True)
    basis = fields.String(required=True)
    published = fields.Boolean(load_default=True)


class StateSchema(Schema):
    label = TextField(required=True)
    sentence = TextField(required=True)
    answerable = fields.Enum(Party, by_value=True, load_default=None)
    milestone = fields.Enum(Milestone, by_value=True, load_default=None)
    ends_as = fields.Enum(Ending, by_value=True, load_default=None)


class MoveSchema(Schema):
    label = TextField(required=True)
    sentence = TextField(required=True)
    sources = fields.List(fields.String(), required=True, data_key="from")
    to = fields.Raw(load_default="same")
    purpose = fields.String(load_default=None)
    parties = fields.List(fields.String(), required=True, validate=validate.Length(min=1))
    guards = fields.List(fields.String(), load_default=list)
    effects = fields.List(fields.String(), load_default=list)
    clock = fields.String(load_default=None, validate=validate.OneOf(["stop", "run"]))
    tell = fields.List(fields.String(), required=True)
    public = fields.Boolean(required=True)
    fields_ = fields.List(
        fields.Nested(MoveFieldSchema), data_key="fields", load_default=None, validate=validate.Length(max=30)
    )


class OwnPartySchema(Schema):
    label = TextField(required=True)
    roles = fields.List(fields.String(), required=True, validate=validate.Length(min=1))
    of = fields.Enum(Relation, by_value=True, required=True)
    apart_from = fields.List(fields.Enum(Party, by_value=True), load_default=list)


class CommitmentSchema(Schema):
    label = TextField(required=True)
    purpose = fields.String(load_default=None)
    starts = fields.List(CueField(), required=True)
    met_by = fields.List(CueField(), required=True)
    revived_by = fields.List(CueField(), load_default=list)
    runs = fields.String(required=True, validate=validate.OneOf(["once", "again", "anew"]))
    pausable = fields.Boolean(required=True)
    public = fields.Boolean(load_default=False)
    owed_by = fields.String(required=True)
    ladder = fields.String(required=True)
    outlives = fields.List(fields.String(), load_default=list)


class RungSchema(Schema):
    at = OffsetField(required=True)
    act = fields.String(required=True)
    label = TextField(required=True)
    tell = fields.List(fields.String(), required=True)
    review = fields.String(load_default=None)
    perform = fields.String(load_default=None)


class BasisSchema(Schema):
    text = TextField(required=True)
    verified = fields.Boolean(required=True)
    source = fields.String(load_default="")


class CategorySchema(Schema):
    label = TextField(required=True)
    help = LinesField(required=True)
    limits = fields.Dict(fields.String(), fields.Nested(PromiseSchema), required=True)
    extensions = fields.Integer(required=True, validate=validate.Range(0, 5))
    reviews = fields.Integer(load_default=1, validate=validate.Range(0, 2))
    investigators = fields.Integer(load_default=1, validate=validate.Range(1, 2))
    unit_kind = fields.String(required=True)
    sanction = TextField(required=True)
    restricted = fields.Boolean(required=True)
    counted_from = fields.String(load_default="accept", validate=validate.OneOf(["accept", "receive"]))
    judged_above = fields.Boolean(load_default=None)
    call_back_share = fields.Integer(load_default=100, validate=validate.Range(0, 100))
    effective_from = fields.Date(required=True)
    verified_by = fields.String(load_default=None, allow_none=True)
    supplement = fields.List(TextField(), load_default=list)


class ReasonSchema(Schema):
    label = TextField(required=True)
    route = TextField(required=True)
