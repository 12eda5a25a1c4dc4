"""The organisation file that `flask seed` loads."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from schemas.rulebook_texts import TextField
from workflows.effects import ACCOUNT_ROLES

CODE = validate.Regexp(r"^[A-Z0-9][A-Z0-9\-]{0,39}\Z")


class UnitSchema(Schema):
    code = fields.String(required=True, validate=CODE)
    name = TextField(required=True)
    parent = fields.String(required=True, allow_none=True)
    kind = fields.String(required=True)
    handles = fields.Boolean(required=True)
    called = fields.List(
        fields.String(validate=validate.Length(2, 40)), load_default=list
    )  # by people, beside its name


class OfficerSchema(Schema):
    username = fields.String(required=True, validate=validate.Regexp(r"^[a-z][a-z0-9._\-]{0,39}\Z"))
    name = TextField(required=True)
    unit = fields.String(required=True)
    roles = fields.List(fields.String(validate=validate.OneOf(sorted(ACCOUNT_ROLES))), required=True)


class RosterSchema(Schema):
    unit = fields.String(required=True)
    weekday = fields.Integer(required=True, validate=validate.Range(0, 6))
    officer = fields.String(required=True)


class OrganisationSchema(Schema):
    units = fields.List(fields.Nested(UnitSchema), required=True)
    officers = fields.List(fields.Nested(OfficerSchema), load_default=list)
    rosters = fields.List(fields.Nested(RosterSchema), load_default=list)
