"""The words of the moves that put right what was written down wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, validate, validates_schema

from schemas.fields import Account, Code, Day, Inner, Line, Several, Typed, Whole, Words, YesNo, both
from schemas.intake import MOST_GROUP, MOST_REPRESENTATIVES, Email, Language, Phone, RepresentativeIn
from schemas.lengths import NARRATIVE, NOTE, REASON, SUBJECT
from schemas.noted import Noted
from schemas.person_names import PersonName

REMOVABLE = (
    *("phone", "name", "address", "email", "tell_by", "identity_number", "agent", "group_size"),
    *("representatives", "sender_number", "received_on"),
)


class AgentChanges(Typed):
    """Of the agent; an empty name removes the agent."""

    name = PersonName(may_be_empty=True)
    relation = Line(80, may_be_empty=True)
    phone = Phone(may_be_empty=True)
    authority = YesNo()


class Changes(Typed):
    """The new values; what is left out stays. An empty phone, name or address removes it, and so does its
    name under `remove`."""

    phone = Phone(may_be_empty=True)
    name = PersonName(may_be_empty=True)
    category = Code()
    subject = Line(SUBJECT)
    narrative = Words(NARRATIVE)
    confidential = YesNo()
    address = Line(300, may_be_empty=True)
    email = Email(200, may_be_empty=True)
    tell_by = Line(40, may_be_empty=True)
    language = Language()
    identity_number = Line(40, may_be_empty=True)
    agent = Inner(AgentChanges)
    group_size = Whole(1, MOST_GROUP)
    representatives = Several(Inner(RepresentativeIn), MOST_REPRESENTATIVES)
    channel = Code()
    sender_number = Line(80, may_be_empty=True)
    received_on = Day()
    remove = Code(
        validate=validate.OneOf(REMOVABLE, error=both("这一项不能删去。", "This cannot be removed."))
    )

    @validates_schema
    def require_one(self, words: dict[str, Any], **rest: Any) -> None:
        if not words or words.get("agent") == {}:
            raise ValidationError(both("请写明要更正哪一项。", "Say what is to be corrected."))
        if words.get(words.get("remove", "")):
            raise ValidationError(
                both("同一项不能又改又删。", "The same fact is changed and removed."), "remove"
            )


class Correct(Noted):
    changes = Inner(Changes, required=True)
    reason = Words(REASON, required=True)
    evidence = Words(NOTE, may_be_empty=True)  # for the day it came in: a postmark, a stamp


class AskedRespondent(Typed):
    """Who should be named as complained of, or, where `wrong`, is named by mistake."""

    unit = Code()
    officer = Account()
    name = Line(200)
    wrong = YesNo(load_default=False)


class RequestCorrection(Noted):
    """From the handler, for those who may decide on it: of what is written down, or of who is complained of."""

    changes = Inner(Changes)
    respondent = Inner(AskedRespondent)
    reason = Words(REASON, required=True)

    @validates_schema
    def require_one_of_the_two(self, words: dict[str, Any], **rest: Any) -> None:
        named = words.get("respondent", {}).keys() & {"unit", "officer", "name"}
        if "respondent" in words and not named:
            told = both("请写明单位、人员或姓名。", "Name the unit, the officer, or the name.")
            raise ValidationError({"respondent": {"officer": [told]}})
        if bool(named) == bool(words.get("changes")):
            told = both(
                "请写明要更正哪一项，或被投诉人应是谁；一次请求一样。",
                "Say what is to be corrected, or who is complained of: one of the two at a time.",
            )
            raise ValidationError({"changes": [told]})


ERRORS = {  # what a citizen may say is wrong, and the fact it is
    "phone": "phone",
    "name": "name",
    "address": "address",
    "text": "narrative",
    "category": "category",
    "respondent": "name",
}


class ReportError(Typed):
    """From the citizen: which fact is wrong, and what is right: of the category its code, of the respondent a name."""

    what = Code(
        required=True,
        validate=validate.OneOf(ERRORS, error=both("没有这一项。", "There is no such fact.")),
    )
    value = Words(NARRATIVE, may_be_empty=True)
    category = Code()
    reason = Words(REASON, may_be_empty=True)

    @validates_schema
    def require_what_is_right(self, words: dict[str, Any], **rest: Any) -> None:
        field = "category" if words["what"] == "category" else "value"
        if not words.get(field):
            raise ValidationError(both("请写明正确的是什么。", "Say what is right."), field)
        try:
            wanted_by_citizen(words)
        except ValidationError as error:
            inner = error.messages_dict.get("changes", error.messages_dict)
            raise ValidationError({field: next(iter(inner.values()))}) from error


def wanted_by_citizen(words: Mapping[str, Any]) -> dict[str, Any]:
    """The same as the words of a request for a correction. Raises ValidationError."""
    what = words["what"]
    typed = {ERRORS[what]: words["category" if what == "category" else "value"]}
    if what == "respondent":
        return {"respondent": AskedRespondent(only=("name",)).load(typed)}
    return {"changes": Changes(only=(ERRORS[what],)).load(typed)}


class AboutRespondent(Noted):
    """A unit, an officer (former ones too), or a name in free words."""

    unit = Code()
    officer = Account()
    name = Line(200)
    reason = Words(REASON, required=True)

    @validates_schema
    def require_one(self, words: dict[str, Any], **rest: Any) -> None:
        if not words.keys() & {"unit", "officer", "name"}:
            raise ValidationError(
                both("请写明单位、人员或姓名。", "Name the unit, the officer, or the name."), "officer"
            )


class Instead(Typed):
    """Who is complained of in truth."""

    unit = Code()
    officer = Account()
    name = Line(200)


class ClearRespondent(AboutRespondent):
    """The respondent named by mistake, and the one named instead in the same act."""

    instead = Inner(Instead)

    @validates_schema
    def require_another(self, words: dict[str, Any], **rest: Any) -> None:
        wrong = {name: words[name] for name in ("unit", "officer", "name") if name in words}
        if words.get("instead") == wrong:
            raise ValidationError(both("与误列的相同。", "That is the one named by mistake."), "instead")


class ReissueCode(Noted):
    """`checked`: what showed who they are, such as the identity card or the phone the complaint was made with."""

    checked = Line(200, required=True)
