"""When something does not work: a page in the same look, with a way on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, render_template, request
from flask_babel import lazy_gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from complaints.web.pages.keeping import typed_again
from complaints.web.protection import API

Answer = tuple[str, int]

TEXTS = {
    400: (lazy_gettext("这个请求看不懂"), lazy_gettext("请返回上一页再试一次。")),
    403: (lazy_gettext("您不能打开这一页"), lazy_gettext("如果您认为应当可以，请联系本单位负责人。")),
    404: (lazy_gettext("没有找到这一页"), lazy_gettext("地址可能写错了，或者内容已经不在。")),
    405: (lazy_gettext("这一页不能这样打开"), lazy_gettext("请从首页重新进入。")),
    413: (lazy_gettext("文件太大"), lazy_gettext("请返回上一页，换一个小一些的文件；您填写的内容没有丢失。")),
    429: (lazy_gettext("操作太频繁"), lazy_gettext("请过一分钟再试。急事请拨打 12348。")),
    500: (lazy_gettext("系统出了问题"), lazy_gettext("已经记录下来。请稍后再试；急事请拨打 12348。")),
    503: (lazy_gettext("系统正在维护"), lazy_gettext("请稍后再来；急事请拨打 12348。")),
}


def set_up(app: Flask) -> None:
    for error in (HTTPException, Exception):
        _add(app, error)
    app.register_error_handler(CSRFError, typed_again)


def _add(app: Flask, error: type[Exception]) -> None:
    """Ours for the pages; the API keeps the answer it had before."""
    before = app.error_handler_spec[None][None].get(error)
    if error is HTTPException or before is not None:
        app.register_error_handler(error, lambda raised: _answer(raised, before))


def _answer(error: Exception, before: Callable[[Any], Any] | None) -> Any:
    if request.path.startswith(API) or request.path in ("/healthz", "/readyz", "/metrics"):
        return before(error) if before else error
    return page_of(error.code or 500) if isinstance(error, HTTPException) else page_of(500)


def page_of(code: int) -> Answer:
    title, advice = TEXTS.get(code, TEXTS[400 if code < 500 else 500])
    return render_template("failure.html", title=title, advice=advice, code=code), code
