"""In the API's description of itself: the moves, and the words, that only rulebooks in use declare."""

from __future__ import annotations

from typing import Any

from apispec.ext.marshmallow.openapi import OpenAPIConverter

from complaints.infrastructure.errors import NoRules
from complaints.rulebooks import store
from schemas.moves import words_schema
from workflows.language import Move

PATH = "/api/v1/complaints/{tracking_number}/moves/{move}"


def with_own_moves(described: dict[str, Any], converter: OpenAPIConverter) -> dict[str, Any]:
    """The description with them beside the program's own moves; as it is where no rules are published."""
    try:
        own = [move for book in store.in_use() for move in book.moves.values() if move.fields is not None]
    except NoRules:
        return described
    path = described["paths"][PATH]
    names = next(one for one in path["parameters"] if one.get("name") == "move")["schema"]["enum"]
    names += [move.name for move in own if move.name not in names]
    path["post"]["requestBody"]["content"]["application/json"]["schema"]["anyOf"] += [
        _described(move, converter) for move in own
    ]
    return described


def _described(move: Move, converter: OpenAPIConverter) -> dict[str, Any]:
    schema = words_schema(move.name, move.fields)
    words: dict[str, Any] = converter.schema2jsonschema(schema)  # type: ignore[no-untyped-call]
    return {**words, "title": move.name, "description": move.label.en}
