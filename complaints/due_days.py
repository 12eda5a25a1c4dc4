"""What falls due on which day: the promises of the house that run now, counted by day and commitment."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select

from complaints import calendar_rows
from complaints.board_sections import of_the_house, running
from complaints.db import db
from complaints.models import Complaint, Deadline, Officer
from complaints.remembered import remembered
from complaints.visibility import visible_to
from workflows.calendar import SHANGHAI

WEEKS = 4
FRESH = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Day:
    """`provisional`: whether the day itself, or a promise that falls due on it, rests on a calendar not yet published."""

    day: date
    working: bool
    provisional: bool
    due: Counter[str] = field(default_factory=Counter)


def weeks(officer: Officer, at: datetime) -> list[list[Day]]:
    """This week from Monday and the following, so many that four whole weeks lie ahead."""
    today = at.astimezone(SHANGHAI).date()
    monday = today - timedelta(days=today.weekday())
    days = [monday + timedelta(days=n) for n in range(7 * (WEEKS + 1))]
    counted = remembered(f"due for {officer.id} from {monday}", at, FRESH, lambda: _counted(officer, days))
    return [
        [_day(day, counted.get(day, {})) for day in days[start : start + 7]]
        for start in range(0, len(days), 7)
    ]


def _day(day: date, due: dict[tuple[str, bool], int]) -> Day:
    calendar = calendar_rows.calendar()
    guessed = calendar.is_provisional(day) or any(provisional for _, provisional in due)
    counted: Counter[str] = Counter()
    for (commitment, _), n in due.items():
        counted[commitment] += n
    return Day(day, calendar.is_working(day), guessed, counted)


def _counted(officer: Officer, days: list[date]) -> dict[date, dict[tuple[str, bool], int]]:
    """Most promises end at close of business, so that there are few moments to count by."""
    begins = datetime.combine(days[0], time(), SHANGHAI)
    query = (
        select(Deadline.due_at, Deadline.commitment, Deadline.provisional, func.count())
        .join(Complaint, Complaint.id == Deadline.complaint_id)
        .where(
            Deadline.due_at >= begins,
            Deadline.due_at < begins + timedelta(days=len(days)),
            *running(Deadline),
            of_the_house(Deadline),
            Complaint.ended_at.is_(None),
            visible_to(officer),
        )
        .group_by(Deadline.due_at, Deadline.commitment, Deadline.provisional)
    )
    found: dict[date, dict[tuple[str, bool], int]] = {}
    for due_at, commitment, provisional, n in db.session.execute(query):
        day = found.setdefault(due_at.astimezone(SHANGHAI).date(), {})
        day[commitment, provisional] = day.get((commitment, provisional), 0) + n
    return found
