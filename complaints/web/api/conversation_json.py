"""The thread between citizen and officers as plain values for `schemas.out_conversation`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from complaints.casework.conversation import Enclosed, Message
from complaints.casework.event_detail import FILE
from complaints.infrastructure.public_ids import public_id
from complaints.models import Attachment

COPIED = ("seq", "at", "from_citizen", "recorded", "words", "items", "answers", "waits")


def shown_thread(
    messages: Iterable[Message], locale: str, *, with_names: bool = True
) -> list[dict[str, Any]]:
    """The name of a file may say who the citizen is: `with_names` is for those who may know."""
    return [
        {
            **{name: getattr(one, name) for name in COPIED},
            "unit": one.unit.in_(locale) if one.unit else None,
            "role": one.role.in_(locale),
            "files": [_file(file, with_names) for file in one.files],
        }
        for one in messages
    ]


def shown_reply_files(rows: Iterable[Attachment]) -> list[dict[str, Any]]:
    return [
        {"id": public_id(row.id, FILE), "name": row.name, "kind": row.kind, "size": row.size} for row in rows
    ]


def _file(file: Enclosed, with_name: bool) -> dict[str, Any]:
    row = file.row
    return {"name": row.name if with_name else None, "kind": row.kind, "size": row.size, "item": file.item}
