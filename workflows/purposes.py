"""What the program does with a move or a commitment: two closed lists. A rulebook names its moves and commitments as its office
does, and says of each which purpose it serves; one whose name is a purpose serves that one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflows.errors import RulebookError
from workflows.texts import Text

OF_MOVES = frozenset(
    {
        "accept",
        "acknowledge",
        "add",
        "add_assist",
        "answer",
        "answer_assist",
        "answer_consultation",
        "answer_on_the_spot",
        "answer_question",
        "appeal",
        "ask_citizen",
        "ask_supplement",
        "assign",
        "attach",
        "call_back",
        "call_duty",
        "change_first_responder",
        "change_urgency",
        "clear_respondent",
        "close",
        "confirm_feedback",
        "confirm_suspension",
        "confirm_told",
        "consult",
        "contact",
        "correct",
        "decide_recusal",
        "decline",
        "decline_consultation",
        "designate",
        "end_assist",
        "end_assists",
        "end_consultations",
        "end_review",
        "end_reviews",
        "escalate",
        "extend_acceptance",
        "follow_leading",
        "give_feedback",
        "grant_extension",
        "handle_again",
        "judge_return",
        "keep_out",
        "lapse",
        "merge",
        "move_sender_date",
        "name_respondent",
        "not_reached",
        "owe_answer",
        "owe_call_back",
        "postpone",
        "raise_assist",
        "raise_level",
        "rate",
        "reassign",
        "recalculate",
        "recall",
        "receive",
        "recuse",
        "refuse_correction",
        "refuse_extension",
        "refuse_first_responder",
        "refuse_reassignment",
        "refuse_suspension",
        "reissue_code",
        "remind",
        "reopen",
        "report_error",
        "report_progress",
        "request_correction",
        "request_extension",
        "request_recusal",
        "resume",
        "return",
        "return_assist",
        "review",
        "send_back",
        "settle_joined",
        "settle_respondent",
        "sign_for",
        "supervise",
        "supplement",
        "suspend",
        "take_assist",
        "take_first_responder",
        "take_over",
        "tell_answer",
        "tell_citizen",
        "unmerge",
        "uphold",
        "urge",
        "withdraw",
        "withdraw_consultation",
    }
)
OF_COMMITMENTS = frozenset(
    {
        "acceptance",
        "appeal_review",
        "assist",
        "assist_taking",
        "call_back",
        "closing",
        "consultation",
        "dispatch",
        "duty_answer",
        "duty_signing",
        "feedback",
        "first_contact",
        "group",
        "handling",
        "joined",
        "progress",
        "recusal",
        "review",
        "return_judgement",
        "rework",
        "ring",
        "second_review",
        "sender",
        "signing",
        "supervision",
        "supplement_wait",
        "suspension_review",
        "take_over",
        "telling",
        "verification",
        "verification_contact",
    }
)
CUES = ("starts", "met_by", "revived_by")


def by_purpose(words: Mapping[str, Any]) -> dict[str, Any]:
    """The words of a rulebook file, with moves, commitments and all that names them under their purpose. Each keeps the name
    it is `called` in the file. Raises RulebookError for a purpose that two serve, and for a name that is another purpose."""
    moves = _keys("moves", words["moves"], OF_MOVES)
    commitments = _keys("commitments", words["commitments"], OF_COMMITMENTS)
    return {
        **words,
        "moves": _under(moves, words["moves"]),
        "commitments": {
            key: {**row, **{part: [_cue(cue, moves) for cue in row[part]] for part in CUES}}
            for key, row in _under(commitments, words["commitments"]).items()
        },
        "ladders": {
            name: [{**row, "perform": moves.get(row["perform"], row["perform"])} for row in rows]
            for name, rows in words["ladders"].items()
        },
        "limits": {commitments.get(stage, stage): row for stage, row in words["limits"].items()},
        "categories": {
            code: {
                **row,
                "limits": {commitments.get(stage, stage): one for stage, one in row["limits"].items()},
            }
            for code, row in words["categories"].items()
        },
    }


def _keys(section: str, rows: Mapping[str, Any], purposes: frozenset[str]) -> dict[str, str]:
    keys: dict[str, str] = {}
    faults: list[Text] = []
    for name, row in rows.items():
        key, where = row["purpose"] or name, f"{section}.{name}"
        if row["purpose"] not in (None, *purposes):
            faults.append(
                Text(f"{where}：没有名为“{key}”的用途。", f"{where}: there is no purpose called “{key}”.")
            )
        elif name in purposes and key != name:
            faults.append(
                Text(
                    f"{where}：“{name}”本身是一种用途，另有用途的请另起名称。",
                    f"{where}: “{name}” is a purpose itself; name otherwise what serves another.",
                )
            )
        elif key in keys.values():
            faults.append(
                Text(f"{where}：用途“{key}”已经有了。", f"{where}: the purpose “{key}” is served already.")
            )
        keys[name] = key
    if faults:
        raise RulebookError(faults)
    return keys


def _under(keys: Mapping[str, str], rows: Mapping[str, Any]) -> dict[str, Any]:
    return {keys[name]: {**row, "called": name} for name, row in rows.items()}


def _cue(cue: Mapping[str, str], moves: Mapping[str, str]) -> dict[str, str]:
    return {**cue, "move": moves.get(cue["move"], cue["move"])}
