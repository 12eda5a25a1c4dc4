"""Open data: how many complaints a month brought and how promises were kept, by category, so coarse that no person is found.

Counts are rounded down to tens and fewer than ten are left out; shares are whole steps of five percent. There is one
breakdown and no total, a month is published once and frozen, so neither two tables nor two days differ by one person.
Restricted complaints are not counted. Method: coarsening and small-number suppression as in GB/T 37964-2019 (去标识化指南).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml

from complaints.infrastructure.database import db
from complaints.models import Complaint, Deadline, PublishedMonth
from complaints.models.deadline import fell_due, was_broken
from complaints.queries.statistics.periods import Days, read_period
from workflows.calendar import SHANGHAI
from workflows.language import Ending

STEP = 10  # counts are multiples of it
SHARE_STEP = 5  # percent
MOST_MONTHS = 36
PROMISES = ("acceptance", "handling", "feedback")
ABOUT: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf8"))
TABLES: dict[str, list[str]] = {name: one["columns"] for name, one in ABOUT["tables"].items()}


def publish_months(at: datetime) -> int:
    """Freeze every month that is over and not yet published, the oldest first. Inside a transaction. Says how many."""
    missing = missing_months(at)
    for month in missing:
        db.session.add(PublishedMonth(month=month, content=_content(month, at), at=at))
    db.session.flush()
    return len(missing)


def missing_months(at: datetime) -> list[str]:
    """Months over, since the first complaint, that are not published; at most MOST_MONTHS back."""
    first = db.session.scalar(sa.select(sa.func.min(Complaint.received_at)))
    if first is None:
        return []
    known = set(db.session.scalars(sa.select(PublishedMonth.month)))
    month, found = at.astimezone(SHANGHAI).date().replace(day=1), list[str]()
    oldest = first.astimezone(SHANGHAI).date().replace(day=1)
    for _ in range(MOST_MONTHS):
        month = (month - timedelta(days=1)).replace(day=1)
        if month < oldest:
            break
        found.append(f"{month:%Y-%m}")
    return sorted(one for one in found if one not in known)


def rows_of(table: str) -> list[list[Any]]:
    """A table of TABLES over all published months: its heading, then its rows."""
    months = db.session.scalars(sa.select(PublishedMonth).order_by(PublishedMonth.month))
    return [TABLES[table], *(row for month in months for row in month.content[table])]


def data_package() -> dict[str, Any]:
    """The description of the tables, for datapackage.json."""
    return {
        "profile": "tabular-data-package",
        **{name: ABOUT[name] for name in ("name", "title", "description")},
        "licenses": [{"name": "CC0-1.0", "path": "https://creativecommons.org/publicdomain/zero/1.0/"}],
        "resources": [_resource(name, one) for name, one in ABOUT["tables"].items()],
    }


def _resource(name: str, table: dict[str, Any]) -> dict[str, Any]:
    fields = [{"name": one, **ABOUT["columns"][one]} for one in table["columns"]]
    return {
        "name": name,
        "title": table["title"],
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": fields, "missingValues": [""]},
    }


def coarse(count: int) -> int | None:
    """Rounded down to tens; None for fewer than ten."""
    return count // STEP * STEP or None


def coarse_share(kept: int, due: int) -> int | None:
    """Whole steps of five percent, to the nearest; None where fewer than ten fell due."""
    return round(kept * 100 / due / SHARE_STEP) * SHARE_STEP if due >= STEP else None


def _content(month: str, at: datetime) -> dict[str, Any]:
    begins, ends = _ends_of(read_period(month))
    registered = _counted(Complaint.received_at >= begins, Complaint.received_at < ends)
    closed = _counted(
        Complaint.ended_at >= begins, Complaint.ended_at < ends, Complaint.ends_as == Ending.CLOSED.value
    )
    complaints = [
        [month, code, coarse(registered.get(code, 0)), coarse(closed.get(code, 0))]
        for code in sorted(registered.keys() | closed.keys())
    ]
    kept = [
        [month, category, commitment, coarse(due), coarse_share(kept, due)]
        for category, commitment, due, kept in _kept(begins, ends, at)
    ]
    return {
        "complaints": [row for row in complaints if row[2] or row[3]],
        "commitments-kept": [row for row in kept if row[3]],
    }


def _ends_of(days: Days) -> tuple[datetime, datetime]:
    def midnight(day: date) -> datetime:
        return datetime.combine(day, datetime.min.time(), SHANGHAI)

    return midnight(days.first), midnight(days.last + timedelta(days=1))


def _counted(*conditions: sa.ColumnElement[bool]) -> dict[str, int]:
    query = sa.select(Complaint.category, sa.func.count()).filter(
        Complaint.restricted.is_(False), *conditions
    )
    return {row[0]: row[1] for row in db.session.execute(query.group_by(Complaint.category))}


def _kept(begins: datetime, ends: datetime, at: datetime) -> list[Any]:
    in_time = sa.func.sum(sa.case((was_broken(at), 0), else_=1))
    query = (
        sa.select(Complaint.category, Deadline.commitment, sa.func.count(), in_time)
        .join(Complaint, Complaint.id == Deadline.complaint_id)
        .filter(Complaint.restricted.is_(False), Deadline.commitment.in_(PROMISES))
        .filter(Deadline.due_at >= begins, Deadline.due_at < ends, fell_due(at))
        .group_by(Complaint.category, Deadline.commitment)
        .order_by(Complaint.category, Deadline.commitment)
    )
    return [(row[0], row[1], row[2], int(row[3] or 0)) for row in db.session.execute(query)]
