"""The files that came with the answer, saved from the citizen's page."""

from __future__ import annotations

from flask import Blueprint, abort
from werkzeug import Response

from complaints.access import citizen_sessions
from complaints.casework import reply_files
from complaints.infrastructure.errors import NotFound
from complaints.infrastructure.public_ids import row_id_of
from complaints.web.citizen import look_up as citizen_look_up
from complaints.web.citizen import session
from complaints.web.page.file_download import hand_out

pages = Blueprint("reply_files", __name__)
pages.add_app_template_global(reply_files.list_for_citizen, "reply_files_of")


@pages.get("/status/files/<int(max=9223372036854775807):file_id>")
def fetch(file_id: int) -> Response | tuple[str, int]:
    """Within a visit alone: the address says nothing of the complaint, and opens nothing without it."""
    visit = session.current()
    if visit is None:
        return citizen_look_up.again(), 404
    number = citizen_sessions.complaint(visit.complaint_id).tracking_number
    try:
        return hand_out(reply_files.of_citizen(number, row_id_of(file_id, "file") or 0))
    except NotFound:
        abort(404)
