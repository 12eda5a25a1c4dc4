"""Icons drawn into the page, cut from the sprite that Bootstrap-Flask ships (Bootstrap Icons)."""

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


@lru_cache(maxsize=2_000, typed=True)  # typed, for a label that is safe is not one that has to be escaped
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
