"""Words that rulebooks published before name and the shipped one names no more. Complaints pinned to them go on as they did,
so each word keeps what it meant; none is ever taken away."""

from __future__ import annotations

from collections import ChainMap

from workflows.case import Case
from workflows.conditions import CONDITIONS, Condition, told_directly, well_rated
from workflows.effects import EFFECTS
from workflows.guards import GUARDS, Guard
from workflows.language import Act, Text


def told_by_message(case: Case, act: Act) -> bool:
    """Only where a message is sent: whom no text can reach has the page alone."""
    return case.is_sent_messages


FORMER_CONDITIONS: dict[str, Condition] = {
    check.__name__: check for check in (told_by_message, told_directly, well_rated)
}
FORMER_GUARDS = {
    guard.name: guard
    for guard in (
        Guard(
            "actor_not_recused",
            lambda case, act: act.by.id not in case.recused_ids,
            Text("您已回避此件，不能办理。", "You are recused from this complaint."),
        ),
        Guard(
            "not_yet_accepted_or_supplemented",
            lambda case, act: case.accepted_at is None or case.supplement_requests > 0,
            Text(
                "该投诉已经受理，不能再作不予受理；请办理后答复。",
                "Already accepted: it can no longer be declined; handle and answer it.",
            ),
        ),
        Guard(
            "not_rated_yet",
            lambda case, act: case.rated_at is None,
            Text("本次办理已经评价过，一事一评。", "This answer has already been rated; each is rated once."),
        ),
        Guard(
            "not_appealed_yet",
            lambda case, act: (act.words.get("joined") or case).reviews_asked == 0,
            Text("每件投诉可申请复查一次，您已申请过。", "A review can be asked for once, and it has been."),
        ),
    )
}
FORMER_EFFECTS = frozenset({"note_supervision"})  # without a body: the promise `supervision` did all

KNOWN_CONDITIONS = ChainMap(CONDITIONS, FORMER_CONDITIONS)
KNOWN_GUARDS = ChainMap(GUARDS, FORMER_GUARDS)
KNOWN_EFFECTS = EFFECTS | FORMER_EFFECTS
