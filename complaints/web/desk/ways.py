"""The ways of one complaint: where it stands, where it may go, and what is promised on each way."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, abort, render_template

from complaints.access.access_log import note_opening
from complaints.casework import complaint_file, joined_citizens
from complaints.infrastructure.errors import NotFound
from complaints.models import Complaint
from complaints.rulebooks import store
from complaints.web.account.access import for_roles, me
from complaints.web.desk.home import STAFF
from complaints.web.page.dates import now
from schemas.moves import has_words
from workflows.engine import OpenMove, label_of_party
from workflows.language import Act, Milestone, State, Text
from workflows.rulebook import Rulebook
from workflows.ways import ways_from

pages = Blueprint("desk_ways", __name__)

MILESTONES = {
    Milestone.TAKEN_IN: Text("收到", "Taken in"),
    Milestone.IN_WORK: Text("办理", "In work"),
    Milestone.ANSWERED: Text("有了结果", "Answered"),
    Milestone.TOLD: Text("已告知", "Told"),
    Milestone.ENDED: Text("结束", "Ended"),
}


@pages.get("/desk/c/<number>/ways")
@for_roles(*STAFF)
def show(number: str) -> str:
    try:
        complaint = complaint_file.read(number, me(), now())
    except NotFound:
        abort(404)
    book = store.book(complaint.rulebook_version)
    page = render_template(
        "desk/ways.html",
        complaint=complaint,
        book=book,
        columns=_columns(book),
        entered=_entered(complaint),
        running={deadline.commitment for deadline in complaint.running},
        ways=ways_from(book, complaint.state, complaint.category, complaint.urgency),
        mine=_mine(complaint),
        label_of_party=label_of_party,
    )
    note_opening(complaint, me(), now(), "ways")
    return page


def _columns(book: Rulebook) -> list[tuple[Text, list[State]]]:
    """The states of a rulebook under their milestones."""
    return [
        (label, [state for state in book.states.values() if state.milestone == milestone])
        for milestone, label in MILESTONES.items()
    ]


def _entered(complaint: Complaint) -> dict[str, datetime]:
    """When it last came to each state it was in."""
    events = complaint_file.history(complaint)
    return {one.to_state: one.at for one in reversed(events) if one.from_state != one.to_state}


def _mine(complaint: Complaint) -> dict[str, OpenMove]:
    found = joined_citizens.moves_open_to(complaint, Act("", me(), now()))
    return {one.move.name: one for one in found if has_words(one.move)}
