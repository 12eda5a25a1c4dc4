"""Officers set up a second step for their sign-in: a picture for their app, a first code, and recovery codes shown once."""

from __future__ import annotations

import flask
import segno
from flask_security import current_user
from markupsafe import Markup
from werkzeug import Response

from complaints.infrastructure.database import transaction
from complaints.infrastructure.errors import BadInput
from complaints.models import audit
from complaints.organisation import directory, passwords, second_step
from complaints.web.account import access, sign_in
from complaints.web.page import display_settings
from complaints.web.page.dates import now
from complaints.web.page.template_globals import said
from complaints.web.page.translation import gettext
from complaints.web.security import rate_limits

pages = flask.Blueprint("own_second_step", __name__)


@pages.get("/second-step")
@access.for_roles(before_second_step=True)
def form() -> str:
    return _page({})


@pages.post("/second-step/start")
@access.for_roles(before_second_step=True)
def start() -> Response:
    own_id = access.me().id
    with transaction():
        second_step.prepare_secret(directory.officer(own_id), now())
    return flask.redirect("/second-step", 303)


@pages.post("/second-step")
@rate_limits.few_passwords(rate_limits.own_account)
@access.for_roles(before_second_step=True)
def confirm() -> str | tuple[str, int]:
    if display_settings.pressed():
        return _page({})
    own_id, code = access.me().id, flask.request.form.get("code", "")
    try:
        with audit.changed_by(str(current_user.username)), transaction():
            codes = second_step.confirm(directory.officer(own_id), code, now())
    except BadInput as error:
        return _page({name: said(words) for name, words in error.fields.items()}), sign_in.WRONG
    return flask.render_template(
        "account/recovery_codes.html", codes=codes, home=sign_in.home_of(current_user)
    )


@pages.post("/second-step/remove")
@rate_limits.few_passwords(rate_limits.own_account)
@access.for_roles(before_second_step=True)
def remove() -> Response | str | tuple[str, int]:
    own_id, typed = access.me().id, flask.request.form.get("password_now", "")
    with audit.changed_by(str(current_user.username)), transaction():
        officer = directory.officer(own_id)
        right = passwords.is_right(officer, typed)
        if right:
            second_step.remove(officer, now())
    if not right:
        return _page({"password_now": gettext("现在的密码不对。")}), sign_in.WRONG
    flask.flash(gettext("两步登录已取消。"), "kept")
    return flask.redirect("/second-step", 303)


def _page(errors: dict[str, str]) -> str:
    row = second_step.find(access.me())
    shown: dict[str, object] = {"active": row is not None and row.confirmed_at is not None, "picture": ""}
    if row is not None and row.confirmed_at is None:
        address = second_step.address_of(row, access.me())
        svg = segno.make(address).svg_inline(svgclass="qr", lineclass=None, omitsize=True, border=2)
        shown |= {"picture": Markup(svg), "key": second_step.key_of(row)}
    missing = second_step.is_missing(access.me())
    return flask.render_template("account/second_step.html", errors=errors, missing=missing, **shown)
