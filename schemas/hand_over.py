"""Handing over all the work of an officer, or a part of it, in one act."""

from __future__ import annotations

from schemas.fields import Code, Typed, Words
from schemas.lengths import NOTE, REASON


class HandOverWords(Typed):
    """Typed once for all; `reason` is a code of the rulebook (leave, transfer, …) or own words."""

    officer = Code(required=True)
    reason = Words(REASON, required=True)
    note = Words(NOTE, may_be_empty=True)
