"""Tokens of machines: the list, a new one that is shown once, and its end."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, render_template, request, url_for

from complaints.access import machine_tokens
from complaints.infrastructure.public_ids import public_id, row_id_of
from complaints.web.account.access import for_roles
from complaints.web.admin.changes import REFUSED, Answer, act, ask, done, is_sure
from complaints.web.page import display_settings
from complaints.web.page.dates import now
from complaints.web.page.translation import gettext, lazy_gettext

pages = Blueprint("admin_machines", __name__)

KIND = "machine token"
SCOPES = {
    machine_tokens.INTAKE: (lazy_gettext("登记投诉"), lazy_gettext("由本单位当天值班的人当首问责任人")),
    machine_tokens.READ: (
        lazy_gettext("查看进度"),
        lazy_gettext("只看它登记的件到了哪一步，看不到内容和个人信息"),
    ),
    machine_tokens.MOVE: (
        lazy_gettext("代录"),
        lazy_gettext("转来投诉人对它登记的件说的话：补充、催办、评价等"),
    ),
    machine_tokens.FIGURES: (lazy_gettext("读统计"), lazy_gettext("本单位和下级单位的数字，不含保密投诉")),
}


@pages.get("/admin/machines")
@for_roles("admin")
def list_tokens() -> str:
    return _page({}, [machine_tokens.INTAKE], {})


def _page(typed: Mapping[str, str], wanted: list[str], faults: Mapping[str, str]) -> str:
    at, rows = now(), machine_tokens.list_all()
    return render_template(
        "admin/machines.html",
        rows=[(row, public_id(row.id, KIND) if machine_tokens.is_open(row, at) else None) for row in rows],
        accounts=machine_tokens.list_accounts(),
        scopes=SCOPES,
        typed=typed,
        wanted=wanted,
        errors=faults,
    )


@pages.post("/admin/machines")
@for_roles("admin")
def add() -> Answer:
    wanted = request.form.getlist("scopes")
    if display_settings.pressed():
        return _page(request.form, wanted, {})
    came = act(lambda: machine_tokens.add(request.form, wanted, now()))
    if came.result is None:
        return _page(request.form, wanted, came.faults), REFUSED
    row, token = came.result
    return render_template("admin/machine_token.html", row=row, token=token)


@pages.post("/admin/machines/<int(max=9223372036854775807):token_id>/end")
@for_roles("admin")
def end(token_id: int) -> Answer:
    back = url_for(".list_tokens")
    if not is_sure():
        words = gettext("结束后，用它的系统马上连不上；令牌不能恢复，只能另发一个。")
        return ask(gettext("结束这个接口令牌？"), words, back)
    act(lambda: machine_tokens.end(row_id_of(token_id, KIND) or 0, now()))
    return done(gettext("令牌已结束。"), back)
