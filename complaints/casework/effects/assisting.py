"""Effects of joint work (协办): a unit is asked to help, takes it or not, and answers; the lead keeps the work and its clock."""

from __future__ import annotations

from collections.abc import Iterator

from complaints.casework import attachments
from complaints.casework.effects import consulting, parts
from complaints.casework.effects.consulting import KEPT_OUT, why_moot
from complaints.casework.effects.requests import Detail
from complaints.models import Complaint
from complaints.models.consultation import ANSWERED, ENDED, LAPSED, RETURNED, TAKEN, WITHDRAWN
from complaints.organisation import post_holders
from workflows.case import Question
from workflows.guards.consulting import moot_parts
from workflows.language import SYSTEM, Act

TAKING, HELPING = "assist_taking", "assist"  # the promises of those asked
ENDING, RAISING = "end_assists", "raise_assist"
OVER = consulting.OVER
ASSISTS = "assists"  # in the detail of an event: the numbers of those it is about


def open_assist(complaint: Complaint, act: Act) -> Detail:
    part = parts.ask(complaint, act, act.words["task"], assist=True)
    parts.promise(complaint, act, TAKING, part)
    return {ASSISTS: [part.number]}


def take_assist(complaint: Complaint, act: Act) -> Detail:
    """A second time by a colleague of the first: the promise runs on."""
    [part] = [one for one in complaint.open_assists if one.number == act.words["of"]]
    is_first = complaint.taker_of(part) is None
    if is_first:
        parts.meet(complaint, act, [part])
    parts.note_step(complaint, act, part, TAKEN)
    if is_first:
        parts.promise(complaint, act, HELPING, part)
    return {ASSISTS: [part.number]}


def return_assist(complaint: Complaint, act: Act) -> Detail:
    return _end_met(complaint, act, RETURNED)


def lapse_assist(complaint: Complaint, act: Act) -> Detail:
    """The promise to take it was broken by then, and stays so."""
    return _end_met(complaint, act, LAPSED)


def answer_assist(complaint: Complaint, act: Act) -> Detail:
    files = {"files": attachments.keep(complaint, act)} if act.words.get("files") else {}
    return _end_met(complaint, act, ANSWERED) | files


def _end_met(complaint: Complaint, act: Act, step: str) -> dict[str, object]:
    words = act.words.get("reason") or act.words.get("note")
    ended = parts.end(complaint, act, [act.words["of"]], (step, words))
    parts.meet(complaint, act, ended)
    return {ASSISTS: [act.words["of"]]}


def end_assist(complaint: Complaint, act: Act) -> Detail:
    """By the lead: nothing was broken by those asked."""
    ended = parts.end(complaint, act, [act.words["of"]], (WITHDRAWN, act.words["reason"]))
    parts.void(complaint, act, ended)
    return {ASSISTS: [act.words["of"]]}


def end_assists(complaint: Complaint, act: Act) -> Detail:
    ended = parts.end(complaint, act, act.words[ASSISTS], (ENDED, None))
    parts.void(complaint, act, ended)
    return {ASSISTS: [one.number for one in ended], "why": act.words["why"]}


def following(complaint: Complaint, act: Act) -> Iterator[Act]:
    """The steps that end what is moot after this act, opinions and help; what one kept out helped with goes to the next level
    up."""
    yield from consulting.following(complaint, act)
    moot = moot_parts(complaint, complaint.open_assists) if act.move != ENDING else []
    if not moot:
        return
    why = why_moot(complaint)
    yield Act(ENDING, SYSTEM, act.at, {ASSISTS: [one.number for one in moot], "why": why})
    for part in moot if why == KEPT_OUT else ():
        if words := _one_level_up(complaint, part):
            yield Act(RAISING, SYSTEM, act.at, words)


def _one_level_up(complaint: Complaint, part: Question) -> dict[str, object]:
    """The next leader who is free of interest and not of the unit that has the work; empty where there is none."""
    past = [complaint.handler_id, complaint.answerable_id]
    leader = post_holders.leader_of(complaint, part.unit.path, past)
    while leader is not None and leader.unit_id == complaint.unit_id:
        past.append(leader.id)
        leader = post_holders.leader_of(complaint, part.unit.path, past)
    if leader is None:
        return {}
    return {"unit": leader.unit, "officer": leader, "task": part.words or "", "of": part.number}
