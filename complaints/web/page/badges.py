"""Icons and badges of every row of a list, built once and cached. They hold no word of a person."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path

import flask_bootstrap
from markupsafe import Markup

from complaints.web.page.dates import Far, exact, iso, to_go
from complaints.web.page.translation import gettext, language
from workflows.language import Ending, Milestone

SPRITE = (
    Path(flask_bootstrap.__file__).parent / "static" / "bootstrap5" / "icons" / "bootstrap-icons.svg"
)  # Bootstrap Icons
STATE_ICONS: dict[str, str] = {
    Milestone.TAKEN_IN: "inbox",
    Milestone.IN_WORK: "person-gear",
    Milestone.ANSWERED: "clipboard-check",
    Milestone.TOLD: "chat-left-text",
    Ending.CLOSED: "archive",
    Ending.DECLINED: "signpost-split",
    Ending.WITHDRAWN: "arrow-return-left",
    Ending.MERGED: "union",
    Ending.REFERRED: "box-arrow-up-right",
}
FAR_ICONS = {"late": "exclamation-octagon", "soon": "hourglass-split"}
_SYMBOL = '<symbol[^>]*viewBox="([^"]+)"[^>]*id="{}"[^>]*>(.*?)</symbol>'
_BADGE = Markup('<span class="{}">{}{}</span>')
_DISTANCE = Markup(
    '<span class="tone-{tone}">{icon}<time datetime="{iso}" title="{exact}">{words}</time>'
    '<span class="hidden">{aloud}</span></span>'
)


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


@lru_cache(maxsize=500, typed=True)  # typed, for words that are safe are not words that have to be escaped
def badge(words: str, tone: str = "", icon: str = "") -> Markup:
    """A word on a ground. Tones: kept, soon, late, paused, urgent, critical, taken_in, in_work, answered, told."""
    return _BADGE.format(f"badge is-{tone}" if tone else "badge", draw_icon(icon) if icon else "", words)


def state(words: str, kind: str) -> Markup:
    """The state of a complaint: colour, icon and word. `kind`: see `workflows.language.State`."""
    return badge(words, kind, STATE_ICONS[kind])


def urgency(words: str, name: str) -> Markup:
    """Nothing is shown for the usual one."""
    return badge(words, name, "flag-fill") if name != "normal" else Markup()


def distance(due_at: datetime) -> Markup:
    """How far a due time is in working time: "还有 2 个工作日", with the exact time for those who ask."""
    return _distance(due_at, to_go(due_at), language())


@lru_cache(maxsize=5_000)
def _distance(due_at: datetime, far: Far, spoken: str) -> Markup:
    """`spoken` is the language of `far` and of the time beside it."""
    icon = FAR_ICONS.get(far.tone)
    return _DISTANCE.format(
        tone=far.tone,
        icon=draw_icon(icon) + " " if icon else "",
        iso=iso(due_at),
        exact=exact(due_at),
        words=far.words,
        aloud=gettext("（%(time)s）", time=exact(due_at)),
    )
