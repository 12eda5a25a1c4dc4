"""From the fields of the one-page form to the words of an intake and of the move that follows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError

from complaints.access.search_index import contacts_here
from complaints.intake.log_and_decide import Breath
from complaints.web.forms.move_form import Typed, faults_of, read_words
from schemas.intake import ComplaintIn
from schemas.moves import words_schema
from schemas.parties_form import complainant_of, name_on_the_form, respondents_of
from schemas.phones import Contact, NoPhone
from schemas.text import lines_of

FOLLOWING = {"log": "", "accept": "accept", "assign": "assign", "answer": "answer_on_the_spot"}
PLAIN = (
    "category",
    "channel",
    "urgency",
    "subject",
    "narrative",
    "sender_number",
    "sender_due_at",
    "received_on",
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
    move_words = _loaded(words_schema(move), read_words(move, typed), typed, faults) if move else {}
    if faults:
        raise Wrong(faults)
    return Breath(words, move, move_words)


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
