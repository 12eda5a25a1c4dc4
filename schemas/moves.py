"""The words of each move people make, as they come in: plain values, and nothing that has to be looked up.

`words_schema(move)` gives the schema. Units, officers and complaints come as codes, usernames and tracking numbers;
`complaints.wording` finds the rows behind them. Moves of the system, `receive` and `review` are not made here.
"""

from __future__ import annotations

from marshmallow import Schema

from schemas.fields import Code, Line, Moment, Several, Typed, Whole, Words, YesNo
from workflows.errors import UnknownMove

NOTE, NARRATIVE, REASON, MANY = 4000, 20000, 2000, 30


class Noted(Typed):
    """Moves that need no words; a note is welcome."""

    note = Words(NOTE, may_be_empty=True)


class Unsaid(Typed):
    """Moves that take no words at all."""


class Reasoned(Typed):
    reason = Words(REASON, required=True)


class MaybeReasoned(Typed):
    reason = Words(REASON, may_be_empty=True)


class Decline(Noted):
    reason_code = Code(required=True)
    competent_body = Line(200, required=True)
    contact = Line(200, required=True)


class AskSupplement(Noted):
    items = Several(Words(500, required=True), MANY, required=True)


class Supplement(Typed):
    note = Words(NOTE, required=True)


class Answer(Typed):
    outcome = Code(required=True)
    findings = Words(NARRATIVE, required=True)
    reply = Words(NARRATIVE, required=True)


class Assign(Noted):
    unit = Code(required=True)
    officer = Code()


class Return(Noted):
    reason = Words(REASON, required=True)


class Designate(Typed):
    unit = Code(required=True)
    reason = Words(REASON, required=True)
    officer = Code()


class Reassign(Typed):
    officer = Code()
    reason = Words(REASON, required=True)


class Contact(Typed):
    how = Line(50, required=True)
    reached = YesNo(load_default=True)
    note = Words(NOTE, required=True)


class ReportProgress(Typed):
    note = Words(NOTE, required=True)


class RequestExtension(Typed):
    days = Whole(1, 365, required=True)
    reason = Words(REASON, required=True)
    basis = Words(REASON, required=True)


class Suspend(Typed):
    reason = Code(required=True)
    evidence = Words(NOTE, required=True)


class GiveFeedback(Noted):
    method = Line(50, required=True)
    remedies = Words(NOTE, may_be_empty=True)


class Rate(Typed):
    grade = Whole(1, 5, required=True)
    comment = Words(NOTE, may_be_empty=True)


class Merge(Typed):
    leading = Line(60, required=True)
    reason = Words(REASON, may_be_empty=True)


class Supervise(Typed):
    due_at = Moment(required=True)
    instruction = Words(NOTE, required=True)


class ChangeFirstResponder(Typed):
    officer = Code(required=True)
    reason = Words(REASON, required=True)


class DecideRecusal(Typed):
    grant = YesNo(required=True)
    reason = Words(REASON, required=True)


WORDS: dict[str, type[Schema]] = {
    "accept": Noted,
    "decline": Decline,
    "ask_supplement": AskSupplement,
    "supplement": Supplement,
    "answer_on_the_spot": Answer,
    "assign": Assign,
    "sign_for": Noted,
    "return": Return,
    "designate": Designate,
    "reassign": Reassign,
    "contact": Contact,
    "report_progress": ReportProgress,
    "request_extension": RequestExtension,
    "grant_extension": Noted,
    "refuse_extension": Reasoned,
    "suspend": Suspend,
    "confirm_suspension": Unsaid,
    "refuse_suspension": Reasoned,
    "resume": Noted,
    "answer": Answer,
    "send_back": Reasoned,
    "give_feedback": GiveFeedback,
    "rate": Rate,
    "reopen": Designate,
    "uphold": Reasoned,
    "close": Noted,
    "appeal": Reasoned,
    "withdraw": MaybeReasoned,
    "merge": Merge,
    "urge": Noted,
    "supervise": Supervise,
    "change_first_responder": ChangeFirstResponder,
    "take_first_responder": Unsaid,
    "refuse_first_responder": Reasoned,
    "recuse": Reasoned,
    "request_recusal": Reasoned,
    "decide_recusal": DecideRecusal,
}
CITIZEN_MOVES = ("supplement", "urge", "withdraw", "rate", "appeal", "request_recusal")


def words_schema(move: str) -> Schema:
    """Raises UnknownMove for what is no move, or none that people make with words."""
    if move not in WORDS:
        raise UnknownMove(move)
    return WORDS[move]()
