"""One indicator of a period, broken down by unit, category or channel."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from complaints.infrastructure.database import db
from complaints.models import Complaint, Unit
from complaints.queries.statistics.indicators import Chosen, Count, Indicator, Share

BY = {"unit": Unit.code, "category": Complaint.category, "channel": Complaint.channel}


def shares_by(indicator: Indicator, chosen: Chosen, by: str) -> dict[str, Share]:
    """`by`: one of BY. Keys are codes, in their order; what happened nowhere has no row."""
    over, of = (_count_by(one, chosen, BY[by]) for one in (indicator.over, indicator.of))
    return {key: Share(over.get(key, 0), of.get(key, 0)) for key in sorted(over.keys() | of.keys())}


def whole_share(indicator: Indicator, chosen: Chosen) -> Share:
    """Over everything the officer may see within the chosen filters."""
    over, of = (_count_by(one, chosen, sa.literal("")) for one in (indicator.over, indicator.of))
    return Share(over.get("", 0), of.get("", 0))


def _count_by(count: Count, chosen: Chosen, key: Any) -> dict[str, int]:
    query = chosen.occurrences(count, key, sa.func.count()).group_by(key)
    return {row[0]: row[1] for row in db.session.execute(query)}
