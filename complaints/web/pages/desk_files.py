"""The files that came with a complaint: listed on its page, and handed out as files, never shown inside a page."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, Response, abort, send_file
from flask_babel import gettext
from flask_security import current_user

from complaints import attachments
from complaints.access import note_reading
from complaints.errors import NotFound
from complaints.models import Attachment
from complaints.web.moments import now
from complaints.web.pages.desk import STAFF
from complaints.web.signed_in import for_roles

pages = Blueprint("desk_files", __name__)
pages.add_app_template_global(attachments.of_complaint, "files_of")

MEGABYTE = 1024 * 1024
UNKNOWN = "application/octet-stream"


@pages.get("/desk/c/<number>/files/<int(max=9223372036854775807):file_id>")
@for_roles()
def fetch(number: str, file_id: int) -> Response:
    """Nobody but staff finds one; whether there is one is nothing an administrator learns from the answer."""
    if not set(STAFF) & set(current_user.roles):
        abort(404)
    try:
        complaint, file = attachments.of_visible(number, file_id, current_user)
    except NotFound:
        abort(404)
    answer = _handed_out(file)
    note_reading([complaint], current_user, now(), "desk file")
    return answer


def _handed_out(file: Attachment) -> Response:
    """To be saved: whatever a file holds, it runs nowhere on this site and stays in no cache."""
    answer = send_file(
        BytesIO(file.body),
        mimetype=file.kind if file.kind in attachments.ENDINGS else UNKNOWN,
        as_attachment=True,
        download_name=file.name,
        etag=False,
    )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@pages.app_template_global("kind_in_words")
def kind_in_words(kind: str) -> str:
    """A media type as people call it."""
    words = {
        "image/jpeg": gettext("JPG 照片"),
        "image/png": gettext("PNG 照片"),
        "image/webp": gettext("WebP 照片"),
        "application/pdf": gettext("PDF 文件"),
    }
    return str(words.get(kind, gettext("文件")))


@pages.app_template_global("size_in_words")
def size_in_words(size: int) -> str:
    """Rounded up to whole kilobytes, from a megabyte on to tenths."""
    return f"{size / MEGABYTE:.1f} MB" if size >= MEGABYTE else f"{-(-size // 1024)} KB"
