"""Making a move: its form, and what becomes of it. What was typed is never lost, whatever refuses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from marshmallow import ValidationError
from werkzeug import Response

from complaints.access import access_log, reveals
from complaints.access.visibility import find_visible
from complaints.casework import complaint_file, conversation, joined_citizens, moves, query_codes
from complaints.casework.conversation import Message
from complaints.casework.declared_words import find_declared
from complaints.casework.event_detail import hidden_from
from complaints.infrastructure.database import transaction
from complaints.infrastructure.errors import BadInput, NotFound, StaleVersion
from complaints.infrastructure.tracking_numbers import digits_of
from complaints.models import CatalogueEntry, Complaint
from complaints.organisation import directory
from complaints.organisation.respondents import rows_of
from complaints.rulebooks import store
from complaints.web.account.access import for_roles, me
from complaints.web.citizen.status import qr_of
from complaints.web.desk import half_written
from complaints.web.desk.history import Told, told
from complaints.web.desk.home import STAFF
from complaints.web.desk.proposal import propose_for_move, tell_other_unit
from complaints.web.desk.reveal import reveal_as_asked
from complaints.web.forms.asked_correction import Asked, asked_correction
from complaints.web.forms.complaint_fields import (
    fields_for,
    folded,
    with_chosen_match,
    with_chosen_respondent,
)
from complaints.web.forms.field_labels import GRAVE
from complaints.web.forms.move_form import Typed, faults_of, words_of
from complaints.web.page import display_settings
from complaints.web.page.dates import now
from complaints.web.page.request_values import whole
from complaints.web.page.template_globals import said
from complaints.web.page.translation import gettext
from complaints.web.page.urls import local
from schemas.moves import WORDS, has_words
from workflows.engine import OpenMove, must_settle_first
from workflows.errors import Refused
from workflows.language import Act, Text
from workflows.rulebook import Rulebook

pages = Blueprint("desk_move", __name__)
pages.add_app_template_test(must_settle_first, "settled_first")

Answer = Response | str | tuple[str, int]


@dataclass(frozen=True)
class Fault:
    """Why a move was not made: sentences of the rules, faults of fields, or another officer was faster."""

    code: int
    reasons: tuple[Text, ...] = ()
    fields: dict[str, str] = field(default_factory=dict)
    stale: bool = False


@dataclass(frozen=True)
class Done:
    """A move that was made: the query code it issued, and the number of the leading complaint it concerned."""

    code: str | None = None
    leading: str = ""


ABOUT_CORRECTIONS = ("correct", "name_respondent", "clear_respondent", "refuse_correction")
LISTS = ("changes_representatives",)
AS_IT_WAS = Fault(200)  # nothing was tried: the form is shown again, as typed and as old as it was


@pages.get("/desk/c/<number>/<move>")
@for_roles(*STAFF)
def form(number: str, move: str) -> Answer:
    return _form(number, move, None)


@pages.post("/desk/c/<number>/<move>")
@for_roles(*STAFF)
def make(number: str, move: str) -> Answer:
    if "reveal" in request.form:
        reveal_as_asked(number)
    shown_again = display_settings.pressed() or "reveal" in request.form
    done = AS_IT_WAS if shown_again else _attempt(number, move)
    if isinstance(done, Fault):
        return _form(number, move, done), done.code
    if done.code is not None:
        return _code(number, done.code)
    return redirect(_page_after(number, done), 303)


def _page_after(number: str, done: Done) -> str:
    """Back to where it was made from. A move may end the reader's reach: then the leading complaint, else the desk."""
    own = _page_of(number)
    wanted = local(request.form.get("next"), own)
    if not wanted.startswith(own) or find_visible(number, me(), now()):
        return wanted
    seen = done.leading and find_visible(done.leading, me(), now())
    return _page_of(done.leading) if seen else url_for("desk.home")


def _page_of(number: str) -> str:
    return url_for("desk_complaint.show", number=digits_of(number))


def _attempt(number: str, move: str) -> Fault | Done:
    """Make the move. Returns what it did, or why it failed."""
    declared = find_declared(number, move, me(), now())
    if move not in WORDS and declared is None:
        abort(404)
    try:
        return _perform(number, move, words_of(move, _typed(number, move), declared))
    except ValidationError as error:
        return Fault(422, fields={_field(name): said for name, said in faults_of(error.messages).items()})
    except BadInput as error:
        return Fault(422, fields={_field(name): said(text) for name, text in error.fields.items()})
    except Refused as error:
        return Fault(409, reasons=error.reasons)
    except StaleVersion as error:
        return Fault(409, reasons=(error.text,), stale=True)
    except NotFound:
        abort(404)


def _field(path: str) -> str:
    """The field of the form behind a place in the words; a list has one field."""
    name = path.replace(".", "_")
    return next((one for one in LISTS if name.startswith(one)), name)


def _typed(number: str, move: str) -> Typed:
    """Raises ValidationError."""
    if move == "settle_respondent":
        return with_chosen_match(request.form)
    return with_chosen_respondent(request.form, _read(number)) if move == "clear_respondent" else request.form


def _perform(number: str, move: str, words: dict[str, Any]) -> Done:
    version = request.form.get("version", type=whole)
    looked_at = None if version is None else {version}
    with transaction():
        officer = directory.officer(me().id)
        made = moves.make_move(number, Act(move, officer, now(), words), looked_at)
        other_unit = tell_other_unit(made.event.detail)
        label, code = said(made.book.moves[move].label), query_codes.just_issued(made.complaint)
    if move == "reissue_code" and code is None:
        flash(said(query_codes.SENT_ANOTHER_WAY), "success")
    flash(gettext("已完成：%(move)s（%(number)s）", move=label, number=digits_of(number)), "success")
    if other_unit:
        flash(other_unit, "soon")
    return Done(code, made.event.detail.get("leading") or "")


def _code(number: str, code: str) -> Response:
    """A new query code is shown once, in the answer to the form, and stays nowhere."""
    complaint = _read(number)
    note = said(query_codes.note_on(complaint, code, now()))
    page = render_template("desk/code.html", complaint=complaint, code=code, qr=qr_of(complaint), note=note)
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _form(number: str, move: str, fault: Fault | None) -> str:
    complaint = _read(number)
    if move == "correct" and _may_make(complaint, move):  # it is put right beside what is written
        reveals.reveal_for(complaint, me(), "correct", now())
        complaint = _read(number)
    page = _form_of(complaint, move, fault)
    access_log.note_opening(complaint, me(), now(), f"form {move}")
    return page


def _form_of(complaint: Complaint, move: str, fault: Fault | None) -> str:
    book = store.book(complaint.rulebook_version)
    if move not in book.moves or not has_words(book.moves[move]):
        abort(404)
    mine, person = _mine(complaint, move), reveals.person_on_page(complaint, me(), now())
    asked = asked_correction(book, complaint, me()) if mine and move in ABOUT_CORRECTIONS else None
    proposed = propose_for_move(complaint, move) if mine else None
    begun = half_written.words_of(complaint, move)
    typed = request.form if fault else {**_filled(asked, proposed, move), **begun}
    fields, errors = fields_for(move, book, complaint, me()), _errors(fault)
    return render_template(
        "desk/move.html",
        complaint=complaint,
        **_as_seen(book, complaint, fault),
        book=book,
        move=book.moves[move],
        fields=fields,
        questions=_questions(complaint) if move == "answer_question" else [],
        folds=folded(fields, {*errors, *(name for name, words in typed.items() if words)}),
        typed=typed,
        asked=asked,
        proposed=proposed,
        errors=errors,
        refusals=[] if fault else _refusals(mine, book.moves[move].label, complaint),
        may_try=bool(mine),
        person=person,
        following=local(request.values.get("next"), ""),
        grave=move in GRAVE,
    )


def _questions(complaint: Complaint) -> list[Message]:
    """Those that an answer here is to: a citizen of a joined complaint answers there."""
    waiting = conversation.waiting(conversation.of_officer(complaint, me()))
    return [one for one in waiting if not one.joined]


def _filled(asked: Asked | None, proposed: CatalogueEntry | None, move: str) -> Mapping[str, str]:
    """What the form holds before anything is typed."""
    if asked and move == asked.fills:
        return asked.typed
    return {"unit": proposed.unit.code} if proposed else {}


def _mine(complaint: Complaint, move: str) -> list[OpenMove]:
    found = joined_citizens.moves_open_to(complaint, Act("", me(), now()))
    return [one for one in found if one.move.name == move]


def _may_make(complaint: Complaint, move: str) -> bool:
    return any(not one.reasons for one in _mine(complaint, move))


def _as_seen(book: Rulebook, complaint: Complaint, fault: Fault | None) -> dict[str, Any]:
    """What the person has before them of it, and what happened since."""
    opened = request.form if fault is AS_IT_WAS else {}
    seen = whole(request.form.get("seq")) or complaint.seq
    return {
        "version": opened.get("version", complaint.version),
        "seq": opened.get("seq", complaint.seq),
        "meanwhile": _meanwhile(book, complaint, seen) if fault and fault.stale else [],
    }


def _meanwhile(book: Rulebook, complaint: Complaint, seen: int) -> list[Told]:
    events = complaint_file.history(complaint, seen)
    return told(book, events, hidden=hidden_from(me(), events))


def _read(number: str) -> Complaint:
    try:
        return complaint_file.read(number, me())
    except NotFound:
        abort(404)


def _errors(fault: Fault | None) -> dict[str, str]:
    """For the summary: sentences of the rules point at the form itself."""
    if fault is None:
        return {}
    by_rule = {f"words-{place}": said(reason) for place, reason in enumerate(fault.reasons)}
    return {**by_rule, **fault.fields}


def _refusals(mine: list[Any], label: Text, complaint: Complaint) -> list[str]:
    if not mine:
        return [gettext("现在不能由您进行“%(move)s”。", move=said(label))]
    if mine[0].move.name == "clear_respondent" and not rows_of(complaint):
        return [gettext("没有列明被投诉人，不必撤销。")]
    return [said(reason) for reason in mine[0].reasons]
