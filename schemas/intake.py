"""A complaint as it comes in, from a window or from the citizen: plain values, checked for shape only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import post_load, validate

from schemas.addresses import NO_MAIL, mail_of
from schemas.fields import Account, Code, Day, Inner, Line, Moment, Several, Typed, Whole, Words, YesNo, both
from schemas.lengths import NARRATIVE, NOTE
from schemas.person_names import PersonName, RepresentativeName
from schemas.phones import AREA_CODE, LONGEST_NOTE, MOST, NoPhone, contacts_of
from schemas.text import beginning, has_visible
from workflows.language import Text

SUBJECT = 200
PHONES = 200  # signs of all the numbers of a person, with their notes
MOST_REPRESENTATIVES = 5  # 信访工作条例 §20 (domain §4.1)
MOST_RESPONDENTS = 20
MOST_GROUP = 100000
KNOWN_BY = {"name", "phone", "contacts", "address", "email", "agent", "representatives"}
OF_ANONYMOUS = ("anonymous", "phone", "contacts", "email", "tell_by", "language", "group_size")
LANGUAGES = ("zh", "en")
DERIVED = 60  # characters of the narrative that replace a missing subject


class Language(Code):
    """In which language a citizen is written to."""

    def __init__(self, **more: Any) -> None:
        told = both("语言只能是 zh（中文）或 en（英文）。", "The language is zh (Chinese) or en (English).")
        super().__init__(validate=validate.OneOf(("", *LANGUAGES), error=told), may_be_empty=True, **more)


class Phone(Line):
    """Phone numbers as people give them, kept as they were given; what they mean tells `schemas.phones.contacts_of`."""

    default_error_messages = {
        "phone": both("{zh}", "{en}"),
    }

    def __init__(self, most: int = PHONES, **rest: Any) -> None:
        super().__init__(most, **rest)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **rest: Any) -> str:
        text = super()._deserialize(value, attr, data, **rest)
        faults = [wrong for code in AREA_CODES if (wrong := _fault(text, code))]
        if len(faults) == len(AREA_CODES):
            raise self.make_error("phone", zh=faults[0].zh, en=faults[0].en)
        return text


AREA_CODES = (
    AREA_CODE,
    "010",
)  # local numbers have seven digits or eight; this house's own code is known where they are read


def _fault(text: str, area_code: str) -> Text | None:
    try:
        contacts_of(text, area_code)
    except NoPhone as wrong:
        return wrong.text
    return None


class Email(Line):
    """The address alone, however it was pasted."""

    default_error_messages = {"email": both(NO_MAIL.zh, NO_MAIL.en)}

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **rest: Any) -> str:
        text = super()._deserialize(value, attr, data, **rest)
        address = mail_of(text) if text else ""
        if address is None:
            raise self.make_error("email")
        return address


class ContactIn(Typed):
    phone = Phone(required=True)
    note = Line(LONGEST_NOTE, may_be_empty=True)


class AgentIn(Typed):
    """Who speaks for the citizen; `authority`: whether a paper that says so was seen."""

    name = PersonName(required=True)
    relation = Line(80, may_be_empty=True)
    phone = Phone(may_be_empty=True)
    authority = YesNo()


class RepresentativeIn(Typed):
    name = RepresentativeName(required=True)
    phone = Phone(may_be_empty=True)


class ComplainantIn(Typed):
    """Who complains. Everything may be missing. `contacts` are further numbers, each with a note on whose it is."""

    name = PersonName(may_be_empty=True)
    phone = Phone(may_be_empty=True)
    contacts = Several(Inner(ContactIn), MOST)
    anonymous = YesNo()
    address = Line(300, may_be_empty=True)
    identity_number = Line(40, may_be_empty=True)
    email = Email(200, may_be_empty=True)
    tell_by = Line(40, may_be_empty=True)
    language = Language()
    agent = Inner(AgentIn)
    group_size = Whole(1, MOST_GROUP)
    representatives = Several(Inner(RepresentativeIn), MOST_REPRESENTATIVES)

    @post_load
    def settle(self, words: dict[str, Any], **rest: Any) -> dict[str, Any]:
        """Without a name or a phone it is anonymous; an anonymous complaint keeps no name (PIPL §6)."""
        told = {key: value for key, value in words.items() if value not in ("", None)}
        told.setdefault("anonymous", not told.keys() & KNOWN_BY)
        if told["anonymous"]:
            return {key: value for key, value in told.items() if key in OF_ANONYMOUS}
        return told


class RespondentIn(Typed):
    """Who is complained of: a unit by its code, an officer by username, or a name in the citizen's words."""

    unit = Line(60, may_be_empty=True)
    officer = Account(may_be_empty=True)
    name = Line(200, may_be_empty=True)


def _nobody() -> dict[str, Any]:
    return {"anonymous": True}


class PublicRespondentIn(Typed):
    """Who is complained of, in a stranger's words: an account name is kept as a name, and never looked up."""

    unit = Line(60, may_be_empty=True)
    officer = Account(may_be_empty=True)
    name = Line(200, may_be_empty=True)

    @post_load
    def keep_as_name(self, words: dict[str, Any], **rest: Any) -> dict[str, Any]:
        officer = words.pop("officer", "")
        return {**words, "name": words.get("name") or officer}


class ToldByAnybody(Typed):
    """What every door takes."""

    category = Code(required=True)
    subject = Line(SUBJECT, may_be_empty=True)
    narrative = Words(NARRATIVE, required=True)
    complainant = Inner(ComplainantIn, load_default=_nobody)
    confidential = YesNo(load_default=False)
    sender_number = Line(80, may_be_empty=True)
    unit = Line(60, may_be_empty=True)

    @post_load
    def name_the_subject(self, words: dict[str, Any], **rest: Any) -> dict[str, Any]:
        """A missing subject becomes the beginning of the narrative."""
        lines = words["narrative"].replace("\t", " ").split("\n")
        first = next((line for line in lines if has_visible(line)), "")
        return {**words, "subject": words.get("subject") or beginning(first, DERIVED)}


class ComplaintIn(ToldByAnybody):
    """From an officer, who may say how it came and how urgent it is."""

    channel = Code(required=True)
    urgency = Code(load_default="normal")
    respondent = Inner(RespondentIn, load_default=dict)
    respondents = Several(Inner(RespondentIn), MOST_RESPONDENTS)
    sender_due_at = Moment()
    received_on = Day()
    received_evidence = Words(NOTE, may_be_empty=True)  # a postmark, a stamp


class WebComplaintIn(ToldByAnybody):
    """From a stranger: the channel is the web, the words alone decide how urgent it is, and no date of theirs starts or
    shortens a clock. Programs that send those fields are not turned away; what the fields say has no effect."""

    WITHOUT_EFFECT = ("urgency", "sender_due_at", "received_on")

    channel = Code(load_default="web")
    respondent = Inner(PublicRespondentIn, load_default=dict)
    respondents = Several(Inner(PublicRespondentIn), MOST_RESPONDENTS)
    urgency = Code()
    sender_due_at = Moment()
    received_on = Line(40, may_be_empty=True)

    @post_load
    def leave_out(self, words: dict[str, Any], **rest: Any) -> dict[str, Any]:
        kept = {name: value for name, value in words.items() if name not in self.WITHOUT_EFFECT}
        return {**kept, "channel": "web", "urgency": "normal"}
