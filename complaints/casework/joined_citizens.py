"""The citizen of a joined complaint keeps their rights: they rate, urge, add and ask for a review on the leading one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from complaints.access.visibility import reachable_by
from complaints.commitments.calendar import current as current_calendar
from complaints.infrastructure.database import db
from complaints.models import Complaint, Event, Officer, RoundRecord
from complaints.models.round_record import RATING
from complaints.rulebooks import store
from workflows.calendar import SHANGHAI
from workflows.case import CitizenRating
from workflows.engine import OpenMove, open_moves
from workflows.errors import NotNow
from workflows.guards.time_limits import LEAST_DAYS_TRIED
from workflows.language import Act, Text

CARRIED_ON = frozenset(
    {"rate", "urge", "appeal", "withdraw", "add", "answer_question", "supplement", "request_recusal"}
)
TOLD_APART = frozenset(
    {"tell_answer", "call_back", "ask_citizen"}
)  # what officers do for one citizen of the group

HEARD = ("call_back", "rate")  # by these a citizen says how content they are
CHANGES_RESPONDENTS = frozenset({"name_respondent", "clear_respondent", "report_error", "refuse_correction"})
REACHES_LEADING = CARRIED_ON | TOLD_APART | CHANGES_RESPONDENTS | {"unmerge", "correct", "move_sender_date"}


def names_respondents(act: Act, detail: dict[str, Any]) -> bool:
    """After these the leading complaint says it, too; a report of an error only where it is about a respondent."""
    always = ("merge", "name_respondent", "clear_respondent")
    return act.move in always or (act.move in CHANGES_RESPONDENTS and "name" in detail)


def acts_on_leading(complaint: Complaint, act: Act) -> bool:
    carried_on = CARRIED_ON | TOLD_APART
    return complaint.is_joined and act.move in carried_on and complaint.leading_id is not None


def act_of(complaint: Complaint, act: Act) -> Act:
    """The same act as the leading complaint sees it: it says for whose citizen it is."""
    return replace(act, words={**act.words, "joined": complaint})


ERASED = Text(
    "保存期限已满，本件的个人信息和文字已经清除，不能再办理。",
    "Its time is over: personal data and words of this complaint were erased, and nothing more can be done with it.",
)


def refuse_erased(complaint: Complaint) -> Complaint:
    """The complaint, unless its personal data was erased: nothing is done with it any more. Raises NotNow."""
    if complaint.erased_at is not None:
        raise NotNow("", [ERASED])
    return complaint


def moves_open_to(complaint: Complaint, act: Act) -> list[OpenMove]:
    """Of a joined complaint also what is done for its own citizen on the leading one: tell, call back, record a rating."""
    if complaint.erased_at is not None:
        return []
    found = open_moves(store.book(complaint.rulebook_version), complaint, act)
    leading = complaint.leading if complaint.is_joined else None
    if leading is None:
        return found
    through = open_moves(store.book(leading.rulebook_version), leading, act_of(complaint, act))
    names = (CARRIED_ON | TOLD_APART) - {one.move.name for one in found}
    return [*found, *(one for one in through if one.move.name in names)]


def list_untold(leading: Complaint, seen: sa.ColumnElement[bool]) -> list[str]:
    """Numbers of joined complaints whose citizens the answer has not reached; only those that are `seen`."""
    ids = leading.still_to_reach - {None} if leading.promised_until("feedback") is not None else set()
    query = select(Complaint.tracking_number).filter(Complaint.id.in_(ids), seen)
    return list(db.session.scalars(query.order_by(Complaint.id))) if ids else []


def list_joined(leading: Complaint, officer: Officer) -> list[str]:
    """Numbers of all joined complaints that this officer may see."""
    if not leading.leads_others:
        return []
    query = select(Complaint.tracking_number).filter(Complaint.leading_id == leading.id, Complaint.is_joined)
    return list(db.session.scalars(query.filter(reachable_by(officer)).order_by(Complaint.id)))


def ratings(leading_id: Any, round_number: int) -> list[CitizenRating]:
    """Ratings by the citizens of joined complaints in this round; of two ratings of one citizen, the last."""
    joined = select(Complaint.id, Complaint.contactable).filter(
        Complaint.leading_id == leading_id, Complaint.is_joined
    )
    records = select(RoundRecord.of_id, RoundRecord.grade, RoundRecord.at).filter_by(
        complaint_id=leading_id, round=round_number, kind=RATING
    )
    said = {row.of_id: row for row in db.session.execute(records.order_by(RoundRecord.id))}
    return [_rating(row, said.get(row.id)) for row in db.session.execute(joined.order_by(Complaint.id))]


def joined_to(leading_id: Any) -> list[Complaint]:
    query = select(Complaint).filter(Complaint.leading_id == leading_id, Complaint.is_joined)
    query = query.options(joinedload(Complaint.complainant))
    return list(db.session.scalars(query.order_by(Complaint.id)))


def still_to_reach(leading: Any) -> set[int | None]:
    """Whose own times have not begun; None for the citizen of the leading one. What an act changed is not written yet."""
    own = {None} if leading.rate_by is None else set()
    return own | {one.id for one in joined_to(leading.id) if one.rate_by is None}


def still_to_call(leading: Any, act: Act | None = None) -> set[int | None]:
    """Who can be called and was not heard of since the feedback, `act` included; None for the citizen of the leading one.
    Heard of is who was reached, has rated, or was called in vain on `LEAST_DAYS_TRIED` working days (domain §7)."""
    calls = _calls_since_feedback(leading.id) + ([_call_of(act)] if act and act.move in HEARD else [])
    called = {number for number, day in calls if day is None}
    days = Counter(number for number, day in set(calls) if day is not None and _is_working(day))
    called |= {number for number, count in days.items() if count >= LEAST_DAYS_TRIED}
    found: set[int | None] = {one.id for one in joined_to(leading.id) if _is_uncalled(one, called)}
    return found | ({None} if leading.contactable and None not in called else set())


def _calls_since_feedback(leading_id: int) -> list[tuple[str | None, date | None]]:
    """Number of the joined complaint, and the day of a call in vain; no day where the citizen was heard of."""
    told = select(sa.func.max(Event.seq)).filter_by(complaint_id=leading_id, move="give_feedback")
    heard = select(Event.detail, Event.at).where(
        Event.complaint_id == leading_id,
        Event.move.in_(HEARD),
        Event.seq > told.scalar_subquery(),
    )
    return [_call(row.detail.get("joined"), row.detail, row.at) for row in db.session.execute(heard)]


def _call_of(act: Act) -> tuple[str | None, date | None]:
    joined = act.words.get("joined")
    return _call(joined.tracking_number if joined else None, act.words, act.at)


def _call(number: str | None, words: Mapping[str, Any], at: datetime) -> tuple[str | None, date | None]:
    return number, (None if words.get("reached", True) else at.astimezone(SHANGHAI).date())


def _is_working(day: date) -> bool:
    return current_calendar.calendar().is_working(day)


def _is_uncalled(joined: Complaint, called: set[str | None]) -> bool:
    return joined.contactable and joined.tracking_number not in called


def _rating(row: Any, said: Any) -> CitizenRating:
    grade, at = (said.grade, said.at) if said else (None, None)
    return CitizenRating(row.id, grade, at, row.contactable)
