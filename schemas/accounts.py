"""Accounts that open sealed matters, as a second person confirms them."""

from __future__ import annotations

from marshmallow import Schema

from schemas.fields import Line, Typed
from schemas.out_fields import many, maybe, number, text, when, yes_no


class DecisionIn(Typed):
    decision = Line(20, required=True)  # confirmed or refused


class ConfirmationOut(Schema):
    id = number()
    username = text()
    name = text()
    what = text()
    asked_by = text()
    asked_at = when()
    decision = maybe()


class ConfirmationsOut(Schema):
    items = many(ConfirmationOut)


class SignInOut(Schema):
    id = number()
    door = text()
    outcome = text()
    at = when()
    address = maybe()
    until_at = when(always=False)
    open = yes_no()


class SignInsOut(Schema):
    items = many(SignInOut)
