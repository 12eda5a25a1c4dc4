"""The steps of a complaint on the web: their order, what is missing, and what cannot be used."""

from __future__ import annotations

from typing import Any

from flask import request
from marshmallow import ValidationError

from complaints.infrastructure.errors import BadInput
from complaints.web.citizen import choices
from complaints.web.page.template_globals import page_language, said
from schemas.fields import spoken
from schemas.web_complaint import STEPS

ORDER = ("category", "what", "files", "who", "reach", "secret", "check")
LONGEST = 60000  # characters that are taken in to be kept; how many are allowed says the schema


def typed(step: str) -> dict[str, str]:
    """The fields of a step as they were typed, within reason; a box left empty is an answer too."""
    return {name: request.form.get(name, "")[:LONGEST] for name in STEPS[step]().fields}


def first_missing(words: dict[str, Any]) -> str:
    """The first step without a usable answer; files may always be none."""
    for step in ORDER[:-1]:
        if step in STEPS and (not set(STEPS[step]().fields) <= set(words) or faults(step, words)):
            return step
    return "check"


def faults(step: str, words: dict[str, Any]) -> dict[str, str]:
    schema = STEPS[step]()
    try:
        schema.load({name: words.get(name, "") for name in schema.fields})
    except ValidationError as error:
        empty = {name: one for name, one in choices.still_missing().items() if not words.get(name)}
        wrong = said_wrong(error)
        return {name: empty.get(name, sentence) for name, sentence in wrong.items()}
    if step == "category" and words["category"] not in dict(choices.categories()):
        return {"category": choices.still_missing()["category"]}
    return {}


def said_wrong(error: BadInput | ValidationError) -> dict[str, str]:
    if isinstance(error, BadInput):
        return {name.split(".")[-1]: said(text) for name, text in error.fields.items()}
    messages: dict[str, Any] = error.messages if isinstance(error.messages, dict) else {}
    return {name: spoken(found[0], page_language()) for name, found in messages.items()}
