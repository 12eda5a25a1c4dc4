"""What happens at an entry of the agenda: people come, look at complaints, review, step in, and try what they may not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from complaints.casework import moves as casework_moves
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.errors import BadInput, NotFound
from complaints.intake.intake import receive
from complaints.models import Complaint, Escalation, Officer
from complaints.rulebooks import store
from complaints.simulation import declared_inputs
from complaints.simulation.city import City, look_later
from complaints.simulation.decisions import next_turn
from complaints.simulation.move_inputs import Scene
from complaints.simulation.situations import Turn
from complaints.simulation.texts import any_category, any_intake
from workflows.errors import Refused, UnknownMove
from workflows.language import CITIZEN, Act, Party

INTAKE_KINDS = ("centre", "station", "hotline", "district_bureau", "judicial_office")
BY_WEB = 0.25
MAKES_OWN = 0.3  # how many looks see a move that only the rulebook of the complaint has
STEPS_IN = 0.35  # how many complaints see something beside the straight way
BESIDE = {  # what that is, by weight, and who does it
    "urge": 8,
    "request_recusal": 2,
    "withdraw": 2,
    "supervise": 3,
    "change_urgency": 1,
    "change_first_responder": 3,
    "recuse": 2,
    "reassign": 2,
    "appeal": 2,
}


def arrive(city: City, logger: Officer | None) -> None:
    """A citizen brings a complaint to an officer, or on the web to the duty officer."""
    intake = any_intake(city.rng, city.cast, logger, any_category(city.rng, city.rulebook))
    try:
        with transaction():
            receipt = receive(intake, Act("receive", logger or CITIZEN, city.now))
    except BadInput as refused:
        city.seen_refusals[f"receive: {refused.fields}"] += 1
        return
    _took_in(city, receipt.complaint)


def _took_in(city: City, complaint: Complaint) -> None:
    city.acts += 1
    city.numbers.append(complaint.id)
    look_later(city, complaint)
    if city.chance(STEPS_IN):
        city.plan(city.now + timedelta(hours=city.rng.randint(5, 300)), "beside", complaint.id)


def any_logger(city: City) -> Officer | None:
    if city.chance(BY_WEB):
        return None
    units = [unit for unit in city.cast.units.values() if unit.kind in INTAKE_KINDS]
    return city.rng.choice(city.cast.of_unit(city.rng.choice(units).id))


def look(city: City, complaint_id: int) -> None:
    """The person whose turn it is makes their move. An entry replaced by an earlier look is skipped."""
    if city.looks.get(complaint_id) != city.now:
        return
    turn = None
    try:
        with transaction():
            complaint = casework_moves.take_by_id(complaint_id)
            turn = _own_turn(city, complaint) or next_turn(city.desk(complaint))
            if turn is not None and turn.move is not None:
                _make(city, complaint, turn)
    except (Refused, NotFound) as refused:
        _was_refused(city, turn, refused)
    look_later(city, db.session.get_one(Complaint, complaint_id))


def _own_turn(city: City, complaint: Complaint) -> Turn | None:
    """Now and then an officer makes a move that only this rulebook has."""
    own = declared_inputs.own_moves(store.book(complaint.rulebook_version))
    own = [move for move in own if complaint.state in move.sources]
    if not own or not city.chance(MAKES_OWN):
        return None
    move = city.rng.choice(own)
    scene = Scene(complaint, None, city.now, city.rng, city.cast)
    officers = [row for row in city.cast.officers.values() if declared_inputs.may_make(move, scene, row)]
    return Turn(city.rng.choice(officers), move.name) if officers else None


def _make(city: City, complaint: Complaint, turn: Turn) -> None:
    """The move, through the same verbs as everybody's; an officer must be able to find the complaint first."""
    assert turn.move is not None
    if isinstance(turn.actor, Officer):
        complaint = casework_moves.take(complaint.tracking_number, turn.actor)
    words = declared_inputs.words_for(turn.move, Scene(complaint, turn.actor, city.now, city.rng, city.cast))
    casework_moves.perform(complaint, Act(turn.move, turn.actor, city.now, words))
    city.acts += 1


def _was_refused(city: City, turn: Turn | None, refused: Exception) -> None:
    why = "; ".join(reason.en for reason in refused.reasons) if isinstance(refused, Refused) else "not found"
    city.seen_refusals[f"{turn.move if turn else '?'}: {why}"] += 1


def review(city: City, escalation_id: int) -> None:
    """The reviewer records an act."""
    climb = db.session.get_one(Escalation, escalation_id)
    if climb.reviewed_at is not None or climb.reviewer_id is None:
        return
    reviewer = city.cast.officers[climb.reviewer_id]
    complaint_id = climb.complaint_id
    try:
        with transaction():
            complaint = casework_moves.take_by_id(complaint_id)
            words = {
                "escalation": db.session.get_one(Escalation, escalation_id),
                "act": "urged",
                "note": "已电话催办，要求三日内报告进展。",
            }
            casework_moves.perform(complaint, Act("review", reviewer, city.now, words))
            city.acts += 1
    except Refused as refused:
        _was_refused(city, Turn(reviewer, "review"), refused)


def beside(city: City, complaint_id: int) -> None:
    """Something beside the straight way, at an office hour: people urge, withdraw, fall ill, step in."""
    move = city.rng.choices(list(BESIDE), list(BESIDE.values()))[0]
    _try(city, complaint_id, move, lambda complaint: _who(city, complaint, move))


def _who(city: City, complaint: Complaint, move: str) -> Any:
    posts = {
        "supervise": city.cast.supervisors(complaint),
        "change_urgency": city.cast.supervisors(complaint),
        "change_first_responder": city.cast.leaders(complaint, "unit_supervisor", complaint.intake_path),
        "reassign": city.cast.leaders(complaint, "unit_supervisor", complaint.unit_path),
        "recuse": [city.cast.officers[complaint.answerable_id]],
    }
    return next(iter(posts.get(move, [CITIZEN])), None)


def mischief(city: City, _: None) -> None:
    """A random actor tries a random move on any complaint. The rules refuse it, or the result is still lawful."""
    if not city.numbers:
        return
    complaint_id = city.rng.choice(city.numbers[-200:])
    book = store.current()
    moves = [move.name for move in book.moves.values() if move.sources and move.parties != (Party.SYSTEM,)]
    move = city.rng.choice(moves)
    _try(city, complaint_id, move, lambda complaint: _anybody(city, complaint))


def _anybody(city: City, complaint: Complaint) -> Any:
    """Mostly an officer near the complaint, for strangers do not even find it."""
    near = {
        complaint.first_responder_id,
        complaint.answerable_id,
        complaint.handler_id or complaint.answerable_id,
    }
    people = [city.cast.officers[one] for one in sorted(near)]
    people += city.cast.of_unit(complaint.unit_id) + city.cast.of_unit(complaint.offered_unit_id)
    people += city.cast.deciders(complaint)
    people += [row for row in city.cast.officers.values() if row.unit_id == complaint.respondent_unit_id]
    return city.rng.choice([CITIZEN, *people, city.rng.choice(list(city.cast.officers.values()))])


def _try(city: City, complaint_id: int, move: str, who: Any) -> None:
    if complaint_id in city.scripted:
        return
    actor = None
    try:
        with transaction():
            complaint = casework_moves.take_by_id(complaint_id)
            actor = who(complaint)
            if actor is None:
                return
            _make(city, complaint, Turn(actor, move))
    except (Refused, NotFound, BadInput, UnknownMove):
        return
    look_later(city, db.session.get_one(Complaint, complaint_id))


DEEDS: dict[str, Callable[[City, Any], None]] = {
    "arrive": arrive,
    "look": look,
    "review": review,
    "beside": beside,
    "mischief": mischief,
}
