"""What was typed, as one schema reads it for every door."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError

from complaints.infrastructure.errors import BadInput
from schemas.fields import spoken
from schemas.text import is_blank
from workflows.language import Text


def load_words(schema: Schema, typed: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of the schema; what was left empty, or holds nothing that can be seen, is left out. Raises BadInput, which
    names each field."""
    given = {name: typed[name] for name in schema.fields if name in typed and not _is_left_out(typed[name])}
    try:
        return dict(schema.load(given))
    except ValidationError as error:
        raise BadInput(faults_in(error)) from None


def faults_in(error: ValidationError) -> dict[str, Text]:
    """The first sentence about each field, in both languages."""
    messages: Mapping[str, Any] = error.messages if isinstance(error.messages, dict) else {}
    return {
        name: Text(*(spoken(_first(found), one) for one in ("zh", "en"))) for name, found in messages.items()
    }


def _first(found: Any) -> str:
    if isinstance(found, dict):
        return _first(next(iter(found.values())))
    return str(found[0]) if isinstance(found, list) else str(found)


def _is_left_out(value: Any) -> bool:
    return isinstance(value, str) and is_blank(value)
