"""What indicators count. Each counter queries the complaints to which something happened in a period, one row each time, with
the unit that had the work in that round; without a unit where it is the unit that has it now."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from complaints.commitments.closed_breaches import excused_by_closed_day
from complaints.models import Ask, Complaint, Deadline, Event, Handover, RoundRecord
from complaints.models.deadline import fell_at, fell_due, was_broken, was_renewed
from complaints.models.handover import JUDGED
from complaints.models.round_record import ANSWER, FEEDBACK, RATING, REVIEW, REVIEW_WITHDRAWN
from schemas.calls import CALL_QUESTIONS
from workflows.language import Ending

Occurrences = sa.Select[Any, Any]


@dataclass(frozen=True, slots=True)
class Period:
    """From `begins` until before `ends`, as it is known `at`."""

    begins: datetime
    ends: datetime
    at: datetime

    def holds(self, moment: Any) -> sa.ColumnElement[bool]:
        held: sa.ColumnElement[bool] = sa.and_(moment >= self.begins, moment < min(self.ends, self.at))
        return held


_REGISTERED = {
    "all": sa.true(),
    "accepted": Complaint.accepted_at.is_not(None),
    "not_declined": Complaint.ends_as.is_distinct_from(Ending.DECLINED.value),
    "joined": Complaint.is_joined,
}


def _of_present(*conditions: Any) -> Occurrences:
    return sa.select(Complaint.id, sa.null().cast(sa.Integer).label("unit_id")).filter(*conditions)


def _of_round(complaint_id: Any, at: Any, *noted: Any) -> Occurrences:
    """At the unit that had the work until the next round was opened, or this one was taken back. What stands on record
    stays with the unit that had taken the work by then, where another takes it later in the round; what was `noted` goes first."""
    turn = sa.orm.aliased(RoundRecord)
    is_later = turn.id >= RoundRecord.id if at is RoundRecord.at else turn.at > at
    turned = turn.complaint_id == complaint_id, turn.kind.in_((REVIEW, REVIEW_WITHDRAWN)), is_later
    unit = sa.select(turn.before["unit_id"].as_integer()).where(*turned).order_by(turn.id).limit(1)
    turned_at = sa.select(turn.at).where(*turned).order_by(turn.id).limit(1).scalar_subquery()
    had: list[Any] = (
        [*noted, _unit_before_another(complaint_id, at, turned_at)] if at is RoundRecord.at else [*noted]
    )
    return sa.select(complaint_id, sa.func.coalesce(*had, unit.scalar_subquery(), sa.null()).label("unit_id"))


def _unit_before_another(complaint_id: Any, at: Any, until: Any) -> sa.ScalarSelect[Any]:
    """Null where no other took the work between `at` and `until`, which may be null."""
    took, follows = sa.orm.aliased(Handover), sa.orm.aliased(Handover)
    ours = took.complaint_id == complaint_id, took.kind == "work", took.step == "taken"
    theirs = follows.complaint_id == complaint_id, follows.kind == "work", follows.step == "taken"
    between = follows.at > at, sa.or_(until.is_(None), follows.at < until)
    query = sa.select(took.unit_id).where(*ours, took.at <= at, sa.exists().where(*theirs, *between))
    return query.order_by(took.id.desc()).limit(1).scalar_subquery()


def _registered(which: str, period: Period) -> Occurrences:
    return _of_present(period.holds(Complaint.received_at), _REGISTERED[which])


def _closed(which: str, period: Period) -> Occurrences:
    """Answered, passed on to the citizen, and closed; `on_the_spot`: the work was never offered to a unit."""
    query = _of_present(period.holds(Complaint.ended_at), Complaint.ends_as == Ending.CLOSED.value)
    if which == "all":
        return query
    offered = sa.exists().where(Handover.complaint_id == Complaint.id, Handover.kind == "work")
    return query.filter(~offered)


_NOT_RENEWED = sa.or_(Deadline.moved.is_(None), ~was_renewed())


def _all_due(period: Period) -> Occurrences:
    """Due times that passed in the period; of a promise that was renewed, the first that passed."""
    return _of_round(Deadline.complaint_id, Deadline.started_at, Deadline.unit_id).filter(
        Deadline.due_at >= period.begins,
        period.holds(fell_at()),
        fell_due(period.at),
    )


PROMISES: Mapping[str, Callable[[datetime], sa.ColumnElement[bool]]] = {
    "due": lambda at: sa.true(),
    "kept": lambda at: ~was_broken(at),
    "late": was_broken,
    "late_closed_day": lambda at: sa.and_(was_broken(at), excused_by_closed_day(at)),
    "due_first": lambda at: _NOT_RENEWED,
    "kept_first": lambda at: sa.and_(_NOT_RENEWED, ~was_broken(at)),
    "due_renewed": lambda at: was_renewed(),
    "kept_renewed": lambda at: sa.and_(was_renewed(), ~was_broken(at)),
}


def _promised(counter: str) -> Callable[[Any, Period], Occurrences]:
    return lambda commitment, period: _all_due(period).filter(
        Deadline.commitment == commitment, PROMISES[counter](period.at)
    )


def promises_due(counters: Collection[str], commitments: Collection[str], period: Period) -> Occurrences:
    """All of them at once: beside complaint and unit the commitment, and for each counter 1 where it counts, else 0."""
    counted = [sa.case((PROMISES[name](period.at), 1), else_=0).label(name) for name in counters]
    due = _all_due(period).filter(Deadline.commitment.in_(commitments))
    return due.add_columns(Deadline.commitment, *counted)


def _work(step: str, period: Period) -> Occurrences:
    query = _of_round(Handover.complaint_id, Handover.at).filter(period.holds(Handover.at))
    query = query.filter(Handover.kind == "work", Handover.step == step)
    return query if step != "returned" else _and_returned_after_taking(query, period)


def _and_returned_after_taking(offers: Occurrences, period: Period) -> Occurrences:
    """Who took the work and returns it answers no offer: the step alone tells of it."""
    answered = sa.exists().where(
        Handover.complaint_id == Event.complaint_id, Handover.at == Event.at, Handover.step == "returned"
    )
    taken = _of_round(Event.complaint_id, Event.at).filter(
        Event.move == sa.literal_column("'return'"), period.holds(Event.at), ~answered
    )
    both = sa.union_all(offers, taken).subquery()
    return sa.select(both.c.complaint_id, both.c.unit_id)


def _granted(kind: str, period: Period) -> Occurrences:
    return _of_round(Ask.complaint_id, Ask.at).filter(
        Ask.kind == kind, Ask.step == "granted", period.holds(Ask.at)
    )


_JUDGED = {"all": sa.true(), "improper": Ask.step == "refused"}


def _judged(which: str, period: Period) -> Occurrences:
    """Returns that were judged in the period, at the unit that returned."""
    returner = Ask.words["unit_id"].as_integer().label("unit_id")
    return sa.select(Ask.complaint_id, returner).filter(sa.text(JUDGED), period.holds(Ask.at), _JUDGED[which])


def _asked_for() -> sa.ColumnElement[bool]:
    """By a citizen: a complaint reopened after a bad rating begins a round as well."""
    return sa.exists().where(
        Event.complaint_id == RoundRecord.complaint_id,
        Event.seq == RoundRecord.event_seq,
        Event.move == "appeal",
    )


_ROUND = {
    "answer": RoundRecord.kind == ANSWER,
    "answer_again": sa.and_(RoundRecord.kind == ANSWER, RoundRecord.round > 1),
    "feedback": RoundRecord.kind == FEEDBACK,
    "review": sa.and_(RoundRecord.kind == REVIEW, _asked_for()),
}


def _round(which: str, period: Period) -> Occurrences:
    """Repeated acts of one round, as an answer that was sent back, count once: the last one counts."""
    happened = _of_round(RoundRecord.complaint_id, RoundRecord.at).filter(_ROUND[which])
    return happened.filter(period.holds(RoundRecord.at), ~_is_followed(RoundRecord.kind))


def _rated(grades: list[int], period: Period) -> Occurrences:
    """The last rating of one citizen in one round counts."""
    query = _of_round(RoundRecord.complaint_id, RoundRecord.at).filter(
        RoundRecord.kind == RATING, period.holds(RoundRecord.at)
    )
    return query.filter(RoundRecord.grade.in_(grades), ~_is_followed(RATING))


_CALLED_BACK = {
    "all": sa.true(),
    "reached": Event.detail["reached"].as_boolean(),
    **{name: Event.detail[name].as_boolean() for name in CALL_QUESTIONS},
    **{f"{name}_asked": Event.detail[name].as_boolean().is_not(None) for name in CALL_QUESTIONS},
}


def _called_back(which: str, period: Period) -> Occurrences:
    """Each call counts, a vain one too; `solved`: the citizen said yes, `solved_asked`: they answered at all."""
    made = Event.move == sa.literal_column("'call_back'")
    return _of_round(Event.complaint_id, Event.at).filter(made, period.holds(Event.at), _CALLED_BACK[which])


def _is_followed(kind: Any) -> sa.ColumnElement[bool]:
    """Whether another record of its kind, round and citizen follows."""
    later = sa.orm.aliased(RoundRecord)
    return sa.exists().where(
        later.complaint_id == RoundRecord.complaint_id,
        later.round == RoundRecord.round,
        later.kind == kind,
        later.of_id.is_not_distinct_from(RoundRecord.of_id),
        later.id > RoundRecord.id,
    )


def _found(outcomes: list[str], period: Period) -> Occurrences:
    return _round("answer", period).filter(RoundRecord.outcome.in_(outcomes))


COUNTERS: Mapping[str, Callable[[Any, Period], Occurrences]] = {
    "registered": _registered,
    "closed": _closed,
    **{name: _promised(name) for name in PROMISES},
    "work": _work,
    "granted": _granted,
    "judged": _judged,
    "round": _round,
    "rated": _rated,
    "found": _found,
    "called_back": _called_back,
}
