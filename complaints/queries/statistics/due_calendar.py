"""What falls due on which day: the running promises of the bureau, counted by day and commitment."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select

from complaints.access.visibility import visible_to
from complaints.commitments.calendar import current as current_calendar
from complaints.infrastructure.database import db
from complaints.models import Complaint, Deadline, Officer
from complaints.queries.board.conditions import of_the_house, running
from complaints.queries.statistics.snapshots import name_for_officer, read_or_count
from workflows.calendar import SHANGHAI

WEEKS = 4


@dataclass(frozen=True, slots=True)
class Day:
    """`provisional`: whether the day itself, or a promise that falls due on it, rests on a calendar not yet published."""

    day: date
    working: bool
    provisional: bool
    due: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Weeks:
    """From Monday to Sunday each; `at` is when they were counted."""

    weeks: list[list[Day]]
    at: datetime


def weeks(officer: Officer, at: datetime) -> Weeks:
    """This week from Monday and the following, so many that four whole weeks lie ahead."""
    made, days = read_or_count(name_for(officer, at), at, lambda: count(officer, at)), _days(at)
    due: dict[date, dict[tuple[str, bool], int]] = defaultdict(dict)
    for day, commitment, provisional, n in made.rows:
        due[date.fromisoformat(day)][commitment, provisional] = n
    shown = [_day(day, due[day]) for day in days]
    return Weeks([shown[start : start + 7] for start in range(0, len(shown), 7)], made.at)


def name_for(officer: Officer, at: datetime) -> str:
    return name_for_officer(f"due from {_days(at)[0]}", officer)


def _days(at: datetime) -> list[date]:
    today = at.astimezone(SHANGHAI).date()
    monday = today - timedelta(days=today.weekday())
    return [monday + timedelta(days=n) for n in range(7 * (WEEKS + 1))]


def _day(day: date, due: dict[tuple[str, bool], int]) -> Day:
    calendar = current_calendar.calendar()
    guessed = calendar.is_provisional(day) or any(provisional for _, provisional in due)
    numbers: Counter[str] = Counter()
    for (commitment, _), n in due.items():
        numbers[commitment] += n
    return Day(day, calendar.is_working(day), guessed, numbers)


def count(officer: Officer, at: datetime) -> list[list[Any]]:
    """Day, commitment, whether provisional, how many. Most promises end at close of business: there are few moments."""
    days = _days(at)
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
    found: Counter[tuple[str, str, bool]] = Counter()
    for due_at, commitment, provisional, n in db.session.execute(query):
        found[due_at.astimezone(SHANGHAI).date().isoformat(), commitment, provisional] += n
    return [[*key, n] for key, n in found.items()]
