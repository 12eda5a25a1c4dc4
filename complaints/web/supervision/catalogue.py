"""The dispatch catalogue: browsed, searched and exported by supervisors; added to, changed and ended by the bureau's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, abort, render_template, request, url_for
from marshmallow import Schema

from complaints.infrastructure.csv_table import ENCODINGS
from complaints.infrastructure.errors import BadInput
from complaints.infrastructure.tracking_numbers import grouped
from complaints.models import OVERSEERS, CatalogueEntry
from complaints.organisation import catalogue as entries
from complaints.organisation.catalogue import Settling
from complaints.queries.catalogue import Wanted, find_entries, numbers_of, read_all
from complaints.web.account.access import for_roles, me
from complaints.web.admin.changes import REFUSED, Answer, act, done
from complaints.web.desk import choices
from complaints.web.page import display_settings
from complaints.web.page.current_rules import current_rules
from complaints.web.page.dates import now
from complaints.web.page.export_file import KINDS, note_export, send_table
from complaints.web.page.request_values import read_form, whole
from complaints.web.page.template_globals import said
from complaints.web.page.translation import gettext
from schemas.catalogue import CatalogueEndIn, CatalogueEntryIn
from workflows.office_hours import in_shanghai

pages = Blueprint("supervise_catalogue", __name__)
READERS = (*OVERSEERS, "admin")
EDITORS = ("supervisor", "last_resort", "admin")
NARROWED = ("words", "unit", "category", "ended")


@pages.get("/supervise/catalogue")
@for_roles(*READERS)
def show_all() -> str:
    before = whole(request.args.get("before"))
    return render_template(
        "supervision/catalogue.html",
        found=find_entries(_wanted(), me(), before),
        asked=request.args,
        kept=_kept(),
        first=before is None,
        **_named(),
    )


@pages.get("/supervise/catalogue.<kind>")
@for_roles(*READERS)
def export(kind: str) -> Response:
    encoding = request.args.get("encoding", "utf-8")
    if kind not in KINDS or encoding not in ENCODINGS:
        abort(404)
    note_export("catalogue", kind, me(), now())
    return send_table("catalogue", kind, _table(), encoding)


@pages.get("/supervise/catalogue/new")
@for_roles(*EDITORS)
def form() -> str:
    return _form({}, {})


@pages.post("/supervise/catalogue/new")
@for_roles(*EDITORS)
def add() -> Answer:
    if display_settings.pressed():
        return _form(request.form, {})
    words, faults = _typed(CatalogueEntryIn())
    if not faults:
        came = act(lambda: entries.add_entry(words, _settling()).number)
        if came.result:
            return done(gettext("已写入派单目录。"), url_for(".show", number=came.result))
        faults = dict(came.faults)
    return _form(request.form, faults), REFUSED


@pages.get("/supervise/catalogue/<number>")
@for_roles(*READERS)
def show(number: str) -> str:
    return _one(number, {})


@pages.post("/supervise/catalogue/<number>/change")
@for_roles(*EDITORS)
def change(number: str) -> Answer:
    return _replaced(
        number, CatalogueEntryIn(), lambda seen, words: entries.change_entry(seen, words, _settling())
    )


@pages.post("/supervise/catalogue/<number>/end")
@for_roles(*EDITORS)
def end(number: str) -> Answer:
    return _replaced(
        number,
        CatalogueEndIn(),
        lambda seen, words: entries.end_entry(seen, words["to_on"], words["end_basis"], _settling()),
    )


def _replaced(number: str, schema: Schema, verb: Callable[[int, Any], CatalogueEntry]) -> Answer:
    if display_settings.pressed():
        return _one(number, {})
    words, faults = _typed(schema)
    if not faults:
        seen = whole(request.form.get("seen")) or 0
        came = act(lambda: verb(seen, words))
        if came.result:
            return done(gettext("已存为新的一条，原来的仍留存。"), url_for(".show", number=number))
        faults = dict(came.faults)
    return _one(number, faults), REFUSED


def _settling() -> Settling:
    return Settling(me(), now())


def _typed(schema: Schema) -> tuple[dict[str, Any], dict[str, str]]:
    """What was typed, and what is wrong with it by field; what was left empty is left out."""
    try:
        return read_form(schema), {}
    except BadInput as error:
        return {}, {name: said(text) for name, text in error.fields.items()}


def _form(typed: Mapping[str, str], faults: Mapping[str, str]) -> str:
    return render_template("supervision/catalogue_new.html", typed=typed, errors=faults, **_named())


def _one(number: str, faults: Mapping[str, str]) -> str:
    wanted = whole(number) or 0
    every = entries.versions(wanted)
    if not every or every[0].number != wanted:
        abort(404)
    day = in_shanghai(now()).date()
    return render_template(
        "supervision/catalogue_entry.html",
        entry=every[0],
        every=every,
        numbers=numbers_of(every, me()),
        is_over=every[0].to_on is not None and every[0].to_on < day,
        may_edit=bool(set(EDITORS) & set(me().roles)),
        typed=request.form,
        errors=faults,
        today=day.isoformat(),
        **_named(),
    )


def _named() -> dict[str, Any]:
    book = current_rules()
    return {"categories": choices.categories(book), "units": choices.units(), "book": book}


def _wanted() -> Wanted:
    words, unit, category = (request.args.get(name, "").strip()[:200] for name in NARROWED[:3])
    return Wanted(in_shanghai(now()).date(), words, unit, category, bool(request.args.get("ended")))


def _kept() -> dict[str, str]:
    return {name: request.args[name] for name in NARROWED if request.args.get(name)}


def _table() -> list[list[object]]:
    heads: list[object] = [
        *(gettext("事项"), gettext("类别"), gettext("关键词"), gettext("承办单位"), gettext("依据")),
        *(gettext("从哪天起"), gettext("最后一天"), gettext("裁定人"), gettext("来自投诉")),
    ]
    return [heads, *(_row(entry, number) for entry, number in read_all(_wanted(), me()))]


def _row(entry: CatalogueEntry, number: str) -> list[object]:
    category = current_rules().categories.get(entry.category or "")
    return [
        entry.what,
        said(category.label) if category else gettext("各类"),
        gettext("、").join(entry.keywords),
        said(entry.unit.name),
        entry.basis,
        entry.from_on.isoformat(),
        entry.to_on.isoformat() if entry.to_on else "",
        said(entry.by.name),
        grouped(number) if number else "",
    ]
