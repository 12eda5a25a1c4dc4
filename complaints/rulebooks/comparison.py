"""Two rulebooks side by side: what moves, limits, ladders and the rest say in each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from complaints.rulebooks.comparison_labels import NO, NONE, PLACES, YES
from workflows.language import Basis, Category, Commitment, Cue, Move, OwnParty, Promise, Rung, State, Text
from workflows.rulebook import Rulebook

PARTS = ("limits", "bases", "ladders", "moves", "commitments", "categories", "states", "roles", "codes")
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """`part` is one of PARTS; `where` is in words; before or after is NONE where there was nothing, or is nothing now."""

    part: str
    where: Text
    before: Text
    after: Text


def differences(old: Rulebook, new: Rulebook) -> list[Difference]:
    before, after = dict(_flat(old)), dict(_flat(new))
    labels = {**_labels(old), **_labels(new)}
    places = [*before, *(place for place in after if place not in before)]
    found = [
        Difference(place[0], _where(place, labels), before.get(place, NONE), after.get(place, NONE))
        for place in places
        if before.get(place) != after.get(place)
    ]
    return sorted(found, key=lambda one: PARTS.index(one.part))


def _flat(book: Rulebook) -> Iterator[tuple[Place, Text]]:
    """Everything a rulebook says, one short text for each place."""
    yield from _limits(book)
    for part, things in _tables(book).items():
        for name, said in things.items():
            yield from (((part, f"{name}/{field}"), text) for field, text in said.items())
    yield ("states", "initial"), _code(book.initial)
    yield from ((("roles", name), _codes(roles)) for name, roles in book.roles.items())
    yield from ((("roles", name), _own_party(one)) for name, one in book.parties.items())
    yield ("roles", "last_resort"), _codes(book.last_resort)
    yield ("codes", "urgent_words"), _code("、".join(book.urgent_words))
    yield ("codes", "title"), book.title


def _limits(book: Rulebook) -> Iterator[tuple[Place, Text]]:
    for stage, promises in book.stage_promises.items():
        yield from ((("limits", f"/{stage}/{urgency}"), _promise(one)) for urgency, one in promises.items())
    for code, category in book.categories.items():
        yield from (
            (("limits", f"{code}/{stage}"), _promise(one)) for stage, one in category.promises.items()
        )


def _tables(book: Rulebook) -> dict[str, Mapping[str, Mapping[str, Text]]]:
    return {
        "categories": {code: _category(one) for code, one in book.categories.items()},
        "bases": {one.name: _basis(one) for one in _bases(book)},
        "ladders": {name: {rung.name: _rung(rung) for rung in rungs} for name, rungs in book.ladders.items()},
        "moves": {name: _move(one) for name, one in book.moves.items()},
        "commitments": {name: _commitment(one) for name, one in book.commitments.items()},
        "states": {name: _state(one) for name, one in book.states.items()},
        "codes": {**book.codes, "routes": book.routes},
    }


def _bases(book: Rulebook) -> Iterator[Basis]:
    for promises in [*book.stage_promises.values(), *(one.promises for one in book.categories.values())]:
        yield from (promise.basis for promise in promises.values())


def _promise(promise: Promise) -> Text:
    hidden = "" if promise.published else " · unpublished"
    return _code(f"{promise.limit} · {promise.basis.name}{hidden}")


def _basis(one: Basis) -> dict[str, Text]:
    return {"text": one.text, "verified": _yes(one.verified), "source": _code(one.source)}


def _category(one: Category) -> dict[str, Text]:
    return {
        "label": one.label,
        "help": one.help,
        "sanction": one.sanction,
        "supplement": Text(
            "；".join(text.zh for text in one.supplement), "; ".join(text.en for text in one.supplement)
        ),
        "unit_kind": _code(one.unit_kind),
        "extensions": _code(str(one.extensions)),
        "reviews": _code(str(one.reviews)),
        "investigators": _code(str(one.investigators)),
        "restricted": _yes(one.restricted),
        "judged_above": _yes(one.judged_above),
        "call_back_share": _code(f"{one.call_back_share}%"),
        "counted_from": _code(one.counted_from),
        "effective_from": _code(one.effective_from),
        "verified_by": _code(one.verified_by),
    }


def _rung(rung: Rung) -> Text:
    rules = " · ".join(filter(None, (rung.act, ", ".join(rung.tell), rung.review, rung.perform)))
    return Text(f"{rung.label.zh}（{rules}）", f"{rung.label.en} ({rules})")


def _move(move: Move) -> dict[str, Text]:
    return {
        "label": move.label,
        "called": _code(move.called),
        "sentence": move.sentence,
        "from": _codes(move.sources),
        "to": _codes([_when(one.state or "=", one.when) for one in move.targets]),
        "parties": _codes([party.value for party in move.parties]),
        "guards": _codes(move.guards),
        "effects": _codes(move.effects),
        "tell": _codes(move.tell),
        "clock": _code(move.clock),
        "public": _yes(move.public),
        "fields": _codes([str(one) for one in move.fields or ()]),
    }


def _own_party(one: OwnParty) -> Text:
    rules = " · ".join((", ".join(one.roles), one.of, ", ".join(one.apart_from)))
    return Text(f"{one.label.zh}（{rules}）", f"{one.label.en} ({rules})")


def _commitment(one: Commitment) -> dict[str, Text]:
    return {
        "label": one.label,
        "called": _code(one.called),
        "starts": _cues(one.starts),
        "met_by": _cues(one.met_by),
        "revived_by": _cues(one.revived_by),
        "outlives": _codes(one.outlives),
        "runs": _code(one.runs),
        "owed_by": _code(one.owed_by),
        "ladder": _code(one.ladder),
        "pausable": _yes(one.pausable),
        "public": _yes(one.public),
    }


def _state(one: State) -> dict[str, Text]:
    codes = {name: _code(getattr(one, name)) for name in ("answerable", "milestone", "ends_as")}
    return {"label": one.label, "sentence": one.sentence, **codes}


def _cues(cues: Sequence[Cue]) -> Text:
    return _codes([_when(cue.move, cue.when) for cue in cues])


def _when(name: str, when: str | None) -> str:
    return f"{name} ({when})" if when else name


def _codes(names: Sequence[str]) -> Text:
    return _code(", ".join(names))


def _code(words: str | None) -> Text:
    return Text(words, words) if words else NONE


def _yes(value: bool) -> Text:
    return YES if value else NO


def _labels(book: Rulebook) -> dict[str, Text]:
    return {
        **PLACES,
        **{name: one.label for name, one in book.commitments.items()},
        **{name: one.label for name, one in book.moves.items()},
        **{code: one.label for code, one in book.categories.items()},
        **{name: one.label for name, one in book.states.items()},
        **book.codes.get("urgencies", {}),
    }


def _where(place: Place, labels: Mapping[str, Text]) -> Text:
    words = [labels.get(word, Text(word, word)) for word in place[1].split("/")]
    return Text(" · ".join(word.zh for word in words), " · ".join(word.en for word in words))
