"""The query code is the citizen's key: who may be given it, and how a new one takes the place of the old."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import inspect, select

from complaints.infrastructure.database import db
from complaints.infrastructure.encryption import code_hash
from complaints.infrastructure.tracking_numbers import digits_of, new_query_code
from complaints.models import Complaint, Event, Officer
from complaints.notifications import notices
from complaints.organisation.ties import is_tied
from workflows.interest import READS_ONLY
from workflows.language import Act, Text
from workflows.parties import is_kept_out

SENT_ANOTHER_WAY = Text(
    "查询码不交给与本件有利害关系的人员，也不交给被投诉人的同事和上下级：已按投诉人留的电话以短信发送；没有短信的，由与本件无关的工作人员核对身份后打印。",
    "The query code is not given to an officer with an interest in the complaint, nor to colleagues, leaders or subordinates of "
    "the person complained of: it goes to the citizen by text message, or is printed by an officer free of interest after an "
    "identity check.",
)
SENT, ENDED = "code_sent", "code_ended"  # of a code that no officer sees; of one that opens nothing any more
_ISSUED = "query code just issued"


def may_hand_out(complaint: Complaint, officer: Any, at: datetime) -> bool:
    """With the code an officer would act as the citizen: who is kept out never gets it. Who is close to those complained of
    gets it only where no message reaches the citizen, and then it opens the page alone (`reads_only`)."""
    if not isinstance(officer, Officer):
        return True
    if is_kept_out(complaint, officer):
        return False
    return not (is_tied(complaint, officer, at) and notices.sends_messages(complaint))


def find(number: str) -> Complaint:
    """The complaint of a number, without its dashes."""
    return db.session.scalars(select(Complaint).filter_by(tracking_number=digits_of(number))).one()


def given_to(complaint: Complaint, officer: Any, at: datetime) -> dict[str, object]:
    """What the ledger says of a code that is shown to an officer."""
    if not isinstance(officer, Officer):
        return {}
    return {"code_to": officer.username, **({"reads_only": True} if is_tied(complaint, officer, at) else {})}


def reads_only(complaint: Complaint, at: datetime) -> bool:
    """The newest code was shown to an officer who was or has come to be close to those complained of: what is done with it
    that ends or judges the work may not be the citizen's own act. Once a complaint is over, an officer who comes close to them
    later takes no right from its citizen."""
    if not (complaint.keeps_out and complaint.kept_out) and not (
        complaint.is_joined or complaint.leads_others
    ):
        return False
    holder, detail = _holder(complaint)
    is_over = complaint.ended_at is not None and not complaint.is_joined
    if holder is None or is_over:
        return bool(holder and detail.get("reads_only"))
    return bool(detail.get("reads_only")) or is_tied(complaint, holder, at)


def note_on(complaint: Complaint, code: str | None, at: datetime) -> Text:
    """What is said beside a code, or in its place; empty where it is the citizen's alone."""
    if not code:
        return SENT_ANOTHER_WAY
    return READS_ONLY if reads_only(complaint, at) else Text("", "")


def issue(complaint: Complaint) -> None:
    """A new code; the old one opens nothing any more. It is stored as a hash, and shown once."""
    code = new_query_code()
    complaint.query_code_hash = code_hash(complaint.tracking_number, code)
    inspect(complaint).info[_ISSUED] = code


def just_issued(complaint: Complaint) -> str | None:
    """The code this transaction issued, for the one who issued it; None from the second asking on."""
    code: str | None = inspect(complaint).info.pop(_ISSUED, None)
    return code


def replace_held(complaint: Complaint, act: Act, detail: dict[str, Any]) -> dict[str, Any]:
    """A code in the hands of an officer who is kept out or close to those complained of from this step on dies where a new one
    can go to the citizen; that of one kept out dies anyway. What the ledger says of it."""
    if "kept_out" not in detail and act.move not in ("recuse", "decide_recusal"):
        return {}
    holder, _ = _holder(complaint)
    if holder is None or not is_tied(complaint, holder, act.at):
        return {}
    if notices.sends_messages(complaint):
        issue(complaint)
        return {SENT: True}
    if not is_kept_out(complaint, holder):
        return {}
    issue(complaint)
    just_issued(complaint)
    return {ENDED: True}


def notify_of_new(complaint: Complaint, event: Event) -> None:
    """The code to the citizen's own phone or mail address; where no message goes out, officers free of interest are asked to
    print one for the citizen."""
    if SENT in event.detail:
        notices.owe_code(complaint, event, just_issued(complaint) or "")
    elif ENDED in event.detail:
        notices.ask_to_print_code(complaint, event)


def _holder(complaint: Complaint) -> tuple[Officer | None, dict[str, Any]]:
    """The officer the newest code was shown to, and what the ledger said then; none where it was sent."""
    told = select(Event.detail).filter(Event.complaint_id == complaint.id).order_by(Event.seq.desc())
    detail: dict[str, Any] = next(
        (one for one in db.session.scalars(told) if {"code_to", SENT, ENDED} & one.keys()), {}
    )
    if "code_to" not in detail:
        return None, detail
    return db.session.scalars(select(Officer).filter_by(username=detail["code_to"])).one_or_none(), detail
