"""An officer's own leave: from which day to which, and which colleague is the deputy. A leader marks others away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug import Response

from complaints.casework.references import officer_called
from complaints.infrastructure.database import transaction
from complaints.infrastructure.errors import BadInput
from complaints.organisation import absences, changes, directory
from complaints.web.account.access import for_roles, me
from complaints.web.desk.choices import Choice
from complaints.web.desk.home import STAFF
from complaints.web.forms.absence_form import take_absence
from complaints.web.page import display_settings
from complaints.web.page.dates import now
from complaints.web.page.template_globals import said
from complaints.web.page.translation import gettext
from schemas.absence import OwnLeave
from workflows.calendar import SHANGHAI
from workflows.language import Text

pages = Blueprint("desk_leave", __name__)

AT_FIELD = {"until": "last", "officer": "first"}  # what a fault of the absence is about, on the form
OF_YOUR_UNIT = Text(
    "代理人须是本单位的人；要由别的单位的人代理，请单位负责人登记。",
    "The deputy should be of your unit; for anybody else, ask who leads it.",
)


@pages.get("/desk/leave")
@for_roles(*STAFF)
def show() -> str:
    return _page({})


@pages.post("/desk/leave")
@for_roles(*STAFF)
def mark() -> Response | str | tuple[str, int]:
    if display_settings.pressed():
        return _page({})
    if faults := take_absence(OwnLeave(), _mark, AT_FIELD):
        return _page(faults), 422
    flash(gettext("已登记。指名派给您的件和通知，这段时间由代理人接。"), "success")
    return redirect(url_for(".show"), 303)


@pages.post("/desk/leave/<int(max=9223372036854775807):absence_id>/end")
@for_roles(*STAFF)
def end(absence_id: int) -> Response:
    with transaction():
        row = absences.with_id(absence_id)
        if row is None or row.officer_id != me().id:
            abort(404)
        absences.end(row, now())
    flash(gettext("已销假。"), "success")
    return redirect(url_for(".show"), 303)


def _mark(words: Mapping[str, Any]) -> None:
    with transaction(alone=True):
        officer = directory.officer(me().id)
        deputy = officer_called(str(words["deputy"]), "deputy")
        if deputy.unit_id != officer.unit_id:
            raise BadInput({"deputy": OF_YOUR_UNIT})
        days = absences.of_days(words["first"], words["last"], now())
        absences.mark(officer, deputy, days, officer)
        changes.follow([officer.id, deputy.id], now())


def _page(errors: dict[str, str]) -> str:
    return render_template(
        "desk/leave.html",
        rows=absences.own(me(), now()),
        people=[Choice(one.username, said(one.name), one.username, "") for one in absences.colleagues(me())],
        errors=errors,
        typed=request.form,
        today=now().astimezone(SHANGHAI).date().isoformat(),
    )
