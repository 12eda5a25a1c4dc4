"""Pages and our own files are compressed for a client that can read it: a phone loads a fifth. The API, whose ETags are
exact, is not."""

from __future__ import annotations

import secrets

from flask import Flask, Response

from complaints.infrastructure.extensions import compress

TEXTS = ["text/html", "text/css", "text/javascript", "application/javascript", "image/svg+xml"]
SMALLEST = 1400  # bytes; what fits into one packet gains nothing
MOST_PADDING = 100  # bytes


def set_up(app: Flask) -> None:
    app.config.update(
        COMPRESS_MIMETYPES=TEXTS,
        COMPRESS_MIN_SIZE=SMALLEST,
        COMPRESS_STREAMING_ENDPOINT_CONDITIONAL=[
            "static",
            "styles.sheet",
        ],  # 304 for a file that has not changed
    )
    compress.init_app(app)
    app.after_request(_pad)


def _pad(response: Response) -> Response:
    """A header of random length hides the exact length of a page, from which a form token might be guessed (BREACH)."""
    if response.mimetype == "text/html":
        response.headers["Padding"] = "x" * secrets.randbelow(MOST_PADDING + 1)
    return response
