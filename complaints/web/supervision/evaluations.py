"""Third-party evaluation for supervisors: draw a sample, read the results beside our own figures, publish the summary."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request, url_for

from complaints.infrastructure.errors import NotFound
from complaints.models import EvaluationSample
from complaints.organisation import directory
from complaints.queries import evaluation_results, evaluations
from complaints.queries.evaluation_criteria import criteria
from complaints.web.account.access import for_roles, me
from complaints.web.admin.changes import REFUSED, Answer, act, done, refused
from complaints.web.page import display_settings
from complaints.web.page.dates import now
from complaints.web.page.translation import gettext
from schemas.evaluation import MOST_CASES

pages = Blueprint("supervise_evaluations", __name__)
LEADERS = ("supervisor", "last_resort")


@pages.get("/supervise/evaluations")
@for_roles(*LEADERS)
def show_all() -> str:
    return _list({})


@pages.post("/supervise/evaluations")
@for_roles(*LEADERS)
def draw() -> Answer:
    if display_settings.pressed():
        return _list({})
    by_id = me().id
    came = act(lambda: evaluations.draw_sample(request.form, directory.officer(by_id), now()).period)
    if came.result is None:
        return _list(dict(came.faults)), REFUSED
    return done(gettext("已抽取样本。"), url_for(".show", period=came.result))


@pages.get("/supervise/evaluations/<period>")
@for_roles(*LEADERS)
def show(period: str) -> str:
    sample = _sample(period)
    return render_template(
        "supervision/evaluation.html",
        sample=sample,
        results=evaluation_results.results_of(sample, now()),
        lowest=evaluation_results.lowest_of(sample, me()),
        published=evaluations.published(sample),
    )


@pages.post("/supervise/evaluations/<period>")
@for_roles(*LEADERS)
def publish(period: str) -> Answer:
    address, by_id = url_for(".show", period=period), me().id
    if display_settings.pressed():
        return show(period)
    _sample(period)

    def verb() -> str:
        sample = evaluations.sample_of(period)
        evaluation_results.publish(sample, directory.officer(by_id), now())
        return period

    came = act(verb)
    return done(gettext("评估结果已公布。"), address) if came.result else refused(came.faults, address)


def _list(errors: dict[str, str]) -> str:
    return render_template(
        "supervision/evaluations.html",
        samples=evaluations.list_samples(),
        criteria=criteria(),
        typed=request.form,
        errors=errors,
        most=MOST_CASES,
    )


def _sample(period: str) -> EvaluationSample:
    try:
        return evaluations.sample_of(period)
    except NotFound:
        abort(404)
