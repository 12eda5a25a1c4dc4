"""A question that was put to others, as plain values for `schemas.out`."""

from __future__ import annotations

from typing import Any

from complaints.casework.consultations import Put
from complaints.models.consultation import ANSWERED


def shown_consultation(one: Put) -> dict[str, Any]:
    asked, end = one.asked, one.end
    opinion = end if end is not None and end.step == ANSWERED else None
    return {
        "number": asked.number,
        "unit": asked.unit.code,
        "officer": asked.officer.username if asked.officer else None,
        "question": asked.words or "",
        "asked_by": asked.by.username if asked.by else "",
        "asked_at": asked.at,
        "due_at": one.promise.due_at if one.promise else None,
        "step": end.step if end else asked.step,
        "ended_at": end.at if end else None,
        "opinion": opinion.words if opinion else None,
        "answered_by": opinion.by.username if opinion and opinion.by else None,
    }
