"""The documents of a complaint, to be read, printed or saved, and its case file."""

from __future__ import annotations

from io import BytesIO
from tempfile import TemporaryFile

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from werkzeug import Response

from complaints.access import reveals
from complaints.access.access_log import note_opening
from complaints.access.personal_data import may_see_person
from complaints.casework import attachments, complaint_file, ledger, moves
from complaints.casework.documents.case_file import WORDS_OF_STEPS, document_bytes, write_case_file
from complaints.casework.documents.documents import CaseDocument, documents_of
from complaints.casework.documents.final_texts import final_file, final_of
from complaints.infrastructure.database import transaction
from complaints.infrastructure.errors import BadInput, NotFound
from complaints.models import Complaint, audit
from complaints.organisation import directory
from complaints.web.account.access import for_roles, me
from complaints.web.desk.files import MOVE, may_add_files
from complaints.web.desk.home import STAFF
from complaints.web.desk.written_steps import words_of_steps
from complaints.web.page import display_settings
from complaints.web.page.dates import now
from complaints.web.page.request_values import text_of
from complaints.web.page.template_globals import said
from complaints.web.page.translation import gettext
from complaints.web.supervision.bulletins import DOCX
from schemas.lengths import NARRATIVE
from workflows.errors import Refused
from workflows.language import Act

pages = Blueprint("desk_documents", __name__)
pages.record_once(lambda state: state.app.extensions.update({WORDS_OF_STEPS: words_of_steps}))


@pages.get("/desk/c/<number>/documents")
@for_roles(*STAFF)
def show(number: str) -> str:
    complaint = _of_number(number, "documents")
    files = attachments.of_complaint(complaint.id)
    documents = [(one, final_of(one, files)) for one in _documents(complaint)]
    return render_template(
        "desk/documents.html",
        complaint=complaint,
        documents=documents,
        may_keep=may_add_files(complaint),
        person=reveals.person_on_page(complaint, me(), now()),
    )


@pages.get("/desk/c/<number>/documents/<name>/edit")
@for_roles(*STAFF)
def edit(number: str, name: str) -> str:
    complaint = _of_number(number, f"document {name[:40]}")
    return _form(complaint, _named(complaint, name))


@pages.post("/desk/c/<number>/documents/<name>/edit")
@for_roles(*STAFF)
def keep(number: str, name: str) -> Response | str | tuple[str, int]:
    """Store it as a file of the complaint, by the move that adds files: it cannot change any more."""
    complaint = _of_number(number, f"document {name[:40]}")
    document = _named(complaint, name)
    if display_settings.pressed():
        return _form(complaint, document)
    try:
        file = final_file(document, text_of("text", NARRATIVE))
        words = {
            "files": [{"name": file.name, "content": file.body}],
            "note": f"{document.title.zh} {document.number}",
        }
        with transaction():
            moves.make_move(number, Act(MOVE, directory.officer(me().id), now(), words))
    except NotFound:
        abort(404)
    except BadInput as error:
        text = error.fields.get("text") or error.fields.get("files") or next(iter(error.fields.values()))
        return _form(complaint, document, said(text)), 422
    except Refused as error:
        return _form(complaint, document, "".join(said(reason) for reason in error.reasons)), 409
    flash(gettext("已定稿：%(title)s，校验值已记入台账。", title=said(document.title)), "success")
    return redirect(url_for("desk_documents.show", number=number), 303)


def _form(complaint: Complaint, document: CaseDocument, fault: str = "") -> str:
    return render_template(
        "desk/document_edit.html",
        complaint=complaint,
        document=document,
        errors={"text": fault} if fault else {},
        text=request.form.get("text", "\n".join(document.paragraphs)),
        may_keep=may_add_files(complaint),
    )


def _named(complaint: Complaint, name: str) -> CaseDocument:
    found = next((one for one in _documents(complaint) if one.name == name), None)
    if found is None:
        abort(404)
    return found


@pages.get("/desk/c/<number>/documents/<name>.docx")
@for_roles(*STAFF)
def download(number: str, name: str) -> Response:
    complaint = _of_number(number, f"document {name[:40]}")
    body = BytesIO(document_bytes(_named(complaint, name)))
    return send_file(body, DOCX, as_attachment=True, download_name=f"{name}.docx", max_age=0)


@pages.get("/desk/c/<number>/case-file.zip")
@for_roles(*STAFF)
def case_file(number: str) -> Response:
    """Contacts are masked in it as on the page, unless the officer said today why they need them."""
    complaint = _of_number(number, "case file")
    person = reveals.person_on_page(complaint, me(), now())
    file, digits = TemporaryFile(), complaint.tracking_number  # noqa: SIM115 - closed when the answer is out
    write_case_file(file, complaint, now(), person)
    file.seek(0)
    with audit.changed_by(me().username), transaction():
        audit.note("case file written", now(), {"complaint": digits})
    name = f"case-{digits}.zip"
    return send_file(file, "application/zip", as_attachment=True, download_name=name, max_age=0)


def _of_number(number: str, what: str) -> Complaint:
    """For those who may know the person: documents name them. Raises NotFound."""
    complaint = complaint_file.read(number, me(), now())
    if not may_see_person(complaint, me()):
        abort(404)
    note_opening(complaint, me(), now(), what)
    return complaint_file.read(number, me(), now())  # the note ended what was read before it


def _documents(complaint: Complaint) -> list[CaseDocument]:
    return documents_of(complaint, ledger.events_of(complaint))
