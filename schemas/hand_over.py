"""Handing over all the work of an officer, or a part of it, in one act."""

from __future__ import annotations

from marshmallow import Schema, fields

from schemas.fields import Account, Line, Several, Typed, Words
from schemas.lengths import NOTE, REASON

AT_ONCE = 100  # complaints on one page, and in one act


class HandOverWords(Typed):
    """Typed once for all; `reason` is a code of the rulebook (leave, transfer, …) or own words."""

    officer = Account(required=True)
    reason = Words(REASON, required=True)
    note = Words(NOTE, may_be_empty=True)


class TakeOverIn(Typed):
    """Without numbers, all that is offered."""

    numbers = Several(Line(40), AT_ONCE)


class HandOverIn(TakeOverIn):
    """Without numbers, all that the giver holds; the first hundred of it."""

    giver = Account(required=True, data_key="from")
    successor = Account(required=True, data_key="to")
    reason = Words(REASON, required=True)
    note = Words(NOTE, may_be_empty=True)


class OutcomeOut(Schema):
    tracking_number = fields.String(required=True)
    duty = fields.String(
        required=True, allow_none=True
    )  # first_responder or handler; null where there is none
    done = fields.Boolean(required=True)
    why = fields.List(fields.String(), required=True)


class OutcomesOut(Schema):
    """`left`: complaints beyond the first hundred."""

    outcomes = fields.List(fields.Nested(OutcomeOut), required=True)
    left = fields.Integer(required=True)
