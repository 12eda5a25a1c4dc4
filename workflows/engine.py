"""Running the rules is one small function; the rules themselves are data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from workflows.act_kinds import guards_of, kinds_of
from workflows.case import Case
from workflows.errors import NotNow, NotYours
from workflows.former_words import KNOWN_GUARDS
from workflows.interest import refusals_of_interest
from workflows.language import Act, Move, OwnParty, Party, Step, Text
from workflows.parties import MACHINE, is_party_to
from workflows.rulebook import Rulebook

ACCEPTS = "mark_accepted"  # the effect of every move that takes a complaint on
SETTLE_FIRST = Text(
    "所写的姓名可能是本系统的某位工作人员：请先用“核实被投诉人”写明是不是，再受理或派单。",
    "The name given may be that of an officer: settle first who is complained of, then accept it or pass it on.",
)


@dataclass(frozen=True, slots=True)
class OpenMove:
    """A move this person may make; `reasons` are the sentences of the rules that refuse it now."""

    move: Move
    reasons: tuple[Text, ...]


def fire(book: Rulebook, case: Case, act: Act) -> Step:
    """Make the move: sets `case.state` and says what happened, or raises and changes nothing.

    Raises UnknownMove, NotYours (none of the parties), NotNow (wrong state, or a guard refuses).
    """
    move = book.move(act.move)
    if book.states[case.state].is_end and case.state not in move.sources:
        raise NotNow(move.name, [_wrong_state(book, case, move)])
    party = _party(book, case, act, move)
    reasons = tuple(_refusals(book, case, act, with_words=True))
    if reasons:
        raise NotNow(move.name, reasons)
    before = case.state
    if not book.machine.events[move.name].trigger(case, act=act):
        raise NotNow(move.name, [_wrong_state(book, case, move)])
    return Step(move, party, before, case.state)


def open_case(book: Rulebook, act: Act) -> Step:
    """The first step of a complaint: who may log one, and the state it starts in. Raises NotYours."""
    move = book.move(act.move)
    party = Party.CITIZEN if act.by.kind == "citizen" else Party.WINDOW
    if party is Party.WINDOW and not {*book.roles["window"], MACHINE} & set(act.by.roles):
        raise NotYours(move.name, [_who_may(book, move)])
    return Step(move, party, None, book.initial)


def open_moves(book: Rulebook, case: Case, act: Act) -> list[OpenMove]:
    """The moves `act.by` is a party to in this state, each with why it is not open yet. `act.move` is not looked at."""
    return [
        OpenMove(move, tuple(_refusals(book, case, replace(act, move=move.name), with_words=False)))
        for move in book.moves.values()
        if case.state in move.sources and any(is_party_to(case, act, party, move) for party in move.parties)
    ]


def _party(book: Rulebook, case: Case, act: Act, move: Move) -> Party | OwnParty:
    for party in move.parties:
        if is_party_to(case, act, party, move):
            return party
    raise NotYours(move.name, [_who_may(book, move)])


def _refusals(book: Rulebook, case: Case, act: Act, *, with_words: bool) -> Iterator[Text]:
    move = book.move(act.move)
    if case.state not in move.sources:
        yield _wrong_state(book, case, move)
        return
    kinds = kinds_of(move, book.states, case.state)
    if kept_back := list(refusals_of_interest(case, act, kinds, with_words=with_words)):
        yield from kept_back
        return
    if must_settle_first(move, case):
        yield SETTLE_FIRST
    for name in guards_of(move, kinds) if act.by.kind == "officer" else move.guards:
        guard = KNOWN_GUARDS[name]
        if (with_words or not guard.needs_words) and not guard.check(case, act):
            yield guard.refusal


def must_settle_first(move: Move, case: Case) -> bool:
    """A name may be an officer's who would come to have it: settling that is the first act of acceptance."""
    return ACCEPTS in move.effects and bool(case.likely_respondent_ids)


PARTY_LABELS = {
    Party.WINDOW: Text("窗口人员", "window staff"),
    Party.CITIZEN: Text("投诉人", "the citizen"),
    Party.FIRST_RESPONDER: Text("首问责任人", "the first responder"),
    Party.HANDLER: Text("承办人", "the handler"),
    Party.OFFERED: Text("承办单位人员", "an officer of the unit it was offered to"),
    Party.SUCCESSOR: Text("首问接任人", "the successor"),
    Party.UNIT_SUPERVISOR: Text("承办单位负责人", "the supervisor of the unit that holds it"),
    Party.INTAKE_SUPERVISOR: Text("首问单位负责人", "the supervisor of the unit that took it in"),
    Party.SUPERVISOR: Text("督办人员", "a supervisor"),
    Party.REVIEWER: Text("受理升级的人员", "whoever the escalation went to"),
    Party.RECORDER: Text("代录的工作人员", "an officer who records it for the citizen"),
    Party.THIRD_PERSON: Text(
        "首问责任人和承办人以外的工作人员（代录）",
        "an officer other than first responder and handler, who records it for the citizen",
    ),
    Party.CONSULTED: Text("被征求意见的单位或人员", "the unit or officer asked for an opinion"),
    Party.ASSISTING: Text("协办单位人员", "an officer of the unit asked to assist"),
    Party.SYSTEM: Text("系统", "the system"),
}


def label_of_party(book: Rulebook, name: str) -> Text:
    """Of the program's parties, or of one that the rulebook names itself."""
    return book.parties[name].label if name in book.parties else PARTY_LABELS[Party(name)]


def _who_may(book: Rulebook, move: Move) -> Text:
    labels = [label_of_party(book, party.value) for party in move.parties]
    zh, en = "、".join(label.zh for label in labels), " or ".join(label.en for label in labels)
    return Text(f"“{move.label.zh}”只能由{zh}进行。", f"“{move.label.en}” is for {en} only.")


def _wrong_state(book: Rulebook, case: Case, move: Move) -> Text:
    now = book.states[case.state].label
    if not move.sources:
        return Text("投诉已经登记。", "The complaint has been logged already.")
    zh = "、".join(book.states[name].label.zh for name in move.sources)
    en = ", ".join(book.states[name].label.en for name in move.sources)
    return Text(
        f"本件现在是“{now.zh}”，“{move.label.zh}”只能在“{zh}”时进行。",
        f"The complaint is now “{now.en}”; “{move.label.en}” is possible only while it is: {en}.",
    )
