"""A phrase of a unit as its leader types it."""

from __future__ import annotations

from schemas.fields import Line, Typed, Words
from schemas.lengths import NOTE


class PhraseIn(Typed):
    title = Line(40, required=True)
    words = Words(NOTE, required=True)
