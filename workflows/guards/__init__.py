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
    """`needs_words`: the fact depends on what the person typed, so it cannot be told beforehand."""

    name: str
    check: Check
    refusal: Text
    needs_words: bool = False


GUARDS: dict[str, Guard] = {}


def guard(zh: str, en: str, *, needs_words: bool = False) -> Callable[[Check], Check]:
    """Register the function under its own name, with the sentence for when it returns False."""

    def register(check: Check) -> Check:
        name = check.__name__
        if name in GUARDS:
            raise ValueError(f"guard {name} is defined twice")
        GUARDS[name] = Guard(name, check, Text(zh, en), needs_words)
        return check

    return register


from workflows.guards import (  # noqa: E402 (they register themselves)
    aftermath,  # noqa: F401
    correcting,  # noqa: F401
    handing_over,  # noqa: F401
    intake,  # noqa: F401
    recorded,  # noqa: F401
    time_limits,  # noqa: F401
)
