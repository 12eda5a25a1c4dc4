"""What goes out when something cannot be done."""

from __future__ import annotations

from marshmallow import Schema, fields

from schemas.out_fields import number, text


class ProblemOut(Schema):
    """RFC 9457. `reasons`: the rules that refused a move; `errors`: what is wrong with each field; `offset`: of a file in parts, where to go on."""

    type = text()
    title = text()
    status = number()
    detail = text()
    reasons = fields.List(fields.String())
    errors = fields.Dict(keys=fields.String())
    offset = fields.Integer()
