"""What an officer has begun to write in the form of a move: kept sealed for them alone, until the move is made or a month is over."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa

from complaints.infrastructure.database import db
from complaints.infrastructure.errors import BadInput
from complaints.models import Complaint, Event, HalfWritten
from schemas.lengths import NARRATIVE
from workflows.language import Act, Text

KEPT = timedelta(days=30)
MOST = 3 * NARRATIVE
TOO_LONG = Text(
    f"草稿最多 {MOST} 个字，没有存下。", f"A draft has at most {MOST} characters, and was not kept."
)
MADE = Text(
    "这一步您已经办过了，草稿没有存。请先看本件现在的情况。",
    "You have made this move since; the draft was not kept. Look at the complaint as it is now.",
)
NOT_KEPT = ("reissue_code",)  # what was checked is written when it is


def keep(
    place: tuple[int, int, str], words: Mapping[str, str], at: datetime, seen: int | None = None
) -> None:
    """`place`: officer, complaint and move; `seen`: the last step before the form was opened. Nothing written keeps nothing.

    Inside a transaction, which waits for others that keep this draft or make the move. Raises BadInput, also for what comes
    late, from a form whose move this officer has made since.
    """
    if sum(map(len, words.values())) > MOST:
        raise BadInput({"main": TOO_LONG})
    officer_id, complaint_id, move = place
    db.session.execute(sa.select(Complaint.id).filter_by(id=complaint_id).with_for_update())
    if seen is not None and _is_made(place, seen):
        raise BadInput({"main": MADE})
    forget(place)
    if words:
        row = HalfWritten(officer_id=officer_id, complaint_id=complaint_id, move=move, at=at)
        row.words = json.dumps(dict(words), ensure_ascii=False)
        db.session.add(row)
        db.session.flush()


def find(place: tuple[int, int, str], at: datetime) -> tuple[dict[str, str], datetime] | None:
    """What was written, and when it was kept."""
    row = db.session.scalars(sa.select(HalfWritten).filter(*_at(place))).one_or_none()
    if row is None or row.at + KEPT <= at:
        return None
    return dict(json.loads(row.words)), row.at


def forget(place: tuple[int, int, str]) -> None:
    """Inside a transaction."""
    db.session.execute(sa.delete(HalfWritten).where(*_at(place)))


def forget_made(complaint: Complaint, act: Act) -> None:
    """Through whichever door it was made. Inside its transaction."""
    if act.by.id is not None:
        forget((act.by.id, complaint.id, act.move))


def forget_old(at: datetime) -> None:
    """Inside a transaction."""
    db.session.execute(sa.delete(HalfWritten).where(HalfWritten.at <= at - KEPT))


def _is_made(place: tuple[int, int, str], seen: int) -> bool:
    officer_id, complaint_id, move = place
    query = sa.select(Event.id).filter_by(complaint_id=complaint_id, move=move, by_id=officer_id)
    return db.session.scalar(query.filter(Event.seq > seen).limit(1)) is not None


def _at(place: tuple[int, int, str]) -> tuple[sa.ColumnElement[bool], ...]:
    officer_id, complaint_id, move = place
    return (
        HalfWritten.officer_id == officer_id,
        HalfWritten.complaint_id == complaint_id,
        HalfWritten.move == move,
    )
