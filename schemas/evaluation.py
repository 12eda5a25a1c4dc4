"""Third-party evaluation by the API: a drawn case without persons, its scores, the results of a sample."""

from __future__ import annotations

from marshmallow import Schema, fields

from schemas.fields import Line, Typed, Whole, Words
from schemas.lengths import NOTE
from schemas.out_fields import many, maybe, number, text, when, yes_no

POINTS = 100
MOST_CASES = 500


class SampleIn(Typed):
    period = Line(25, required=True)
    size = Whole(1, MOST_CASES, required=True)


class ScoreIn(Typed):
    scores = fields.Dict(keys=Line(30), values=Whole(0, POINTS), required=True)
    note = Words(NOTE)


class ScoreOut(Schema):
    scores = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    total = fields.Float(required=True)
    at = when()


class StepOut(Schema):
    day = number()
    label = text()


class PromiseOut(Schema):
    label = text()
    limit = text()
    kept = yes_no()


class EvaluationCaseOut(Schema):
    """No person, nothing typed, no number of the complaint. `others`: totals, once the own score is in."""

    period = text()
    place = number()
    category = text()
    channel = text()
    urgency = text()
    unit = text()
    outcome = maybe()
    rounds = number()
    steps = many(StepOut)
    promises = many(PromiseOut)
    own = many(ScoreOut)
    others = fields.List(fields.Float(), required=True)
