"""Pages of evaluators: the samples, and each drawn case with its form of scores. They see nothing else."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug import Response

from complaints.infrastructure.database import transaction
from complaints.infrastructure.errors import BadInput, NotFound
from complaints.infrastructure.public_ids import public_id
from complaints.models import EvaluationCase, EvaluationSample
from complaints.queries import evaluations
from complaints.queries.evaluation_criteria import criteria
from complaints.queries.evaluation_file import case_file
from complaints.web.account.access import for_roles, me
from complaints.web.page import display_settings
from complaints.web.page.dates import now
from complaints.web.page.request_values import whole
from complaints.web.page.template_globals import said
from complaints.web.page.translation import gettext
from workflows.language import Text

pages = Blueprint("evaluator", __name__)

CASE = "case"
CHANGED = Text(
    "样本有变动，这个编号现在是另一件。请看右边的办理情况，再评分。",
    "The sample has changed: this number is another case now. Please read how it was handled before you score it.",
)


@pages.get("/evaluate")
@for_roles("evaluator")
def show_all() -> str:
    samples = evaluations.list_samples()
    return render_template(
        "evaluator/home.html",
        samples=samples,
        open_places={one.id: evaluations.places_open_to(one, me().id) for one in samples},
        scored={one.id: evaluations.count_scored(one, me().id) for one in samples},
        over={one.id for one in samples if evaluations.published(one)},
        criteria=criteria(),
    )


@pages.get("/evaluate/<period>/<place>")
@for_roles("evaluator")
def show(period: str, place: str) -> str:
    return _page(period, place, {})


@pages.post("/evaluate/<period>/<place>")
@for_roles("evaluator")
def score(period: str, place: str) -> Response | str | tuple[str, int]:
    if display_settings.pressed():
        return _page(period, place, {})
    by_id = me().id
    try:
        with transaction():
            case = evaluations.case_of(evaluations.sample_of(period), whole(place) or 0, by_id)
            _require_same_case(case)
            evaluations.add_score(case, request.form, by_id, now())
    except NotFound:
        abort(404)
    except BadInput as error:
        return _page(period, place, {name: said(text) for name, text in error.fields.items()}), 422
    flash(gettext("已记下第 %(n)s 件的评分。", n=place), "success")
    return redirect(url_for(".show_all", _anchor=period), 303)


def _require_same_case(case: EvaluationCase) -> None:
    """An evaluator who came to be kept out of a case meanwhile has others under its number and those behind it."""
    if request.form.get("case") not in (None, str(public_id(case.id, CASE))):
        raise BadInput({"act": CHANGED})


def _page(period: str, place: str, errors: dict[str, str]) -> str:
    sample, case = _opened(period, place)
    rows = evaluations.scores_of(case)
    own = [row for row in rows if row.by_id == me().id]
    others = {row.by_id: row for row in rows if row.by_id != me().id} if own else {}
    return render_template(
        "evaluator/case.html",
        sample=sample,
        case=case,
        place=place,
        case_id=public_id(case.id, CASE),
        file=case_file(case),
        criteria=criteria(),
        typed=request.form if errors or request.method == "POST" else (own[-1].scores if own else {}),
        note=request.form.get("note", own[-1].note if own else ""),
        own=own,
        others=list(others.values()),
        errors=errors,
        is_over=evaluations.published(sample) is not None,
    )


def _opened(period: str, place: str) -> tuple[EvaluationSample, EvaluationCase]:
    """Each opening is a row that auditors read."""
    by_id = me().id
    try:
        with transaction():
            sample = evaluations.sample_of(period)
            case = evaluations.case_of(sample, whole(place) or 0, by_id)
            evaluations.note_opening(case, by_id, now())
    except NotFound:
        abort(404)
    return sample, case
