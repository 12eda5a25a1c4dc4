"""The file single-sign-on.yaml of an instance: what the claims of a provider mean here."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from schemas.fields import both
from schemas.yaml_text import read_yaml, sentences
from workflows.errors import RulebookError

GRANTED = ("officer", "unit_supervisor", "supervisor")  # what a claim may give; other roles are given here
NO_ROLE = both(
    "声明只能给经办人、单位负责人、督办人员三种角色；其他角色在人员管理里给。",
    "a claim gives officer, unit_supervisor or supervisor; other roles are given on the page of officers.",
)
NAME = validate.Length(min=1, max=100)


class UnitsSchema(Schema):
    claim = fields.String(required=True, validate=NAME)
    values = fields.Dict(fields.String(), fields.String(), required=True)


class RolesSchema(Schema):
    claim = fields.String(required=True, validate=NAME)
    values = fields.Dict(
        fields.String(), fields.String(validate=validate.OneOf(GRANTED, error=NO_ROLE)), required=True
    )


class SingleSignOnSchema(Schema):
    username = fields.String(load_default="preferred_username", validate=NAME)
    name = fields.String(load_default="name", validate=NAME)
    units = fields.Nested(UnitsSchema, required=True)
    roles = fields.Nested(RolesSchema, required=True)


def load_single_sign_on(text: str) -> dict[str, Any]:
    """Raises RulebookError."""
    try:
        loaded: dict[str, Any] = SingleSignOnSchema().load(read_yaml(text))
    except ValidationError as error:
        raise RulebookError(list(sentences(error.messages))) from None
    return loaded
