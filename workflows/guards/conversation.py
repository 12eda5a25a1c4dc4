"""Guards of questions to the citizen and their answers: asked where the citizen reads them, a few at a time."""

from __future__ import annotations

from workflows.case import Case
from workflows.guards import guard
from workflows.language import Act

MOST_QUESTIONS = 5  # that wait at a time: more are a letter, or a call


@guard(
    "限制查看的投诉，投诉人在网上看不到问题；请当面或打电话问，并登记联系情况。",
    "The citizen of a restricted complaint reads nothing of it online: ask in person or by phone, and record the contact.",
)
def citizen_reads_it_online(case: Case, act: Act) -> bool:
    return not _asked(case, act).restricted


@guard(
    f"已有 {MOST_QUESTIONS} 个问题等投诉人回答，请先等回答，或者打电话联系。",
    f"{MOST_QUESTIONS} questions wait for the citizen already; wait for the answers, or call.",
)
def few_questions_wait(case: Case, act: Act) -> bool:
    return len(_asked(case, act).open_questions or ()) < MOST_QUESTIONS


@guard("没有等待回答的问题。", "No question waits for an answer.")
def question_waits(case: Case, act: Act) -> bool:
    return bool(_asked(case, act).open_questions)


def _asked(case: Case, act: Act) -> Case:
    """The citizen of a joined complaint has questions of their own."""
    joined: Case | None = act.words.get("joined")
    return joined or case
