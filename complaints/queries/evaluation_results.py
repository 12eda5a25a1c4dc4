"""What evaluators found in a sample, beside our own figures of the same period, and the coarse summary everybody reads."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from complaints.access.visibility import visible_to
from complaints.infrastructure.database import db
from complaints.infrastructure.errors import BadInput
from complaints.models import (
    Complaint,
    EvaluationCase,
    EvaluationSample,
    EvaluationScore,
    Officer,
    PublishedEvaluation,
    audit,
)
from complaints.queries.evaluation_criteria import Criterion, criteria
from complaints.queries.evaluations import OVER, chosen_of, published
from complaints.queries.open_data import SHARE_STEP, STEP, coarse
from complaints.queries.statistics.breakdown import whole_share
from complaints.queries.statistics.indicators import Indicator, Share, indicators
from workflows.language import Text

MOST_LOWEST = 10
TOO_FEW = Text(
    f"评过的不足 {STEP} 件，公布会看出是哪一件，不能公布。",
    f"Fewer than {STEP} cases are scored: the summary would show single cases, and is not published.",
)


@dataclass(frozen=True, slots=True)
class Beside:
    """The mean of one criterion, and our own figure."""

    criterion: Criterion
    mean: float | None
    indicator: Indicator
    own: Share

    @property
    def difference(self) -> float | None:
        """In points: above zero where evaluators find it better than our figure says."""
        thousandth = self.own.per_mille
        return None if self.mean is None or thousandth is None else round(self.mean - thousandth / 10, 1)


@dataclass(frozen=True, slots=True)
class Results:
    cases: int  # scored by anyone
    evaluators: int
    total: float | None
    beside: list[Beside]


def results_of(sample: EvaluationSample, at: datetime) -> Results:
    """Of one case the mean over its evaluators; of all cases the mean over cases."""
    by_case = _newest(sample)
    means = {
        one.code: _mean([_mean([row[one.code] for row in rows.values()]) for rows in by_case.values()])
        for one in criteria().all
    }
    chosen = chosen_of(sample.period, at)
    beside = []
    for one in criteria().all:
        indicator = indicators()[one.beside]
        beside.append(Beside(one, means[one.code], indicator, whole_share(indicator, chosen)))
    known = {code: mean for code, mean in means.items() if mean is not None}
    total = round(criteria().total(known), 1) if by_case else None
    return Results(len(by_case), len({by for rows in by_case.values() for by in rows}), total, beside)


def lowest_of(sample: EvaluationSample, officer: Officer) -> list[tuple[str, float]]:
    """Tracking number and mean total of the cases scored lowest, of those the officer may see. At most half of the sample, so
    that no gap tells of a complaint about them."""
    means = {
        case_id: _mean([criteria().total(one) for one in rows.values()]) or 0.0
        for case_id, rows in _newest(sample).items()
    }
    query = sa.select(EvaluationCase.id, Complaint.tracking_number)
    query = query.join(Complaint, Complaint.id == EvaluationCase.complaint_id)
    rows = db.session.execute(query.filter(EvaluationCase.id.in_(means), visible_to(officer)))
    scored = sorted((means[row.id], row.tracking_number) for row in rows)
    return [(number, mean) for mean, number in scored[: min(MOST_LOWEST, sample.size // 2)]]


def publish(sample: EvaluationSample, by: Officer, at: datetime) -> PublishedEvaluation:
    """Frozen: nothing is scored after it. Inside a transaction. Raises BadInput."""
    if published(sample) is not None:
        raise BadInput({"act": OVER})
    results = results_of(sample, at)
    if results.cases < STEP:
        raise BadInput({"act": TOO_FEW})
    row = PublishedEvaluation(sample_id=sample.id, content=_content(sample, results), by_id=by.id, at=at)
    db.session.add(row)
    db.session.flush()
    audit.note("evaluation published", at, {"period": sample.period})
    return row


def list_published() -> list[dict[str, Any]]:
    """The newest first."""
    query = sa.select(PublishedEvaluation).order_by(PublishedEvaluation.at.desc())
    return [row.content for row in db.session.scalars(query)]


def _content(sample: EvaluationSample, results: Results) -> dict[str, Any]:
    """Counts in tens, points and percent in fives, as in open data."""
    return {
        "period": sample.period,
        "criteria": sample.criteria,
        "seed": sample.seed,
        "cases": coarse(results.cases),
        "total": _coarse_points(results.total),
        "scores": [
            {
                "code": one.criterion.code,
                "label": [one.criterion.label.zh, one.criterion.label.en],
                "weight": one.criterion.weight,
                "score": _coarse_points(one.mean),
                "own_label": [one.indicator.label.zh, one.indicator.label.en],
                "own": _coarse_points((one.own.per_mille or 0) / 10) if one.own.of >= STEP else None,
            }
            for one in results.beside
        ],
    }


def _coarse_points(points: float | None) -> int | None:
    return None if points is None else round(points / SHARE_STEP) * SHARE_STEP


def _newest(sample: EvaluationSample) -> dict[int, dict[int, dict[str, int]]]:
    """By case and evaluator, the scores that count."""
    query = sa.select(EvaluationScore).join(EvaluationCase, EvaluationCase.id == EvaluationScore.case_id)
    found: dict[int, dict[int, dict[str, int]]] = defaultdict(dict)
    for row in db.session.scalars(
        query.filter(EvaluationCase.sample_id == sample.id).order_by(EvaluationScore.id)
    ):
        found[row.case_id][row.by_id] = row.scores
    return found


def _mean(values: list[Any]) -> float | None:
    known = [value for value in values if value is not None]
    return round(sum(known) / len(known), 1) if known else None
