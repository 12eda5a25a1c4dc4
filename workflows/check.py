"""Faults that make a rulebook unusable, each with its sentence. `faults_of` finds them all before anything is published."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping

from workflows.clock_check import faults_of_clocks
from workflows.effects import RECIPIENTS, ROLES
from workflows.former_words import KNOWN_CONDITIONS, KNOWN_EFFECTS, KNOWN_GUARDS
from workflows.language import Ending, Milestone, Move, OwnParty, Party, Rung, Target, Text
from workflows.needs_check import SYSTEM_MOVES, faults_of_needs
from workflows.program_check import faults_of_program
from workflows.rulebook import Rulebook

STATE, MOVE, GUARD = Text("状态", "state"), Text("动作", "move"), Text("守则", "guard")
EFFECT, CONDITION, LADDER = Text("效果", "effect"), Text("条件", "condition"), Text("阶梯", "ladder")
ROLE, RECIPIENT = Text("角色", "role"), Text("告知对象", "recipient")
DATES = ("supervision", "joined")  # a date of its own, no limit
AFTER_THE_ANSWER = ("well_rated_by_all", "review_of_closed")  # hold only where the citizen was told
AFTER_THE_END = (
    "review",
    "appeal",
    "rate",
    "reissue_code",
    "report_error",
    "refuse_correction",
    "correct",
    "name_respondent",
    "clear_respondent",
    "unmerge",
    "move_sender_date",
    "follow_leading",
    "owe_answer",
    "end_reviews",
    "end_consultations",
    "end_assists",
    "confirm_told",
    "confirm_feedback",
    "not_reached",
    "tell_citizen",
    "tell_answer",
    *SYSTEM_MOVES,
)  # a review that waits is still asked for
NO_ROLE_NEEDED = {Party.CITIZEN, Party.SYSTEM}


def faults_of(book: Rulebook, forms: Mapping[str, Collection[str]]) -> list[Text]:
    """All faults of a rulebook; empty when it can be published (design §4). `forms`: the moves this program has forms for,
    each with the words it asks for."""
    names = [
        *_moves_of_the_house(book),
        *_unknown_names(book),
        *_unheard_rungs(book),
        *_endless_ladders(book),
        *_baseless_limits(book),
        *faults_of_needs(book),
    ]
    cannot_run = list(faults_of_program(book, forms))
    if names:  # the walks below would stumble over unknown names
        return names + cannot_run
    return [
        *_unreachable_states(book),
        *_states_without_end(book),
        *_closed_untold(book),
        *_unanswerable(book),
        *faults_of_clocks(book),
        *cannot_run,
    ]


def _moves_of_the_house(book: Rulebook) -> Iterator[Text]:
    """The moves the program itself makes must be there; only the rung says whom it tells."""
    for name in ("receive", "review", *SYSTEM_MOVES):
        if name not in book.moves:
            yield Text(f"缺少系统动作 {name}。", f"moves.{name} is missing: the program itself makes it.")
        elif name in ("escalate", "remind") and book.moves[name].tell:
            yield Text(
                f"moves.{name}：告知谁写在阶梯上，这里须为空。",
                f"moves.{name}: whom to tell stands on the rungs; leave it empty here.",
            )


def _unknown_names(book: Rulebook) -> Iterator[Text]:
    for move in book.moves.values():
        yield from _unknown_in_move(book, move)
    for commitment in book.commitments.values():
        where = f"commitments.{commitment.called}"
        cues = (*commitment.starts, *commitment.met_by, *commitment.revived_by)
        yield from _unknown(MOVE, [cue.move for cue in cues], book.moves, where)
        yield from _unknown(CONDITION, [cue.when for cue in cues if cue.when], KNOWN_CONDITIONS, where)
        yield from _unknown(LADDER, [commitment.ladder], book.ladders, where)
        yield from _unknown(STATE, commitment.outlives, book.states, where)
    for name in book.parties:
        if name in set(Party):
            yield Text(
                f"parties.{name}：这是程序自己的身份，请另起一个名称。",
                f"parties.{name}: the program has a party of this name; choose another.",
            )
    for party, roles in book.roles.items():
        yield from _unknown(ROLE, roles, ROLES, f"roles.{party}")
    yield from _unknown(ROLE, book.last_resort, ROLES, "last_resort")
    yield from _unknown(STATE, [book.initial], book.states, "initial")


def _unknown_in_move(book: Rulebook, move: Move) -> Iterator[Text]:
    where = f"moves.{move.called}"
    targets = [target.state for target in move.targets if target.state]
    conditions = [target.when for target in move.targets if target.when]
    yield from _unknown(STATE, [*move.sources, *targets], book.states, where)
    yield from _unknown(CONDITION, conditions, KNOWN_CONDITIONS, where)
    yield from _unknown(GUARD, move.guards, KNOWN_GUARDS, where)
    yield from _unknown(EFFECT, move.effects, KNOWN_EFFECTS, where)
    yield from _unknown(RECIPIENT, move.tell, RECIPIENTS, where)
    for party in move.parties:
        if isinstance(party, OwnParty):
            yield from _unknown(ROLE, party.roles, ROLES, f"parties.{party.name}")
        elif party not in NO_ROLE_NEEDED and not book.roles.get(party):
            yield Text(
                f"{where}：没有任何角色能成为“{party}”，这个动作无人可做。",
                f"{where}: no role can ever be “{party}”, so nobody could make this move.",
            )


def _unknown(kind: Text, used: Iterable[str], known: Container[str], where: str) -> Iterator[Text]:
    for name in used:
        if name not in known:
            yield Text(
                f"{where}：没有名为“{name}”的{kind.zh}。", f"{where}: there is no {kind.en} called “{name}”."
            )


def _unheard_rungs(book: Rulebook) -> Iterator[Text]:
    for ladder, rung in _rungs(book):
        if not rung.tell and not rung.perform:
            yield Text(
                f"ladders.{ladder}：{rung.name} 级没有告知任何人。",
                f"ladders.{ladder}: rung {rung.name} tells nobody.",
            )
        named = [*rung.tell, *([rung.review] if rung.review else [])]
        yield from _unknown(RECIPIENT, named, RECIPIENTS, f"ladders.{ladder}")
        performed = [rung.perform] if rung.perform else []
        yield from _unknown(MOVE, performed, book.moves, f"ladders.{ladder}")


def _endless_ladders(book: Rulebook) -> Iterator[Text]:
    for name, rungs in book.ladders.items():
        if not rungs or not (rungs[-1].perform or "last_resort" in rungs[-1].tell):
            yield Text(
                f"阶梯 {name} 没有尽头：最后一级须告知最终负责人，或由系统了结。",
                f"ladders.{name} does not end: its last rung must tell the last resort, or be settled by the system.",
            )
        if list(rungs) != sorted(rungs, key=_rough_hours) or len({rung.name for rung in rungs}) != len(rungs):
            yield Text(
                f"阶梯 {name} 的各级须由早到晚，不能重复。",
                f"ladders.{name}: rungs go from early to late, none twice.",
            )


def _rough_hours(rung: Rung) -> int:
    return rung.offset.value * {"h": 1, "wh": 1, "wd": 7, "cd": 5}[rung.offset.unit]


def _rungs(book: Rulebook) -> Iterator[tuple[str, Rung]]:
    return ((name, rung) for name, rungs in book.ladders.items() for rung in rungs)


def _baseless_limits(book: Rulebook) -> Iterator[Text]:
    for code, category in book.categories.items():
        for stage, promise in category.promises.items():
            if not promise.basis.text.zh.strip() or not promise.basis.text.en.strip():
                yield Text(
                    f"类别 {code} 的时限 {stage} 没有依据。",
                    f"categories.{code}: the limit {stage} has no basis text.",
                )
    for name, commitment in book.commitments.items():
        if name not in DATES and "normal" not in book.stage_promises.get(name, {}):
            where = commitment.called
            yield Text(f"承诺 {where} 没有通用时限。", f"limits.{where}: the commitment has no limit.")


def _unreachable_states(book: Rulebook) -> Iterator[Text]:
    reached = _closure(book, {book.initial})
    for name in book.states:
        if name not in reached:
            yield Text(f"状态 {name} 永远到不了。", f"states.{name} can never be reached.")


def _states_without_end(book: Rulebook) -> Iterator[Text]:
    ends = {name for name, state in book.states.items() if state.is_end}
    for name in book.states:
        if not _closure(book, {name}) & ends:
            yield Text(f"状态 {name} 没有通向结束的路。", f"states.{name} has no way to an end.")


def _closed_untold(book: Rulebook) -> Iterator[Text]:
    """A complaint is closed only from a state in which its citizen was told the answer (promise 9)."""
    for move in book.moves.values():
        for name in sorted(move.sources):
            told = book.states[name].milestone in (Milestone.TOLD, Milestone.ENDED)
            if not told and any(_closes(book, target) for target in move.targets):
                yield Text(
                    f"moves.{move.called}：从“{name}”直接归档，投诉人还没有被告知结果；只能从已告知的状态归档。",
                    f"moves.{move.called}: closes from “{name}”, where the citizen was not told the answer; close only from a "
                    "state whose milestone is `told`.",
                )


def _closes(book: Rulebook, target: Target) -> bool:
    ends = target.state is not None and book.states[target.state].ends_as == Ending.CLOSED
    return ends and target.when not in AFTER_THE_ANSWER


def _closure(book: Rulebook, start: set[str]) -> set[str]:
    seen, todo = set(start), list(start)
    while todo:
        here = todo.pop()
        for move in book.moves.values():
            onward = set(move.targets_from(here)) - seen if here in move.sources else set()
            seen |= onward
            todo.extend(onward)
    return seen


def _unanswerable(book: Rulebook) -> Iterator[Text]:
    for name, state in book.states.items():
        leaves = any(name in move.sources for move in book.moves.values() if move.name not in AFTER_THE_END)
        if state.is_end and leaves:
            yield Text(
                f"状态 {name} 还在办理，却无人负责。",
                f"states.{name} is a working state, but nobody is answerable.",
            )
        if state.answerable and state.answerable not in (Party.FIRST_RESPONDER, Party.HANDLER):
            yield Text(
                f"状态 {name} 的负责人只能是首问责任人或承办人。",
                f"states.{name}: the answerable person is the first responder or the handler.",
            )
