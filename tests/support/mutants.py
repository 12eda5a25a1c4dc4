"""Changes to the shipped rulebook, one each, drawn by a seed: some make it unusable, most are merely another rulebook."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy
from random import Random
from typing import Any

from complaints.rulebooks import store
from tests.support import plain_yaml

Book = dict[str, Any]
SHIPPED: Book = plain_yaml.load(store.SHIPPED.read_text("utf8"))
CUES = ("starts", "met_by", "revived_by")
LIMITS = ("1wh", "2wd", "30cd", "9h", "400cd", "soon", "0wd")
OF_CATEGORY = {
    "unit_kind": "shrine",
    "restricted": True,
    "investigators": 2,
    "counted_from": "receive",
    "reviews": 0,
    "extensions": 0,
    "judged_above": True,
}


def mutant(number: int) -> tuple[str, str]:
    """What was changed, and the text of the rulebook, under a version of its own."""
    rng, book = Random(number), deepcopy(SHIPPED)
    book["version"] = f"mutant-{number}"
    changed = CHANGES[number % len(CHANGES)](book, rng)
    return changed, plain_yaml.dump(book)


def _pick(rng: Random, found: Iterable[Any]) -> Any:
    return rng.choice(sorted(found, key=str))


def _takes_one(part: str) -> Callable[[Book, Random], str]:
    """A move loses one of its guards, effects, parties, sources or recipients."""

    def change(book: Book, rng: Random) -> str:
        move = _pick(rng, [name for name, row in book["moves"].items() if row.get(part)])
        one = _pick(rng, book["moves"][move][part])
        book["moves"][move][part].remove(one)
        return f"moves.{move}.{part} without {one}"

    return change


def _takes_cue(part: str) -> Callable[[Book, Random], str]:
    def change(book: Book, rng: Random) -> str:
        name = _pick(rng, [name for name, row in book["commitments"].items() if row.get(part)])
        one = _pick(rng, book["commitments"][name][part])
        book["commitments"][name][part].remove(one)
        return f"commitments.{name}.{part} without {one}"

    return change


def _sets(part: str, field: str, values: tuple[Any, ...]) -> Callable[[Book, Random], str]:
    def change(book: Book, rng: Random) -> str:
        name, value = _pick(rng, book[part]), _pick(rng, values)
        book[part][name][field] = value
        return f"{part}.{name}.{field}: {value}"

    return change


def _takes_move(book: Book, rng: Random) -> str:
    move = _pick(rng, book["moves"])
    del book["moves"][move]
    for row in book["commitments"].values():
        for part in CUES:
            row[part] = [
                cue for cue in row.get(part, ()) if (cue["move"] if isinstance(cue, dict) else cue) != move
            ]
    return f"without the move {move}"


def _takes_commitment(book: Book, rng: Random) -> str:
    name = _pick(rng, book["commitments"])
    del book["commitments"][name]
    return f"without the commitment {name}"


def _leads_elsewhere(book: Book, rng: Random) -> str:
    plain = [
        name for name, row in book["moves"].items() if isinstance(row.get("to"), str) and row["to"] != "same"
    ]
    move, state = _pick(rng, plain), _pick(rng, [*book["states"], "nowhere"])
    book["moves"][move]["to"] = state
    return f"moves.{move}.to: {state}"


def _limit(book: Book, rng: Random) -> str:
    stage, limit = _pick(rng, book["limits"]), _pick(rng, LIMITS)
    book["limits"][stage]["normal"] = limit
    return f"limits.{stage}: {limit}"


def _takes_rung(book: Book, rng: Random) -> str:
    ladder = _pick(rng, book["ladders"])
    place = rng.randrange(len(book["ladders"][ladder]))
    del book["ladders"][ladder][place]
    return f"ladders.{ladder} without rung {place}"


def _of_rung(field: str) -> Callable[[Book, Random], str]:
    def change(book: Book, rng: Random) -> str:
        rungs = [
            (name, at)
            for name, rows in book["ladders"].items()
            for at, row in enumerate(rows)
            if row.get(field)
        ]
        ladder, place = _pick(rng, rungs)
        del book["ladders"][ladder][place][field]
        return f"ladders.{ladder} rung {place} without {field}"

    return change


def _category(book: Book, rng: Random) -> str:
    code, field = _pick(rng, book["categories"]), _pick(rng, OF_CATEGORY)
    book["categories"][code][field] = OF_CATEGORY[field]
    return f"categories.{code}.{field}: {OF_CATEGORY[field]}"


def _takes_role(book: Book, rng: Random) -> str:
    party = _pick(rng, book["roles"])
    return f"roles.{party} without {book['roles'][party].pop()}"


CHANGES: tuple[Callable[[Book, Random], str], ...] = (
    *(_takes_one(part) for part in ("guards", "effects", "parties", "from", "tell")),
    *(_takes_cue(part) for part in CUES),
    *(_takes_move, _takes_commitment, _leads_elsewhere, _limit, _takes_rung, _category, _takes_role),
    *(_of_rung(field) for field in ("tell", "review", "perform")),
    _sets("commitments", "runs", ("once", "again", "anew", "never")),
    _sets("commitments", "pausable", (True, False)),
    _sets("commitments", "ladder", ("handling", "stairs")),
    _sets("states", "answerable", ("first_responder", "handler", "supervisor", None)),
    _sets("states", "milestone", ("taken_in", "in_work", "answered", "told", "ended")),
    _sets("moves", "clock", ("stop", "run", "jump")),
    _sets("moves", "label", ({"zh": "改名", "en": "renamed"}, {"zh": "只有中文"})),
)
