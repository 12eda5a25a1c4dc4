"""From the fields of the one-page form to the words of an intake and of the move that follows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError

from complaints.access.search_index import contacts_here
from complaints.intake.log_and_decide import Breath
from complaints.web.forms.move_form import FINDING, Typed, faults_of, read_words
from complaints.web.page.translation import gettext
from schemas.intake import MOST_RESPONDENTS, ComplaintIn
from schemas.moves import words_schema
from schemas.parties_form import complainant_of, name_on_the_form, respondent_numbers, respondents_of
from schemas.phones import Contact, NoPhone
from schemas.text import lines_of

ANSWER = "answer_on_the_spot"
FOLLOWING = {"log": "", "accept": "accept", "assign": "assign", "answer": ANSWER}
PLAIN = (
    "category",
    "channel",
    "urgency",
    "subject",
    "narrative",
    "sender_number",
    "sender_due_at",
    "received_on",
    "received_evidence",
)


class Wrong(Exception):
    """What was typed cannot be used; `faults` by the names of this form."""

    def __init__(self, faults: dict[str, str]) -> None:
        self.faults = faults
        super().__init__(", ".join(faults))


def breath_of(typed: Typed) -> Breath:
    """Raises Wrong with the faults of the complaint and of the move together, so that they are mended in one go."""
    move = FOLLOWING.get(typed.get("then", "log"), "")
    faults: dict[str, str] = {}
    words = _loaded(ComplaintIn(), _intake(typed), typed, faults)
    move_words = _loaded(words_schema(move), _move_words(move, typed), typed, faults) if move else {}
    faults |= (
        {f"{FINDING}{row}": gettext("没有填这一个被投诉人。") for row in _findings_on_nobody(typed)}
        if move == ANSWER
        else {}
    )
    if faults:
        raise Wrong(faults)
    return Breath(words, move, move_words)


def _move_words(move: str, typed: Typed) -> dict[str, Any]:
    """The form chooses a finding by the row of its respondent; the move keeps it by the respondent's number."""
    words, numbers = read_words(move, typed), respondent_numbers(typed)
    if said := words.pop("findings_by", ()):
        rows = [(numbers.get(int(one["respondent"])), one["outcome"]) for one in said]
        words["findings_by"] = [{"respondent": number, "outcome": one} for number, one in rows if number]
    return {name: value for name, value in words.items() if value != []}


def _findings_on_nobody(typed: Typed) -> list[int]:
    numbers, rows = respondent_numbers(typed), range(1, MOST_RESPONDENTS + 1)
    return [row for row in rows if typed.get(f"{FINDING}{row}") and row not in numbers]


def _loaded(schema: Any, words: Mapping[str, Any], typed: Typed, faults: dict[str, str]) -> dict[str, Any]:
    try:
        return dict(schema.load(words))
    except ValidationError as error:
        faults |= field_faults(error, typed)
        return {}


def field_faults(error: ValidationError, typed: Typed) -> dict[str, str]:
    """By the names of this form."""
    told = faults_of(error.messages, with_places=True)
    return {name_on_the_form(path, typed): said for path, said in told.items()}


def _intake(typed: Typed) -> dict[str, Any]:
    words: dict[str, Any] = {name: typed[name] for name in PLAIN if lines_of(typed.get(name, ""))}
    person = complainant_of(typed)
    if typed.get("anonymous"):
        person["anonymous"] = True
    confidential = bool(typed.get("confidential"))
    return {**words, **respondents_of(typed), "complainant": person, "confidential": confidential}


def numbers_in(text: str) -> tuple[Contact, ...]:
    """None for what holds no phone number."""
    try:
        return contacts_here(text)
    except NoPhone:
        return ()
