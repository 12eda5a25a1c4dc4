"""What a simulation says at its end: figures for people, and one JSON line for programs."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import func, select

from complaints.infrastructure.database import db
from complaints.models import Complaint, Escalation, Event
from complaints.simulation.run import Outcome
from workflows.language import Ending

ENDS = (Ending.CLOSED, Ending.DECLINED, Ending.WITHDRAWN, Ending.MERGED)


@dataclass(frozen=True)
class Figures:
    complaints: int
    events: int
    ends: dict[str, int]
    open: int
    breaches: int  # promises whose due time was passed while they ran
    escalations: int  # rungs climbed, reminders left out
    reviews: int
    returns: int
    bad_ratings: int
    stuck: int  # looks at which no officer could act
    violations: int


def figures(outcome: Outcome) -> Figures:
    ends = dict(db.session.execute(select(Complaint.ends_as, func.count()).group_by(Complaint.ends_as)).all())
    moves = dict(db.session.execute(select(Event.move, func.count()).group_by(Event.move)).all())
    climbs = select(func.count()).select_from(Escalation).filter(Escalation.reminder.is_(False))
    return Figures(
        complaints=sum(ends.values()),
        events=sum(moves.values()),
        ends={end.value: ends.get(end, 0) for end in ENDS},
        open=ends.get(None, 0),
        breaches=db.session.scalar(climbs.filter(Escalation.rung == "0")) or 0,
        escalations=db.session.scalar(climbs) or 0,
        reviews=moves.get("review", 0),
        returns=moves.get("return", 0),
        bad_ratings=_bad_ratings(),
        stuck=sum(outcome.city.stuck.values()),
        violations=len(outcome.broken),
    )


def _bad_ratings() -> int:
    ratings = db.session.scalars(select(Event.detail).filter_by(move="rate"))
    return sum(detail["grade"] <= 2 for detail in ratings)


def lines(outcome: Outcome, found: Figures) -> list[str]:
    words = asdict(found) | {"ends": ", ".join(f"{end} {number}" for end, number in found.ends.items())}
    said = [f"{name.replace('_', ' '):12} {value}" for name, value in words.items()]
    return [*said, *(f"! {sentence}" for sentence in outcome.broken)]
