"""What auditors read by the API."""

from __future__ import annotations

from marshmallow import Schema, fields

from schemas.fields import Account, Line, Typed, Whole
from schemas.out_fields import many, maybe, number, text, when


class ReadingsIn(Typed):
    before = Whole(1, 2**53)  # the `next` of the page before
    officer = Account()
    number = Line(200)


class ChangesIn(Typed):
    before = Whole(1, 2**53)  # the `next` of the page before


class ReadingOut(Schema):
    id = number()
    at = when()
    officer = text()
    tracking_number = text()
    what = text()
    reason = maybe()
    words = maybe()


class ReadingsOut(Schema):
    items = many(ReadingOut)
    next = number(always=False)


class ChangeOut(Schema):
    id = number()
    at = when()
    by = text()
    what = text()
    detail = fields.Dict(keys=fields.String(), required=True)


class ChangesOut(Schema):
    items = many(ChangeOut)
    next = number(always=False)
