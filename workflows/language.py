"""The words a rulebook is written in, as immutable values (design: "Words")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from workflows.limits import Limit, Offset
from workflows.move_fields import MoveField
from workflows.texts import Text as Text  # noqa: PLC0414 (a word of the language, told apart for its fields)


class Party(StrEnum):
    """Who a person is *to this complaint*."""

    WINDOW = "window"
    CITIZEN = "citizen"
    FIRST_RESPONDER = "first_responder"
    HANDLER = "handler"
    OFFERED = "offered"
    SUCCESSOR = "successor"
    UNIT_SUPERVISOR = "unit_supervisor"
    INTAKE_SUPERVISOR = "intake_supervisor"
    SUPERVISOR = "supervisor"
    REVIEWER = "reviewer"
    RECORDER = "recorder"
    THIRD_PERSON = "third_person"
    CONSULTED = "consulted"
    ASSISTING = "assisting"
    SYSTEM = "system"


class Relation(StrEnum):
    """Where the unit of an officer stands to a complaint: the one that holds the work or took it in, or one above it."""

    HOLDER = "holder"
    ABOVE_HOLDER = "above_holder"
    INTAKE = "intake"
    ABOVE_INTAKE = "above_intake"


@dataclass(frozen=True, slots=True)
class OwnParty:
    """A party that a rulebook names itself: a role in a unit of that relation, by none of the parties it is `apart_from`.
    Persons kept out of a complaint never are one."""

    name: str
    label: Text
    roles: tuple[str, ...]
    of: Relation
    apart_from: tuple[Party, ...]

    @property
    def value(self) -> str:
        return self.name


class Actor(Protocol):
    """The actor of a move: an officer row, or one of the two outsiders below."""

    @property
    def kind(self) -> str: ...
    @property
    def id(self) -> Any: ...
    @property
    def unit_id(self) -> Any: ...
    @property
    def unit_path(self) -> str: ...
    @property
    def roles(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Outsider:
    """An actor without an account: the citizen, or the system itself."""

    kind: str
    id: int | None = None
    unit_id: int | None = None
    unit_path: str = ""
    roles: tuple[str, ...] = ()


CITIZEN = Outsider("citizen")
SYSTEM = Outsider("system")


@dataclass(frozen=True, slots=True)
class Act:
    """One person trying one move at one moment; `at` is an aware datetime."""

    move: str
    by: Actor
    at: datetime
    words: Mapping[str, Any] = field(default_factory=dict)


class Milestone(StrEnum):
    """How far a complaint is, whatever a rulebook calls its states: what constraints, lists, pages and figures look at."""

    TAKEN_IN = "taken_in"
    IN_WORK = "in_work"
    ANSWERED = "answered"
    TOLD = "told"
    ENDED = "ended"


class Ending(StrEnum):
    """What the end of a complaint is."""

    CLOSED = "closed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    REFERRED = "referred"


@dataclass(frozen=True, slots=True)
class State:
    """`milestone` is None only where a rulebook does not say it, which `check` refuses."""

    name: str
    label: Text
    sentence: Text
    answerable: Party | None
    milestone: Milestone | None
    ends_as: Ending | None = None

    @property
    def is_end(self) -> bool:
        return self.answerable is None

    @property
    def kind(self) -> str:
        """The ending, or the milestone of a state that is none."""
        return str(self.ends_as or self.milestone or "")


@dataclass(frozen=True, slots=True)
class Target:
    """A state a move may lead to, and the condition under which it does."""

    state: str | None  # None: the state stays as it is
    when: str | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """A row of the rulebook: who may do what, from where to where, under which guards."""

    name: str
    label: Text
    sources: tuple[str, ...]
    targets: tuple[Target, ...]
    parties: tuple[Party | OwnParty, ...]
    guards: tuple[str, ...]
    effects: tuple[str, ...]
    clock: str | None  # "stop", "run" or None
    tell: tuple[str, ...]
    sentence: Text
    public: bool
    fields: tuple[MoveField, ...] | None = (
        None  # declared in the rulebook; None: the program's own form alone
    )
    called: str = ""  # its name in the rulebook; `name` is the purpose it serves there, if it serves one

    def targets_from(self, state: str) -> tuple[str, ...]:
        return tuple(target.state or state for target in self.targets)


@dataclass(frozen=True, slots=True)
class Cue:
    """A move that starts, meets or revives a commitment, and the condition for it."""

    move: str
    when: str | None = None


@dataclass(frozen=True, slots=True)
class Commitment:
    """服务承诺: a promise from one move until another, within a limit."""

    name: str
    label: Text
    starts: tuple[Cue, ...]
    met_by: tuple[Cue, ...]
    revived_by: tuple[Cue, ...]
    runs: str  # "once" in a life, "again" when not running, "anew" even while it runs
    pausable: bool
    public: bool
    owed_by: str
    ladder: str
    outlives: tuple[str, ...] = ()  # ends of a complaint it runs on after
    called: str = ""  # its name in the rulebook, as of a move


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder: when it falls relative to the due time, and what it does.

    `tell` names parties and roles; `review` gives the first of them that can be found
    a duty of their own; `perform` names a system move carried out at that moment.
    """

    offset: Offset
    act: str
    label: Text
    tell: tuple[str, ...]
    review: str | None
    perform: str | None

    @property
    def name(self) -> str:
        return str(self.offset)

    @property
    def reminds(self) -> bool:
        return self.act == "remind"


@dataclass(frozen=True, slots=True)
class Basis:
    name: str
    text: Text
    verified: bool
    source: str


@dataclass(frozen=True, slots=True)
class Promise:
    """A limit with the text it rests on."""

    limit: Limit
    basis: Basis
    published: bool = True  # False where the number is no promise: it only reminds


@dataclass(frozen=True, slots=True)
class Category:
    code: str
    label: Text
    help: Text
    promises: Mapping[str, Promise]
    extensions: int
    reviews: int  # how often the citizen may ask for a review
    investigators: int  # how many persons look into it at least
    unit_kind: str
    sanction: Text
    restricted: bool
    counted_from: (
        str  # the move from which handling counts: `receive` where a law counts from receipt, else `accept`
    )
    judged_above: bool  # about an officer it is one about their unit: the next level up judges it
    call_back_share: int  # percent of the feedbacks that are drawn to be called back (workflows/call_back.py)
    effective_from: str
    verified_by: str | None
    supplement: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What a move did to the state; the rest of `perform` follows from it."""

    move: Move
    party: Party | OwnParty
    from_state: str | None
    to_state: str
