"""Showing how a citizen is reached, once the officer says why: from the page of a complaint, and from the form of a move."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug import Response

from complaints.access import reveals
from complaints.access.masking import MaskedPerson
from complaints.casework import complaint_file
from complaints.infrastructure.errors import BadInput, NotFound
from complaints.infrastructure.tracking_numbers import digits_of
from complaints.web.account.access import for_roles, me
from complaints.web.desk.home import STAFF
from complaints.web.page.dates import now
from complaints.web.page.request_values import text_of
from complaints.web.page.template_globals import said
from complaints.web.page.urls import local
from workflows.language import Text

pages = Blueprint("desk_reveal", __name__)
LINE = 20
OF_THE_FORM = ("reveal", "reveal_reason", "reveal_words")


@pages.app_template_test("masked")
def is_masked(person: object) -> bool:
    return isinstance(person, MaskedPerson)


@pages.app_template_global("reveal_reasons")
def list_reasons() -> list[tuple[str, str]]:
    return [(code, said(label)) for code, label in reveals.REASONS.items()]


@pages.app_template_global("reveal_reason")
def reason_of(code: str) -> Text:
    """Also of a reason that an earlier program knew."""
    return {**reveals.REASONS, **reveals.OF_THE_PROGRAM}.get(code) or Text(code, code)


@pages.post("/desk/c/<number>/reveal")
@for_roles(*STAFF)
def show(number: str) -> Response:
    reveal_as_asked(number)
    page = url_for("desk_complaint.show", number=digits_of(number))
    return redirect(f"{local(request.form.get('next'), page)}#person", 303)


def reveal_as_asked(number: str) -> None:
    """A choice that is missing is said at the top of the page, which shows no more than before."""
    try:
        complaint = complaint_file.read(number, me(), now())
        reason, words = text_of("reveal_reason", LINE), text_of("reveal_words", reveals.SAYS_WHY)
        reveals.reveal(complaint, me(), reveals.Why(reason, words), now())
    except NotFound:
        abort(404)
    except BadInput as error:
        for words_of_fault in error.fields.values():
            flash(said(words_of_fault), "soon")
