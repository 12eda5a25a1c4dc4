"""A new version of the rulebook: pasted or uploaded, checked, compared, measured on the past, published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, request, url_for

from complaints.infrastructure.errors import BadInput, VersionTaken
from complaints.queries.statistics import limit_impact
from complaints.rulebooks import comparison, limits_editor, store
from complaints.simulation.rehearsal import rehearse
from complaints.web.account.access import for_roles
from complaints.web.admin.changes import REFUSED, Answer, act, done
from complaints.web.page import display_settings
from complaints.web.page.dates import now
from complaints.web.page.template_globals import said
from complaints.web.page.translation import gettext
from schemas.rulebook import load_rulebook
from schemas.table_text import Unreadable
from schemas.table_text import text_of as text_of_file
from workflows.errors import RulebookError
from workflows.language import Text

pages = Blueprint("admin_rulebook", __name__)

PARTS = {
    "limits": Text("时限", "Limits"),
    "bases": Text("依据", "What limits rest on"),
    "ladders": Text("升级阶梯", "Ladders"),
    "moves": Text("动作", "Moves"),
    "commitments": Text("承诺", "Commitments"),
    "categories": Text("类别", "Categories"),
    "states": Text("状态", "States"),
    "roles": Text("角色", "Roles"),
    "codes": Text("选项", "Choices"),
}


@pages.get("/admin/rulebook")
@for_roles("admin")
def form() -> str:
    current = store.newest().version
    return _form(current, limits_editor.current_text() if request.args.get("from") == current else "")


def _form(current: str, text: str) -> str:
    versions = store.latest_versions(50)
    return render_template("admin/rulebook.html", versions=versions, current=current, text=text, errors={})


@pages.post("/admin/rulebook")
@for_roles("admin")
def submit() -> Answer:
    try:
        text = _read_text()
    except Unreadable as error:
        line = gettext("第 %(line)s 行：%(words)s", line=error.line, words=said(error.text))
        return checked(request.form.get("text", ""), {"file": line})
    if display_settings.pressed():
        return checked(text) if request.form.get("checked") else _form(store.newest().version, text)
    if request.form.get("do") != "publish":
        return checked(text)
    if request.form.get("sure") != "1":
        return checked(text, {"sure": gettext("发布前请确认：新登记的投诉都将照此办理。")})
    came = act(lambda: _published(text, request.form.get("seen", "")))
    if came.result is None:
        return checked(text, came.faults)
    return done(
        gettext("规则 %(version)s 已发布，从现在起登记的投诉照此办理。", version=came.result),
        url_for("admin_limits.list_limits"),
    )


def _published(text: str, seen: str) -> str:
    """The new version. Raises BadInput where another version was published since the differences were shown. A text that
    was published is not tried out again: publishing it changes nothing."""
    current = store.newest().version
    if current != seen and text != limits_editor.current_text():
        raise BadInput({"seen": _overtaken(current)})
    if not store.is_published(text):
        rehearse(text, now())
    return limits_editor.publish(text, now()).version


def _overtaken(version: str) -> Text:
    return Text(
        f"{version} 刚才已经发布，您检查时还不是现行版本。下面是与它的不同，请再看一遍，免得改回别人刚改的。",
        f"{version} was published after you checked. Below is how your text differs from it; look once more, so that "
        "nothing that was just changed is undone.",
    )


def _read_text() -> str:
    """The uploaded text, else the text in the form. A browser writes lines with a carriage return; files do not.
    Raises Unreadable."""
    file = request.files.get("file")
    raw = file.read() if file else b""
    text = text_of_file(raw) if raw else request.form.get("text", "")
    return text.replace("\r\n", "\n")


def checked(text: str, faults: Mapping[str, str] | None = None) -> Answer:
    """The text with every fault, or with what it changes and what it would have broken."""
    faults = dict(faults or {})
    found: dict[str, Any] = {}
    try:
        found = _compared(text)
    except RulebookError as error:
        faults |= {f"fault-{n}": said(one) for n, one in enumerate(error.faults, 1)}
    if found.get("taken"):
        faults["act"] = said(VersionTaken(found["new"].version).text)
    page = render_template("admin/rulebook_check.html", text=text, errors=faults, sections=PARTS, **found)
    return (page, REFUSED) if faults else page


def _compared(text: str) -> dict[str, Any]:
    new, old = load_rulebook(text), store.newest()
    changes = limit_impact.changed_limits(old, new)
    return {
        "new": new,
        "taken": limits_editor.is_taken(new),
        "old": old,
        "differences": comparison.differences(old, new),
        "changes": changes,
        "past": limit_impact.measure(changes, now()),
        "most": limit_impact.MOST,
    }
