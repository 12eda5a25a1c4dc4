"""The files of a complaint: added by those who carry it, listed on its page, handed out as files, never shown inside one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_security import current_user
from werkzeug import Response

from complaints.access.access_log import note_reading
from complaints.casework import attachments, complaint_file, moves
from complaints.casework.reply_files import FOR_CITIZEN, Given, given_with
from complaints.infrastructure.database import transaction
from complaints.infrastructure.errors import BadInput, NotFound
from complaints.infrastructure.file_kinds import ACCEPTED, KINDS
from complaints.infrastructure.public_ids import row_id_of
from complaints.infrastructure.tracking_numbers import digits_of
from complaints.models import Complaint
from complaints.organisation import directory
from complaints.rulebooks import store
from complaints.web.account.access import for_roles
from complaints.web.desk.home import STAFF
from complaints.web.forms.chosen_files import MEGABYTE, chosen_files
from complaints.web.page import display_settings
from complaints.web.page.dates import now
from complaints.web.page.file_download import hand_out
from complaints.web.page.request_values import text_of
from complaints.web.page.template_globals import said
from complaints.web.page.translation import gettext
from complaints.web.security.headers import reads_large_files
from schemas.lengths import NOTE
from workflows.errors import Refused
from workflows.language import Act
from workflows.parties import is_party

pages = Blueprint("desk_files", __name__)
pages.add_app_template_global(attachments.of_complaint, "files_of")

MOVE = "attach"


@pages.get("/desk/c/<number>/files/<int(max=9223372036854775807):file_id>")
@for_roles()
def fetch(number: str, file_id: int) -> Response:
    """Only staff find a file; an administrator's answer does not say whether there is one."""
    if not set(STAFF) & set(current_user.roles):
        abort(404)
    try:
        complaint, file = attachments.of_visible(number, row_id_of(file_id, "file") or 0, current_user)
    except NotFound:
        abort(404)
    answer = hand_out(file)
    note_reading([complaint], current_user, now(), "desk file")
    return answer


@pages.get("/desk/c/<number>/files")
@for_roles(*STAFF)
def form(number: str) -> str:
    return _form(number)


@pages.post("/desk/c/<number>/files")
@reads_large_files
@for_roles(*STAFF)
def add(number: str) -> Response | str | tuple[str, int]:
    if display_settings.pressed():
        return _form(number)
    try:
        count = _add(number, chosen_files("files"))
    except NotFound:
        abort(404)
    except BadInput as error:
        return _form(number, {name: said(text) for name, text in error.fields.items()}), 422
    except Refused as error:
        return _form(number, {"files": "".join(said(reason) for reason in error.reasons)}), 409
    flash(gettext("已添加 %(n)s 个附件，已记入台账。", n=count), "success")
    return redirect(url_for("desk_complaint.show", number=digits_of(number)) + "#files", 303)


def _add(number: str, files: list[dict[str, Any]]) -> int:
    given = {FOR_CITIZEN: True} if request.form.get(FOR_CITIZEN) else {}
    words = {"files": files, "note": text_of("note", NOTE), **given}
    with transaction():
        officer = directory.officer(current_user.id)
        moves.make_move(number, Act(MOVE, officer, now(), words))
    return len(files)


def _form(number: str, faults: Mapping[str, str] | None = None) -> str:
    try:
        complaint = complaint_file.read(number, current_user)
    except NotFound:
        abort(404)
    return render_template(
        "desk/attach.html",
        complaint=complaint,
        may_add=may_add_files(complaint),
        errors=faults or {},
        note=request.form.get("note", ""),
        for_citizen=bool(request.form.get(FOR_CITIZEN)),
        max_mb=current_app.config["SHOUWEN"].max_upload_mb,
        most=attachments.MOST_OF_OFFICERS,
    )


@pages.app_template_global("may_add_files")
def may_add_files(complaint: Complaint) -> bool:
    """Party and state; a complaint pinned to rules without this move takes no files of officers."""
    move = store.book(complaint.rulebook_version).moves.get(MOVE)
    if move is None or complaint.state not in move.sources:
        return False
    return any(is_party(complaint, current_user, party) for party in move.parties)


@pages.app_template_global("given_to_citizen")
def given_to_citizen(complaint: Complaint) -> Given:
    return given_with(complaint)


@pages.app_template_global("kind_in_words")
def kind_in_words(kind: str) -> str:
    """A media type as people call it."""
    return said(KINDS[kind].name) if kind in KINDS else gettext("文件")


@pages.app_template_global("accepted_files")
def accepted_files() -> str:
    """For the file field of a form, whose browser offers these first."""
    return ACCEPTED


@pages.app_template_global("size_in_words")
def size_in_words(size: int) -> str:
    """Rounded up to whole kilobytes, from a megabyte on to tenths."""
    return f"{size / MEGABYTE:.1f} MB" if size >= MEGABYTE else f"{-(-size // 1024)} KB"
