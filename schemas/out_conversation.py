"""What goes out of the thread between citizen and officers."""

from __future__ import annotations

from marshmallow import Schema, fields

from schemas.out_fields import many, maybe, number, text, when, yes_no


class EnclosedOut(Schema):
    """A file that came with it. `item`: which of the items asked for it is; the name is null where it stays hidden."""

    name = maybe()
    kind = text()
    size = number()
    item = number(always=False)


class ReplyFileOut(Schema):
    """A file that came with the answer; `id` fetches it."""

    id = number()
    name = text()
    kind = text()
    size = number()


class MessageOut(Schema):
    """Who wrote it is told by unit and role, never by name. `seq` is the step; `waits`: a question not answered yet."""

    seq = number()
    at = when()
    from_citizen = yes_no()
    unit = maybe()
    role = text()
    recorded = yes_no()
    words = text()
    items = many(fields.String())
    files = many(EnclosedOut)
    answers = many(fields.String())
    waits = yes_no()
