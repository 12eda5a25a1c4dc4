"""Who is away from which day to which, and who is the deputy."""

from __future__ import annotations

from schemas.fields import Code, Day, Typed


class OwnLeave(Typed):
    deputy = Code(required=True)
    first = Day(required=True)
    last = Day(required=True)


class AbsenceIn(OwnLeave):
    officer = Code(required=True)
