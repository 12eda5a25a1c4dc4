"""A file of a complaint as it is handed out: to be saved, never shown inside a page."""

from __future__ import annotations

from io import BytesIO

from flask import Response, send_file

from complaints.infrastructure.file_kinds import KINDS
from complaints.models import Attachment

UNKNOWN = "application/octet-stream"


def hand_out(file: Attachment) -> Response:
    """Whatever a file holds, it runs nowhere on this site and stays in no cache."""
    answer = send_file(
        BytesIO(file.body),
        mimetype=file.kind if file.kind in KINDS else UNKNOWN,
        as_attachment=True,
        download_name=file.name,
        etag=False,
    )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "no-store"
    return answer
