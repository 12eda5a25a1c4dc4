"""Logging a complaint while the citizen is with the officer."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_security import current_user
from marshmallow import ValidationError
from werkzeug import Response

from complaints.access import access_log
from complaints.casework import query_codes
from complaints.infrastructure.encryption import blind_index
from complaints.infrastructure.errors import BadInput, KeyReused
from complaints.infrastructure.tokens import hash_token
from complaints.intake import log_and_decide, log_once, previous_complaints
from complaints.models import Complaint
from complaints.rulebooks import store
from complaints.web.account.access import for_roles
from complaints.web.citizen.status import qr_of, status_address
from complaints.web.citizen.status_view import view_of
from complaints.web.desk import choices
from complaints.web.desk.intake import Wrong, breath_of, field_faults, numbers_in
from complaints.web.desk.proposal import propose_for_form, tell_other_unit
from complaints.web.page import display_settings
from complaints.web.page.dates import now
from complaints.web.page.template_globals import said
from complaints.web.page.translation import gettext
from schemas.intake import MOST_REPRESENTATIVES, MOST_RESPONDENTS
from schemas.parties_form import field_name, name_on_the_form, respondent_rows
from workflows.errors import Refused
from workflows.parties import is_kept_out
from workflows.rulebook import Rulebook

pages = Blueprint("desk_new", __name__)

REDRAWS = (
    "look",
    "respondent",
    "propose",
)  # buttons that log nothing and show the form again, with something more
Answer = Response | str | tuple[str, int]


@pages.get("/desk/new")
@for_roles("officer")
def form() -> Answer:
    """Each form a browser opens has an address of its own: going back to one that was sent leads to its receipt."""
    opened = request.args.get("form", "")[:40]
    if not opened and _is_browsed():
        return redirect(url_for(".form", form=secrets.token_urlsafe(9)))
    once = blind_index("form of the desk", opened) if opened else secrets.token_urlsafe(18)
    if opened and log_once.answer_under(_key(once), current_user):
        return _to_receipt(once, again=True)
    return _form({}, once)


@pages.post("/desk/new")
@for_roles("officer")
def log() -> Answer:
    once = request.form.get("once", "")[:64] or secrets.token_urlsafe(18)
    if display_settings.pressed() or request.form.get("do") in REDRAWS:
        return _form({}, once)
    try:
        breath = breath_of(request.form)
        fresh = log_and_decide.log(log_once.asking(_key(once), asdict(breath), current_user), breath, now())
    except KeyReused:
        return _form({}, secrets.token_urlsafe(18), before=_key(once)), 422
    except (Wrong, ValidationError, BadInput, Refused) as error:
        return _form(_faults(error), once), 422
    return _to_receipt(once, again=not fresh)


def _to_receipt(once: str, again: bool) -> Response:
    if again:
        flash(gettext("已登记过，这是当时的回执，没有重复登记。"), "soon")
    return redirect(url_for(".receipt", key=_key(once)), 303)


def _key(once: str) -> str:
    """The key of the receipt; the token of the form itself never appears in an address."""
    return hash_token(once)[:32]


def _is_browsed() -> bool:
    """Whether a person opens the page in a browser, which can go back to it."""
    headers = request.headers
    return headers.get("Sec-Fetch-Mode") == "navigate" or "Upgrade-Insecure-Requests" in headers


def _faults(error: Exception) -> dict[str, str]:
    """By the names of the form."""
    if isinstance(error, Wrong):
        return error.faults
    if isinstance(error, ValidationError):
        return field_faults(error, request.form)
    if isinstance(error, BadInput):
        return {name_on_the_form(name, request.form): said(text) for name, text in error.fields.items()}
    reasons = error.reasons if isinstance(error, Refused) else ()
    return {"then": "；".join(said(reason) for reason in reasons)}


@pages.post("/desk/earlier")
@for_roles("officer")
def look_up() -> str:
    return render_template("desk/_earlier.html", **_earlier())


def _earlier() -> dict[str, Any]:
    """Earlier complaints of the sender's number and of the phone that were typed; what is no phone finds nothing."""
    form, at = request.form, now()
    contacts, sender_number = numbers_in(form.get("phone", "")), form.get("sender_number", "")
    sent = previous_complaints.of_sender_number(sender_number, current_user, at)
    if not (contacts or sender_number.strip()):
        return {"looked": False, "found": []}
    category, known = form.get("category", ""), {one.number for one in sent}
    same = previous_complaints.of_contacts(contacts, current_user, at, category) if contacts else []
    return {"looked": True, "found": [*sent, *(one for one in same if one.number not in known)]}


def _form(errors: dict[str, str], once: str, before: str = "") -> str:
    """`before`: what was logged with this form, which holds other words now and goes on under a new token."""
    book = store.current()
    return render_template(
        "desk/new.html",
        typed=request.form or {"urgency": "normal", "channel": "window", "then": "assign"},
        errors=errors,
        once=once,
        before=before,
        book=book,
        categories=choices.categories(book),
        units=choices.units(),
        proposed=propose_for_form(book),
        officers=choices.officers(),
        **{name: choices.codes(book, name) for name in ("channels", "urgencies", "outcomes")},
        **_parties(book),
        **_earlier(),
    )


def _parties(book: Rulebook) -> dict[str, Any]:
    wanted = request.form.get("do") == "respondent"
    rows = min(respondent_rows(request.form) + wanted, MOST_RESPONDENTS)
    return {
        "all_units": choices.all_units(),
        "all_officers": choices.all_officers(),
        "ways_to_tell": choices.ways_to_tell(book),
        "representative_rows": range(1, MOST_REPRESENTATIVES + 1),
        "respondent_rows": range(1, rows + 1),
        "new_respondent": rows if wanted else 0,
        "more_respondents": rows < MOST_RESPONDENTS,
        "field_name": field_name,
    }


@pages.get("/desk/receipt/<key>")
@for_roles("officer")
def receipt(key: str) -> str:
    """Its address holds no number and no code: a key only this officer can use."""
    answer = log_once.answer_under(key, current_user)
    if answer is None:
        abort(404)
    complaint = log_and_decide.logged(answer["number"])
    code = _code_shown(complaint, answer["code"])
    page = render_template(
        "desk/receipt.html",
        complaint=complaint,
        view=view_of(complaint, now()),
        code=code,
        instead=said(query_codes.note_on(complaint, code, now())),
        qr=qr_of(complaint),
        address=status_address(),
        slip=request.args.get("paper") == "slip",
        key=key,
        other_unit=tell_other_unit(answer),
    )
    if code:
        access_log.note_code(complaint.id, current_user.id, now())
    return page


def _code_shown(complaint: Complaint, code: str) -> str:
    """As it was answered, unless the officer may not have it since."""
    if code and is_kept_out(complaint, current_user):
        abort(404)
    return code if query_codes.may_hand_out(complaint, current_user, now()) else ""
