"""What goes out about escalations."""

from __future__ import annotations

from marshmallow import Schema, fields

from schemas.out_fields import many, maybe, number, text, when


class EscalationOut(Schema):
    id = number()
    tracking_number = text()
    commitment = text()
    label = text()
    rung = text()
    cycle = number()
    act = text()
    due_at = when()
    climbed_at = when()
    working_days_late = number()
    reviewer = maybe()
    reviewed_at = when(always=False)
    reviewed_by = maybe()
    review_act = maybe()
    answerable = text()
    unit = text()
    state = text()
    state_label = text()
    subject = text()


class LadderOut(EscalationOut):
    ladder = fields.List(fields.Nested(EscalationOut))  # where grouped: all rungs of the complaint


class EscalationsOut(Schema):
    items = many(LadderOut)
    next = maybe()
