"""Channels, a test message, undelivered letters, and complaints the sweep set aside."""

from __future__ import annotations

from collections.abc import Mapping

import flask

from complaints.escalation import set_aside
from complaints.infrastructure import errors
from complaints.infrastructure.database import end_reading
from complaints.models import audit
from complaints.notifications import channels, delivery, undelivered
from complaints.rulebooks import store
from complaints.web.account.access import for_roles
from complaints.web.admin import changes
from complaints.web.page import request_values
from complaints.web.page.dates import now
from complaints.web.page.template_globals import said
from complaints.web.page.translation import gettext, lazy_gettext
from schemas.lengths import SUBJECT
from workflows.language import Text

pages = flask.Blueprint("admin_notices", __name__)

CHANNELS = {
    "officer": lazy_gettext("发给工作人员"),
    "citizen": lazy_gettext("发给投诉人"),
    "citizen_mail": lazy_gettext("发给投诉人的邮件"),
}
VARIABLES = {
    "officer": "SHOUWEN_OFFICER_NOTICE_URL",
    "citizen": "SHOUWEN_CITIZEN_NOTICE_URL",
    "citizen_mail": "SHOUWEN_CITIZEN_MAIL_URL",
}

OF_THE_HOUSE = {
    "set_aside": Text("投诉被搁置", "A complaint was set aside"),
    "channel_down": Text("通知通道不通", "A channel is down"),
    "ring_citizen": Text("请打电话告知投诉人", "Ring the citizen"),
    "code_ended": Text("请为投诉人换发查询码", "Print a new query code for the citizen"),
    "danger": Text("结束的投诉里提到危险", "Danger named on an ended complaint"),
    "no_reviewer": Text("升级事项无人复核", "An escalation has no reviewer"),
    "calendar_unknown": Text("放假安排未载入", "Holidays are not loaded"),
}


def _template(channel: str) -> str:
    return str(
        getattr(flask.current_app.config["SHOUWEN"], VARIABLES[channel].removeprefix("SHOUWEN_").lower())
    )


@pages.get("/admin/notices")
@for_roles("admin")
def show() -> str:
    return _page({})


def _page(faults: Mapping[str, str]) -> str:
    dead = undelivered.dead(flask.request.args.get("before", type=request_values.whole))
    aside = undelivered.aside(flask.request.args.get("aside_before", type=request_values.whole))
    most = undelivered.ON_A_PAGE
    return flask.render_template(
        "admin/notices.html",
        channels=[(name, label, VARIABLES[name], _template(name)) for name, label in CHANNELS.items()],
        masked=undelivered.masked,
        personal=channels.is_personal,
        dead=dead[:most],
        kinds=_kinds(),
        dead_all=undelivered.how_many_dead(),
        dead_next=dead[most - 1].id if len(dead) > most else None,
        aside=[one for _, one in aside[:most]],
        aside_next=aside[most - 1][0] if len(aside) > most else None,
        typed=flask.request.form,
        errors=faults,
    )


def _kinds() -> dict[str, Text]:
    """A notice is about a move, the act of a rung, or the bureau itself."""
    book = store.current()
    rungs = {rung.act: rung.label for ladder in book.ladders.values() for rung in ladder}
    return {**OF_THE_HOUSE, **rungs, **{name: move.label for name, move in book.moves.items()}}


@pages.post("/admin/notices/test")
@for_roles("admin")
def test() -> changes.Answer:
    channel = flask.request.form.get("channel", "")
    if channel not in CHANNELS or not _template(channel):
        return _page({"channel": gettext("请选择已经设置的通道。")}), changes.REFUSED
    try:
        _send(channel)
    except errors.BadInput as error:
        return _page({name: said(text) for name, text in error.fields.items()}), changes.REFUSED
    except channels.ChannelFailed as trouble:
        _note_test({"channel": channel, "trouble": str(trouble)})
        words = gettext("没有发出去：%(trouble)s。请检查地址和通道设置。", trouble=_trouble(trouble))
        return _page({"recipient": words}), changes.REFUSED
    _note_test({"channel": channel})
    return changes.done(gettext("通道已接收测试通知，请到收件处查看。"), flask.url_for(".show"))


def _note_test(words: Mapping[str, str]) -> None:
    """That it was tried, never where it went."""
    changes.act(lambda: audit.note("test message sent", now(), words))


def _send(channel: str) -> None:
    """A channel may be slow: nothing of the database is held meanwhile."""
    template, typed, at = _template(channel), request_values.line_in("recipient", SUBJECT), now()
    end_reading()
    undelivered.send_test(template, typed, at)


def _trouble(error: channels.ChannelFailed) -> str:
    known = {
        "the address template cannot be used": gettext("通道地址不能用"),
        "not accepted by the channel": gettext("通道没有接收"),
    }
    return str(known.get(str(error), str(error)))


@pages.post("/admin/notices/retry")
@for_roles("admin")
def retry() -> changes.Answer:
    key = flask.request.form.get("key", "")

    def verb() -> bool:
        found = delivery.retry(key, now())
        if found:
            audit.note("dead letter retried", now(), {"letter": key})
        return found

    words = (
        gettext("已放回待发，下一轮发送。")
        if changes.act(verb).result
        else gettext("这条通知已不在未送达之列。")
    )
    return changes.done(words, flask.url_for(".show"))


@pages.post("/admin/notices/retry-all")
@for_roles("admin")
def retry_all() -> changes.Answer:
    if not changes.is_sure():
        words = gettext(
            "%(n)s 条未送达的通知会全部重新发送，请先确认通道已经修好。", n=undelivered.how_many_dead()
        )
        return changes.ask(gettext("全部重新发送？"), words, flask.url_for(".show"))
    came = changes.act(lambda: undelivered.retry_all(now()))
    return changes.done(gettext("%(n)s 条通知已放回待发。", n=came.result), flask.url_for(".show"))


@pages.post("/admin/aside/retry")
@for_roles("admin")
def retry_aside() -> changes.Answer:
    number = flask.request.form.get("number", "")
    try:
        found = changes.act(lambda: set_aside.retry(number, now())).result
    except errors.NotFound:
        found = False
    words = gettext("下一轮巡查会重试这件投诉。") if found else gettext("这件投诉已不在搁置之列。")
    return changes.done(words, flask.url_for(".show") + "#aside")
