"""Icons drawn into the page, cut from the sprite that Bootstrap-Flask ships (Bootstrap Icons), and badges with them."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

import flask_bootstrap
from markupsafe import Markup

SPRITE = Path(flask_bootstrap.__file__).parent / "static" / "bootstrap5" / "icons" / "bootstrap-icons.svg"
_SYMBOL = '<symbol[^>]*viewBox="([^"]+)"[^>]*id="{}"[^>]*>(.*?)</symbol>'


@cache
def _sprite() -> str:
    return SPRITE.read_text("utf8")


@cache
def draw_icon(name: str, label: str = "") -> Markup:
    """An icon by its name; hidden from screen readers unless it has a label. Raises KeyError for an unknown name."""
    found = re.search(_SYMBOL.format(re.escape(name)), _sprite(), re.DOTALL)
    if found is None:
        raise KeyError(name)
    box, drawing = found.groups()
    spoken = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup('<svg class="icon" viewBox="{}" {} focusable="false">{}</svg>').format(
        box, spoken, Markup(drawing)
    )


@lru_cache(
    maxsize=500, typed=True
)  # typed: words that are safe as they stand are not those that have to be made so
def badge(words: str, tone: str = "", icon: str = "") -> Markup:
    """A word on a ground. Tones: kept, soon, late, paused, urgent, critical, received, assigned, handled, feedback."""
    classes = f"badge is-{tone}" if tone else "badge"
    return Markup('<span class="{}">{}{}</span>').format(classes, draw_icon(icon) if icon else "", words)


STATE_ICONS = {
    "received": "inbox",
    "assigned": "person-gear",
    "handled": "clipboard-check",
    "feedback": "chat-left-text",
    "closed": "archive",
    "declined": "signpost-split",
    "withdrawn": "arrow-return-left",
    "merged": "union",
}


def state_icon(state: str) -> str:
    return STATE_ICONS[state]
