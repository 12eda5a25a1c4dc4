"""A complaint as one row of a list: its texts, the reason for its place, and the moves offered at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from complaints.models import Complaint, Officer
from complaints.queries.rows import Listed, Promise
from complaints.queries.worklists import next_promise
from complaints.rulebooks import store
from workflows.engine import OpenMove, open_moves
from workflows.language import Act, Move, Party, State, Text
from workflows.parties import is_inside_offer, is_party
from workflows.rulebook import Rulebook

QUICK = ("urge", "contact", "report_progress")
ANSWERS = ("sign_for", "return", "refuse_reassignment", "take_first_responder", "refuse_first_responder")


@dataclass(frozen=True, slots=True)
class Row:
    complaint: Listed | Complaint
    state: State
    category: Text
    urgency: Text
    promise: Promise | None
    promised: Text | None
    quick: tuple[str, ...]  # `keeps`: the move by which this person keeps the next promise
    keeps: Move | None = None
    answers: tuple[OpenMove, ...] = ()
    note: str = ""


def rows_of(complaints: Iterable[Listed], officer: Officer) -> list[Row]:
    return [_row(complaint, officer) for complaint in complaints]


def offers_of(complaints: Iterable[Complaint], officer: Officer, at: datetime) -> list[Row]:
    """The same for what is offered, with the moves that answer the offer and the note that came with it."""
    return [_offer(complaint, officer, at) for complaint in complaints]


def _row(complaint: Listed | Complaint, officer: Officer) -> Row:
    book = store.book(complaint.rulebook_version)
    promise = next_promise(complaint)
    return Row(
        complaint=complaint,
        state=book.states[complaint.state],
        category=book.categories[complaint.category].label,
        urgency=book.codes["urgencies"][complaint.urgency],
        promise=promise,
        promised=book.commitments[promise.commitment].label if promise else None,
        quick=tuple(name for name in QUICK if _may(book, complaint, officer, name)),
        keeps=_keeps(book, complaint, officer, promise),
    )


def _keeps(
    book: Rulebook, complaint: Listed | Complaint, officer: Officer, promise: Promise | None
) -> Move | None:
    """The first move that keeps the next promise and is this person's to make."""
    cues = book.commitments[promise.commitment].met_by if promise else ()
    names = (
        cue.move for cue in cues if cue.move not in QUICK and _carries(book, complaint, officer, cue.move)
    )
    name = next(names, None)
    return book.moves[name] if name else None


def _carries(book: Rulebook, complaint: Listed | Complaint, officer: Officer, name: str) -> bool:
    move = book.moves[name]
    carried = [party for party in (Party.FIRST_RESPONDER, Party.HANDLER) if party in move.parties]
    return complaint.state in move.sources and any(is_party(complaint, officer, party) for party in carried)


def _may(book: Rulebook, complaint: Listed | Complaint, officer: Officer, name: str) -> bool:
    """Party and state alone: the parties of the quick moves are columns of the row, so nothing more is read. A rulebook need not
    have the move."""
    move = book.moves.get(name)
    return (
        move is not None
        and complaint.state in move.sources
        and any(is_party(complaint, officer, party) for party in move.parties)
    )


def _offer(complaint: Complaint, officer: Officer, at: datetime) -> Row:
    row = _row(complaint, officer)
    book = store.book(complaint.rulebook_version)
    moves = open_moves(book, complaint, Act("", officer, at))
    offer = complaint.work_offer or complaint.duty_offer
    return Row(
        **{name: getattr(row, name) for name in ("complaint", "state", "category", "urgency", "promise")},
        promised=row.promised,
        quick=(),
        answers=tuple(one for one in moves if one.move.name in ANSWERS and _fits(one, complaint)),
        note=(offer.reason or "") if offer else "",
    )


def _fits(one: OpenMove, complaint: Complaint) -> bool:
    """The work is answered where work is offered, the duty where the duty is; what came from a colleague goes back there."""
    name, offer = one.move.name, complaint.work_offer
    if name in ("return", "refuse_reassignment"):
        return offer is not None and is_inside_offer(complaint, offer) == (name != "return")
    return (offer if name == "sign_for" else complaint.duty_offer) is not None
