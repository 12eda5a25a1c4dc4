"""Results of third-party evaluation, for everybody: as a page and as JSON."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, render_template

from complaints.queries import evaluation_results
from complaints.queries.evaluation_criteria import criteria
from complaints.queries.open_data import STEP

pages = Blueprint("evaluations", __name__)


@pages.get("/evaluations")
def show() -> str:
    rows = evaluation_results.list_published()
    return render_template("citizen/evaluations.html", rows=rows, criteria=criteria(), step=STEP)


@pages.get("/evaluations.json")
def table() -> Response:
    return jsonify(evaluation_results.list_published())
