"""Absences and deputies, marked by the leader of the unit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug import Response

from complaints.casework.references import officer_called
from complaints.infrastructure.database import transaction
from complaints.infrastructure.errors import BadInput
from complaints.infrastructure.pinyin import letters
from complaints.models import OVERSEERS, Officer
from complaints.organisation import absences, changes, directory
from complaints.web.account.access import for_roles, me
from complaints.web.desk.choices import Choice
from complaints.web.forms.absence_form import take_absence
from complaints.web.page import display_settings
from complaints.web.page.dates import now
from complaints.web.page.template_globals import said
from complaints.web.page.translation import gettext
from schemas.absence import AbsenceIn
from workflows.calendar import SHANGHAI
from workflows.effects import ALONE
from workflows.language import Text

pages = Blueprint("supervise_absence", __name__)

AT_FIELD = {"until": "last"}  # what a fault of the absence is about, on the form
NOT_YOURS = Text("您只能为所领导单位的人员登记请假。", "You can mark away only people of the units you lead.")


@pages.get("/supervise/absence")
@for_roles(*OVERSEERS)
def show() -> str:
    return _page({})


@pages.post("/supervise/absence")
@for_roles(*OVERSEERS)
def mark() -> Response | str | tuple[str, int]:
    if display_settings.pressed():
        return _page({})
    if faults := take_absence(AbsenceIn(), _mark, AT_FIELD):
        return _page(faults), 422
    flash(gettext("已登记。指名派给他的件和通知，这段时间由代理人接。"), "success")
    return redirect(url_for(".show"), 303)


@pages.post("/supervise/absence/<int(max=9223372036854775807):absence_id>/end")
@for_roles(*OVERSEERS)
def end(absence_id: int) -> Response:
    with transaction():
        leader = directory.officer(me().id)
        row = absences.with_id(absence_id)
        if row is None or not row.officer.unit_path.startswith(leader.unit_path):
            abort(404)
        absences.end(row, now())
    flash(gettext("已销假。"), "success")
    return redirect(url_for(".show"), 303)


def _mark(words: Mapping[str, Any]) -> None:
    with transaction(alone=True):
        leader = directory.officer(me().id)
        officer = officer_called(str(words["officer"]))
        if not officer.unit_path.startswith(leader.unit_path):
            raise BadInput({"officer": NOT_YOURS})
        deputy = officer_called(str(words["deputy"]), "deputy")
        absences.mark(officer, deputy, absences.of_days(words["first"], words["last"], now()), leader)
        changes.follow([officer.id, deputy.id], now())


def _page(errors: dict[str, str]) -> str:
    people = list(absences.people(me()))
    return render_template(
        "supervision/absence.html",
        rows=absences.listed(me(), now()),
        people=[_choice(one) for one in people if set(one.roles) - set(ALONE)],
        errors=errors,
        typed=request.form,
        today=now().astimezone(SHANGHAI).date().isoformat(),
    )


def _choice(officer: Officer) -> Choice:
    unit = said(officer.unit.name)
    found_by = f"{letters(officer.name_zh)} {letters(officer.unit.name_zh)}"
    return Choice(officer.username, f"{said(officer.name)} · {unit}", found_by, unit)
