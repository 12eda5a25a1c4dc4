"""One 首问交接单 for a whole act of handing over, to be printed and signed; and its draft, before the act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, abort, render_template

from complaints.infrastructure.public_ids import row_id_of
from complaints.models import Complaint, Handover, Officer
from complaints.queries import hand_over_acts
from complaints.queries.board.rows import hidden_from
from complaints.queries.hand_over_acts import HandedOver
from complaints.queries.worklists import next_promise
from complaints.rulebooks import store
from complaints.web.account.access import for_roles, me
from complaints.web.desk.home import STAFF
from complaints.web.forms.duty_rows import LABELS, reason_in_words
from complaints.web.page.current_rules import current_rules
from complaints.web.page.dates import now
from complaints.web.page.translation import gettext, lazy_gettext
from workflows.language import Text

ACT = "hand-over"  # kind of number
ANSWERS = {
    "taken": lazy_gettext("已接任"),
    "returned": lazy_gettext("未接"),
    "lapsed": lazy_gettext("逾期未接"),
    "withdrawn": lazy_gettext("已收回"),
}
pages = Blueprint("desk_hand_over_sheet", __name__)


@dataclass(frozen=True, slots=True)
class Line:
    """One complaint on the sheet; `duties`: what it is, and what became of it."""

    number: str
    subject: str
    hidden: bool
    promised: Text | None
    due_at: datetime | None
    duties: Sequence[tuple[str, str, datetime | None]]


@pages.get("/desk/hand-over-sheet/<int(max=9223372036854775807):number>")
@for_roles(*STAFF)
def show(number: int) -> str:
    sheet = hand_over_acts.sheet_of(row_id_of(number, ACT), me())
    if sheet is None:
        abort(404)
    return render_template(
        "desk/hand_over_sheet.html",
        giver=sheet.giver,
        leader=sheet.leader,
        takers=sheet.takers,
        at=sheet.at,
        reason=reason_in_words(current_rules(), sheet.reason),
        lines=[_line(complaint, _handed(found)) for complaint, found in sheet.rows],
        printed_at=now(),
    )


def draft_lines(found: Sequence[tuple[Complaint, Sequence[str]]]) -> list[Line]:
    """What the sheet will hold once the work is handed over."""
    return [_line(one, [(LABELS[kind], "", None) for kind in kinds]) for one, kinds in found]


def _line(complaint: Complaint, duties: Sequence[tuple[str, str, datetime | None]]) -> Line:
    promise = None if complaint.ended_at else next_promise(complaint)
    book = store.book(complaint.rulebook_version)
    return Line(
        number=complaint.tracking_number,
        subject=complaint.subject,
        hidden=hidden_from(complaint, me()),
        promised=book.commitments[promise.commitment].label if promise else None,
        due_at=promise.due_at if promise else None,
        duties=duties,
    )


def _handed(found: Sequence[HandedOver]) -> list[tuple[str, str, datetime | None]]:
    return [(LABELS[one.offer.kind], *_answered(one.answer)) for one in found]


def _answered(answer: Handover | None) -> tuple[str, datetime | None]:
    return (gettext("待接任"), None) if answer is None else (str(ANSWERS[answer.step]), answer.at)


def acts_for(giver: Officer | None = None) -> list[hand_over_acts.ActLine]:
    return hand_over_acts.acts_of(me(), now(), giver)
