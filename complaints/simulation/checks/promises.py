"""The nine promises of the design, judged on the rows alone: plain queries that know nothing of the verbs.

Each judge gives one sentence for every violation it finds; an empty list means that the promise holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from complaints.simulation.checks.endings import promise_4, promise_9
from complaints.simulation.checks.people import promise_1, promise_2, promise_3, promise_6
from complaints.simulation.checks.time import promise_5, promise_7, promise_8

__all__ = [
    "PROMISES",
    "promise_1",
    "promise_2",
    "promise_3",
    "promise_4",
    "promise_5",
    "promise_6",
    "promise_7",
    "promise_8",
    "promise_9",
    "violations",
]

PROMISES = (
    promise_1,
    promise_2,
    promise_3,
    promise_4,
    promise_5,
    promise_6,
    promise_7,
    promise_8,
    promise_9,
)


def violations(session: Session, swept_at: datetime | None = None) -> list[str]:
    """Everything the nine judges find. `swept_at`: the last sweep, before which no rung may have been left out."""
    session.rollback()  # judge what is stored, not what this session remembers
    session.expunge_all()
    return list(_sentences(session, swept_at))


def _sentences(session: Session, swept_at: datetime | None) -> Iterator[str]:
    for judge in PROMISES:
        found = promise_7(session, swept_at) if judge is promise_7 else judge(session)
        for sentence in found:
            yield f"{judge.__name__}: {sentence}"
