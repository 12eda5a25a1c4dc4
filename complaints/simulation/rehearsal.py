"""A rulebook tried out before it is published: complaints of every category from intake to an end, in a transaction that is
rolled back. What would fail on the first citizen fails here, as a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from complaints.casework import moves
from complaints.escalation.climb import climb_all
from complaints.escalation.sweep import Tally
from complaints.infrastructure.database import db
from complaints.infrastructure.errors import BadInput, NotFound
from complaints.intake.complainant import Person
from complaints.intake.intake import Intake, receive
from complaints.models import Complaint, Officer
from complaints.rulebooks import store
from complaints.simulation.actors import Cast
from complaints.simulation.decisions import next_turn
from complaints.simulation.declared_inputs import own_moves, words_for
from complaints.simulation.move_inputs import Scene
from complaints.simulation.situations import Desk
from workflows.errors import Refused, RulebookError
from workflows.language import CITIZEN, Act, Move, Text
from workflows.rulebook import Rulebook
from workflows.urgency import URGENCIES

MOST_TURNS = 25
MOST_CLIMBS = 12  # times the sweep looks at an untouched complaint
SEED = 20261


@dataclass
class _Trial:
    """One complaint tried out; `doing` says what was being done when something failed."""

    cast: Cast
    category: str
    at: datetime
    rng: Random
    own_moves: tuple[Move, ...] = ()
    doing: str = "receive"


def rehearse(text: str, at: datetime) -> None:
    """Publish a text, live a few complaints of every category, and take everything back. Inside a transaction.

    Raises RulebookError with a sentence for every category and move that failed, VersionTaken like publishing itself.
    """
    with db.session.begin_nested() as savepoint:
        book = store.publish(text, at)
        faults = list(_faults(book, at))
        savepoint.rollback()
    store.forget(book.key)
    if faults:
        raise RulebookError(faults)


def _faults(book: Rulebook, at: datetime) -> Iterator[Text]:
    cast = Cast(SEED)
    own = tuple(own_moves(book))
    for code in book.categories:
        for number, urgency in enumerate(URGENCIES):
            trial = _Trial(cast, code, at, Random(SEED + number), own)
            fault = _tried(trial, urgency, climbs=number == len(URGENCIES) - 1)
            if fault is not None:
                yield fault
                break


def _tried(trial: _Trial, urgency: str, climbs: bool) -> Text | None:
    try:
        with db.session.begin_nested() as savepoint:
            complaint = _log(trial, urgency)
            _climb(trial, complaint) if climbs else _work(trial, complaint)
            savepoint.rollback()
    except BadInput as error:
        return _cannot_be_logged(trial, error)
    except Exception as error:
        return _fails(trial, error)
    return None


def _log(trial: _Trial, urgency: str) -> Complaint:
    intake = Intake(
        category=trial.category,
        channel="web",
        subject="试运行",
        narrative="试运行",
        urgency=urgency,
        person=Person(name="试运行", phone="+8613800138000"),
    )
    return receive(intake, Act("receive", CITIZEN, trial.at)).complaint


def _work(trial: _Trial, complaint: Complaint) -> None:
    """People take their turns until the complaint ends; what the rules refuse is refused here too."""
    for _ in range(MOST_TURNS):
        turn = next_turn(Desk(complaint, trial.at, trial.rng, trial.cast))
        _try_own_moves(trial, complaint)
        if turn is None or turn.move is None:
            return
        trial.doing = turn.move
        with suppress(Refused, BadInput, NotFound), db.session.begin_nested():
            _make(trial, complaint, turn.actor, turn.move)
        trial.at += timedelta(hours=3)


def _make(trial: _Trial, complaint: Complaint, actor: Any, move: str) -> None:
    by = db.session.get_one(Officer, actor.id) if isinstance(actor, Officer) else actor
    words = words_for(move, Scene(complaint, by, trial.at, trial.rng, trial.cast))
    moves.perform(complaint, Act(move, by, trial.at, words))


def _try_own_moves(trial: _Trial, complaint: Complaint) -> None:
    """Each move that the rulebook declares itself, by the first officer who may make it here; then all is as before."""
    own = [move for move in trial.own_moves if complaint.state in move.sources]
    for move in own:
        trial.doing = move.name
        for officer in trial.cast.officers.values():
            with suppress(Refused, BadInput, NotFound), db.session.begin_nested() as savepoint:
                by = db.session.get_one(Officer, officer.id)
                words = words_for(move.name, Scene(complaint, by, trial.at, trial.rng, trial.cast))
                moves.perform(complaint, Act(move.name, by, trial.at, words))
                savepoint.rollback()
                break


def _climb(trial: _Trial, complaint: Complaint) -> None:
    """Left alone: every rung of the running ladders is climbed."""
    trial.doing = "escalate"
    for _ in range(MOST_CLIMBS):
        if complaint.next_action_at is None:
            return
        climb_all(complaint, max(trial.at, complaint.next_action_at), Tally())


def _cannot_be_logged(trial: _Trial, error: BadInput) -> Text:
    why = list(error.fields.values())
    return Text(
        f"试运行：类别 {trial.category} 无法登记：{'；'.join(text.zh for text in why)}",
        f"dry run: a complaint of {trial.category} cannot be logged: {'; '.join(text.en for text in why)}",
    )


def _fails(trial: _Trial, error: Exception) -> Text:
    name = type(error).__name__
    return Text(
        f"试运行：类别 {trial.category} 在“{trial.doing}”一步出错（{name}：{str(error)[:200]}）。",
        f"dry run: a complaint of {trial.category} fails at “{trial.doing}” ({name}: {str(error)[:200]}).",
    )
