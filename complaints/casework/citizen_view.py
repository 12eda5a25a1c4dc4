"""What the citizen sees with tracking number and query code: no names of staff, no respondent, no internal notes.

Of a restricted complaint the citizen learns only that it came in, or was passed on (domain §9, public page), and
of one that is not taken up, why and where to turn instead (promise 4).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from complaints.access import restricted_steps, search_index
from complaints.casework import joined_citizens
from complaints.casework.consultations import list_helping_units
from complaints.casework.told_findings import findings_for
from complaints.infrastructure.database import db
from complaints.infrastructure.encryption import is_code
from complaints.infrastructure.errors import NotFound
from complaints.infrastructure.tracking_numbers import code_of, digits_of
from complaints.models import Complaint, Event, Unit
from complaints.rulebooks import store
from schemas.moves import CITIZEN_MOVES
from schemas.second_facts import last_four
from workflows.calendar import SHANGHAI
from workflows.engine import OpenMove, fire, open_moves
from workflows.errors import NotNow, Refused
from workflows.guards.aftermath import is_on_its_way, period_of
from workflows.language import CITIZEN, Act, Ending, Milestone, State, Text
from workflows.rulebook import Rulebook

REFERRED = State(  # what the citizen reads of a restricted complaint, wherever it is
    "referred",
    Text("已转办", "Passed on to the competent body"),
    Text(
        "您的材料已收到，并已交有权处理的部门依法办理。",
        "Your material has been received and passed on to the body with authority.",
    ),
    answerable=None,
    milestone=Milestone.IN_WORK,
    ends_as=Ending.REFERRED,
)
# Ends without handling: every complaint shows them as they are, or the citizen would wait for an answer.
OF_EACH = (*joined_citizens.TOLD_APART, "confirm_feedback")  # what reached one citizen alone
OF_THE_LEADING = (
    "decline",
    *joined_citizens.CARRIED_ON,
    *OF_EACH,
)  # shown to a joined citizen where it is their own act, or reached them
REFUSED = "refuse_correction"  # told to the citizen where they had asked for it, not the handler
OF_THEIR_OWN = ("report_error",)  # what a joined citizen does on their own complaint, not on the leading one
ENDS_TOLD_OF_ALL = (Ending.DECLINED, Ending.WITHDRAWN)
NOT_HERE = Text(
    "这件材料按规定另行办理，网上不能进行这一操作。要补充或撤回，请到窗口，或拨打 12348。",
    "This material is dealt with separately by law, and this cannot be done here. To add to it or take it back, come to "
    "a window or call 12348.",
)
# What the citizen reads with a step; everything else in an event stays inside.
TOLD = {
    "decline": ("competent_body", "contact"),
    "ask_supplement": ("items",),
    "grant_extension": ("days", "reason", "basis", "due_at"),
    "extend_acceptance": ("days", "reason", "due_at"),
    "postpone": ("reason", "basis"),
    "give_feedback": ("remedies", "appeal_by"),
    **dict.fromkeys(("confirm_feedback", "tell_answer"), ("appeal_by",)),
    **dict.fromkeys(("uphold", REFUSED), ("reason",)),
    "decide_recusal": ("grant", "reason"),
    "supervise": ("due_at",),
    "move_sender_date": ("reason", "from_due_at", "due_at"),
    "rate": ("grade",),
}


def number_of(written: str, code: str, fact: str | None = None) -> str:
    """The tracking number, when the code is its own, and the second fact where one is asked for. Raises the same NotFound
    for a wrong code and for no such number, after the same work."""
    number = digits_of(written)
    digits, row = last_four(fact or ""), _row_of(number, fact)
    right = is_code(number, code_of(code), row.query_code_hash if row else "") and row is not None
    if not right or (fact is not None and not _is_fact(digits, row)):
        raise NotFound
    return number


def require_fact(number: str, fact: str) -> None:
    """The second fact alone, of a citizen who was let in by the code. Raises NotFound."""
    row = _row_of(number, fact)
    if row is None or not _is_fact(last_four(fact), row):
        raise NotFound


def _row_of(number: str, fact: str | None) -> Any:
    has_phone = [search_index.ending_in(last_four(fact))] if fact is not None else []
    query = select(Complaint.query_code_hash, Complaint.received_at, Complaint.contactable, *has_phone)
    return db.session.execute(query.where(Complaint.tracking_number == number)).one_or_none()


def _is_fact(digits: str, row: Any) -> bool:
    """The end of a phone, or where none was given the day it was logged."""
    return (
        bool(row[3]) if row.contactable else row.received_at.astimezone(SHANGHAI).strftime("%m%d") == digits
    )


def complaint(number: str) -> Complaint:
    return db.session.scalars(select(Complaint).filter_by(tracking_number=number)).one()


def public_state(complaint: Complaint) -> State:
    """The state as the citizen reads it."""
    book = store.book(complaint.rulebook_version)
    state = book.states[complaint.state]
    if complaint.restricted and state.name != book.initial and state.ends_as not in ENDS_TOLD_OF_ALL:
        return REFERRED
    return state


def units_working(complaint: Complaint) -> list[Unit]:
    """The unit with the work, and those that help it."""
    if complaint.restricted:
        return []
    return [complaint.unit, *list_helping_units(complaint)]


def public_events(complaint: Complaint) -> list[Event]:
    book = store.book(complaint.rulebook_version)
    query = select(Event).filter_by(complaint_id=complaint.id).order_by(Event.seq)
    shown = [event for event in db.session.scalars(query) if _is_for_the_citizen(event, book)]
    if complaint.restricted:
        shown = [event for event in shown if restricted_steps.is_shown(event)]
    return [*shown, *_declined_with(complaint)]


def _declined_with(complaint: Complaint) -> list[Event]:
    """A citizen joined to a complaint that was then not taken up reads why, and where to turn, as its own citizen does; and
    their own acts on it."""
    if not complaint.is_joined:
        return []
    query = select(Event).filter(Event.complaint_id == complaint.leading_id, Event.move.in_(OF_THE_LEADING))
    shown = db.session.scalars(query.order_by(Event.seq))
    own = complaint.tracking_number
    return [event for event in shown if event.move == "decline" or event.detail.get("joined") == own]


def _is_for_the_citizen(event: Event, book: Rulebook) -> bool:
    """A superior's late review breaks no promise to the citizen, so the citizen does not see it."""
    commitment = book.commitments.get(event.detail.get("commitment", ""))
    own_affair = event.move == "escalate" and commitment is not None and commitment.owed_by == "reviewer"
    of_another = event.move in OF_EACH and event.detail.get("joined") is not None
    of_handler = event.move == REFUSED and event.detail.get("asked_by") != "citizen"
    return book.moves[event.move].public and not (own_affair or of_another or of_handler)


def told_with(event: Event, book: Rulebook, locale: str) -> dict[str, Any]:
    told = {
        name: event.detail[name] for name in TOLD.get(event.move, ()) if event.detail.get(name) is not None
    }
    if event.move == "decline":
        code = event.detail["reason_code"]
        told["reason"] = _label_of(book, "decline_reasons", code).in_(locale)
        told["route"] = book.routes[code].in_(locale) if code in book.routes else ""
    if heard := event.detail.get("heard"):
        how = book.codes["heard_ways"].get(heard["how"], Text(heard["how"], heard["how"]))
        told["recorded"] = how.in_(locale)
    if event.move == "confirm_suspension":
        told["reason"] = _label_of(book, "suspension_reasons", event.detail["reason"]).in_(locale)
    if event.move == "change_urgency":
        told["urgency"] = _label_of(book, "urgencies", event.detail["urgency"]).in_(locale)
    if event.move == "escalate":
        told["commitment"] = book.commitments[event.detail["commitment"]].label.in_(locale)
    return told


def _label_of(book: Rulebook, codes: str, code: str) -> Text:
    """The code itself where the list has none: that of an erased step may be empty."""
    return book.codes[codes].get(code) or Text(code, code)


def result_of(complaint: Complaint, events: list[Event]) -> dict[str, Any]:
    """The answer, once the citizen has it; a citizen joined to a leading complaint reads its answer."""
    source, told = complaint, events
    if complaint.is_joined and complaint.leading_id:
        source = db.session.get_one(Complaint, complaint.leading_id)
        told = public_events(source)
    feedback = [event for event in told if event.move == "give_feedback"]
    if complaint.restricted or not feedback or feedback[-1].seq < (source.answered_seq or 0):
        return {**dict.fromkeys(("outcome", "reply", "remedies")), "findings": []}
    return {
        "outcome": source.outcome,
        "reply": source.reply,
        "remedies": feedback[-1].detail.get("remedies") or None,
        "findings": findings_for(complaint, source),
    }


class Periods(NamedTuple):
    """Until when the answer can be rated, and a review asked for; on its way, both are counted from when it comes."""

    rate_by: datetime | None
    appeal_by: datetime | None
    is_on_its_way: bool


def periods_of(complaint: Complaint) -> Periods:
    """A joined citizen has times of their own, by the answer of the leading complaint."""
    case, act = _as_it_is_judged(complaint, Act("", CITIZEN, complaint.received_at))
    rate_by, appeal_by = (period_of(case, name, act) for name in ("rate_by", "appeal_by"))
    return Periods(rate_by, appeal_by, is_on_its_way(case, act))


def may_act(complaint: Complaint, move: str) -> None:
    """Raises NotNow, with a sentence that reveals nothing of its state, for a complaint the citizen cannot act on."""
    if complaint.restricted:
        raise NotNow(move, [NOT_HERE])


def citizen_moves(complaint: Complaint, at: datetime) -> list[OpenMove]:
    """What the citizen may do in this state, each with why it is not open yet."""
    if complaint.restricted or complaint.erased_at is not None:
        return []
    case, act = _as_it_is_judged(complaint, Act("", CITIZEN, at))
    found = open_moves(store.book(case.rulebook_version), case, act)
    if case is complaint:
        return [one for one in found if one.move.name in CITIZEN_MOVES]
    own = open_moves(store.book(complaint.rulebook_version), complaint, Act("", CITIZEN, at))
    through = [one for one in found if one.move.name in joined_citizens.CARRIED_ON]
    return [*through, *(one for one in own if one.move.name in OF_THEIR_OWN)]


def _as_it_is_judged(complaint: Complaint, act: Act) -> tuple[Complaint, Act]:
    """A joined complaint by its leading one, for its own citizen."""
    if not complaint.is_joined or complaint.leading_id is None:
        return complaint, act
    return db.session.get_one(Complaint, complaint.leading_id), joined_citizens.act_of(complaint, act)


def refusals(complaint: Complaint, move: str, at: datetime) -> tuple[Text, ...]:
    """Why the rules would refuse a move of the citizen whatever is typed with it; none where it is open."""
    for one in citizen_moves(complaint, at):
        if one.move.name == move:
            return one.reasons
    try:
        case, act = _as_it_is_judged(complaint, Act(move, CITIZEN, at))
        fire(store.book(case.rulebook_version), case, act)
    except Refused as error:  # always: it is not among the moves of this state, and nothing has changed
        return error.reasons
    return ()
