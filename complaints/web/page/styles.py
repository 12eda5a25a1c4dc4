"""The style sheets: components in static/css, joined into one answer an audience. No build step."""

from __future__ import annotations

import hashlib
from functools import cache
from io import BytesIO
from pathlib import Path

from flask import Blueprint, Response, send_file

CSS = Path(__file__).parents[1] / "static" / "css"

# In the order they are read: what comes later may refine what came before.
SHEETS = {
    "site": (
        "tokens",
        "base",
        "layout",
        "blocks",
        "badges",
        "timeline",
        "tables",
        "forms",
        "front",
        "receipt",
        "print",
    ),
    "staff": (
        "staff",
        "rows",
        "offers",
        "complaint",
        "staff_forms",
        "board",
        "calendar",
        "paper",
        "charts",
        "admin",
    ),
    "dark": ("dark",),
}

pages = Blueprint("styles", __name__)


@pages.get(f"/static/<any({', '.join(SHEETS)}):name>.css")
def sheet(name: str) -> Response:
    return send_file(BytesIO(joined(name)), mimetype="text/css", etag=version(name))


@cache
def joined(name: str) -> bytes:
    return b"".join((CSS / f"{part}.css").read_bytes() for part in SHEETS[name])


@cache
def version(name: str) -> str:
    return hashlib.sha256(joined(name)).hexdigest()[:12]
