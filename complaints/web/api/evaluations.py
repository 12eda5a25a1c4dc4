"""Third-party evaluation for evaluators: a drawn case without persons, and its score."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Response
from werkzeug.exceptions import Forbidden

from complaints.infrastructure import clock
from complaints.infrastructure.database import transaction
from complaints.infrastructure.errors import NotFound
from complaints.models import EvaluationCase, EvaluationScore, Officer
from complaints.queries import evaluations
from complaints.queries.evaluation_criteria import criteria
from complaints.queries.evaluation_file import case_file
from complaints.web.api.asking import answer, signed_in
from complaints.web.api.document import WITH_A_BODY, Section
from complaints.web.errors.handlers import language
from complaints.web.page.request_values import whole
from schemas import evaluation

section = Section("api_evaluations", __name__, description="For evaluators")
CASE = "/evaluations/<period>/cases/<place>"


@section.route(CASE, methods=["GET"])
@signed_in
@section.named("getEvaluationCase", tags=["evaluation"])
@section.answers(HTTPStatus.OK, evaluation.EvaluationCaseOut, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)
def get_evaluation_case(officer: Officer, period: str, place: str) -> Response:
    """A drawn case without persons; each reading is a row that auditors see."""
    _require_evaluator(officer)
    by_id = officer.id
    with transaction():
        case = _case(period, place, by_id)
        evaluations.note_opening(case, by_id, clock.now())
    return answer(evaluation.EvaluationCaseOut().dump(_case_json(case, (period, place), by_id)))


@section.route(f"{CASE}/scores", methods=["POST"])
@signed_in
@section.named("addEvaluationScore", tags=["evaluation"])
@section.arguments(evaluation.ScoreIn)
@section.answers(
    HTTPStatus.CREATED, evaluation.ScoreOut, *WITH_A_BODY, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND
)
def add_evaluation_score(officer: Officer, words: dict[str, Any], period: str, place: str) -> Response:
    """Scores by criterion, 0 to 100 each. A later score corrects an earlier one, which stays."""
    _require_evaluator(officer)
    by_id, typed = officer.id, {name: str(points) for name, points in words["scores"].items()}
    with transaction():
        row = evaluations.add_score(
            _case(period, place, by_id), {**typed, "note": words.get("note", "")}, by_id, clock.now()
        )
        body = evaluation.ScoreOut().dump(_score_json(row))
    return answer(body, HTTPStatus.CREATED)


def _require_evaluator(officer: Officer) -> None:
    if "evaluator" not in officer.roles:
        raise Forbidden


def _case(period: str, place: str, by_id: int) -> EvaluationCase:
    number = whole(place)
    if number is None:
        raise NotFound
    return evaluations.case_of(evaluations.sample_of(period), number, by_id)


def _case_json(case: EvaluationCase, named_by: tuple[str, str], by_id: int) -> dict[str, Any]:
    found, rows, locale = case_file(case), evaluations.scores_of(case), language()
    own = [row for row in rows if row.by_id == by_id]
    others = {row.by_id: criteria().total(row.scores) for row in rows if own and row.by_id != by_id}
    named = {name: getattr(found, name).in_(locale) for name in ("category", "channel", "urgency", "unit")}
    return {
        "period": named_by[0],
        "place": int(named_by[1]),
        **named,
        "outcome": found.outcome.in_(locale) if found.outcome else None,
        "rounds": found.rounds,
        "steps": [{"day": one.day, "label": one.label.in_(locale)} for one in found.steps],
        "promises": [
            {"label": one.label.in_(locale), "limit": one.limit, "kept": one.was_kept}
            for one in found.promises
        ],
        "own": [_score_json(row) for row in own],
        "others": list(others.values()),
    }


def _score_json(row: EvaluationScore) -> dict[str, Any]:
    return {"scores": row.scores, "total": criteria().total(row.scores), "at": row.at}
