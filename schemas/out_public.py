"""What goes out to the public: the citizen's own view, the promises, the health of the installation."""

from __future__ import annotations

from marshmallow import Schema, fields

from schemas.out import DeadlineOut, UnitName
from schemas.out_conversation import MessageOut, ReplyFileOut
from schemas.out_fields import many, maybe, number, text, when, yes_no


class PublicStepOut(Schema):
    """One public step, without names; `detail` holds what the citizen reads with it."""

    move = text()
    label = text()
    at = when()
    sentence = text()
    detail = fields.Dict(keys=fields.String(), required=True)


class CitizenMoveOut(Schema):
    move = text()
    label = text()
    reasons = many(fields.String())


class PublicRoundOut(Schema):
    """One round whose answer the citizen has, and this citizen's rating."""

    round = number()
    outcome = maybe()
    reply = maybe()
    told_at = when()
    grade = number(always=False)
    rated_at = when(always=False)


class PublicFindingOut(Schema):
    """What was found of one respondent: a unit by name, a person in the citizen's own words or by their unit."""

    respondent = text()
    outcome = text()
    outcome_label = maybe()


class ErasedOut(Schema):
    at = when()
    years = number()
    basis = text()


class PublicOut(Schema):
    """No names of staff, no internal notes; of respondents what was found, once the citizen has the answer."""

    tracking_number = text()
    state = text()
    state_label = text()
    sentence = text()
    category = maybe()
    category_label = maybe()
    received_at = when()
    received_on = fields.Date(required=True, allow_none=True)
    ended_at = when(always=False)
    erased = fields.Nested(ErasedOut, required=True, allow_none=True)
    unit = fields.Nested(UnitName, required=True, allow_none=True)
    units = many(UnitName)  # that with the work, then those that help it
    paused = yes_no()
    deadlines = many(DeadlineOut)
    outcome = maybe()
    outcome_label = maybe()
    reply = maybe()
    remedies = maybe()
    findings = many(PublicFindingOut)
    grade = number(always=False)
    rounds = many(PublicRoundOut)
    appeal_by = when(always=False)
    rate_by = when(always=False)
    steps = many(PublicStepOut)
    thread = many(MessageOut)
    reply_files = many(ReplyFileOut)
    moves = many(fields.String())
    refused_moves = many(CitizenMoveOut)
    wrong_codes_today = number()  # tries of others on this number, from three on


class PublicEventOut(Schema):
    tracking_number = text()
    move = text()
    label = text()
    at = when()
    sentence = text()
    state = text()
    state_label = text()


class WebReceiptOut(Schema):
    tracking_number = text()
    query_code = text()
    state = text()
    state_label = text()
    sentence = text()
    received_at = when()
    unit = fields.Nested(UnitName, required=True, allow_none=True)
    deadlines = many(DeadlineOut)


class TokenOut(Schema):
    token = text()
    expires_in = number()


class MeOut(Schema):
    username = text()
    name = text()
    unit = text()
    unit_name = text()
    roles = many(fields.String())


class UnitOut(Schema):
    code = text()
    name = text()
    parent = maybe()
    kind = text()
    handles = yes_no()


class CategoryOut(Schema):
    """`limits` and `basis`: by stage, such as {"handling": "5wd"}."""

    code = text()
    name = text()
    help = text()
    limits = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    basis = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    verified = fields.Dict(keys=fields.String(), values=fields.Boolean(), required=True)
    extensions = number()
    restricted = yes_no()
    sanction = text()
    supplement = many(fields.String())
    effective_from = text()


class StateOut(Schema):
    state = text()
    label = text()
    sentence = text()
    end = yes_no()


class CodeOut(Schema):
    code = text()
    label = text()


class MoveFieldOut(Schema):
    """A word that the rulebook adds to a move. `most`: signs, days or items; 0 where there is no such limit."""

    name = text()
    kind = text()
    label = text()
    help = text()
    required = yes_no()
    most = number()
    choices = many(CodeOut)
    required_when = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class MoveOut(Schema):
    move = text()
    label = text()
    sources = fields.List(fields.String(), required=True, data_key="from")
    targets = fields.List(fields.String(), required=True, data_key="to")
    parties = many(fields.String())
    sentence = text()
    public = yes_no()
    fields_ = fields.List(fields.Nested(MoveFieldOut), required=True, data_key="fields")


class CommitmentOut(Schema):
    commitment = text()
    label = text()
    owed_by = text()
    pausable = yes_no()
    public = yes_no()


class RulebookOut(Schema):
    name = text()
    version = text()
    sha256 = text()
    title = text()
    states = many(StateOut)
    moves = many(MoveOut)
    commitments = many(CommitmentOut)
    codes = fields.Dict(keys=fields.String(), values=fields.List(fields.Nested(CodeOut)), required=True)


class HealthOut(Schema):
    status = text()
    clock_behind_seconds = fields.Integer()  # only where the clock is behind


class ShareOut(Schema):
    key = text()
    label = text()
    numerator = number()
    denominator = number()
    value = fields.Float(required=True, allow_none=True)


class DaysOut(Schema):
    """Days of Shanghai, both included."""

    first = fields.Date(required=True)
    last = fields.Date(required=True)


class StatisticsOut(Schema):
    indicator = text()
    label = text()
    formula = text()
    source = text()
    period = fields.Nested(DaysOut, required=True)
    rows = many(ShareOut)
    total = fields.Nested(ShareOut, required=True)


class CallOutcomesOut(Schema):
    """How many promised calls, and what became of them; `key` is the code of a unit, or `all`."""

    key = text()
    label = text()
    owed = fields.Integer(required=True)
    reached = fields.Integer(required=True)
    vain = fields.Integer(required=True)
    untried = fields.Integer(required=True)
    rated = fields.Integer(required=True)
    satisfied = fields.Integer(required=True)
    asked = fields.Integer(required=True)


class CallBacksOut(Schema):
    period = fields.Nested(DaysOut, required=True)
    rows = many(CallOutcomesOut)
    total = fields.Nested(CallOutcomesOut, required=True)
