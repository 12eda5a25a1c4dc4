"""The words of each move people make, as they come in: plain values, and nothing that has to be looked up.

`words_schema(move)` gives the schema. Units, officers and complaints come as codes, usernames and tracking numbers;
`complaints.casework.references` finds the rows behind them. Moves of the system, `receive`, `review` and `attach` (which
brings files) are not made here.
"""

from __future__ import annotations

from functools import cache

from marshmallow import Schema, validate

from schemas.assisting import AddAssist, AnswerAssist, EndPart
from schemas.calls import CallBack, Contact, TellCitizen
from schemas.catalogue import JudgeReturn, Ruling
from schemas.consulting import Consult, GiveOpinion, OfPart, WithdrawConsultation
from schemas.conversation import Add, AnswerQuestion, AskCitizen, Supplement
from schemas.corrections import (
    AboutRespondent,
    ClearRespondent,
    Correct,
    ReissueCode,
    ReportError,
    RequestCorrection,
)
from schemas.declared_fields import with_declared
from schemas.fields import Account, Code, Inner, Line, Moment, Several, Typed, Whole, Words, YesNo, both
from schemas.lengths import MANY, NARRATIVE, NOTE, REASON
from schemas.noted import MaybeReasoned, Noted, Reasoned
from workflows.errors import UnknownMove
from workflows.language import Move
from workflows.move_fields import MoveField
from workflows.parts import PARTS


class Decline(Noted):
    reason_code = Code(required=True)
    competent_body = Line(200, required=True)
    contact = Line(200, required=True)


class AskSupplement(Noted):
    items = Several(Words(500, required=True), MANY, required=True)


class FindingOn(Typed):
    """The finding about one respondent, by its id among the `parties` of the complaint."""

    respondent = Whole(1, 2**31 - 1, required=True)
    outcome = Code(required=True)


class ExtendAcceptance(Noted):
    days = Whole(1, 365, required=True)
    reason = Words(REASON, required=True)


class Answer(Noted):
    outcome = Code(required=True)
    findings = Words(NARRATIVE, required=True)
    reply = Words(NARRATIVE, required=True)
    findings_by = Several(Inner(FindingOn), MANY)
    second = Account()
    without_assists = Words(REASON, may_be_empty=True)  # why it goes without those still open


class Assign(Noted):
    unit = Code(required=True)
    officer = Account()


class Return(Noted):
    reason = Words(REASON, required=True)


class Designate(Ruling):
    unit = Code(required=True)
    reason = Words(REASON, required=True)
    officer = Account()


class Reopen(Noted):
    """Another unit, or another officer, who says which unit."""

    unit = Code()
    officer = Account()
    reason = Words(REASON, required=True)


class Reassign(Noted):
    officer = Account(required=True)
    reason = Words(REASON, required=True)


class ReportProgress(Typed):
    note = Words(NOTE, required=True)


class RequestExtension(Noted):
    days = Whole(1, 365, required=True)
    reason = Words(REASON, required=True)
    basis = Words(REASON, required=True)


class Suspend(Noted):
    reason = Code(required=True)
    evidence = Words(NOTE, required=True)


class GiveFeedback(Noted):
    method = Line(50, required=True)
    when = Moment()
    remedies = Words(NOTE, may_be_empty=True)


class Rate(Noted):
    grade = Whole(1, 5, required=True)
    comment = Words(NOTE, may_be_empty=True)


class Merge(Noted):
    leading = Line(200, required=True)
    reason = Words(REASON, may_be_empty=True)


class Supervise(Noted):
    due_at = Moment(required=True)
    instruction = Words(NOTE, required=True)


class MoveSenderDate(Noted):
    due_at = Moment(required=True)
    reason = Words(REASON, required=True)
    evidence = Words(NOTE, may_be_empty=True)


class ChangeUrgency(Noted):
    urgency = Code(required=True)
    reason = Words(REASON, required=True)


class ChangeFirstResponder(Noted):
    officer = Account(required=True)
    reason = Words(REASON, required=True)


class SettleRespondent(Noted):
    """Whether the officer, a likely match of the name given, is the one complained of; without an officer, none is."""

    officer = Account()
    same = YesNo(required=True)
    reason = Words(REASON, may_be_empty=True)


class DecideRecusal(Noted):
    grant = YesNo(required=True)
    reason = Words(REASON, required=True)


class Heard(Typed):
    """How the citizen said what an officer records for them (代录)."""

    how = Line(50, required=True)
    note = Words(NOTE, may_be_empty=True)


@cache
def _heard(words: type[Schema]) -> type[Schema]:
    """The words of a citizen's move as an officer records them, with the way they came."""
    return type(f"Heard{words.__name__}", (words,), {"heard": Inner(Heard)})


class RequestRecusal(Reasoned):
    """`of`: the part of who should step aside; the officer who is answerable, where none is said."""

    of = Code(validate=validate.OneOf(PARTS, error=both("没有这种角色。", "There is no such part.")))


CITIZEN_WORDS: dict[str, type[Schema]] = {
    "supplement": Supplement,
    "add": Add,
    "answer_question": AnswerQuestion,
    "urge": Noted,
    "withdraw": MaybeReasoned,
    "rate": Rate,
    "appeal": MaybeReasoned,
    "request_recusal": RequestRecusal,
    "report_error": ReportError,
}
CITIZEN_MOVES = tuple(CITIZEN_WORDS)

WORDS: dict[str, type[Schema]] = {
    "accept": Noted,
    "decline": Decline,
    "extend_acceptance": ExtendAcceptance,
    "ask_supplement": AskSupplement,
    "ask_citizen": AskCitizen,
    "answer_on_the_spot": Answer,
    "assign": Assign,
    "sign_for": Noted,
    "return": Return,
    "judge_return": JudgeReturn,
    "raise_level": Reasoned,
    "recall": Reasoned,
    "designate": Designate,
    "reassign": Reassign,
    "refuse_reassignment": Reasoned,
    "contact": Contact,
    "report_progress": ReportProgress,
    "request_extension": RequestExtension,
    "grant_extension": Noted,
    "refuse_extension": Reasoned,
    "suspend": Suspend,
    "confirm_suspension": Noted,
    "refuse_suspension": Reasoned,
    "resume": Noted,
    "answer": Answer,
    "send_back": Reasoned,
    "give_feedback": GiveFeedback,
    "call_back": CallBack,
    "tell_citizen": TellCitizen,
    "tell_answer": TellCitizen,
    "reopen": Reopen,
    "uphold": Reasoned,
    "close": Noted,
    "merge": Merge,
    "supervise": Supervise,
    "move_sender_date": MoveSenderDate,
    "change_urgency": ChangeUrgency,
    "change_first_responder": ChangeFirstResponder,
    "take_first_responder": Noted,
    "refuse_first_responder": Reasoned,
    "recuse": Reasoned,
    "take_over": Noted,
    "acknowledge": Noted,
    "settle_respondent": SettleRespondent,
    "decide_recusal": DecideRecusal,
    "consult": Consult,
    "answer_consultation": GiveOpinion,
    "decline_consultation": EndPart,
    "withdraw_consultation": WithdrawConsultation,
    "add_assist": AddAssist,
    "take_assist": OfPart,
    "return_assist": EndPart,
    "answer_assist": AnswerAssist,
    "end_assist": EndPart,
    "reissue_code": ReissueCode,
    "correct": Correct,
    "request_correction": RequestCorrection,
    "refuse_correction": Reasoned,
    "unmerge": Reasoned,
    "name_respondent": AboutRespondent,
    "clear_respondent": ClearRespondent,
    **{move: _heard(words) for move, words in CITIZEN_WORDS.items()},
}
FORMS = {move: tuple(words().fields) for move, words in WORDS.items()}  # the words each asks for


def words_schema(move: str, declared: tuple[MoveField, ...] | None = None) -> Schema:
    """The words of a move, with those its rulebook declares. Raises UnknownMove for what is no move, or none that people make
    with words."""
    if move not in WORDS and declared is None:
        raise UnknownMove(move)
    return with_declared(WORDS.get(move, Noted), declared or ())()


def has_words(move: Move) -> bool:
    """Whether people make it here: with a form of the program, or one that the rulebook declares."""
    return move.name in WORDS or move.fields is not None


def citizen_words(move: str) -> Schema:
    """The words of a citizen's own move. Raises UnknownMove for other moves."""
    if move not in CITIZEN_WORDS:
        raise UnknownMove(move)
    return CITIZEN_WORDS[move]()


class LookUp(Typed):
    """Which complaint, and the code that shows it is yours."""

    tracking_number = Line(200, required=True)
    query_code = Line(60, required=True)
    second_fact = Line(40, load_default="")  # asked of an address that typed wrong codes before


@cache
def citizen_schema(move: str) -> type[Schema]:
    """The same words with number and code beside them: the citizen's own moves. Raises UnknownMove for other moves."""
    if move not in CITIZEN_MOVES:
        raise UnknownMove(move)
    return _with_look_up(CITIZEN_WORDS[move])


@cache
def _with_look_up(words: type[Schema]) -> type[Schema]:
    return type(f"Citizen{words.__name__}", (LookUp, words), {})
