"""A complaint as its citizen reads it: its state, what comes next, who answers, what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from complaints.casework import citizen_view, conversation, danger_words
from complaints.commitments.explanation import Moved, moves_of
from complaints.models import Complaint, Deadline, Event
from complaints.models.deadline import EXTENDING
from complaints.rulebooks import store
from complaints.web.api.citizen_json import public_deadlines
from complaints.web.page.template_globals import page_language, said
from complaints.web.page.translation import gettext
from schemas.text import isolated
from workflows.engine import OpenMove
from workflows.guards.aftermath import WORST_GRADES
from workflows.language import Ending, Milestone, State, Text
from workflows.rulebook import Rulebook

WORKED_ON = Text("承办单位已签收，正在办理。", "The unit has taken it and is working on it.")
RATED_BADLY = Text(
    "您的评价已收到。您不满意，将由没有经手的人在规定时间内核实，决定重新办理还是维持原结果，并告知您。",
    "Your rating is in. You are not satisfied, so an officer who had no part in it looks into it within the time promised, "
    "decides whether it is done again or the result stands, and tells you.",
)
RATED = Text(
    "您的评价已收到，谢谢。接下来本件将归档。",
    "Your rating is in, thank you. Next, the complaint will be closed.",
)
STAGES = (Milestone.TAKEN_IN, Milestone.IN_WORK, Milestone.ANSWERED, Milestone.TOLD)


@dataclass(frozen=True)
class Told:
    """One thing that happened; `more` are the sentences that follow it."""

    at: datetime
    sentence: str
    more: tuple[str, ...]
    late: bool


@dataclass(frozen=True)
class View:
    complaint: Complaint
    state: State
    sentence: Text
    category: str
    stage: int  # 1…4, or 0 where the four do not apply
    stages: list[str]
    ended: bool
    paused: bool
    answerable: tuple[str, str] | None  # unit and post, never a name
    helping: list[Text]  # units that work on it beside the one answerable
    promises: list[tuple[Deadline, Text]]
    moved: dict[int, list[tuple[Moved, str]]]  # by promise: each time it was moved, and why
    next: tuple[str, Deadline] | None
    late: bool
    missing: list[str]
    extensions: list[Told]
    history: list[Told]
    result: dict[str, Any]
    thread: list[conversation.Message]
    questions: list[conversation.Message]  # that wait for an answer
    moves: list[OpenMove]


def view_of(complaint: Complaint, at: datetime) -> View:
    book = store.book(complaint.rulebook_version)
    events = citizen_view.public_events(complaint)
    state = citizen_view.public_state(complaint)
    rows = sorted(public_deadlines(complaint, book), key=lambda row: not row.is_running)
    thread = conversation.of_citizen(complaint, events)
    running = sorted((row for row in rows if row.is_running), key=lambda row: row.due_at)
    return View(
        complaint=complaint,
        state=state,
        sentence=_sentence(complaint, state) or state.sentence,
        category="" if complaint.restricted else said(book.categories[complaint.category].label),
        stage=_stage(complaint),
        stages=[said(book.first_state(milestone).label) for milestone in STAGES],
        ended=complaint.ends_as == Ending.CLOSED and not complaint.restricted,
        paused=complaint.pause_reason is not None and not complaint.restricted,
        answerable=_answerable(complaint),
        helping=[unit.name for unit in citizen_view.units_working(complaint)[1:]],
        promises=[(row, book.commitments[row.commitment].label) for row in rows if _is_ours(row, book)],
        moved={row.id: _moved(row, book) for row in rows},
        next=_next(running, complaint.rated_at is not None),
        late=any(not row.paused and row.due_at < at for row in running if _is_ours(row, book)),
        missing=_missing(complaint, events),
        extensions=[_describe_event(event, book) for event in events if event.move in EXTENDING],
        history=_history(events, book),
        result=_result(complaint, events, book),
        thread=thread,
        questions=conversation.waiting(thread),
        moves=citizen_view.citizen_moves(complaint, at),
    )


def _sentence(complaint: Complaint, state: State) -> Text | None:
    """A more exact sentence than that of the state, which ignores who has taken it and whether it was rated."""
    if state.kind == Milestone.IN_WORK and complaint.handler_id:
        return WORKED_ON
    if state.kind == Milestone.TOLD and complaint.rated_at:
        return RATED_BADLY if complaint.grade in WORST_GRADES else RATED
    return None


def _missing(complaint: Complaint, events: list[Event]) -> list[str]:
    """The items asked of the citizen, while the complaint waits for them."""
    if complaint.restricted or complaint.pause_reason != "supplement":
        return []
    asked = [event for event in events if event.move == "ask_supplement"]
    return [str(item) for item in asked[-1].detail.get("items", ())] if asked else []


def _is_ours(deadline: Deadline, book: Rulebook) -> bool:
    """A promise of the bureau, not a time limit of the citizen's."""
    return book.commitments[deadline.commitment].owed_by != "citizen"


def _moved(deadline: Deadline, book: Rulebook) -> list[tuple[Moved, str]]:
    steps = moves_of(deadline, book.moves)
    return [
        (step, said(book.moves[step.move].label) if step.move else isolated(step.reason)) for step in steps
    ]


def _stage(complaint: Complaint) -> int:
    closed = complaint.ends_as == Ending.CLOSED
    if complaint.restricted or (complaint.ended_at is not None and not closed):
        return 0
    return len(STAGES) if closed else STAGES.index(Milestone(complaint.milestone)) + 1


def _answerable(complaint: Complaint) -> tuple[str, str] | None:
    if complaint.restricted or complaint.ended_at is not None:
        return None
    first = complaint.answerable_id == complaint.first_responder_id
    return said(complaint.answerable.unit.name), gettext("首问责任人") if first else gettext("承办人")


def _next(running: list[Deadline], rated: bool) -> tuple[str, Deadline] | None:
    sentences = {
        "acceptance": gettext("首问责任人决定是否受理，并安排办理"),
        "first_contact": gettext("承办人与您联系"),
        "handling": gettext("承办单位办理，并拿出结果"),
        "feedback": gettext("首问责任人把结果告诉您"),
        "closing": gettext("期满后归档") if rated else gettext("请您评价；期满没有评价的，自动归档"),
        "verification_contact": gettext("另外的人员就您的评价与您联系"),
        "verification": gettext("另外的人员核实，并决定重办还是维持"),
        "rework": gettext("重新办理，并拿出结果"),
        "appeal_review": gettext("上级单位复查，并拿出结果"),
        "second_review": gettext("再上一级单位复核，并拿出结果"),
        "supplement_wait": gettext("请您补充材料"),
        "supervision": gettext("在上级限定的日期前完成"),
        "sender": gettext("在转来单位要求的日期前办结"),
    }
    for row in running:
        if row.commitment in sentences and not row.paused:
            return sentences[row.commitment], row
    return None


def _history(events: list[Event], book: Rulebook) -> list[Told]:
    """Newest first. Rungs climbed in a row on one promise make one item, with their count."""
    found: list[tuple[Event, int]] = []
    for event in reversed(events):
        commitment = event.detail.get("commitment") if event.move == "escalate" else None
        if commitment and not book.commitments[commitment].public:
            continue
        if commitment and found and found[-1][0].detail.get("commitment") == commitment:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((event, 1))
    return [_describe_event(event, book, times) for event, times in found]


def _describe_event(event: Event, book: Rulebook, times: int = 1) -> Told:
    move = book.moves[event.move]
    more = _more(event, book)
    if times > 1:
        more = (*more, gettext("已逐级上报 %(n)s 次", n=times))
    return Told(event.at, said(danger_words.sentence_of(event, move)), more, event.move == "escalate")


def _more(event: Event, book: Rulebook) -> tuple[str, ...]:
    detail = citizen_view.told_with(event, book, page_language())
    words = {
        "recorded": gettext("由工作人员代录"),
        "reason": gettext("理由"),
        "basis": gettext("依据"),
        "commitment": gettext("承诺事项"),
        "urgency": gettext("紧急程度"),
        "competent_body": gettext("应找的单位"),
        "contact": gettext("联系方式"),
        "route": gettext("可以这样办"),
    }
    told = [
        gettext("%(word)s：%(said)s", word=word, said=isolated(str(detail[key])))
        for key, word in words.items()
        if key in detail
    ]
    return (*told, *(str(item) for item in detail.get("items", ())))


def _result(complaint: Complaint, events: list[Event], book: Rulebook) -> dict[str, Any]:
    result = citizen_view.result_of(complaint, events)
    labels = {code: said(label) for code, label in book.codes["outcomes"].items()}
    findings = [(said(one.respondent), labels.get(one.outcome, one.outcome)) for one in result["findings"]]
    return {
        **result,
        "until": citizen_view.periods_of(complaint),
        "label": labels.get(result["outcome"], ""),
        "findings": findings,
    }
