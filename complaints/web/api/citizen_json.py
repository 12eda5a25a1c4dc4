"""The citizen's view of a complaint as plain values for `schemas.out_public`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from complaints.casework import citizen_view, conversation, danger_words, reply_files, rounds
from complaints.casework.retention import erasure_of
from complaints.commitments.deadlines import newest_deadlines
from complaints.infrastructure.tracking_numbers import grouped
from complaints.models import Complaint, Deadline, Event, Unit
from complaints.rulebooks import store
from complaints.web.api.complaint_json import shown_deadline, shown_moves
from complaints.web.api.conversation_json import shown_reply_files, shown_thread
from workflows.rulebook import Rulebook


def public_view(complaint: Complaint, at: datetime, locale: str) -> dict[str, Any]:
    book = store.book(complaint.rulebook_version)
    events, passed = citizen_view.public_events(complaint), rounds.rounds_of(complaint)
    return {
        **_standing(complaint, locale),
        **_subject(complaint, book, locale),
        "units": [_named(unit, locale) for unit in citizen_view.units_working(complaint)],
        "received_at": complaint.received_at,
        "received_on": complaint.received_on,
        "erased": _erased(complaint, locale),
        "ended_at": None if complaint.restricted else complaint.ended_at,
        "paused": complaint.pause_reason is not None and not complaint.restricted,
        "deadlines": [shown_deadline(row, book, locale) for row in public_deadlines(complaint, book)],
        **_result(complaint, events, book, locale),
        "grade": complaint.grade if complaint.is_joined else rounds.last_grade(passed),
        "rounds": [] if complaint.restricted else [_told_round(one) for one in passed if one.feedback],
        **_periods(complaint),
        "steps": [_step(event, book, locale) for event in events],
        "reply_files": shown_reply_files(reply_files.list_for_citizen(complaint)),
        "thread": shown_thread(conversation.of_citizen(complaint, events), locale),
        **shown_moves(citizen_view.citizen_moves(complaint, at), locale),
    }


def _erased(complaint: Complaint, locale: str) -> dict[str, Any] | None:
    """That its time was over: when it was erased, and under which rule."""
    row = erasure_of(complaint)
    if row is None:
        return None
    return {"at": row.at, "years": row.years, "basis": row.basis_en if locale == "en" else row.basis_zh}


def _periods(complaint: Complaint) -> dict[str, Any]:
    """Until when a citizen may rate and ask for a review; null while that is counted from a delivery to come."""
    until = citizen_view.periods_of(complaint)
    names = ("rate_by", "appeal_by")
    return {name: None if until.is_on_its_way else getattr(until, name) for name in names}


def receipt_view(complaint: Complaint, code: str, locale: str) -> dict[str, Any]:
    """The receipt of a citizen who complained on the web."""
    book = store.book(complaint.rulebook_version)
    return {
        **_standing(complaint, locale),
        "query_code": code,
        "received_at": complaint.received_at,
        "unit": None if complaint.restricted else unit_name(complaint, locale),
        "deadlines": [shown_deadline(row, book, locale) for row in public_deadlines(complaint, book)],
    }


def event_view(complaint: Complaint, event: Event, locale: str) -> dict[str, Any]:
    """The citizen's own move, as it is confirmed."""
    move = store.book(complaint.rulebook_version).moves[event.move]
    return {
        **_standing(complaint, locale),
        "move": move.name,
        "label": move.label.in_(locale),
        "at": event.at,
        "sentence": move.sentence.in_(locale),
    }


def public_deadlines(complaint: Complaint, book: Rulebook) -> list[Deadline]:
    if complaint.restricted:
        return []
    return [row for row in newest_deadlines(complaint) if book.commitments[row.commitment].public]


def unit_name(complaint: Complaint, locale: str) -> dict[str, str]:
    return _named(complaint.unit, locale)


def _named(unit: Unit, locale: str) -> dict[str, str]:
    return {"code": unit.code, "name": unit.name.in_(locale)}


def _told_round(one: rounds.Round) -> dict[str, Any]:
    """The answer of a round and the citizen's rating, without who answered."""
    assert one.answer is not None and one.feedback is not None
    rating = one.rating
    return {
        "round": one.number,
        "outcome": one.answer.outcome,
        "reply": one.answer.detail.get("reply"),
        "told_at": one.feedback.at,
        "grade": rating.grade if rating else None,
        "rated_at": rating.at if rating else None,
    }


def _standing(complaint: Complaint, locale: str) -> dict[str, Any]:
    state = citizen_view.public_state(complaint)
    return {
        "tracking_number": grouped(complaint.tracking_number),
        "state": state.name,
        "state_label": state.label.in_(locale),
        "sentence": state.sentence.in_(locale),
    }


def _subject(complaint: Complaint, book: Rulebook, locale: str) -> dict[str, Any]:
    if complaint.restricted:
        return dict.fromkeys(("category", "category_label", "unit"))
    return {
        "category": complaint.category,
        "category_label": book.categories[complaint.category].label.in_(locale),
        "unit": unit_name(complaint, locale),
    }


def _result(complaint: Complaint, events: list[Event], book: Rulebook, locale: str) -> dict[str, Any]:
    result = citizen_view.result_of(complaint, events)
    findings = [
        {
            "respondent": one.respondent.in_(locale),
            "outcome": one.outcome,
            "outcome_label": _outcome(book, one.outcome, locale),
        }
        for one in result["findings"]
    ]
    return {**result, "outcome_label": _outcome(book, result["outcome"], locale), "findings": findings}


def _outcome(book: Rulebook, code: str | None, locale: str) -> str | None:
    label = book.codes["outcomes"].get(code or "")
    return label.in_(locale) if label else None


def _step(event: Event, book: Rulebook, locale: str) -> dict[str, Any]:
    move = book.moves[event.move]
    return {
        "move": move.name,
        "label": move.label.in_(locale),
        "at": event.at,
        "sentence": danger_words.sentence_of(event, move).in_(locale),
        "detail": citizen_view.told_with(event, book, locale),
    }
