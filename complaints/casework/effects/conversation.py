"""Effects of questions to the citizen, of answers, and of what a citizen writes."""

from __future__ import annotations

from complaints.casework.effects.requests import Detail
from complaints.infrastructure.errors import BadInput
from complaints.models import Complaint
from workflows.language import Act, Text
from workflows.parties import is_for_citizen

NOT_WAITING = Text("这个问题已经回答，或者没有问过。", "This question was answered, or was never asked.")


def note_question(complaint: Complaint, act: Act) -> Detail:
    """It waits under the number of the step that is about to be written."""
    asked = _asked(complaint, act)
    asked.open_questions = [*(asked.open_questions or ()), complaint.seq + 1]
    return None


def note_answers(complaint: Complaint, act: Act) -> Detail:
    """An answer that names no question answers all that wait. Raises BadInput for a question that does not."""
    asked = _asked(complaint, act)
    waiting, named = list(asked.open_questions or ()), act.words.get("asked_in")
    if named is not None and named not in waiting:
        raise BadInput({"asked_in": NOT_WAITING})
    answered = waiting if named is None else [named]
    asked.open_questions = [seq for seq in waiting if seq not in answered] or None
    return {"answers": answered}


def note_citizen_wrote(complaint: Complaint, act: Act) -> Detail:
    """It waits until those who carry the complaint act; who writes it down for the citizen and carries it knows already."""
    knows = act.by.id is not None and act.by.id in (complaint.answerable_id, complaint.handler_id)
    if is_for_citizen(act) and not knows:
        complaint.citizen_wrote_at = act.at
    return None


def _asked(complaint: Complaint, act: Act) -> Complaint:
    joined: Complaint | None = act.words.get("joined")
    return joined or complaint
