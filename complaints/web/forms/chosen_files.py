"""The files chosen in a form, read up to the size a file may have."""

from __future__ import annotations

from typing import Any

from flask import current_app, request

from complaints.infrastructure.errors import BadInput
from schemas.text import line_of
from workflows.language import Text

MEGABYTE = 1024 * 1024


def chosen_files(field: str) -> list[dict[str, Any]]:
    """Name and content of each file chosen in a field. Raises BadInput for one that is too large, without reading it whole."""
    most = current_app.config["SHOUWEN"].max_upload_mb
    files = []
    for upload in request.files.getlist(field):
        body = upload.stream.read(most * MEGABYTE + 1) if upload.filename else b""
        if len(body) > most * MEGABYTE:
            name = line_of(str(upload.filename))[:60]
            too_large = Text(f"“{name}”太大，最多 {most} MB。", f"“{name}” is too large; at most {most} MB.")
            raise BadInput({field: too_large})
        if upload.filename:
            files.append({"name": upload.filename, "content": body})
    return files
