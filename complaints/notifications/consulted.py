"""Who was asked for an opinion or for help: the recipients of what a step says to them, each by name, for they see nothing else of it."""

from __future__ import annotations

from typing import Any

from complaints.models import Complaint, Consultation, Event, Officer
from complaints.models.consultation import ASKED
from complaints.models.owed_by_others import OF_THOSE_ASKED
from complaints.organisation import post_holders
from workflows.parties import is_of_its_channel, may_judge

CONSULTED, ASSISTING = THOSE_ASKED = ("consulted", "assisting")
THEIR_HEAD = ("consulted_supervisor", "assisting_supervisor")


def officers_told(complaint: Complaint, event: Event) -> list[int]:
    """The ids of those free of interest, by the questions an event is about."""
    told: dict[int, None] = {}
    for question in questions_of(complaint, event):
        named = _taker_there(complaint, question) or question.officer
        people = [named] if named else post_holders.officers_to_ask(complaint, question.unit)
        told |= {one.id: None for one in people if one.active and _may_know(complaint, one)}
    return [one for one in told if one != event.by_id]


def _taker_there(complaint: Complaint, question: Consultation) -> Officer | None:
    """Who took it and left the unit since has it no more: a colleague takes it over."""
    taker = complaint.taker_of(question)
    is_there = taker is not None and taker.active and taker.unit_id == question.unit_id
    return taker if is_there else None


def _may_know(complaint: Complaint, officer: Officer) -> bool:
    """A complaint that became restricted is no matter of those asked before."""
    return may_judge(complaint, officer) and is_of_its_channel(complaint, officer)


def questions_of(complaint: Complaint, event: Event) -> list[Consultation]:
    numbers = (
        event.detail.get("consultations")
        or event.detail.get("assists")
        or _numbers_on_a_rung(complaint, event.detail)
    )
    return [row for row in complaint.consultations if row.step == ASKED and row.number in numbers]


def question_of(complaint: Complaint, deadline_id: int) -> Consultation | None:
    """What a promise of those asked is about."""
    numbers = {row.part_number for row in complaint.running if row.id == deadline_id}
    return next((row for row in complaint.consultations if row.step == ASKED and row.number in numbers), None)


def head_of_asked(complaint: Complaint, event: Event) -> Officer | None:
    """Of the unit asked, or the next one up who is free of interest."""
    asked = questions_of(complaint, event)
    return post_holders.leader_of(complaint, asked[0].unit.path) if asked else None


def _numbers_on_a_rung(complaint: Complaint, detail: dict[str, Any]) -> set[int | None]:
    commitment = detail.get("commitment")
    if commitment not in OF_THOSE_ASKED:
        return set()
    own = (row for row in complaint.running if row.commitment == commitment)
    return {row.part_number for row in own if row.cycle == detail["cycle"]}
