"""The steps of a complaint on the web, each checked for itself; `whole` makes of them what `WebComplaintIn` loads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, pre_load, validates_schema

from schemas.fields import Line, Typed, Whole, Words, both
from schemas.group_size import TOO_FEW, is_too_few
from schemas.intake import MOST_GROUP, MOST_REPRESENTATIVES, Email, Phone
from schemas.lengths import NARRATIVE
from schemas.parties_form import REPRESENTATIVE, complainant_of, field_name, respondents_of
from schemas.person_names import PersonName, RepresentativeName
from schemas.text import has_visible

RESPONDENTS = 3  # rows of the page
REACHED_BY = ("phone", "address", "email")


class Category(Typed):
    category = Line(40, required=True)


class What(Typed):
    narrative = Words(NARRATIVE, required=True)


def _respondent_fields() -> dict[str, fields.Field[Any]]:
    found: dict[str, fields.Field[Any]] = {}
    for row in range(2, RESPONDENTS + 1):
        found[field_name("respondent", row, "unit")] = Line(60, may_be_empty=True)
        found[field_name("respondent", row, "name")] = Line(200, may_be_empty=True)
    return found


def _representative_fields() -> dict[str, fields.Field[Any]]:
    found: dict[str, fields.Field[Any]] = {}
    for row in range(1, MOST_REPRESENTATIVES + 1):
        found[field_name("representative", row, "name")] = RepresentativeName(may_be_empty=True)
        found[field_name("representative", row, "phone")] = Phone(may_be_empty=True)
    return found


class FirstRespondent(Typed):
    unit = Line(60, may_be_empty=True)
    respondent_name = Line(200, may_be_empty=True)


Who = FirstRespondent.from_dict(_respondent_fields(), name="Who")


class Person(Typed):
    named = Line(10, required=True)
    name = PersonName(may_be_empty=True)
    phone = Phone(may_be_empty=True)
    address = Line(300, may_be_empty=True)
    email = Email(200, may_be_empty=True)
    tell_by = Line(40, may_be_empty=True)
    principal_name = PersonName(may_be_empty=True)
    agent_relation = Line(80, may_be_empty=True)
    group_size = Whole(1, MOST_GROUP)

    @pre_load
    def leave_out_no_number(self, words: Mapping[str, Any], **rest: Any) -> dict[str, Any]:
        empty = not has_visible(str(words.get("group_size", "")))
        return {name: word for name, word in words.items() if not (empty and name == "group_size")}

    @validates_schema
    def reachable(self, words: dict[str, Any], **rest: Any) -> None:
        if words.get("named") not in ("yes", "no"):
            raise ValidationError(both("请选一项。", "Choose one."), "named")
        if words["named"] == "yes" and not words.get("name"):
            raise ValidationError(both("请写下怎样称呼您。", "Write how we should address you."), "name")
        if words["named"] == "yes" and not any(words.get(name) for name in REACHED_BY):
            told = both(
                "请写下能找到您的电话。没有电话的，在下面写地址或邮箱。",
                "Write a phone number where we can reach you. Without one, write an address or e-mail below.",
            )
            raise ValidationError(told, "phone")

    @validates_schema
    def named_wherever_spoken_of(self, words: dict[str, Any], **rest: Any) -> None:
        if faults := dict(_unnamed(words)):
            raise ValidationError(faults)

    @validates_schema
    def as_many_as_are_named(self, words: dict[str, Any], **rest: Any) -> None:
        """The group size fits the named persons; an anonymous complaint names none."""
        name = words.get("principal_name") or words.get("name")
        if words.get("named") == "yes" and is_too_few(words.get("group_size"), name, _representatives(words)):
            raise ValidationError(both(TOO_FEW.zh, TOO_FEW.en), "group_size")


def _representatives(words: Mapping[str, Any]) -> list[dict[str, Any]]:
    names = (
        words.get(field_name("representative", row, "name")) for row in range(1, MOST_REPRESENTATIVES + 1)
    )
    return [{"name": name} for name in names if name]


def _unnamed(words: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Persons a citizen describes without giving a name."""
    told = both("请写下姓名。", "Write the name.")
    if words.get("agent_relation") and not words.get("principal_name"):
        yield "principal_name", [told]
    for row in range(1, MOST_REPRESENTATIVES + 1):
        name, phone = (field_name("representative", row, one) for one in REPRESENTATIVE)
        if words.get(phone) and not words.get(name):
            yield name, [told]


Reach = Person.from_dict(_representative_fields(), name="Reach")


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
    """Join all steps into one complaint. An anonymous one keeps neither name nor phone."""
    return {
        "category": words["category"],
        "narrative": words["narrative"],
        "complainant": _complainant(words),
        **respondents_of({**words, "respondent_unit": words.get("unit", "")}),
        "confidential": words.get("confidential") == "yes",
    }


def _complainant(words: Mapping[str, Any]) -> dict[str, Any]:
    if words.get("named") != "yes":
        size = words.get("group_size", "")
        return {"anonymous": True, **({"group_size": size} if has_visible(size) else {})}
    return {"anonymous": False, **complainant_of(_as_at_the_window(words))}


def _as_at_the_window(words: Mapping[str, Any]) -> dict[str, Any]:
    """A citizen who writes for another person is their agent, and is the contact for both."""
    if not has_visible(words.get("principal_name", "")):
        return {**words, "agent_relation": ""}
    of_agent = {"agent_name": words["name"], "agent_phone": words["phone"]}
    return {**words, **of_agent, "name": words["principal_name"]}
