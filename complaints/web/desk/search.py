"""Search. What could name a person travels in the body of a post, never in an address; the rest may be in one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug import Response

from complaints.access.access_log import note_reading
from complaints.infrastructure.database import transaction
from complaints.infrastructure.errors import BadInput
from complaints.infrastructure.public_ids import public_id, row_id_of
from complaints.infrastructure.tracking_numbers import looks_right
from complaints.queries import saved_searches
from complaints.queries import search as queries_search
from complaints.queries.search import Wanted
from complaints.web.account.access import for_roles, me
from complaints.web.desk import choices
from complaints.web.desk.home import STAFF
from complaints.web.desk.intake import numbers_in
from complaints.web.desk.rows import rows_of
from complaints.web.page import display_settings
from complaints.web.page.current_rules import current_rules
from complaints.web.page.dates import now
from complaints.web.page.request_values import day, whole
from complaints.web.page.template_globals import said
from complaints.web.page.translation import gettext
from schemas.text import has_visible, line_of
from workflows.calendar import SHANGHAI

pages = Blueprint("desk_search", __name__)

FOUND = "search"  # kind of number
IN_AN_ADDRESS = ("unit", "category", "state", "urgency", "since", "until")
IN_A_POST = ("number", "phone", "name", "respondent", "sender_number", "words")


@pages.get("/desk/search")
@for_roles(*STAFF)
def ask() -> str:
    return _page(_with_days({name: request.args.get(name, "") for name in IN_AN_ADDRESS}))


@pages.post("/desk/search")
@for_roles(*STAFF)
def search() -> Response | str | tuple[str, int]:
    only_shown = display_settings.pressed()
    typed = _with_days({name: _typed(name) for name in (*IN_AN_ADDRESS, *IN_A_POST)})
    if not only_shown and _is_to_be_saved():
        return _save(typed)
    return _page(typed)


def _typed(name: str) -> str:
    """As it is shown again; empty where nothing can be seen, which searches for nothing."""
    text = line_of(request.form.get(name, ""))[:200]
    return text if has_visible(text) else ""


def _with_days(typed: dict[str, str]) -> dict[str, str]:
    """Days from an address. One without a year is the last such day: searches look back."""
    today = now().astimezone(SHANGHAI).date()
    for name in ("since", "until"):
        found, before = (day(typed[name], year) for year in (today.year, today.year - 1))
        if found is None or found > today:
            found = before or found
        typed[name] = str(found) if found else typed[name]
    return typed


def _is_to_be_saved() -> bool:
    """The pressed button decides. Enter presses none, and then a name written for a view means: save it."""
    return request.form.get("do", "save" if _title() else "search") == "save"


@pages.post("/desk/search/forget")
@for_roles(*STAFF)
def forget() -> Response:
    with transaction():
        saved_searches.forget(me(), whole(request.form.get("view")) or 0)
    return redirect(url_for(".ask"), 303)


def _title() -> str:
    title = line_of(request.form.get("title", ""))
    return title if has_visible(title) else ""


def _save(typed: Mapping[str, str]) -> Response | tuple[str, int]:
    kept: dict[str, Any] = {name: typed[name] for name in IN_AN_ADDRESS if typed[name]}
    title = _title()
    if _faults(typed):
        return _page(typed), 422
    if wrong := saved_searches.title_wrong(line_of(request.form.get("title", ""))):
        return _page(typed, {"title": said(wrong)}), 422
    if not title or not kept:
        return _page(typed, {"title": gettext("给这个视图起个名字，并至少选一个筛选条件。")}), 422
    try:
        with transaction():
            saved_searches.keep(me(), title, kept)
    except BadInput as error:
        return _page(typed, {name: said(text) for name, text in error.fields.items()}), 422
    return redirect(url_for(".ask", **kept), 303)


def _page(typed: Mapping[str, str], errors: dict[str, str] | None = None) -> str:
    faults = {**_faults(typed), **(errors or {})}
    wanted = _wanted(typed)
    found = None
    if not wanted.is_empty and not faults:
        before = row_id_of(request.form.get("before", type=whole), FOUND)
        found = queries_search.find(wanted, me(), before)
    book = current_rules()
    page = render_template(
        "desk/search.html",
        typed=typed,
        title=request.form.get("title", ""),
        errors=faults,
        wanted=wanted,
        found=found,
        rows=rows_of(found.complaints, me()) if found else [],
        following=public_id(found.next, FOUND) if found and found.next else None,
        reach=queries_search.LOOKED_THROUGH,
        book=book,
        categories=choices.categories(book),
        units=choices.units(),
        urgencies=choices.codes(book, "urgencies"),
        states=[(state.name, said(state.label)) for state in book.states.values()],
        views=saved_searches.of(me()),
        fixed=IN_AN_ADDRESS,
    )
    if found:
        note_reading(found.complaints, me(), now(), "desk search")
    return page


def _wanted(typed: Mapping[str, str]) -> Wanted:
    plain: dict[str, Any] = {
        name: typed.get(name, "") for name in (*IN_A_POST, "unit", "category", "state", "urgency")
    }
    plain |= {name: day(typed.get(name)) for name in ("since", "until")}
    return Wanted(**plain)


def _faults(typed: Mapping[str, str]) -> dict[str, str]:
    faults = {}
    if typed.get("number") and not looks_right(typed["number"]):
        faults["number"] = gettext("编号应是 12 位数字，请核对；校验位不对时往往是抄错或少了一位。")
    phone = typed.get("phone", "")
    if phone and not queries_search.is_part_of_phone(phone) and not numbers_in(phone):
        faults["phone"] = gettext("这不是电话号码；应如 138 0013 8000、0711-3352345，或末四位 8000。")
    for name in ("since", "until"):
        if typed.get(name) and day(typed[name]) is None:
            faults[name] = gettext("日期应如 2026-12-01。")
    since, until = day(typed.get("since")), day(typed.get("until"))
    if since and until and since > until:
        faults["until"] = gettext("结束的日期早于开始的 %(since)s，请改其中一个。", since=since)
    return faults
