"""The next act due on a complaint, and what its actor sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from complaints.models import Complaint
from complaints.rulebooks import store
from complaints.simulation.actors import Cast
from workflows.guards.aftermath import WORST_GRADES
from workflows.guards.handing_over import MOST_RETURNS
from workflows.language import Milestone


@dataclass(frozen=True)
class Turn:
    """A person about to make a move; None as the move: they let it be."""

    actor: Any
    move: str | None


@dataclass(frozen=True)
class Desk:
    """A complaint and the person who looks at it next."""

    complaint: Complaint
    at: datetime
    rng: Random
    cast: Cast

    def chance(self, of: float) -> bool:
        return self.rng.random() < of

    def has(self, move: str) -> bool:
        """Whether the rulebook of the complaint has it."""
        return move in store.book(self.complaint.rulebook_version).moves


def situation(complaint: Complaint) -> str:
    """What has to happen first. Questions waiting for a decision go before the work itself."""
    if complaint.pending("recusal"):
        return "recusal asked"
    for kind in ("extension", "suspension"):
        if (
            complaint.milestone == Milestone.IN_WORK
            and complaint.pending(kind)
            and not complaint.pause_reason
        ):
            return f"{kind} asked"
    if complaint.duty_offer is not None:
        return "duty offered"
    if complaint.pause_reason == "supplement":
        return "waiting for the citizen"
    return _in_state(complaint)


def _in_state(complaint: Complaint) -> str:
    if complaint.milestone == Milestone.TAKEN_IN:
        return _taken_in(complaint)
    if complaint.milestone == Milestone.IN_WORK:
        if complaint.work_offer is not None:
            return "offered"
        if complaint.pause_reason == "suspension":
            return "suspended"
        return "handler recused" if complaint.handler_id in complaint.recused_ids else "working"
    if complaint.milestone == Milestone.TOLD:
        return "rated badly" if complaint.grade in WORST_GRADES else "told"
    return complaint.milestone


def _taken_in(complaint: Complaint) -> str:
    if complaint.first_responder_id in complaint.recused_ids:
        return "responder recused"
    if complaint.likely_respondent_ids:
        return "name to be settled"
    if complaint.returns + complaint.lapses >= MOST_RETURNS:
        return "bounced"
    return "new" if complaint.accepted_at is None else "accepted"


def pick(desk: Desk, *weighted: tuple[str, float, bool]) -> str:
    """One of the moves, by weight, among those whose condition holds."""
    open_ones = [(name, weight) for name, weight, may in weighted if may]
    return desk.rng.choices([name for name, _ in open_ones], [weight for _, weight in open_ones])[0]


def by_responder(desk: Desk, move: str) -> Turn:
    return Turn(desk.cast.officers[desk.complaint.first_responder_id], move)


def by_first(officers: list[Any], move: str) -> Turn | None:
    return Turn(officers[0], move) if officers else None
