"""The draft of a move: kept a moment after the last letter where scripts run, else by a button; there again after signing out."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug import Response

from complaints.casework import complaint_file, half_written
from complaints.casework.declared_words import Fields, fields_of
from complaints.infrastructure.database import transaction
from complaints.infrastructure.errors import BadInput, NotFound
from complaints.infrastructure.tracking_numbers import digits_of
from complaints.models import Complaint
from complaints.rulebooks import store
from complaints.web.account.access import for_roles, me
from complaints.web.desk import reveal
from complaints.web.desk.home import STAFF
from complaints.web.forms.move_form import needs_no_words
from complaints.web.page.dates import now
from complaints.web.page.request_values import whole
from complaints.web.page.template_globals import said
from complaints.web.page.translation import gettext
from schemas.moves import WORDS
from schemas.text import lines_of

pages = Blueprint("desk_half_written", __name__)

OF_THE_FORM = ("csrf_token", "version", "seq", "next", "by_button", *reveal.OF_THE_FORM)


@pages.post("/desk/c/<number>/<move>/keep")
@for_roles(*STAFF)
def keep(number: str, move: str) -> Response | tuple[str, int]:
    seen = request.form.get("seq", type=whole)
    try:
        complaint = complaint_file.read(number, me())
        if not may_be_kept(move, _declared(complaint, move)):
            abort(404)
        with transaction():
            half_written.keep(_place(complaint, move), _written(), now(), seen)
    except NotFound:
        abort(404)
    except BadInput as error:
        return said(error.fields["main"]), 422
    if not request.form.get("by_button"):
        return "", 204
    flash(gettext("已存草稿，退出后再来也还在。"), "success")
    return redirect(url_for("desk_move.form", number=digits_of(number), move=move), 303)


@pages.app_template_global("may_be_kept")
def may_be_kept(move: str, declared: Fields = None) -> bool:
    known = move in WORDS or declared is not None
    return known and move not in half_written.NOT_KEPT and not needs_no_words(move, declared)


def _declared(complaint: Complaint, move: str) -> Fields:
    return fields_of(store.book(complaint.rulebook_version), move)


@pages.app_template_global("half_written_at")
def kept_at(complaint: Complaint, move: str) -> datetime | None:
    kept = _kept(complaint, move)
    return kept[1] if kept else None


def words_of(complaint: Complaint, move: str) -> dict[str, str]:
    """What this officer wrote before."""
    kept = _kept(complaint, move)
    return kept[0] if kept else {}


def _kept(complaint: Complaint, move: str) -> tuple[dict[str, str], datetime] | None:
    return (
        half_written.find(_place(complaint, move), now())
        if may_be_kept(move, _declared(complaint, move))
        else None
    )


def _place(complaint: Complaint, move: str) -> tuple[int, int, str]:
    return me().id, complaint.id, move


def _written() -> dict[str, str]:
    typed = {name: value for name, value in request.form.items() if name not in OF_THE_FORM}
    return {name: value for name, value in typed.items() if lines_of(value)}
