"""What is erased soon, what was, and what a supervisor keeps longer."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug import Response

from complaints.access.visibility import reachable_by
from complaints.casework import retention
from complaints.infrastructure.errors import BadInput
from complaints.infrastructure.tracking_numbers import grouped
from complaints.web.account.access import for_roles, me
from complaints.web.page import display_settings
from complaints.web.page.dates import now
from complaints.web.page.template_globals import said
from complaints.web.page.translation import gettext
from workflows.errors import Refused, RulebookError

pages = Blueprint("supervise_retention", __name__)
ROLES = ("supervisor", "discipline", "last_resort")


def rules_and_ahead(seen: Any) -> tuple[tuple[retention.Rule, ...], list[retention.Listed]]:
    """Of the complaints that a condition lets who asks see. Neither where the file of the instance cannot be used."""
    rules = usable_rules()
    return rules, retention.list_ahead(now(), seen) if rules else []


def usable_rules() -> tuple[retention.Rule, ...]:
    """None, and what is wrong is said, where the file of the instance cannot be used."""
    try:
        return retention.rules()
    except RulebookError as error:
        flash(" ".join(said(fault) for fault in error.faults), "error")
        return ()


@pages.get("/supervise/retention")
@for_roles(*ROLES)
def show() -> str:
    return _page({})


@pages.post("/supervise/retention")
@for_roles(*ROLES)
def hold() -> Response | str | tuple[str, int]:
    if display_settings.pressed():
        return _page({})
    number, step, reason = (request.form.get(name, "") for name in ("number", "step", "reason"))
    try:
        number = grouped(retention.hold(number, step, reason, (me(), now())))
    except BadInput as error:
        return _page({name: said(text) for name, text in error.fields.items()}), 422
    except Refused as error:
        return _page({"number": "".join(said(reason) for reason in error.reasons)}), 409
    done = (
        gettext("不再保留：%(number)s", number=number)
        if step == "release"
        else gettext("已保留，不会清除：%(number)s", number=number)
    )
    flash(done, "success")
    return redirect(url_for(".show"), 303)


def _page(errors: dict[str, str]) -> str:
    seen = reachable_by(me(), now())
    rules, ahead = rules_and_ahead(seen)
    return render_template(
        "supervision/retention.html",
        ahead=ahead,
        erased=retention.list_erased(seen),
        held=retention.list_held(seen),
        rules=rules,
        typed=request.form,
        errors=errors,
    )
