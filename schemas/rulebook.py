"""The rulebook file: its marshmallow schema, and the way from YAML text to a checked, compiled Rulebook."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from schemas.moves import FORMS
from schemas.rulebook_building import (
    build_category,
    build_commitment,
    build_move,
    build_party,
    build_rung,
    build_stage,
    build_state,
    text_of,
)
from schemas.rulebook_parts import (
    BasisSchema,
    CategorySchema,
    CommitmentSchema,
    MoveSchema,
    OwnPartySchema,
    ReasonSchema,
    RungSchema,
    StateSchema,
)
from schemas.rulebook_texts import TextField
from schemas.yaml_text import read_yaml, sentences
from workflows.check import faults_of
from workflows.errors import RulebookError
from workflows.language import Basis, Text
from workflows.purposes import by_purpose
from workflows.rulebook import Rulebook

LISTS = (
    "suspension_reasons",
    "change_reasons",
    "return_reasons",
    "outcomes",
    "feedback_methods",
    "heard_ways",
    "channels",
    "grades",
)


class RulebookSchema(Schema):
    rulebook = fields.String(required=True, validate=validate.Length(min=1, max=40))
    version = fields.String(required=True, validate=validate.Regexp(r"^[0-9A-Za-z.\-]{1,40}\Z"))
    title = TextField(required=True)
    initial = fields.String(required=True)
    last_resort = fields.List(fields.String(), required=True, validate=validate.Length(min=1))
    roles = fields.Dict(fields.String(), fields.List(fields.String()), required=True)
    parties = fields.Dict(
        fields.String(validate=validate.Regexp(r"^[a-z][a-z0-9_]{0,39}\Z")),
        fields.Nested(OwnPartySchema),
        load_default=dict,
    )
    states = fields.Dict(fields.String(), fields.Nested(StateSchema), required=True)
    moves = fields.Dict(fields.String(), fields.Nested(MoveSchema), required=True)
    commitments = fields.Dict(fields.String(), fields.Nested(CommitmentSchema), required=True)
    ladders = fields.Dict(fields.String(), fields.List(fields.Nested(RungSchema)), required=True)
    bases = fields.Dict(fields.String(), fields.Nested(BasisSchema), required=True)
    limits = fields.Dict(fields.String(), fields.Dict(fields.String(), fields.String()), required=True)
    categories = fields.Dict(fields.String(), fields.Nested(CategorySchema), required=True)
    decline_reasons = fields.Dict(fields.String(), fields.Nested(ReasonSchema), required=True)
    urgencies = fields.Dict(fields.String(), fields.Dict(fields.String(), TextField()), required=True)
    urgent_words = fields.List(fields.String(), load_default=list)
    suspension_reasons = fields.Dict(fields.String(), TextField(), required=True)
    change_reasons = fields.Dict(fields.String(), TextField(), required=True)
    return_reasons = fields.Dict(fields.String(), TextField(), required=True)
    outcomes = fields.Dict(fields.String(), TextField(), required=True)
    heard_ways = fields.Dict(fields.String(), TextField(), load_default=dict)
    feedback_methods = fields.Dict(fields.String(), TextField(), required=True)
    channels = fields.Dict(fields.String(), TextField(), required=True)
    grades = fields.Dict(fields.String(), TextField(), required=True)


@lru_cache(maxsize=8)  # looked at, compared, tried out and published: the same text again and again
def load_rulebook(text: str, published: bool = False) -> Rulebook:
    """A rulebook from the text of its YAML file. Raises RulebookError with a sentence for every fault; one that was
    `published` was checked then, and what is asked of rulebooks since does not take a house its rules."""
    book = _build(_read(text, published), hashlib.sha256(text.encode()).hexdigest(), published)
    faults = [] if published else faults_of(book, FORMS)
    if faults:
        raise RulebookError(faults)
    return book


def _read(text: str, published: bool) -> dict[str, Any]:
    try:
        return by_purpose(RulebookSchema().load(read_yaml(text, published)))
    except ValidationError as error:
        raise RulebookError(list(sentences(error.messages))) from error


def _build(words: Mapping[str, Any], sha256: str, published: bool) -> Rulebook:
    bases = {
        name: Basis(name, text_of(row["text"]), row["verified"], row["source"])
        for name, row in words["bases"].items()
    }
    own = {name: build_party(name, row) for name, row in words["parties"].items()}
    return Rulebook(
        name=words["rulebook"],
        version=words["version"],
        title=text_of(words["title"]),
        initial=words["initial"],
        states={name: build_state(name, row, published) for name, row in words["states"].items()},
        moves={name: build_move(name, row, own) for name, row in words["moves"].items()},
        commitments={name: build_commitment(name, row) for name, row in words["commitments"].items()},
        ladders={name: tuple(build_rung(row) for row in rows) for name, rows in words["ladders"].items()},
        stage_promises={name: build_stage(name, row, bases) for name, row in words["limits"].items()},
        categories={code: build_category(code, row, bases) for code, row in words["categories"].items()},
        roles={party: tuple(roles) for party, roles in words["roles"].items()},
        last_resort=tuple(words["last_resort"]),
        codes=_codes(words),
        routes={code: text_of(row["route"]) for code, row in words["decline_reasons"].items()},
        urgent_words=tuple(words["urgent_words"]),
        sha256=sha256,
        parties=own,
    )


def _codes(words: Mapping[str, Any]) -> dict[str, dict[str, Text]]:
    codes = {name: {code: text_of(row) for code, row in words[name].items()} for name in LISTS}
    codes["decline_reasons"] = {code: text_of(row["label"]) for code, row in words["decline_reasons"].items()}
    codes["urgencies"] = {code: text_of(row["label"]) for code, row in words["urgencies"].items()}
    return codes
