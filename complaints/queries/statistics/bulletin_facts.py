"""Facts of a bulletin on a period, counted over the whole bureau without restricted complaints; no person appears."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from complaints.infrastructure.database import db
from complaints.models import Complainant, Complaint, Unit
from complaints.queries.statistics.breakdown import shares_by
from complaints.queries.statistics.indicators import (
    Chosen,
    Count,
    Figure,
    Indicator,
    Share,
    count_figures,
    indicators,
)
from complaints.queries.statistics.periods import Days
from workflows.language import Ending, Text

SECONDS_A_DAY = 86400
RANKED_BY = "handled_in_time"
MOST = 10  # rows of a ranking of categories


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure, and the same in the period before and a year ago."""

    now: Share
    before: Share
    year_ago: Share


@dataclass(frozen=True, slots=True)
class BulletinFacts:
    """Counts by what they count, indicators by name, rows in their order."""

    days: Days
    indicators: dict[str, tuple[Indicator, Compared]]
    registered: Compared  # `over` counts
    by_channel: dict[str, int]
    by_category: list[tuple[str, int, int]]  # code, now, the period before
    ranked: list[tuple[Text, Share]]  # the best first
    not_ranked: list[tuple[Text, Share]]
    mean_days: float | None  # from registration to the end of what was closed; calendar days
    repeated: int  # persons whose number complained more than once
    examples: list[dict[str, Any]]


def gather(days: Days, at: datetime) -> BulletinFacts:
    chosen = Chosen(None, days.first, days.last, at)
    before, year_ago = chosen.compared_with
    whole = [{one.indicator.name: one for one in count_figures(each)} for each in (chosen, before, year_ago)]
    ranked, not_ranked = _ranking(whole[0][RANKED_BY])
    return BulletinFacts(
        days,
        {
            name: (one, Compared(*(figure[name].whole for figure in whole)))
            for name, one in indicators().items()
        },
        Compared(*(_registered(each) for each in (chosen, before, year_ago))),
        {key: share.over for key, share in _registered_by(chosen, "channel").items()},
        _categories(chosen, before),
        ranked,
        not_ranked,
        _mean_days(chosen),
        _repeated(chosen),
        _examples(chosen),
    )


def _registered(chosen: Chosen) -> Share:
    happened = REGISTERED.happened_to(chosen.period)
    query = sa.select(sa.func.count()).select_from(Complaint)
    n = db.session.scalar(query.filter(Complaint.id.in_(happened), *chosen.conditions))
    return Share(n or 0, n or 0)


REGISTERED = Count("registered", "all")


def _registered_by(chosen: Chosen, by: str) -> dict[str, Share]:
    return shares_by(replace(indicators()["joined"], over=REGISTERED, of=REGISTERED), chosen, by)


def _categories(chosen: Chosen, before: Chosen) -> list[tuple[str, int, int]]:
    now, then = (_registered_by(each, "category") for each in (chosen, before))
    rows = [(code, share.over, then.get(code, Share()).over) for code, share in now.items()]
    return sorted(rows, key=lambda row: (-row[1], row[0]))[:MOST]


def _ranking(figure: Figure) -> tuple[list[tuple[Text, Share]], list[tuple[Text, Share]]]:
    units = {row.id: Text(row.name_zh, row.name_en) for row in db.session.execute(_UNIT_NAMES)}
    rows = sorted(
        ((units[one], share) for one, share in figure.by_unit.items() if share.of),
        key=lambda row: (-(row[1].per_mille or 0), -row[1].of, row[0].zh),
    )
    comparable = [row for row in rows if row[1].is_comparable]
    return comparable, [row for row in rows if not row[1].is_comparable]


_UNIT_NAMES = sa.select(Unit.id, Unit.name_zh, Unit.name_en)


def _closed(chosen: Chosen) -> list[Any]:
    return [
        chosen.period.holds(Complaint.ended_at),
        Complaint.ends_as == Ending.CLOSED.value,
        *chosen.conditions,
    ]


def _mean_days(chosen: Chosen) -> float | None:
    query = sa.select(Complaint.received_at, Complaint.ended_at).filter(*_closed(chosen))
    rows: Any = db.session.execute(query)
    spans = [(ended - received).total_seconds() for received, ended in rows]
    return round(sum(spans) / len(spans) / SECONDS_A_DAY, 1) if spans else None


def _repeated(chosen: Chosen) -> int:
    """Numbers that complained more than once: by their keyed trace, for the number itself is sealed."""
    happened = REGISTERED.happened_to(chosen.period)
    query = (
        sa.select(Complainant.phone_index)
        .join(Complaint, Complaint.id == Complainant.complaint_id)
        .filter(Complaint.id.in_(happened), Complainant.phone_index.is_not(None), *chosen.conditions)
        .group_by(Complainant.phone_index)
        .having(sa.func.count() > 1)
    )
    return db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0


def _examples(chosen: Chosen) -> list[dict[str, Any]]:
    """Closed complaints a person may tell of, without anything that was written in them: what was found, and how long it
    took. Who is kept out of one reads the bulletin too, and would know it by that."""
    query = (
        sa.select(Complaint.rulebook_version, Complaint.category, Complaint.outcome, Complaint.ended_at)
        .add_columns(Complaint.received_at, Complaint.grade)
        .filter(*_closed(chosen), Complaint.outcome.is_not(None), Complaint.confidential.is_(False))
        .filter(Complaint.keeps_out.is_(False))
        .order_by(Complaint.extensions.desc(), Complaint.returns.desc(), Complaint.id)
        .limit(3)
    )
    return [
        {
            "rulebook": row.rulebook_version,
            "category": row.category,
            "outcome": row.outcome,
            "grade": row.grade,
            "days": (row.ended_at - row.received_at).days + 1,
        }
        for row in db.session.execute(query)
    ]
