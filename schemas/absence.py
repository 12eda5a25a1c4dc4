"""Who is away from which day to which, and who is the deputy."""

from __future__ import annotations

from schemas.fields import Account, Day, Typed


class OwnLeave(Typed):
    deputy = Account(required=True)
    first = Day(required=True)
    last = Day(required=True)


class AbsenceIn(OwnLeave):
    officer = Account(required=True)
