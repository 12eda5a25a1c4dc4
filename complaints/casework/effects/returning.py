"""Effects of a return that its sender judges, and of raising the complaint one level."""

from __future__ import annotations

from complaints.casework import handovers
from complaints.casework.effects import rulings
from complaints.casework.effects.requests import Detail
from complaints.commitments import deadline_clock, deadlines
from complaints.commitments.calendar import current as current_calendar
from complaints.infrastructure.database import db
from complaints.models import Ask, Complaint, Officer, Unit
from complaints.models.return_facts import IMPROPER, JUDGEMENT, PROPER, RETURN
from complaints.organisation import post_history, post_holders
from complaints.rulebooks import store
from workflows.errors import NotNow
from workflows.guards.returning import HEADS
from workflows.language import Act, Party, Text
from workflows.parties import is_party

NONE_ABOVE = Text(
    "退回单位的上级都退回过本件、与本件有关或者不承办，无法提级；请指定承办单位。",
    "Every unit above those that returned it returned it too, is concerned, or handles nothing: designate a unit.",
)
MOVE = "judge_return"


def ask_to_judge(complaint: Complaint, act: Act, unit_id: int | None) -> None:
    """A return is an objection its sender judges. Rules published before know no such judgement."""
    book = store.book(complaint.rulebook_version)
    if MOVE not in book.moves:
        return
    promise = book.promise(complaint.category, JUDGEMENT, complaint.urgency)
    due = current_calendar.calendar().due(act.at, promise.limit)
    words = {"unit_id": unit_id, "until": due.at.isoformat(), HEADS: post_history.heads_of(unit_id)}
    _add(complaint, act, Ask(step="asked", words=words))
    if commitment := book.commitments.get(JUDGEMENT):
        row = deadlines.start(complaint, commitment, act.at, (str(promise.limit), promise, due))
        row.part_number = complaint.returns


def judge_return(complaint: Complaint, act: Act) -> Detail:
    """Improper, as a supervisor says, it teaches who is competent."""
    ask = complaint.return_to_judge(act.at)
    assert ask is not None
    proper, unit = bool(act.words["proper"]), db.session.get_one(Unit, ask.words["unit_id"])
    words = {**ask.words, "reason": act.words["reason"]}
    if row := complaint.judgement_of(ask):
        deadline_clock.meet(row, act.at, complaint.seq)
    _add(complaint, act, Ask(step=PROPER if proper else IMPROPER, words=words))
    by_supervisor = not proper and is_party(complaint, act.by, Party.SUPERVISOR)
    learnt = rulings.record_ruling(complaint, act, unit) if by_supervisor else None
    return {"refused_by": unit.code, **(learnt or {})}


def offer_one_level_up(complaint: Complaint, act: Act) -> Detail:
    """To a unit above those that returned it; designated, so that it is not returned again. Raises NotNow where there is none."""
    unit = post_holders.unit_above_returner(complaint)
    if unit is None:
        raise NotNow(act.move, [NONE_ABOVE])
    words = {"unit": unit, "reason": act.words["reason"]}
    handovers.offer_work(complaint, Act(act.move, act.by, act.at, words), designated=True)
    return {"unit": unit.code}


def _add(complaint: Complaint, act: Act, row: Ask) -> None:
    """No request on the board: it is open to the sender, and waits for no decision."""
    row.kind, row.complaint_id, row.at = RETURN, complaint.id, act.at
    row.by_id = act.by.id if isinstance(act.by, Officer) else None
    db.session.add(row)
    if "asks" in complaint.__dict__:
        complaint.asks.append(row)
