"""The pages of those asked for an opinion or for help: of the complaint they see what was asked, and nothing more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from marshmallow import ValidationError
from werkzeug import Response
from werkzeug.datastructures import MultiDict

from complaints.access import consultations
from complaints.access.access_log import note_reading
from complaints.casework import attachments, moves
from complaints.casework.consultations import put_to
from complaints.infrastructure.database import transaction
from complaints.infrastructure.errors import BadInput, NotFound
from complaints.organisation import directory
from complaints.rulebooks import store
from complaints.web.account.access import me
from complaints.web.forms.chosen_files import chosen_files
from complaints.web.forms.move_form import faults_of, words_of
from complaints.web.page import display_settings
from complaints.web.page.dates import now
from complaints.web.page.template_globals import said
from workflows.errors import Refused
from workflows.language import Act

Answer = Response | str | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Kind:
    """One form serves every move: `field` is what they answer, or why not; `answering` brings files."""

    assists: bool
    field: str
    answering: str
    listed_at: str
    list_page: str
    page: str


def list_open(kind: Kind) -> str:
    shown = put_to(consultations.list_open(me(), assists=kind.assists))
    page = render_template(kind.list_page, shown=shown, books=_books(shown))
    note_reading([complaint for complaint, _ in shown], me(), now(), "consultations")
    return page


def make(kind: Kind, number: str, move: str, done: str) -> Answer:
    if display_settings.pressed():
        return show(kind, number, {})
    try:
        _make(kind, number, move)
    except NotFound:
        abort(404)
    except ValidationError as error:
        return show(kind, number, _in_one_field(kind, faults_of(error.messages))), 422
    except BadInput as error:
        return show(kind, number, {name: said(text) for name, text in error.fields.items()}), 422
    except Refused as error:
        return show(kind, number, {kind.field: "".join(said(reason) for reason in error.reasons)}), 409
    flash(done, "success")
    return redirect(url_for(kind.listed_at), 303)


def _make(kind: Kind, number: str, move: str) -> None:
    typed = {**request.form, "reason": request.form.get(kind.field, "")}
    words: dict[str, Any] = words_of(move, MultiDict(typed))
    files = chosen_files("files") if move == kind.answering else []
    with transaction():
        officer = directory.officer(me().id)
        moves.make_move(number, Act(move, officer, now(), {**words, **({"files": files} if files else {})}))


def _in_one_field(kind: Kind, faults: Mapping[str, str]) -> dict[str, str]:
    return {kind.field if name == "reason" else name: fault for name, fault in faults.items()}


def show(kind: Kind, number: str, errors: Mapping[str, str]) -> str:
    shown = put_to(consultations.list_all_of(number, me(), assists=kind.assists))
    if not shown:
        abort(404)
    page = render_template(
        kind.page,
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
