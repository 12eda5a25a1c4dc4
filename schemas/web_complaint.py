"""The steps of a complaint on the web, each checked for itself; `whole` makes of them what `WebComplaintIn` loads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, validates_schema

from schemas.fields import Line, Typed, Words, both
from schemas.intake import Phone
from schemas.lengths import NARRATIVE


class Category(Typed):
    category = Line(40, required=True)


class What(Typed):
    narrative = Words(NARRATIVE, required=True)


class Who(Typed):
    unit = Line(60, may_be_empty=True)
    respondent_name = Line(200, may_be_empty=True)


class Reach(Typed):
    named = Line(10, required=True)
    name = Line(80, may_be_empty=True)
    phone = Phone(may_be_empty=True)

    @validates_schema
    def reachable(self, words: dict[str, Any], **rest: Any) -> None:
        if words.get("named") not in ("yes", "no"):
            raise ValidationError(both("请选一项。", "Choose one."), "named")
        if words["named"] == "yes" and not words.get("name"):
            raise ValidationError(both("请写下怎样称呼您。", "Write how we should address you."), "name")
        if words["named"] == "yes" and not words.get("phone"):
            raise ValidationError(
                both("请写下能找到您的电话。", "Write a phone number where we can reach you."), "phone"
            )


class Secret(Typed):
    confidential = Line(5, may_be_empty=True)


STEPS: dict[str, type[Schema]] = {
    "category": Category,
    "what": What,
    "who": Who,
    "reach": Reach,
    "secret": Secret,
}


def whole(words: Mapping[str, Any]) -> dict[str, Any]:
    """All steps as one complaint. Of whoever stays anonymous neither name nor phone goes on."""
    named = words.get("named") == "yes"
    return {
        "category": words["category"],
        "narrative": words["narrative"],
        "complainant": {"anonymous": False, "name": words["name"], "phone": words["phone"]}
        if named
        else {"anonymous": True},
        "respondent": {"unit": words.get("unit", ""), "name": words.get("respondent_name", "")},
        "confidential": words.get("confidential") == "yes",
    }
