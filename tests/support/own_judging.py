"""Moves that a rulebook adds under names of its own: what they do says what kind of act they are."""

from __future__ import annotations

from typing import Any

NO_FIELDS: dict[str, Any] = {"guards": [], "effects": [], "tell": [], "public": False, "fields": []}


def own_move(source: str, target: str, *parties: str, **more: Any) -> dict[str, Any]:
    return {
        **NO_FIELDS,
        "label": {"zh": "本机关的动作", "en": "A step of this office"},
        "sentence": {"zh": "本机关已办。", "en": "This office has done it."},
        "from": [source],
        "to": target,
        "parties": list(parties),
        **more,
    }
