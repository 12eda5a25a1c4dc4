"""Requests about accounts that open sealed matters: a second person of the channel confirms or refuses each."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_security import current_user
from werkzeug import Response

from complaints.infrastructure.database import transaction
from complaints.infrastructure.errors import NotFound, WorkError
from complaints.models import audit
from complaints.organisation import confirmations, directory
from complaints.web.account.access import for_roles, me
from complaints.web.page.dates import now
from complaints.web.page.template_globals import said
from complaints.web.page.translation import gettext, lazy_gettext

pages = Blueprint("confirmations", __name__)

LABELS = {
    confirmations.GRANT: lazy_gettext("开通纪检权限"),
    confirmations.RESET: lazy_gettext("重置密码"),
    confirmations.END: lazy_gettext("取消纪检权限"),
    confirmations.CLOSE: lazy_gettext("停用账号"),
}


@pages.get("/confirmations")
@for_roles("discipline")
def list_requests() -> str:
    return render_template("account/confirmations.html", requests=confirmations.list_for(me()), labels=LABELS)


@pages.post("/confirmations/<int(max=9223372036854775807):row_id>")
@for_roles("discipline")
def decide(row_id: int) -> Response:
    confirmed = request.form.get("decision") == confirmations.CONFIRMED
    username, own_id = str(current_user.username), me().id
    try:
        with audit.changed_by(username), transaction(alone=True):
            confirmations.decide(row_id, directory.officer(own_id), confirmed, now())
    except NotFound:
        raise
    except WorkError as error:
        flash(said(error.text), "error")
    else:
        flash(gettext("已确认。") if confirmed else gettext("已拒绝；这个账号仍打不开保密投诉。"), "kept")
    return redirect(url_for("confirmations.list_requests"), 303)
