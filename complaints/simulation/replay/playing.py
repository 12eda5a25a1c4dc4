"""Playing one case of a log: each event as it happened, and between the events whatever fell due."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from complaints.casework import moves
from complaints.escalation import climb
from complaints.escalation.sweep import Tally
from complaints.infrastructure.database import db
from complaints.intake.complainant import Person
from complaints.intake.intake import Intake, receive
from complaints.models import Complaint, Officer
from complaints.simulation.replay.account import Refusal, Verdict
from complaints.simulation.replay.people import People
from complaints.simulation.replay.reading import Row
from schemas import replay
from schemas.replay_parts import HANDLED, RECEIVED
from workflows.errors import Refused
from workflows.language import CITIZEN, Act, Actor, Milestone, Text

STAGES: dict[str, str] = {
    Milestone.TAKEN_IN: RECEIVED,
    Milestone.ANSWERED: HANDLED,
    Milestone.TOLD: "told",
}


@dataclass(frozen=True)
class Play:
    """Values shared by every case of a replay."""

    mapping: replay.ReplayMapping
    people: People
    ends_at: datetime
    tally: Tally = field(default_factory=Tally)


def play_case(play: Play, rows: list[Row]) -> list[Verdict]:
    """One verdict for each event. A case that fails is undone whole, and all its events count as refused."""
    try:
        with db.session.begin_nested():
            complaint = _begin(play, rows[0])
            return _play(play, complaint, rows)
    except Exception as error:
        what = f"{type(error).__name__}: {error}"[:200]
        said = Text(f"程序故障：{what}", f"a fault of the program: {what}")
        return [Verdict(row, refusal=Refusal("", (said,), fault=True)) for row in rows]


def _play(play: Play, complaint: Complaint, rows: list[Row]) -> list[Verdict]:
    verdicts = [_event(play, complaint, rows[0], ("receive",))]
    for row in rows[1:]:
        _catch_up(play, complaint, row.at)
        verdicts.append(_event(play, complaint, row))
    _catch_up(play, complaint, play.ends_at)
    return verdicts


def _begin(play: Play, row: Row) -> Complaint:
    begin = play.mapping.begin
    intake = Intake(
        category=begin.category,
        channel=begin.channel,
        urgency=begin.urgency,
        subject=f"{begin.subject.zh} {row.case}",
        narrative=begin.narrative.zh,
        person=Person(anonymous=True),
    )
    return receive(intake, Act("receive", play.people.by_name[row.officer], row.at)).complaint


def _event(play: Play, complaint: Complaint, row: Row, made: tuple[str, ...] = ()) -> Verdict:
    """Perform the acts that the mapping gives for one event, until the rulebook refuses one."""
    officer = play.people.by_name[row.officer]
    meaning, acts = _meaning(play.mapping, complaint, row, officer)
    if meaning is None:
        why = Text("对照表中没有这一活动。", "The mapping does not know this activity.")
        return Verdict(row, made, ignored=why, unmapped=True)
    remark = meaning.remark
    for plan in acts:
        try:
            moves.perform(complaint, _act(play, complaint, plan, row))
        except Refused as refused:
            return Verdict(row, made, Refusal(plan.move, refused.reasons), remark=remark)
        made = (*made, plan.move)
        _only_running(complaint)
    return Verdict(row, made, ignored=meaning.nothing, remark=remark)


def _meaning(
    mapping: replay.ReplayMapping, complaint: Complaint, row: Row, officer: Officer
) -> tuple[replay.Meaning | None, tuple[replay.ActPlan, ...]]:
    """The row of the mapping, and its acts; what is no waiting ends a wait first, if it is any act at all."""
    waits = complaint.pause_reason is not None
    if waits and row.activity in mapping.kept_by:
        meaning = mapping.meaning(row.activity, "waiting")
        return meaning, meaning.acts if meaning else ()
    meaning = mapping.meaning(row.activity, stage_of(complaint, officer))
    acts = meaning.acts if meaning else ()
    return meaning, (mapping.resume, *acts) if waits and acts else acts


def stage_of(complaint: Complaint, officer: Officer) -> str:
    """The state of the complaint for this officer, in the mapping's words; a wait is checked before."""
    if complaint.milestone != Milestone.IN_WORK:
        return STAGES.get(complaint.milestone, "over")
    if complaint.handler_id is None or complaint.work_offer is not None:
        return "offered"
    return "mine" if complaint.handler_id == officer.id else "anothers"


def _act(play: Play, complaint: Complaint, plan: replay.ActPlan, row: Row) -> Act:
    people = play.people
    fixed: dict[Any, Any] = {"<unit>": people.desk, "<officer>": people.by_name[row.officer]}
    words = {key: fixed.get(value, value) for key, value in plan.words.items()}
    return Act(plan.move, _actor(people, complaint, plan.by, row), row.at, words)


def _actor(people: People, complaint: Complaint, by: str, row: Row) -> Actor:
    if by == "citizen":
        return CITIZEN
    if by == "officer":
        return people.by_name[row.officer]
    if by == "first_responder":
        return people.by_id[complaint.first_responder_id]
    if by == "handler":
        return people.by_id[complaint.handler_id or complaint.answerable_id]
    return people.invented(by)


def _catch_up(play: Play, complaint: Complaint, at: datetime) -> None:
    """Climb each rung at its own time, as a sweep would have, and let its review be done."""
    while (due := complaint.next_action_at) is not None and due <= at:
        climb.climb_all(complaint, due, play.tally)
        _review(play, complaint, due)
        _only_running(complaint)


def _review(play: Play, complaint: Complaint, at: datetime) -> None:
    for escalation in complaint.escalations:
        if escalation.reviewer_id is not None and escalation.reviewed_at is None:
            words = {"escalation": escalation, **play.mapping.review}
            reviewer = play.people.by_id[escalation.reviewer_id]
            moves.perform(complaint, Act("review", reviewer, at, words))


def _only_running(complaint: Complaint) -> None:
    """A case stays in hand from its first event to its last; what a fresh look would not show is put away."""
    complaint.running[:] = [row for row in complaint.running if row.is_running]
