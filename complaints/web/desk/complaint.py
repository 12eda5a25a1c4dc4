"""The page of one complaint: who holds it, what is promised, what happened, and what this person may do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug import Response

from complaints.access import reveals
from complaints.access.access_log import note_opening
from complaints.access.consultations import list_all_of
from complaints.access.visibility import reachable_by
from complaints.casework import complaint_file, conversation, joined_citizens, rounds
from complaints.casework.consultations import list_assists, list_consultations
from complaints.casework.event_detail import hidden_from
from complaints.casework.named_respondents import list_respondents
from complaints.commitments.explanation import Count, count_of
from complaints.escalation import reviews
from complaints.infrastructure.errors import NotFound
from complaints.infrastructure.tracking_numbers import digits_of
from complaints.models import Complaint, Deadline
from complaints.notifications.undelivered import not_delivered
from complaints.organisation.interest import REASONS
from complaints.organisation.respondents import rows_of
from complaints.rulebooks import store
from complaints.web.account.access import for_roles, me
from complaints.web.desk.choices import ways_to_tell
from complaints.web.desk.history import field_label, fold_clock_steps, told
from complaints.web.desk.home import STAFF
from complaints.web.forms.asked_correction import asked_correction
from complaints.web.forms.field_labels import FIRST, GRAVE, ICONS, UNTIL_OPEN
from complaints.web.forms.move_form import needs_no_words
from complaints.web.forms.move_keys import own_key, recorded_key
from complaints.web.forms.spoken_facts import spoken_fact
from complaints.web.page.dates import now
from schemas.moves import CITIZEN_MOVES, has_words
from workflows.engine import PARTY_LABELS, SETTLE_FIRST, OpenMove
from workflows.language import Act, Party, Text
from workflows.parties import is_party
from workflows.rulebook import Rulebook

pages = Blueprint("desk_complaint", __name__)
pages.add_app_template_global(field_label)
pages.add_app_template_global(spoken_fact)
pages.add_app_template_global(list_consultations, "consultations_of")
pages.add_app_template_global(list_assists, "assists_of")


@dataclass(frozen=True, slots=True)
class Promised:
    deadline: Deadline
    label: Text
    owed_by: Text
    count: Count


@pages.get("/desk/c/<number>")
@for_roles(*STAFF)
def show(number: str) -> str | Response:
    try:
        complaint = complaint_file.read(number, me(), now())
    except NotFound:
        if list_all_of(number, me()):  # a notice of a question leads here
            return redirect(url_for("desk_consultations.show", number=digits_of(number)))
        if list_all_of(number, me(), assists=True):
            return redirect(url_for("desk_assists.show", number=digits_of(number)))
        abort(404)
    page = page_of(complaint)
    note_opening(complaint, me(), now(), "desk page")
    return page


def page_of(complaint: Complaint) -> str:
    book = store.book(complaint.rulebook_version)
    events = complaint_file.history(complaint)
    links = complaint_file.chain(complaint, events)
    people = complaint_file.people_of(complaint, links)
    person = reveals.person_on_page(complaint, me(), now())
    return render_template(
        "desk/complaint.html",
        complaint=complaint,
        book=book,
        running=[promised(book, row) for row in complaint.running if row.commitment != "review"],
        to_review=reviews.waiting_for(complaint, me(), now()),
        reviews=[promised(book, row) for row in complaint.running if row.commitment == "review"],
        past=[promised(book, row) for row in complaint.deadlines if not row.is_running],
        events=fold_clock_steps(told(book, events, people, hidden_from(me(), events))),
        links=links,
        people=people,
        undelivered=not_delivered(complaint.id),
        thread=conversation.of_officer(complaint, me(), events),
        rounds=rounds.rounds_of(complaint),
        untold=joined_citizens.list_untold(complaint, reachable_by(me(), now())),
        joined=joined_citizens.list_joined(complaint, me()),
        since=complaint_file.held_since(complaint, events),
        person=person,
        named=list_respondents(complaint),
        tell_by={one.value: one.label for one in ways_to_tell(book)},
        corrected=complaint_file.corrected(complaint, events, person) if person else {},
        kept_out=[(row, REASONS[row.reason]) for row in complaint_file.kept_out(complaint, me())],
        **_moves_shown(book, complaint),
    )


def _moves_shown(book: Rulebook, complaint: Complaint) -> dict[str, Any]:
    first, rest, recorded = sorted_moves(book, complaint, now())
    decides = any(one.move.name == "refuse_correction" and not one.reasons for one in (*first, *rest))
    asked = asked_correction(book, complaint, me()) if decides else None
    settles = any(one.move.name == "settle_respondent" and not one.reasons for one in first)
    refused = any(SETTLE_FIRST in one.reasons for one in rest)
    moves = {"first_moves": first, "more_moves": rest, "recorded_moves": recorded, "asked": asked}
    settle_first = SETTLE_FIRST if settles and refused else None
    keys = {"own_key": own_key, "recorded_key": recorded_key}
    return {
        **moves,
        **keys,
        "settle_first": settle_first,
        "plain": needs_no_words,
        "icons": ICONS,
        "grave": GRAVE,
    }


def sorted_moves(book: Rulebook, complaint: Complaint, at: datetime) -> tuple[list[OpenMove], ...]:
    """The moves of this person that have words of their own: the usual ones that are open first, then the others; and
    those of the citizen that they may record for them."""
    found = [
        one for one in joined_citizens.moves_open_to(complaint, Act("", me(), at)) if has_words(one.move)
    ]
    recorded = [one for one in found if one.move.name in CITIZEN_MOVES]
    own = [one for one in found if one not in recorded or _is_own(complaint, one, at)]
    usual = [one for one in own if one.move.name in FIRST and not one.reasons]
    usual.sort(key=lambda one: FIRST.index(one.move.name))
    rest = [one for one in own if one not in usual]
    rest = [one for one in rest if not (one.reasons and one.move.name in UNTIL_OPEN)]
    rest = [one for one in rest if one.move.name != "clear_respondent" or rows_of(complaint)]
    return usual, rest, [one for one in recorded if not one.reasons]


def _is_own(complaint: Complaint, one: OpenMove, at: datetime) -> bool:
    """Whether they may make the citizen's move in their own name as well."""
    own = [party for party in one.move.parties if party not in (Party.RECORDER, Party.THIRD_PERSON)]
    return any(is_party(complaint, me(), party, at) for party in own)


def promised(book: Rulebook, deadline: Deadline) -> Promised:
    commitment = book.commitments[deadline.commitment]
    owed_by = _OWED.get(commitment.owed_by) or PARTY_LABELS[Party(commitment.owed_by)]
    return Promised(deadline, commitment.label, owed_by, count_of(deadline, book.moves))


_OWED = {
    "consulted": Text("被征求意见的单位或人员", "those asked for their opinion"),
    "assisting": Text("协办单位", "the unit that assists"),
    "answerable": Text("现在的责任人", "whoever is answerable now"),
    "taking_over": Text("接手人", "the officer taking over"),
}
