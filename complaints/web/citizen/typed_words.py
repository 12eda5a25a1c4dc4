"""What a citizen typed and chose in the form of their own move."""

from __future__ import annotations

from typing import Any

from flask import request

from complaints.web.forms.chosen_files import chosen_files
from complaints.web.page.translation import gettext
from schemas.lengths import MANY
from schemas.moves import citizen_words
from schemas.text import is_blank

SLOT = "item_"  # before the place of an item asked for: the field its file is chosen in


def typed_words(move: str) -> dict[str, Any]:
    """Raises ValidationError, or BadInput for a file that is too large."""
    schema = citizen_words(move)
    typed = {
        name: request.form[name]
        for name in schema.fields
        if name not in ("files", "uploads") and not is_blank(request.form.get(name, ""))
    }
    files = _files() if "files" in schema.fields else []
    if files and "note" not in typed:
        typed["note"] = gettext("（只附文件，没有写字）")
    words = dict(schema.load(typed))
    return {**words, "files": files} if files else words


def _files() -> list[dict[str, Any]]:
    """Those for one of the items asked for, then the others."""
    slots = [(place, one) for place in range(1, MANY + 1) for one in chosen_files(f"{SLOT}{place}")]
    return [*({**one, "item": place} for place, one in slots), *chosen_files("files")]
