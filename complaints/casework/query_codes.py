"""The query code is the citizen's key: who may be given it, and how a new one takes the place of the old."""

from __future__ import annotations

from typing import Any

from sqlalchemy import inspect

from complaints.infrastructure.encryption import code_hash
from complaints.infrastructure.tracking_numbers import new_query_code
from complaints.models import Complaint, Officer
from workflows.language import Text
from workflows.parties import is_kept_out

SENT_ANOTHER_WAY = Text(
    "查询码不交给与本件有利害关系的人员：已按投诉人留的电话以短信发送；没有短信的，由与本件无关的工作人员核对身份后打印。",
    "The query code is not given to an officer with an interest in the complaint: it goes to the citizen by text message, "
    "or is printed by an officer free of interest after an identity check.",
)
_ISSUED = "query code just issued"


def may_hand_out(complaint: Complaint, officer: Any) -> bool:
    """Who is complained of, or stepped aside, never gets the code: with it they would act as the citizen."""
    return not isinstance(officer, Officer) or not is_kept_out(complaint, officer)


def issue(complaint: Complaint) -> None:
    """A new code; the old one opens nothing any more. It is stored as a hash, and told once."""
    code = new_query_code()
    complaint.query_code_hash = code_hash(complaint.tracking_number, code)
    inspect(complaint).info[_ISSUED] = code


def just_issued(complaint: Complaint) -> str | None:
    """The code this transaction issued, for the one who issued it; None from the second asking on."""
    code: str | None = inspect(complaint).info.pop(_ISSUED, None)
    return code
