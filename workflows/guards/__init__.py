"""Guards: facts that must hold before a move, each with the sentence shown when it does not.

A closed registry. A rulebook names guards; it can never bring its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from workflows.case import Case
from workflows.language import Act, Text

Check = Callable[[Case, Act], bool]


@dataclass(frozen=True, slots=True)
class Guard:
    """`needs_words`: the fact depends on what the person typed, so it is unknown beforehand."""

    name: str
    check: Check
    refusal: Text
    needs_words: bool = False


GUARDS: dict[str, Guard] = {}


def guard(zh: str, en: str, *, needs_words: bool = False) -> Callable[[Check], Check]:
    """Register the function under its own name, with the sentence for when it returns False."""

    def register(check: Check) -> Check:
        _add(Guard(check.__name__, check, Text(zh, en), needs_words))
        return check

    return register


def register_request(kind: str, pending: Text, none: Text, own: Text | None = None) -> None:
    """The guards of one kind of request: none waits, one waits, and the asker does not decide on it."""
    _add(Guard(f"no_{kind}_pending", lambda case, act: case.pending(kind) is None, pending))
    _add(Guard(f"{kind}_pending", lambda case, act: case.pending(kind) is not None, none))
    if own:
        _add(
            Guard(
                f"{kind}_was_asked_by_somebody_else",
                lambda case, act: _decider_did_not_ask(kind, case, act),
                own,
            )
        )


def _decider_did_not_ask(kind: str, case: Case, act: Act) -> bool:
    ask = case.pending(kind)
    return ask is None or ask.asked_by_id != act.by.id


def _add(row: Guard) -> None:
    if row.name in GUARDS:
        raise ValueError(f"guard {row.name} is defined twice")
    GUARDS[row.name] = row


from workflows.guards import (  # noqa: E402 (they register themselves)
    aftermath,  # noqa: F401
    assisting,  # noqa: F401
    consulting,  # noqa: F401
    conversation,  # noqa: F401
    correcting,  # noqa: F401
    handing_over,  # noqa: F401
    intake,  # noqa: F401
    recorded,  # noqa: F401
    returning,  # noqa: F401
    time_limits,  # noqa: F401
)
