"""What an officer is shown of complaints: plain values for `schemas.out`, with labels in one language."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from complaints.access.masking import MaskedContact, MaskedPerson
from complaints.access.personal_data import may_read
from complaints.access.reveals import Shown, person_by_api
from complaints.casework import complaint_file, joined_citizens, rounds
from complaints.casework.consultations import list_assists, list_consultations
from complaints.casework.event_detail import shown_detail
from complaints.commitments.closed_breaches import reason_closed
from complaints.commitments.deadline_clock import broken_at
from complaints.commitments.deadlines import newest_deadlines
from complaints.infrastructure import clock
from complaints.infrastructure.tracking_numbers import grouped
from complaints.models import Complaint, Deadline, Event, Officer
from complaints.notifications import undelivered
from complaints.organisation import directory
from complaints.organisation.interest import REASONS
from complaints.rulebooks import store
from complaints.web.api import parties_json
from complaints.web.api.consultation_json import shown_assist, shown_consultation
from complaints.web.api.round_json import shown_notice, shown_round
from schemas.moves import has_words
from schemas.phones import Contact
from workflows.engine import OpenMove
from workflows.language import Act
from workflows.rulebook import Rulebook

COPIED = [
    "version",
    "state",
    "category",
    "channel",
    "urgency",
    "subject",
    "received_at",
    "received_on",
    "ended_at",
    "returns",
    "next_due_at",
    "escalated_at",
    "citizen_wrote_at",
    "restricted",
    "confidential",
]
COPIED_IN_FULL = ["narrative", "accepted_at", "outcome", "findings", "reply", "sender_number"]

NO_PERSON = {"name": None, "phone": None, "address": None}
WITHHELD: dict[str, Any] = {  # from an officer who acts on a complaint without reading it
    "subject": "",
    "narrative": "",
    "outcome": None,
    "findings": None,
    "reply": None,
    "rounds": [],
    "consultations": [],
    "assists": [],
    "sender_number": None,
    "respondent": {"unit": None, "officer": None, "name": None},
    "parties": parties_json.NO_PERSON,
}
OF_A_RUNG = (
    "commitment",
    "rung",
    "cycle",
    "act",
    "due_at",
    "working_days_late",
)  # the detail of an event that every reader gets


@dataclass(frozen=True)
class Names:
    """Usernames and unit codes for ids: two queries, however many complaints there are."""

    officers: dict[int, str]
    units: dict[int, str]


def names_for(complaints: Collection[Complaint]) -> Names:
    people, units = set(), set()
    for one in complaints:
        people |= {one.first_responder_id, one.answerable_id, one.handler_id, one.respondent_officer_id}
        units |= {one.unit_id, one.offered_unit_id, one.respondent_unit_id, *one.refusing_unit_ids}
    return Names(directory.usernames(people), directory.unit_codes(units))


def brief(complaint: Complaint, names: Names, deadlines: Sequence[Deadline], locale: str) -> dict[str, Any]:
    book = store.book(complaint.rulebook_version)
    return {
        **{name: getattr(complaint, name) for name in COPIED},
        "tracking_number": grouped(complaint.tracking_number),
        "state_label": book.states[complaint.state].label.in_(locale),
        "category_label": book.categories[complaint.category].label.in_(locale),
        "first_responder": names.officers[complaint.first_responder_id],
        "answerable": names.officers[complaint.answerable_id],
        "handler": names.officers.get(complaint.handler_id or 0),
        "unit": names.units[complaint.unit_id],
        "offered_unit": names.units.get(complaint.offered_unit_id or 0),
        "rulebook": complaint.rulebook_version,
        "deadlines": [shown_deadline(row, book, locale) for row in deadlines],
    }


def in_full(complaint: Complaint, asker: Officer, at: datetime, locale: str) -> dict[str, Any]:
    names, passed = names_for([complaint]), rounds.rounds_of(complaint)
    person = person_by_api(complaint, asker, at)
    shown = {
        **brief(complaint, names, newest_deadlines(complaint), locale),
        **{name: getattr(complaint, name) for name in COPIED_IN_FULL},
        "grade": complaint.grade if complaint.is_joined else rounds.last_grade(passed),
        "rounds": [shown_round(one) for one in passed],
        "told": [shown_notice(one) for one in undelivered.citizen_notices(complaint.id)],
        "refusing_units": [names.units[one] for one in complaint.refusing_unit_ids],
        "complainant": shown_complainant(complaint, person),
        "respondent": _respondent(complaint, names),
        "kept_out": _kept_out(complaint, asker, locale),
        "consultations": [shown_consultation(one) for one in list_consultations(complaint)],
        "assists": [shown_assist(one) for one in list_assists(complaint)],
        "parties": parties_json.parties_of(complaint, person),
        **moves_for(complaint, Act("", asker, at), locale),
    }
    return told_to(asker, shown)


def told_to(asker: Officer, shown: dict[str, Any]) -> dict[str, Any]:
    """What is shown of a complaint; its content only to officers who may read it."""
    if may_read(asker):
        return shown
    return {**shown, **{name: blank for name, blank in WITHHELD.items() if name in shown}}


def moves_for(complaint: Complaint, act: Act, locale: str) -> dict[str, Any]:
    """The moves that the actor may make with words of their own."""
    found = joined_citizens.moves_open_to(complaint, act)
    return shown_moves([one for one in found if has_words(one.move)], locale)


def shown_moves(found: Sequence[OpenMove], locale: str) -> dict[str, Any]:
    """Names of those open now, and those not open yet with the rules that refuse them."""
    return {
        "moves": [one.move.name for one in found if not one.reasons],
        "refused_moves": [
            {
                "move": one.move.name,
                "label": one.move.label.in_(locale),
                "reasons": [reason.in_(locale) for reason in one.reasons],
            }
            for one in found
            if one.reasons
        ],
    }


OF_A_DEADLINE = (
    "commitment",
    "limit",
    "started_at",
    "first_due_at",
    "due_at",
    "provisional",
    "paused",
    "met_at",
    "cycle",
)


def shown_deadline(deadline: Deadline, book: Rulebook, locale: str) -> dict[str, Any]:
    return {
        **{name: getattr(deadline, name) for name in OF_A_DEADLINE},
        "breached_at": (breached_at := broken_at(deadline, clock.now())),
        "breach_closed_day": reason_closed(deadline, breached_at),
        "moved": [
            {name: step[name] for name in ("from", "to", "reason", "at")} for step in deadline.moved or ()
        ],
        "label": book.commitments[deadline.commitment].label.in_(locale),
        "basis": deadline.basis_en if locale == "en" else deadline.basis_zh,
    }


def shown_event(event: Event, book: Rulebook, locale: str, hidden: Collection[str] = ()) -> dict[str, Any]:
    """Without the `hidden` numbers of complaints."""
    copied = ("seq", "move", "party", "at", "from_state", "to_state", "note", "hash")
    return {
        **{name: getattr(event, name) for name in copied},
        "detail": shown_detail(event.detail, hidden),
        "by": event.by_name,
        "label": book.moves[event.move].label.in_(locale),
    }


def event_told_to(asker: Officer, shown: dict[str, Any]) -> dict[str, Any]:
    """The same of an event: what people wrote is content, what the clock did is not."""
    if may_read(asker):
        return shown
    detail = {name: shown["detail"][name] for name in OF_A_RUNG if name in shown["detail"]}
    return {**shown, "note": "", "detail": detail}


def shown_complainant(complaint: Complaint, person: Shown | None) -> dict[str, Any]:
    """`person` as the reader sees them: none who may not know."""
    told = NO_PERSON if person is None else {name: getattr(person, name) for name in NO_PERSON}
    contacts = [] if person is None else [_contact(one) for one in person.numbers]
    anonymous = complaint.complainant.anonymous
    return {
        **told,
        "contacts": contacts,
        "anonymous": anonymous,
        "hidden": person is None,
        "masked": isinstance(person, MaskedPerson),
    }


def _contact(one: Contact | MaskedContact) -> dict[str, Any]:
    shown = ("given", "number", "extension", "note", "gets_texts")
    return {name: getattr(one, name) for name in shown}


def _kept_out(complaint: Complaint, asker: Officer, locale: str) -> list[dict[str, Any]]:
    copied = ("reason", "reach", "provisional")
    return [
        {
            **{name: getattr(row, name) for name in copied},
            "officer": row.officer.username,
            "name": row.officer.name.in_(locale),
            "label": REASONS[row.reason].in_(locale),
            "since": row.since_at,
        }
        for row in complaint_file.kept_out(complaint, asker)
    ]


def _respondent(complaint: Complaint, names: Names) -> dict[str, Any]:
    return {
        "unit": names.units.get(complaint.respondent_unit_id or 0),
        "officer": names.officers.get(complaint.respondent_officer_id or 0),
        "name": complaint.respondent_name,
    }
