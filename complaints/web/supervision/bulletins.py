"""The bulletins of the bureau: drafted, edited, approved by a second leader, numbered, published; as a page, DOCX and XLSX."""

from __future__ import annotations

from collections.abc import Callable
from tempfile import TemporaryFile
from typing import IO, Any

from flask import Blueprint, Response, abort, render_template, request, send_file, url_for

from complaints.infrastructure.errors import BadInput
from complaints.models import Bulletin
from complaints.queries import bulletin_files, bulletins
from complaints.queries.bulletins import Seen
from complaints.queries.statistics.indicators import Chosen
from complaints.queries.statistics.periods import Days, name_of, read_period
from complaints.web.account.access import for_roles, me
from complaints.web.admin.changes import Answer, act, done, refused
from complaints.web.page.dates import now
from complaints.web.page.export_file import XLSX
from complaints.web.page.request_values import text_of, whole
from complaints.web.page.template_globals import said
from complaints.web.page.translation import gettext, language, lazy_gettext
from schemas.lengths import NARRATIVE, SUBJECT

pages = Blueprint("supervise_bulletins", __name__)
EDITORS = ("supervisor", "last_resort")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
STEPS = {
    "drafted": lazy_gettext("程序起草"),
    "edited": lazy_gettext("修改稿"),
    "approved": lazy_gettext("已审定"),
    "published": lazy_gettext("已发布"),
}
SHOWN = 24


@pages.get("/supervise/bulletins")
@for_roles(*EDITORS)
def show_all() -> str:
    return render_template(
        "supervision/bulletins.html", rows=bulletins.latest(SHOWN), steps=STEPS, faults={}, typed=""
    )


@pages.post("/supervise/bulletins")
@for_roles(*EDITORS)
def draft() -> Answer:
    period = request.form.get("period", "").strip()[:60]
    try:
        name = name_of(read_period(period))
    except ValueError:
        faults = {"period": gettext("请写成 2026-10（月）、2026-Q3（季）或 2026（年）。")}
    else:
        came = act(lambda: bulletins.draft_bulletin(period, me(), now()))
        if came.result:
            return done(gettext("已起草，请核对、修改。"), url_for(".show", period=name))
        faults = {"period": came.faults.get("act", "")}
    rows = bulletins.latest(SHOWN)
    page = render_template("supervision/bulletins.html", rows=rows, steps=STEPS, faults=faults, typed=period)
    return page, 422


@pages.get("/supervise/bulletins/<period>")
@for_roles(*EDITORS)
def show(period: str) -> str:
    every = bulletins.versions(period)
    version = whole(request.args.get("version"))
    row = next((one for one in every if version in (None, one.version)), None)
    if row is None:
        abort(404)
    return render_template(
        "supervision/bulletin.html", row=row, newest=every[0], every=every, steps=STEPS, me=me()
    )


@pages.get("/supervise/bulletins/<period>/edit")
@for_roles(*EDITORS)
def edit(period: str) -> str:
    row = _newest(period)
    return render_template("supervision/bulletin_edit.html", row=row, content=row.content, faults={})


@pages.post("/supervise/bulletins/<period>/edit")
@for_roles(*EDITORS)
def save(period: str) -> Answer:
    row = _newest(period)
    content, faults = _typed(row.content)
    if not faults:
        came = act(lambda: bulletins.edit(_seen(period), content, me(), now()))
        if came.result:
            return done(gettext("已存为新的一稿。"), url_for(".show", period=period))
        faults = dict(came.faults)
    page = render_template("supervision/bulletin_edit.html", row=row, content=content, faults=faults)
    return page, 422


@pages.post("/supervise/bulletins/<period>/approve")
@for_roles(*EDITORS)
def approve(period: str) -> Answer:
    return _step(period, bulletins.approve, gettext("已审定，可以发布。"))


@pages.post("/supervise/bulletins/<period>/publish")
@for_roles(*EDITORS)
def publish(period: str) -> Answer:
    return _step(period, bulletins.publish, gettext("已编号并发布，任何人都可以阅读。"))


@pages.get("/supervise/bulletins/<period>.<kind>")
@for_roles(*EDITORS)
def download(period: str, kind: str) -> Response:
    return file_of(_newest(period), kind)


def file_of(row: Bulletin, kind: str) -> Response:
    """As DOCX or XLSX, in the language of the page."""
    if kind == "docx":
        return docx_of(row.content, row)
    if kind != "xlsx":
        abort(404)
    file = TemporaryFile()  # noqa: SIM115 - closed when the answer is out
    bulletin_files.write_bulletin_xlsx(file, row.content, Chosen(None, *_days(row), now()), language())
    return _sent(file, row, kind)


def docx_of(content: dict[str, Any], row: Bulletin) -> Response:
    file = TemporaryFile()  # noqa: SIM115 - closed when the answer is out
    bulletin_files.write_bulletin_docx(file, content, row.issue, language())
    return _sent(file, row, "docx")


def _sent(file: IO[bytes], row: Bulletin, kind: str) -> Response:
    file.seek(0)
    name = f"bulletin-{row.period.replace('/', '-')}.{kind}"
    return send_file(
        file, DOCX if kind == "docx" else XLSX, as_attachment=True, download_name=name, max_age=0
    )


def _days(row: Bulletin) -> Days:
    return read_period("/".join(row.content["days"]))


def _newest(period: str) -> Bulletin:
    row = bulletins.present(period)
    if row is None:
        abort(404)
    return row


def _seen(period: str) -> Seen:
    return Seen(period, whole(request.form.get("version")) or 0)


def _step(period: str, verb: Callable[..., Bulletin], words: str) -> Answer:
    came = act(lambda: verb(_seen(period), me(), now()))
    address = url_for(".show", period=period)
    return done(words, address) if came.result else refused(came.faults, address)


def _typed(content: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The content with the words typed; what no text may hold is named by its field."""
    faults: dict[str, str] = {}

    def words(field: str, most: int) -> str:
        try:
            return text_of(field, most)
        except BadInput as error:
            faults.update({name: said(text) for name, text in error.fields.items()})
            return request.form.get(field, "")

    title = [words(f"title-{n}", SUBJECT) for n in range(2)]
    sections = [
        {**section, "text": [words(f"text-{at}-{n}", NARRATIVE) for n in range(2)]}
        for at, section in enumerate(content["sections"])
    ]
    if not title[0]:
        faults["title-0"] = gettext("请写标题。")
    title[1] = title[1] or title[0]  # in a bulletin that has one title, both pages show it
    return {**content, "title": title, "sections": sections}, faults
