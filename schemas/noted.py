"""What the words of most moves begin with: a note that is welcome with each, and a reason where one is owed."""

from __future__ import annotations

from schemas.fields import Typed, Words
from schemas.lengths import NOTE, REASON


class Noted(Typed):
    """Moves that need no words; a note is welcome with every move."""

    note = Words(NOTE, may_be_empty=True)


class Reasoned(Noted):
    reason = Words(REASON, required=True)


class MaybeReasoned(Noted):
    reason = Words(REASON, may_be_empty=True)
