"""Effects of asking others for their opinion: a question is a row, its end another, and its promise is that of those asked."""

from __future__ import annotations

from collections.abc import Iterator

from complaints.casework import attachments
from complaints.casework.effects import parts
from complaints.casework.effects.requests import Detail
from complaints.models import Complaint
from complaints.models.consultation import ANSWERED, DECLINED, ENDED, WITHDRAWN
from workflows.guards.consulting import moot_parts
from workflows.language import SYSTEM, Act, Milestone

ENDING = "end_consultations"
CONSULTATIONS = "consultations"  # in the detail of an event: the numbers of those it is about
OVER, KEPT_OUT = "over", "kept_out"


def open_consultation(complaint: Complaint, act: Act) -> Detail:
    question = parts.ask(complaint, act, act.words["question"])
    parts.promise(complaint, act, "consultation", question)
    return {CONSULTATIONS: [question.number]}


def answer_consultation(complaint: Complaint, act: Act) -> Detail:
    ended = parts.end(complaint, act, [act.words["of"]], (ANSWERED, act.words["opinion"]))
    parts.meet(complaint, act, ended)
    files = {"files": attachments.keep(complaint, act)} if act.words.get("files") else {}
    return {CONSULTATIONS: [act.words["of"]], **files}


def withdraw_consultation(complaint: Complaint, act: Act) -> Detail:
    return _end_unanswered(complaint, act, WITHDRAWN)


def decline_consultation(complaint: Complaint, act: Act) -> Detail:
    """By those asked: the promise ends with it, neither kept nor broken."""
    return _end_unanswered(complaint, act, DECLINED)


def _end_unanswered(complaint: Complaint, act: Act, step: str) -> Detail:
    ended = parts.end(complaint, act, [act.words["of"]], (step, act.words.get("reason")))
    parts.void(complaint, act, ended)
    return {CONSULTATIONS: [act.words["of"]]}


def end_consultations(complaint: Complaint, act: Act) -> Detail:
    ended = parts.end(complaint, act, act.words[CONSULTATIONS], (ENDED, None))
    parts.void(complaint, act, ended)
    return {CONSULTATIONS: [one.number for one in ended], "why": act.words["why"]}


def following(complaint: Complaint, act: Act) -> Iterator[Act]:
    """The step that ends the questions that are moot after this act."""
    if complaint.consulting and act.move != ENDING:
        moot = moot_parts(complaint, complaint.open_consultations)
        if moot:
            numbers = [one.number for one in moot]
            yield Act(ENDING, SYSTEM, act.at, {CONSULTATIONS: numbers, "why": why_moot(complaint)})


def why_moot(complaint: Complaint) -> str:
    return KEPT_OUT if complaint.milestone == Milestone.IN_WORK else OVER
