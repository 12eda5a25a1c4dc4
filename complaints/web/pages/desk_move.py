"""Making a move: its form, and what becomes of it. What was typed is never lost, whatever refuses."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from marshmallow import ValidationError
from werkzeug import Response

from complaints import desk, one_complaint, rulebooks
from complaints.db import db, transaction
from complaints.errors import BadInput, NotFound, StaleVersion
from complaints.models import Complaint, Officer
from complaints.numbers import digits_of
from complaints.persons import may_see_person
from complaints.web.addresses import local
from complaints.web.as_sent import whole
from complaints.web.dress import said
from complaints.web.moments import now
from complaints.web.pages import comforts
from complaints.web.pages.desk import STAFF
from complaints.web.pages.desk_forms import faults_of, fields_of, words_of
from complaints.web.pages.desk_history import told
from complaints.web.pages.desk_words import GRAVE
from complaints.web.signed_in import for_roles, me
from complaints.web.spoken import gettext
from complaints.wording import rows_for
from schemas.moves import WORDS
from workflows.engine import open_moves
from workflows.errors import Refused
from workflows.language import Act, Text

pages = Blueprint("desk_move", __name__)

Answer = Response | str | tuple[str, int]


@dataclass(frozen=True)
class Fault:
    """Why a move was not made: sentences of the rules, faults of fields, or somebody else was faster."""

    code: int
    reasons: tuple[Text, ...] = ()
    fields: dict[str, str] = field(default_factory=dict)
    stale: bool = False


AS_IT_WAS = Fault(200)  # nothing was tried: the form is shown again, as typed and as old as it was


@pages.get("/desk/c/<number>/<move>")
@for_roles(*STAFF)
def form(number: str, move: str) -> Answer:
    return _form(number, move, None)


@pages.post("/desk/c/<number>/<move>")
@for_roles(*STAFF)
def make(number: str, move: str) -> Answer:
    fault = AS_IT_WAS if comforts.pressed() else _attempt(number, move)
    if fault is not None:
        return _form(number, move, fault), fault.code
    complaint_page = url_for("desk_complaint.show", number=digits_of(number))
    return redirect(local(request.form.get("next"), complaint_page), 303)


def _attempt(number: str, move: str) -> Fault | None:
    if move not in WORDS:
        abort(404)
    try:
        _perform(number, move, words_of(move, request.form))
    except ValidationError as error:
        return Fault(422, fields=faults_of(error.messages))
    except BadInput as error:
        return Fault(422, fields={name: said(text) for name, text in error.fields.items()})
    except Refused as error:
        return Fault(409, reasons=error.reasons)
    except StaleVersion as error:
        return Fault(409, reasons=(error.text,), stale=True)
    except NotFound:
        abort(404)
    return None


def _perform(number: str, move: str, words: dict[str, Any]) -> None:
    version = request.form.get("version", type=whole)
    with transaction():
        officer = db.session.get_one(Officer, me().id)
        complaint = desk.take(number, officer, version, words.get("leading"))
        book = rulebooks.book(complaint.rulebook_version)
        act = Act(move, officer, now(), rows_for(move, words, officer, book))
        desk.perform(complaint, act)
        label = said(book.moves[move].label)
    flash(gettext("已完成：%(move)s（%(number)s）", move=label, number=digits_of(number)), "success")


def _form(number: str, move: str, fault: Fault | None) -> str:
    complaint = _read(number)
    book = rulebooks.book(complaint.rulebook_version)
    if move not in WORDS or move not in book.moves:
        abort(404)
    mine = [one for one in open_moves(book, complaint, Act("", me(), now())) if one.move.name == move]
    seen = whole(request.form.get("seq")) or complaint.seq
    opened = request.form if fault is AS_IT_WAS else {}
    return render_template(
        "desk/move.html",
        complaint=complaint,
        version=opened.get("version", complaint.version),
        seq=opened.get("seq", complaint.seq),
        book=book,
        move=book.moves[move],
        fields=fields_of(move, book, complaint.unit_id),
        typed=request.form if fault else {},
        errors=_errors(fault),
        refusals=[] if fault else _refusals(mine, book.moves[move].label),
        meanwhile=told(book, one_complaint.history(complaint, seen)) if fault and fault.stale else [],
        may_try=bool(mine),
        person=complaint.complainant if may_see_person(complaint, me()) else None,
        following=local(request.values.get("next"), ""),
        grave=move in GRAVE,
    )


def _read(number: str) -> Complaint:
    try:
        return one_complaint.read(number, me())
    except NotFound:
        abort(404)


def _errors(fault: Fault | None) -> dict[str, str]:
    """For the summary: sentences of the rules point at the form itself."""
    if fault is None:
        return {}
    by_rule = {f"words-{place}": said(reason) for place, reason in enumerate(fault.reasons)}
    return {**by_rule, **fault.fields}


def _refusals(mine: list[Any], label: Text) -> list[str]:
    if not mine:
        return [gettext("现在不能由您进行“%(move)s”。", move=said(label))]
    return [said(reason) for reason in mine[0].reasons]
