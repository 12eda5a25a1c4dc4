"""Categories and limits: what is promised, what it rests on; and the form that makes a new version of them."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, render_template, request
from werkzeug.datastructures import MultiDict

from complaints.infrastructure.errors import BadInput
from complaints.rulebooks import limits_editor, store
from complaints.rulebooks.limits_editor import HOUSE
from complaints.web.account.access import for_roles
from complaints.web.admin.changes import REFUSED, Answer
from complaints.web.admin.rulebook import checked
from complaints.web.page import display_settings
from complaints.web.page.template_globals import said
from workflows.language import Basis, Category, Text
from workflows.rulebook import Rulebook
from workflows.urgency import URGENCIES

pages = Blueprint("admin_limits", __name__)

MOST_AT_ONCE = 6
STAGES = {
    "extension": Text("可延长", "Extension"),
    "acceptance_extension": Text("受理审查可延长", "Extension of the decision to accept"),
    "return_window": Text("退回期限", "Time to return"),
    "return_judgement": Text("评定退回的期限", "Time to judge a return"),
    "verification_contact": Text("差评联系", "Contact after a bad rating"),
    "supplement_wait": Text("等待补正", "Waiting for a supplement"),
    "suspension_review": Text("中止复核", "Review of a suspension"),
    "appeal_period": Text("申请复查的期限", "Time to ask for a review"),
}


def stage_name(book: Rulebook, stage: str) -> str:
    """A stage is a commitment, or a period with a name of its own."""
    if stage in book.commitments:
        return said(book.commitments[stage].label)
    return said(STAGES[stage]) if stage in STAGES else stage


@pages.get("/admin/limits")
@for_roles("admin")
def list_limits() -> str:
    book = store.newest()
    return render_template(
        "admin/limits.html", book=book, bases=_bases(book), stage_name=stage_name, house=HOUSE
    )


def _bases(book: Rulebook) -> dict[str, Basis]:
    promises = [one for stage in book.stage_promises.values() for one in stage.values()]
    promises += [one for category in book.categories.values() for one in category.promises.values()]
    return {one.basis.name: one.basis for one in promises}


@pages.get("/admin/limits/edit")
@for_roles("admin")
def form() -> str:
    return _form(request.args.getlist("category"), {})


@pages.post("/admin/limits/edit")
@for_roles("admin")
def draft() -> Answer:
    """The new version is made of what was typed, and shown checked; nothing is stored before it is published."""
    if display_settings.pressed():
        return _form(request.form.getlist("category"), {})
    try:
        text = limits_editor.draft(request.form)
    except BadInput as error:
        faults = {name: said(words) for name, words in error.fields.items()}
        return _form(request.form.getlist("category"), faults), REFUSED
    return checked(text)


def _form(codes: list[str], faults: Mapping[str, str]) -> str:
    book = store.newest()
    chosen = [book.categories[code] for code in codes if code in book.categories][:MOST_AT_ONCE]
    return render_template(
        "admin/limits_edit.html",
        book=book,
        chosen=chosen,
        whole_house=HOUSE in codes,
        house=HOUSE,
        bases=_bases(book),
        used=_used(chosen),
        typed=request.form or _as_it_is(book, chosen, HOUSE in codes),
        errors=faults,
        stage_name=stage_name,
        urgencies=URGENCIES,
    )


def _used(chosen: list[Category]) -> dict[str, Basis]:
    return {one.basis.name: one.basis for category in chosen for one in category.promises.values()}


def _as_it_is(book: Rulebook, chosen: list[Category], whole_house: bool) -> MultiDict[str, str]:
    """The form before anything is typed."""
    typed = {"version": limits_editor.next_version(book.version)}
    for category in chosen:
        for stage, one in category.promises.items():
            typed[f"limit.{category.code}.{stage}"] = str(one.limit)
            typed[f"basis.{category.code}.{stage}"] = one.basis.name
        typed[f"verified_by.{category.code}"] = category.verified_by or ""
        typed[f"effective_from.{category.code}"] = str(category.effective_from)
    for basis in _used(chosen).values():
        if basis.verified:
            typed[f"checked.{basis.name}"] = "1"
    if whole_house:
        for stage, promises in book.stage_promises.items():
            typed |= {f"house.{stage}.{urgency}": str(one.limit) for urgency, one in promises.items()}
    return MultiDict(typed)
