"""Data beyond single complaints: me, the units, the promises, the rules."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Response

from complaints.models import Officer
from complaints.organisation import directory
from complaints.rulebooks import store
from complaints.web.api.asking import answer, public, signed_in
from complaints.web.api.document import Section
from complaints.web.errors.handlers import language
from schemas import out_public
from workflows.language import Category, Commitment, Move, State, Text
from workflows.move_fields import MoveField
from workflows.rulebook import Rulebook

section = Section("api_reference", __name__, description="People, units, promises, rules")


@section.route("/me", methods=["GET"])
@signed_in
@section.named("getMe", tags=["reference"])
@section.answers(HTTPStatus.OK, out_public.MeOut)
def get_me(officer: Officer) -> Response:
    """Who you are."""
    locale = language()
    shown = {
        "username": officer.username,
        "name": officer.name.in_(locale),
        "unit": officer.unit.code,
        "unit_name": officer.unit.name.in_(locale),
        "roles": officer.roles,
    }
    return answer(out_public.MeOut().dump(shown))


@section.route("/units", methods=["GET"])
@signed_in
@section.named("listUnits", tags=["reference"])
@section.answers(HTTPStatus.OK, out_public.UnitOut(many=True))
def list_units(officer: Officer) -> Response:
    """The organisation, from the root down."""
    units = directory.active_units()
    codes, locale = {unit.id: unit.code for unit in units}, language()
    shown = [
        {
            "code": unit.code,
            "name": unit.name.in_(locale),
            "parent": codes.get(unit.parent_id or 0),
            "kind": unit.kind,
            "handles": unit.handles,
        }
        for unit in units
    ]
    return answer(out_public.UnitOut(many=True).dump(shown))


@section.route("/categories", methods=["GET"])
@public
@section.named("listCategories", tags=["reference"])
@section.answers(HTTPStatus.OK, out_public.CategoryOut(many=True))
def list_categories() -> Response:
    """What can be complained about, and what is promised for each."""
    book, locale = store.current(), language()
    return answer(
        out_public.CategoryOut(many=True).dump([_category(one, locale) for one in book.categories.values()])
    )


@section.route("/rulebook", methods=["GET"])
@public
@section.named("getRulebook", tags=["reference"])
@section.answers(HTTPStatus.OK, out_public.RulebookOut)
def get_rulebook() -> Response:
    """The rules in force: states, moves, commitments, and the codes that moves take."""
    return answer(out_public.RulebookOut().dump(_rulebook(store.current(), language())))


def _category(category: Category, locale: str) -> dict[str, Any]:
    promises = [(stage, promise) for stage, promise in category.promises.items() if promise.published]
    copied = ("code", "extensions", "restricted", "effective_from")
    return {
        **{name: getattr(category, name) for name in copied},
        "name": category.label.in_(locale),
        "help": category.help.in_(locale),
        "sanction": category.sanction.in_(locale),
        "supplement": [item.in_(locale) for item in category.supplement],
        "limits": {stage: str(promise.limit) for stage, promise in promises},
        "basis": {stage: promise.basis.text.in_(locale) for stage, promise in promises},
        "verified": {stage: promise.basis.verified for stage, promise in promises},
    }


def _rulebook(book: Rulebook, locale: str) -> dict[str, Any]:
    return {
        **{name: getattr(book, name) for name in ("name", "version", "sha256")},
        "title": book.title.in_(locale),
        "states": [_state(state, locale) for state in book.states.values()],
        "moves": [_move(move, locale) for move in book.moves.values()],
        "commitments": [_commitment(one, locale) for one in book.commitments.values()],
        "codes": {name: _codes(labels, locale) for name, labels in book.codes.items()},
    }


def _state(state: State, locale: str) -> dict[str, Any]:
    return {
        "state": state.name,
        "label": state.label.in_(locale),
        "sentence": state.sentence.in_(locale),
        "end": state.is_end,
    }


def _commitment(one: Commitment, locale: str) -> dict[str, Any]:
    copied = ("owed_by", "pausable", "public")
    return {
        **{name: getattr(one, name) for name in copied},
        "commitment": one.name,
        "label": one.label.in_(locale),
    }


def _codes(labels: Mapping[str, Text], locale: str) -> list[dict[str, str]]:
    return [{"code": code, "label": label.in_(locale)} for code, label in labels.items()]


def _move(move: Move, locale: str) -> dict[str, Any]:
    return {
        "move": move.name,
        "label": move.label.in_(locale),
        "sources": move.sources,
        "targets": [target.state or "same" for target in move.targets],
        "parties": [party.value for party in move.parties],
        "sentence": move.sentence.in_(locale),
        "public": move.public,
        "fields_": [_field(one, locale) for one in move.fields or ()],
    }


def _field(one: MoveField, locale: str) -> dict[str, Any]:
    return {
        "name": one.name,
        "kind": one.kind.value,
        "label": one.label.in_(locale),
        "help": one.help.in_(locale) if one.help else "",
        "required": one.required,
        "most": one.most,
        "choices": _codes(dict(one.choices), locale),
        "required_when": dict([one.required_when] if one.required_when else []),
    }
