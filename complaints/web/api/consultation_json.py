"""What was asked of others, as plain values for `schemas.out`."""

from __future__ import annotations

from typing import Any

from complaints.casework.consultations import Put
from complaints.infrastructure.tracking_numbers import grouped
from complaints.models import Complaint, Consultation
from complaints.models.consultation import ANSWERED
from complaints.rulebooks import store
from complaints.web.errors.handlers import language


def shown_consultation(one: Put) -> dict[str, Any]:
    opinion = _answer_of(one)
    return {
        **_shown(one),
        "question": one.asked.words or "",
        "opinion": opinion.words if opinion else None,
        "answered_by": _username(opinion),
    }


def shown_assist(one: Put) -> dict[str, Any]:
    answer = _answer_of(one)
    return {
        **_shown(one),
        "task": one.asked.words or "",
        "handler": one.taken.officer.username if one.taken and one.taken.officer else None,
        "taken_at": one.taken.at if one.taken else None,
        "answer": answer.words if answer else None,
        "reason": one.end.words if one.end and not answer else None,
    }


def with_complaint(complaint: Complaint, shown: dict[str, Any]) -> dict[str, Any]:
    """For those asked, who see no more of it."""
    category = store.book(complaint.rulebook_version).categories[complaint.category]
    return {
        **shown,
        "tracking_number": grouped(complaint.tracking_number),
        "category": complaint.category,
        "category_label": category.label.in_(language()),
    }


def _shown(one: Put) -> dict[str, Any]:
    asked, end = one.asked, one.end
    return {
        "number": asked.number,
        "unit": asked.unit.code,
        "officer": asked.officer.username if asked.officer else None,
        "asked_by": _username(asked) or "",
        "asked_at": asked.at,
        "due_at": one.promise.due_at if one.promise else None,
        "step": one.step,
        "ended_at": end.at if end else None,
    }


def _answer_of(one: Put) -> Consultation | None:
    return one.end if one.end is not None and one.end.step == ANSWERED else None


def _username(row: Consultation | None) -> str | None:
    return row.by.username if row is not None and row.by else None
