"""A citizen's request for their own data, and the answer."""

from __future__ import annotations

from marshmallow import Schema, fields

from schemas.fields import Line
from schemas.moves import LookUp
from schemas.out_fields import many, number, text


class CopyIn(LookUp):
    second_fact = Line(40, required=True)


class HeldFileOut(Schema):
    name = text()
    size = number()


class HeldOut(Schema):
    tracking_number = text()
    received_at = text()
    channel = text()
    category = text()
    subject = text()
    narrative = text()
    complainant = fields.Dict(keys=fields.String(), required=True)
    respondents = many(fields.String())
    files = many(HeldFileOut)
    grade = fields.Integer(required=True, allow_none=True)
