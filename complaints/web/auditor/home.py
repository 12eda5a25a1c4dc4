"""Pages of auditors: the access log, the record of changes, and the steps of one complaint. They read, and write nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, abort, render_template, request
from flask_security import current_user

from complaints.access.visibility import not_about
from complaints.casework import retention
from complaints.infrastructure.errors import NotFound
from complaints.infrastructure.public_ids import public_id, row_id_of
from complaints.queries import readings
from complaints.queries.readings import CHANGE, READING
from complaints.rulebooks import store
from complaints.web.account.access import for_roles, me
from complaints.web.admin.audit import told_of, what_of
from complaints.web.page.dates import now
from complaints.web.page.request_values import whole
from complaints.web.page.template_globals import said
from complaints.web.page.translation import gettext
from complaints.web.supervision.retention import rules_and_ahead

pages = Blueprint("auditor", __name__)


def for_auditors(view: Callable[..., Any]) -> Callable[..., Any]:
    """An account that a second person has still to confirm audits nothing."""

    @wraps(view)
    def checked(*args: Any, **words: Any) -> Any:
        if current_user.awaits_confirmation:
            abort(403)
        return view(*args, **words)

    return for_roles("auditor")(checked)


@pages.get("/audit")
@for_auditors
def list_readings() -> str:
    before = row_id_of(whole(request.args.get("before")), READING)
    asked = {name: request.args.get(name, "").strip()[:60] for name in ("officer", "number")}
    found = readings.list_readings(me(), before, asked["officer"], asked["number"])
    shown, following = _page_of(found, READING)
    return render_template(
        "auditor/readings.html",
        rows=shown,
        where=where_of,
        asked=asked,
        first=before is None,
        following=following,
    )


def where_of(what: str) -> str:
    """Where it was read; the form of a move by its label, as its rulebook calls it."""
    kind, _, name = what.partition(" ")
    move = store.current().moves.get(name) if kind == "form" else None
    return gettext("表单“%(move)s”", move=said(move.label)) if move else what


@pages.get("/audit/changes")
@for_auditors
def list_changes() -> str:
    before = row_id_of(whole(request.args.get("before")), CHANGE)
    shown, following = _page_of(readings.list_changes(me(), before), CHANGE)
    return render_template(
        "auditor/changes.html",
        notes=shown,
        what=what_of,
        told=told_of,
        first=before is None,
        following=following,
    )


@pages.get("/audit/c/<number>")
@for_auditors
def show_steps(number: str) -> str:
    try:
        complaint, events = readings.read_steps(number, me(), now())
    except NotFound:
        abort(404)
    book = store.book(complaint.rulebook_version)
    return render_template("auditor/steps.html", complaint=complaint, events=events, book=book)


@pages.get("/audit/retention")
@for_auditors
def show_retention() -> str:
    seen = not_about(me())
    rules, ahead = rules_and_ahead(seen)
    erased = retention.list_erased(seen)
    return render_template("auditor/retention.html", ahead=ahead, erased=erased, rules=rules)


def _page_of(found: list[Any], kind: str) -> tuple[list[Any], int | None]:
    shown = found[: readings.ON_A_PAGE]
    return shown, public_id(shown[-1].id, kind) if len(found) > readings.ON_A_PAGE else None
