"""Questions put to an officer or their unit (征求意见): of the complaint they see what was asked, and nothing more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from marshmallow import ValidationError
from werkzeug import Response
from werkzeug.datastructures import MultiDict

from complaints.access import consultations
from complaints.access.access_log import note_reading
from complaints.casework import attachments, moves
from complaints.casework.consultations import put_to
from complaints.infrastructure.database import transaction
from complaints.infrastructure.errors import BadInput, NotFound
from complaints.infrastructure.tracking_numbers import grouped
from complaints.organisation import directory
from complaints.rulebooks import store
from complaints.web.account.access import for_roles, me
from complaints.web.desk.home import STAFF
from complaints.web.forms.chosen_files import chosen_files
from complaints.web.forms.move_form import faults_of, words_of
from complaints.web.page import display_settings
from complaints.web.page.dates import now
from complaints.web.page.template_globals import said
from complaints.web.page.translation import gettext
from complaints.web.security.headers import reads_large_files
from workflows.errors import Refused
from workflows.language import Act

pages = Blueprint("desk_consultations", __name__)
ANSWER, DECLINE = "answer_consultation", "decline_consultation"


@pages.get("/desk/consultations")
@for_roles(*STAFF)
def list_mine() -> str:
    return _list()


@pages.get("/desk/consultations/<number>")
@for_roles(*STAFF)
def show(number: str) -> str:
    return _page(number, {})


@pages.post("/desk/consultations/<number>")
@reads_large_files
@for_roles(*STAFF)
def give_opinion(number: str) -> Response | str | tuple[str, int]:
    return _answer(number, ANSWER)


@pages.post("/desk/consultations/<number>/decline")
@for_roles(*STAFF)
def decline(number: str) -> Response | str | tuple[str, int]:
    return _answer(number, DECLINE)


def _answer(number: str, move: str) -> Response | str | tuple[str, int]:
    if display_settings.pressed():
        return _page(number, {})
    try:
        _make(number, move)
    except NotFound:
        abort(404)
    except ValidationError as error:
        return _page(number, _in_one_field(faults_of(error.messages))), 422
    except BadInput as error:
        return _page(number, {name: said(text) for name, text in error.fields.items()}), 422
    except Refused as error:
        return _page(number, {"opinion": "".join(said(reason) for reason in error.reasons)}), 409
    shown = grouped(number)
    declined = gettext("已说明不作答复（%(number)s）。", number=shown)
    flash(gettext("已答复（%(number)s）。", number=shown) if move == ANSWER else declined, "success")
    return redirect(url_for(".list_mine"), 303)


def _make(number: str, move: str) -> None:
    typed = {
        **request.form,
        "reason": request.form.get("opinion", ""),
    }  # one field: what they answer, or why not
    words: dict[str, Any] = words_of(move, MultiDict(typed))
    files = chosen_files("files") if move == ANSWER else []
    with transaction():
        officer = directory.officer(me().id)
        moves.make_move(number, Act(move, officer, now(), {**words, **({"files": files} if files else {})}))


def _in_one_field(faults: Mapping[str, str]) -> dict[str, str]:
    return {"opinion" if name == "reason" else name: fault for name, fault in faults.items()}


def _list() -> str:
    shown = put_to(consultations.list_open(me()))
    page = render_template("desk/consultations.html", shown=shown, books=_books(shown))
    note_reading([complaint for complaint, _ in shown], me(), now(), "consultations")
    return page


def _page(number: str, errors: Mapping[str, str]) -> str:
    shown = put_to(consultations.list_all_of(number, me()))
    if not shown:
        abort(404)
    page = render_template(
        "desk/consultation.html",
        shown=shown,
        complaint=shown[0][0],
        books=_books(shown),
        errors=errors,
        typed=request.form,
        max_mb=current_app.config["SHOUWEN"].max_upload_mb,
        most=attachments.MOST_OF_OFFICERS,
    )
    note_reading([shown[0][0]], me(), now(), "question")
    return page


def _books(shown: Any) -> dict[str, Any]:
    return {one.rulebook_version: store.book(one.rulebook_version) for one, _ in shown}
