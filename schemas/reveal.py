"""Why an officer needs to reach a citizen, and what they are shown then."""

from __future__ import annotations

from marshmallow import Schema, fields

from schemas.fields import Code, Line, Typed
from schemas.out import ComplainantOut, PartiesOut
from schemas.out_fields import text


class RevealIn(Typed):
    reason = Code(required=True)
    words = Line(200)


class RevealOut(Schema):
    reason = text()
    complainant = fields.Nested(ComplainantOut, required=True)
    parties = fields.Nested(PartiesOut, required=True)
