"""The query code is the citizen's key: who may be given it, and how a new one takes the place of the old."""

from __future__ import annotations

from typing import Any

from sqlalchemy import inspect, select

from complaints.infrastructure.database import db
from complaints.infrastructure.encryption import code_hash
from complaints.infrastructure.tracking_numbers import digits_of, new_query_code
from complaints.models import Complaint, Event, Officer
from complaints.notifications import notices
from workflows.language import Text
from workflows.parties import is_kept_out

SENT_ANOTHER_WAY = Text(
    "查询码不交给与本件有利害关系的人员：已按投诉人留的电话以短信发送；没有短信的，由与本件无关的工作人员核对身份后打印。",
    "The query code is not given to an officer with an interest in the complaint: it goes to the citizen by text message, "
    "or is printed by an officer free of interest after an identity check.",
)
_ISSUED = "query code just issued"


def may_hand_out(complaint: Complaint, officer: Any) -> bool:
    """An officer complained of, or who stepped aside, never gets the code: with it they would act as the citizen."""
    return not isinstance(officer, Officer) or not is_kept_out(complaint, officer)


def may_hand_out_of(number: str, officer: Officer) -> bool:
    """The same for the complaint of a number, without its dashes."""
    query = select(Complaint).filter_by(tracking_number=digits_of(number))
    return may_hand_out(db.session.scalars(query).one(), officer)


def issue(complaint: Complaint) -> None:
    """A new code; the old one opens nothing any more. It is stored as a hash, and shown once."""
    code = new_query_code()
    complaint.query_code_hash = code_hash(complaint.tracking_number, code)
    inspect(complaint).info[_ISSUED] = code


def just_issued(complaint: Complaint) -> str | None:
    """The code this transaction issued, for the one who issued it; None from the second asking on."""
    code: str | None = inspect(complaint).info.pop(_ISSUED, None)
    return code


def replace_held(complaint: Complaint, event: Event) -> None:
    """An officer who got the code and is kept out since could act as the citizen with it: it dies. A new one goes to the
    citizen's own phone or mail address; where no message goes out, an officer free of interest is asked to print one for the citizen."""
    if "kept_out" not in event.detail and event.move not in ("recuse", "decide_recusal"):
        return
    holder = _holder(complaint)
    if holder is None or not is_kept_out(complaint, holder):
        return
    issue(complaint)
    code = just_issued(complaint) or ""
    if notices.sends_messages(complaint):
        notices.owe_code(complaint, event, code)
    else:
        notices.ask_to_print_code(complaint, event)


def _holder(complaint: Complaint) -> Officer | None:
    """Of the officers the code was shown to, the one who was shown the newest."""
    given = select(Event.detail).filter(
        Event.complaint_id == complaint.id, Event.move.in_(("receive", "reissue_code"))
    )
    detail = db.session.scalars(given.order_by(Event.seq.desc()).limit(1)).first() or {}
    return db.session.scalars(select(Officer).filter_by(username=detail.get("code_to"))).one_or_none()
