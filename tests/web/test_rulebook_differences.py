"""The publisher of rules reads every difference first: no word of a rulebook can change unseen."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

import pytest

from complaints.rulebooks import store
from complaints.rulebooks.comparison import differences
from schemas.rulebook import load_rulebook
from workflows.language import Cue, Promise, Target, Text
from workflows.limits import Limit, Offset
from workflows.rulebook import Rulebook

BOOK = load_rulebook(store.SHIPPED.read_text("utf8"))
PLACES = ("states", "moves", "commitments", "categories")
ONCE = BOOK.stage_promises["suspension_review"]["normal"]  # the one promise that rests on its basis
CHINESE = re.compile("[\u4e00-\u9fff]")
KEYS = ("name", "code")  # the place of a thing, which is shown as one that is gone and one that is new


def another(value: Any) -> Any:
    """Something of the same kind that is not this."""
    made = {
        bool: lambda: not value,
        int: lambda: value + 1,
        str: lambda: f"{value}x",
        Text: lambda: Text(f"{value.zh}x", f"{value.en}x"),
        Limit: lambda: dataclasses.replace(value, value=value.value + 1),
        Offset: lambda: dataclasses.replace(value, value=value.value + 1),
        Promise: lambda: dataclasses.replace(value, limit=another(value.limit)),
        Cue: lambda: dataclasses.replace(value, move=f"{value.move}x"),
        Target: lambda: dataclasses.replace(value, state=f"{value.state}x"),
        type(None): lambda: "x",
    }
    if isinstance(value, Enum):
        return next(one for one in type(value) if one is not value)
    if isinstance(value, tuple):
        return (*(another(one) for one in value[:1]), *value[1:]) or (Text("又", "too"),)
    if isinstance(value, Mapping):
        first = next(iter(value))
        return {**value, first: another(value[first])}
    return made[type(value)]()


def fields_of(place: str) -> Iterator[tuple[str, str, str]]:
    """Each field of that kind of thing, on the first thing where it says something."""
    things = getattr(BOOK, place)
    for field in dataclasses.fields(next(iter(things.values()))):
        if field.name not in KEYS:
            name = next(
                (name for name, one in things.items() if getattr(one, field.name)), next(iter(things))
            )
            yield place, name, field.name


def changed(place: str, name: str, field: str) -> Rulebook:
    things = dict(getattr(BOOK, place))
    things[name] = dataclasses.replace(things[name], **{field: another(getattr(things[name], field))})
    return dataclasses.replace(BOOK, **{place: things})


@pytest.mark.parametrize(("place", "name", "field"), [one for place in PLACES for one in fields_of(place)])
def test_a_changed_word_is_shown(place: str, name: str, field: str) -> None:
    shown = differences(BOOK, changed(place, name, field))

    assert len(shown) == 1, shown
    assert shown[0].part == ("limits" if field == "promises" else place)
    assert CHINESE.search(shown[0].where.zh) and not CHINESE.search(shown[0].where.en)
    assert shown[0].before != shown[0].after and "_" not in shown[0].where.en


@pytest.mark.parametrize(
    "field", [one.name for one in dataclasses.fields(next(iter(BOOK.ladders.values()))[0])]
)
def test_a_changed_word_of_a_rung_is_shown(field: str) -> None:
    name, rungs = next((name, rungs) for name, rungs in BOOK.ladders.items() if rungs[-1].review)
    rung = dataclasses.replace(rungs[-1], **{field: another(getattr(rungs[-1], field))})

    assert differences(BOOK, dataclasses.replace(BOOK, ladders={**BOOK.ladders, name: (*rungs[:-1], rung)}))


@pytest.mark.parametrize("field", ["text", "verified", "source"])
def test_a_changed_basis_is_shown(field: str) -> None:
    fresh = dataclasses.replace(ONCE.basis, **{field: another(getattr(ONCE.basis, field))})
    stages = {
        stage: {
            urgency: dataclasses.replace(one, basis=fresh) if one is ONCE else one
            for urgency, one in promises.items()
        }
        for stage, promises in BOOK.stage_promises.items()
    }

    assert differences(BOOK, dataclasses.replace(BOOK, stage_promises=stages))


def test_what_stands_beside_is_shown_too() -> None:
    for field in ("roles", "last_resort", "codes", "routes", "urgent_words", "title", "initial"):
        fresh = dataclasses.replace(BOOK, **{field: another(getattr(BOOK, field))})
        assert differences(BOOK, fresh), field
