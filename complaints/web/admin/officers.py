"""Officers: the list, a new account, and one officer with what can be changed about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import flask
from flask_security import current_user

from complaints.infrastructure.errors import WorkError
from complaints.models import Officer
from complaints.organisation import closing_checks, confirmations, directory, officers
from complaints.web.account.access import for_roles
from complaints.web.account.confirmations import LABELS
from complaints.web.admin import changes
from complaints.web.page import display_settings
from complaints.web.page.dates import now
from complaints.web.page.request_values import whole
from complaints.web.page.translation import gettext, lazy_gettext
from workflows.language import Text
from workflows.parties import MACHINE

pages = flask.Blueprint("admin_officers", __name__)

ON_A_PAGE = 40
ROLES = {
    "officer": (lazy_gettext("经办人"), lazy_gettext("登记、签收、办理投诉")),
    "unit_supervisor": (lazy_gettext("单位负责人"), lazy_gettext("改派、批准延期，处理本单位升级")),
    "supervisor": (lazy_gettext("督办人员"), lazy_gettext("指定承办、督办、决定重办")),
    "discipline": (lazy_gettext("纪检人员"), lazy_gettext("办理检举控告，只有他们看得到")),
    "last_resort": (lazy_gettext("最后责任人"), lazy_gettext("找不到其他上级时，升级到这里")),
    "auditor": (lazy_gettext("审计人员"), lazy_gettext("只看查阅、变更和步骤，不看内容，什么都不能改")),
    "evaluator": (
        lazy_gettext("评估人员"),
        lazy_gettext("第三方评估：只看抽中、隐去人员的件并打分，别的都看不到"),
    ),
    "machine": (
        lazy_gettext("接口"),
        lazy_gettext("给别的系统的程序用，没有密码，另发接口令牌；不兼任其他角色"),
    ),
    "admin": (lazy_gettext("管理员"), lazy_gettext("只管设置，看不到投诉内容；不兼任其他角色")),
}
ONESELF = Text(
    "不能更改自己的账号，请由另一名管理员办理。",
    "No one changes their own account; ask another administrator.",
)


@pages.get("/admin/officers")
@for_roles("admin")
def list_officers() -> str:
    asked, after = flask.request.args.get("q", "").strip()[:40], whole(flask.request.args.get("after")) or 0
    found = directory.page_of_officers(asked, after, ON_A_PAGE + 1)
    following = found[ON_A_PAGE - 1].id if len(found) > ON_A_PAGE else None
    return flask.render_template(
        "admin/officers.html",
        officers=found[:ON_A_PAGE],
        roles=ROLES,
        asked=asked,
        first=not after,
        following=following,
    )


@pages.get("/admin/officers/new")
@for_roles("admin")
def form() -> str:
    return _form({"unit": flask.request.args.get("unit", "")}, ["officer"], {})


@pages.post("/admin/officers/new")
@for_roles("admin")
def add() -> changes.Answer:
    wanted = flask.request.form.getlist("roles")
    if display_settings.pressed():
        return _form(flask.request.form, wanted, {})
    came = changes.act(lambda: confirmations.add(flask.request.form, wanted, now()))
    if came.result is None:
        return _form(flask.request.form, wanted, came.faults), changes.REFUSED
    officer, password = came.result
    if MACHINE in officer.roles:
        return changes.done(
            gettext("账号已建好，请发一个接口令牌。"), flask.url_for("admin_machines.list_tokens")
        )
    return _password(officer.username, password)


def _form(typed: Mapping[str, Any], wanted: list[str], faults: Mapping[str, str]) -> str:
    return flask.render_template(
        "admin/officer_new.html",
        typed=typed,
        wanted=wanted,
        errors=faults,
        roles=ROLES,
        units=directory.active_units(),
    )


def _password(username: str, password: str) -> str:
    """Shows the password once, in this answer only; nothing stores the answer."""
    return flask.render_template("admin/password.html", officer=officers.found(username), password=password)


@pages.get("/admin/officers/<username>")
@for_roles("admin")
def one(username: str) -> str:
    return _one(username, {})


def _one(username: str, faults: Mapping[str, str], wanted: list[str] | None = None) -> str:
    officer = officers.found(username)
    return flask.render_template(
        "admin/officer.html",
        officer=officer,
        wanted=officer.roles if wanted is None else wanted,
        typed=flask.request.form,
        held=closing_checks.of_officer(officer.id),
        oneself=officer.id == current_user.id,
        requests=confirmations.list_open(officer),
        request_labels=LABELS,
        errors=faults,
        roles=ROLES,
        units=directory.active_units(),
    )


def _other(username: str) -> Officer:
    """Another officer's account. Raises WorkError for one's own."""
    if username == current_user.username:
        raise WorkError(ONESELF)
    return officers.found(username)


@pages.post("/admin/officers/<username>/roles")
@for_roles("admin")
def set_roles(username: str) -> changes.Answer:
    wanted = flask.request.form.getlist("roles")
    if display_settings.pressed():
        typed = set(wanted) != set(officers.found(username).roles)
        return changes.as_typed(
            lambda: _one(username, {}, wanted), typed, flask.url_for(".one", username=username)
        )
    came = changes.act(lambda: confirmations.set_roles(_other(username), wanted, now()))
    if came.faults:
        return _one(username, came.faults, wanted), changes.REFUSED
    words = gettext("角色已更改，此人需要重新登录。") if came.result else _asked()
    return changes.done(words, flask.url_for(".one", username=username))


@pages.post("/admin/officers/<username>/move")
@for_roles("admin")
def move(username: str) -> changes.Answer:
    if display_settings.pressed():
        typed = flask.request.form.get("unit") != officers.found(username).unit.code
        return changes.as_typed(lambda: _one(username, {}), typed, flask.url_for(".one", username=username))
    came = changes.act(
        lambda: confirmations.move(_other(username), flask.request.form.get("unit", ""), now())
    )
    if came.faults:
        return _one(username, came.faults), changes.REFUSED
    return changes.done(
        gettext("已调到新单位；原来的值班安排已取消。"), flask.url_for(".one", username=username)
    )


@pages.post("/admin/officers/<username>/mail")
@for_roles("admin")
def set_mail(username: str) -> changes.Answer:
    """The address is never shown, so an empty field changes nothing; removing it has its own button."""
    if display_settings.pressed():
        typed = bool(flask.request.form.get("email"))
        return changes.as_typed(lambda: _one(username, {}), typed, flask.url_for(".one", username=username))
    mail = "" if flask.request.form.get("remove") else flask.request.form.get("email", "").strip()
    if not mail and not flask.request.form.get("remove"):
        return _one(username, {"email": gettext("请填写邮箱地址。")}), changes.REFUSED
    came = changes.act(lambda: officers.set_mail(_other(username), mail, now()))
    if came.faults:
        return _one(username, came.faults), changes.REFUSED
    return changes.done(
        gettext("邮箱已更改。") if mail else gettext("邮箱已去掉，通知只在站内。"),
        flask.url_for(".one", username=username),
    )


@pages.post("/admin/officers/<username>/close")
@for_roles("admin")
def close(username: str) -> changes.Answer:
    if not changes.is_sure():
        words = gettext("停用后不能登录，也不会再被选到；经办过的记录照旧保留。以后可以重新启用。")
        return changes.ask(gettext("停用这个账号？"), words, flask.url_for(".one", username=username))
    came = changes.act(lambda: confirmations.close(_other(username), now()))
    return _after(username, came, gettext("账号已停用，可以随时启用。") if came.result else _asked())


@pages.post("/admin/officers/<username>/reopen")
@for_roles("admin")
def reopen(username: str) -> changes.Answer:
    came = changes.act(lambda: confirmations.reopen(_other(username), now()))
    return _after(username, came, gettext("账号已启用。"))


def _asked() -> str:
    return gettext("已提交申请；须由纪检渠道的另一人确认后才生效。")


def _after(username: str, came: changes.Came[Any], words: str) -> changes.Answer:
    back = flask.url_for(".one", username=username)
    return changes.refused(came.faults, back) if came.faults else changes.done(words, back)


@pages.post("/admin/officers/<username>/password")
@for_roles("admin")
def reset(username: str) -> changes.Answer:
    back = flask.url_for(".one", username=username)
    if not changes.is_sure():
        words = gettext("原密码立即失效，此人在所有地方的登录和令牌都会结束。新密码只显示一次。")
        return changes.ask(gettext("重置密码？"), words, back)
    came = changes.act(lambda: confirmations.reset_password(_other(username), now()))
    return _password(username, came.result) if came.result else changes.refused(came.faults, back)
