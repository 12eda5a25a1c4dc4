"""Officers see where they are signed in, end what they do not know, and read their last sign-ins."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, session, url_for
from werkzeug import Response

from complaints.access import sign_ins
from complaints.infrastructure.database import transaction
from complaints.infrastructure.errors import NotFound
from complaints.infrastructure.public_ids import public_id, row_id_of
from complaints.infrastructure.tokens import hash_token
from complaints.organisation import directory
from complaints.web.account.access import SITTING, for_roles, me
from complaints.web.page.dates import now
from complaints.web.page.translation import gettext, lazy_gettext

pages = Blueprint("own_sign_ins", __name__)

KIND = "sign-in"
DOORS = {
    sign_ins.PAGES: lazy_gettext("网页"),
    sign_ins.API: lazy_gettext("接口令牌"),
    sign_ins.SINGLE: lazy_gettext("统一登录"),
}
OUTCOMES = {
    sign_ins.IN: lazy_gettext("已登录"),
    sign_ins.WRONG_PASSWORD: lazy_gettext("密码不对"),
    sign_ins.WRONG_SECOND_STEP: lazy_gettext("动态码不对"),
}


@pages.get("/sign-ins")
@for_roles()
def list_sign_ins() -> str:
    here = hash_token(session.get(SITTING, ""))
    return render_template(
        "account/sign_ins.html",
        rows=sign_ins.list_newest(me()),
        open={row.id: public_id(row.id, KIND) for row in sign_ins.list_open(me(), now())},
        here=here,
        doors=DOORS,
        outcomes=OUTCOMES,
    )


@pages.post("/sign-ins/<int(max=9223372036854775807):sign_in_id>/end")
@for_roles()
def end(sign_in_id: int) -> Response:
    own_id = me().id
    with transaction():
        officer = directory.officer(own_id)
        if not sign_ins.end_one(officer, row_id_of(sign_in_id, KIND) or 0, now()):
            raise NotFound
    flash(gettext("已结束。"), "kept")
    return redirect(url_for("own_sign_ins.list_sign_ins"), 303)
