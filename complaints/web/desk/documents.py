"""The documents of a complaint, to be read, printed or saved, and its case file."""

from __future__ import annotations

from io import BytesIO
from tempfile import TemporaryFile

from flask import Blueprint, Response, abort, render_template, send_file
from sqlalchemy import select

from complaints.access.access_log import note_reading
from complaints.access.personal_data import may_see_person
from complaints.casework import complaint_file
from complaints.casework.documents.case_file import document_bytes, write_case_file
from complaints.casework.documents.documents import CaseDocument, documents_of
from complaints.infrastructure.database import db, transaction
from complaints.models import Complaint, Event, audit
from complaints.web.account.access import for_roles, me
from complaints.web.desk.home import STAFF
from complaints.web.page.dates import now
from complaints.web.supervision.bulletins import DOCX

pages = Blueprint("desk_documents", __name__)


@pages.get("/desk/c/<number>/documents")
@for_roles(*STAFF)
def show(number: str) -> str:
    complaint = _of_number(number, "documents")
    return render_template("desk/documents.html", complaint=complaint, documents=_documents(complaint))


@pages.get("/desk/c/<number>/documents/<name>.docx")
@for_roles(*STAFF)
def download(number: str, name: str) -> Response:
    complaint = _of_number(number, f"document {name[:40]}")
    document = next((one for one in _documents(complaint) if one.name == name), None)
    if document is None:
        abort(404)
    body = BytesIO(document_bytes(document))
    return send_file(body, DOCX, as_attachment=True, download_name=f"{name}.docx", max_age=0)


@pages.get("/desk/c/<number>/case-file.zip")
@for_roles(*STAFF)
def case_file(number: str) -> Response:
    complaint = _of_number(number, "case file")
    file, digits = TemporaryFile(), complaint.tracking_number  # noqa: SIM115 - closed when the answer is out
    write_case_file(file, complaint, now())
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
    if complaint.restricted:
        note_reading([complaint], me(), now(), what)
        complaint = complaint_file.read(number, me(), now())  # the note ended what was read before it
    return complaint


def _documents(complaint: Complaint) -> list[CaseDocument]:
    events = list(db.session.scalars(select(Event).filter_by(complaint_id=complaint.id).order_by(Event.seq)))
    return documents_of(complaint, events)
