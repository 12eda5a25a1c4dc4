"""What a step's detail shows outside the database: the numbers of rows as people see them, so that no gap tells of another."""

from __future__ import annotations

from typing import Any

from complaints.infrastructure.public_ids import public_id

ESCALATION, FILE = "escalation", "file"  # kinds of numbers


def shown_detail(detail: dict[str, Any]) -> dict[str, Any]:
    """The numbers of rows in it as they are shown elsewhere."""
    shown = dict(detail)
    if "escalation" in shown:
        shown["escalation"] = public_id(shown["escalation"], ESCALATION)
    if isinstance(shown.get("files"), list):
        shown["files"] = [{**one, "id": public_id(one["id"], FILE)} for one in shown["files"] if "id" in one]
    return shown
