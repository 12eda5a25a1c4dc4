"""The phrases of a unit, kept by its leader."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug import Response

from complaints.infrastructure.database import transaction
from complaints.infrastructure.errors import BadInput, NotFound
from complaints.infrastructure.public_ids import row_id_of
from complaints.models import OVERSEERS, Phrase
from complaints.organisation import directory, phrases
from complaints.web.account.access import for_roles, me
from complaints.web.page import display_settings
from complaints.web.page.dates import now
from complaints.web.page.request_values import read_form, whole
from complaints.web.page.template_globals import said
from complaints.web.page.translation import gettext
from schemas.phrases import PhraseIn

pages = Blueprint("supervise_phrases", __name__)
KIND = "phrase"  # of public numbers


@pages.get("/supervise/phrases")
@for_roles(*OVERSEERS)
def show() -> str:
    return _page({}, {})


@pages.get("/supervise/phrases/<int(max=9223372036854775807):phrase_id>")
@for_roles(*OVERSEERS)
def edit(phrase_id: int) -> str:
    """The form with the words of one, to be changed."""
    try:
        row = phrases.find(me().unit_id, row_id_of(phrase_id, KIND) or 0)
    except NotFound:
        abort(404)
    return _page({"title": row.title, "words": row.words, "instead": str(phrase_id)}, {})


@pages.post("/supervise/phrases")
@for_roles(*OVERSEERS)
def save() -> Response | str | tuple[str, int]:
    if display_settings.pressed():
        return _page(request.form, {})
    try:
        words = read_form(PhraseIn())
        _save(words["title"], words["words"])
    except BadInput as error:
        return _page(request.form, {name: said(text) for name, text in error.fields.items()}), 422
    except NotFound:
        abort(404)
    flash(gettext("常用语已保存，本单位的人员填写时可以插入。"), "success")
    return redirect(url_for(".show"), 303)


def _save(title: str, words: str) -> None:
    instead = request.form.get("instead")
    with transaction():
        leader = directory.officer(me().id)
        if instead:
            phrases.end(leader, row_id_of(whole(instead), KIND) or 0, now())
        phrases.add(leader, title, words, now())


@pages.post("/supervise/phrases/<int(max=9223372036854775807):phrase_id>/end")
@for_roles(*OVERSEERS)
def end(phrase_id: int) -> Response:
    try:
        with transaction():
            phrases.end(directory.officer(me().id), row_id_of(phrase_id, KIND) or 0, now())
    except NotFound:
        abort(404)
    flash(gettext("常用语已停用。"), "success")
    return redirect(url_for(".show"), 303)


@pages.app_template_global("own_phrases")
def own_phrases() -> list[Phrase]:
    """Those of the reader's unit, for the forms of the desk."""
    return phrases.list_of(me().unit_id)


def _page(typed: Mapping[str, str], errors: dict[str, str]) -> str:
    return render_template(
        "supervision/phrases.html", rows=phrases.list_of(me().unit_id), typed=typed, errors=errors
    )
