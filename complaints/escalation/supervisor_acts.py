"""A supervisor acts on a complaint, and with the same stroke records the review of what climbed on it (promise 8)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import orm, select

from complaints.casework import moves
from complaints.escalation import reviews
from complaints.infrastructure.database import db
from complaints.infrastructure.errors import NotFound, StaleVersion
from complaints.infrastructure.tracking_numbers import digits_of
from complaints.models import Complaint, Officer
from complaints.queries.board.conditions import seen_by
from workflows.errors import NotYours
from workflows.language import Act, Party, Text
from workflows.parties import may_judge
from workflows.rulebook import Rulebook

ACCEPT = "accept_reason"  # 说明的理由成立: an act of its own, which moves nothing
MOVES = (
    "urge",
    "designate",
    "reassign",
    "change_first_responder",
    "supervise",
    "change_urgency",
    "grant_extension",
    "refuse_extension",
    "confirm_suspension",
    "refuse_suspension",
    "decide_recusal",
    "reopen",
    "uphold",
)
ACTS = (*MOVES, ACCEPT)
_RECORDED_AS = {"grant_extension": "extend"}
_POSTS = (Party.SUPERVISOR, Party.UNIT_SUPERVISOR, Party.INTAKE_SUPERVISOR, Party.REVIEWER)


@dataclass(frozen=True, slots=True)
class Picked:
    """A complaint that was ticked, as it was when it was looked at."""

    number: str
    version: int


def move_of(act: str) -> str:
    """The move of the rulebook an act is made of."""
    return "review" if act == ACCEPT else act


def acts_of(officer: Officer, book: Rulebook) -> list[str]:
    """The acts an officer's posts may do at all; on which complaint, the rulebook says each time."""
    held = set(officer.roles)
    return [name for name in ACTS if held & _roles(book, name)]


def _roles(book: Rulebook, act: str) -> set[str]:
    """None for a move that rules published before do not know."""
    move = book.moves.get(move_of(act))
    parties = [party for party in move.parties if party in _POSTS] if move else []
    return {role for party in parties for role in book.roles[party.value]}


def carry_out(picked: Picked, act: str, words: Mapping[str, Any], by: tuple[Officer, datetime]) -> Complaint:
    """One act on one complaint; the escalations waiting there are reviewed by it. Inside a transaction.

    Raises NotFound, StaleVersion, BadInput, or Refused with the sentences of the rules; then nothing has changed.
    """
    officer, at = by
    complaint = _take(picked, officer, at)
    if act != ACCEPT:
        moves.perform_as_written(complaint, Act(act, officer, at, words))
    reviewed = _review(complaint, act, words, by)
    if act == ACCEPT and not reviewed:
        raise NotYours("review", [_NOTHING_TO_REVIEW])
    return complaint


_NOTHING_TO_REVIEW = Text(
    "本件没有等待您处理的升级，“理由成立”无从记录。",
    "No escalation of this complaint waits for you, so there is nothing to accept.",
)


def _take(picked: Picked, officer: Officer, at: datetime) -> Complaint:
    """Any complaint on the officer's board may be taken, also where only the review is theirs."""
    seen = select(Complaint.id).filter(
        Complaint.tracking_number == digits_of(picked.number), seen_by(officer, at)
    )
    complaint_id = db.session.scalars(seen).one_or_none()
    if complaint_id is None:
        raise NotFound
    complaint = moves.take_by_id(complaint_id)
    if complaint.version != picked.version:
        raise StaleVersion
    return complaint


def _review(complaint: Complaint, act: str, words: Mapping[str, Any], by: tuple[Officer, datetime]) -> int:
    """Every escalation that this officer may review is done with by this act."""
    officer, at = by
    waiting = reviews.answered_by(complaint, officer, at) if may_judge(complaint, officer) else []
    note = str(words.get("note") or words.get("instruction") or words.get("reason") or "")
    return reviews.review_each(complaint, waiting, by, {"act": _RECORDED_AS.get(act, act), "note": note})


def read_all(numbers: Collection[str], officer: Officer, at: datetime) -> dict[str, Complaint]:
    """Those of the numbers the officer may act on, by number and as they are now, without their long texts."""
    parts = ("running", "escalations", "asks", "handovers")
    query = (
        select(Complaint)
        .filter(Complaint.tracking_number.in_(numbers), seen_by(officer, at))
        .options(orm.defer(Complaint.narrative), orm.defer(Complaint.findings), orm.defer(Complaint.reply))
        .options(orm.joinedload(Complaint.unit), orm.joinedload(Complaint.answerable))
        .options(*(orm.selectinload(getattr(Complaint, part)) for part in parts))
        .execution_options(populate_existing=True)
    )
    return {row.tracking_number: row for row in db.session.scalars(query)}
