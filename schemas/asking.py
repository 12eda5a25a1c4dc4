"""What is asked for besides moves and complaints: signing in, looking up, paging, reviewing."""

from __future__ import annotations

from schemas.addresses import LONGEST_USERNAME
from schemas.fields import Line, Secret, Typed, Whole, Words, YesNo
from schemas.lengths import NOTE


class SessionIn(Typed):
    username = Line(LONGEST_USERNAME, required=True)
    password = Secret(200, required=True)
    code = Line(60, load_default="")  # of the second step, where the account has one


class ReviewIn(Typed):
    act = Line(60, required=True)
    note = Words(NOTE, required=True)


class PageIn(Typed):
    after = Line(200)
    limit = Whole(1, 100, load_default=25)


class StatisticsIn(Typed):
    indicator = Line(60, required=True)
    period = Line(25, required=True)
    by = Line(20)


class CallBacksIn(Typed):
    period = Line(25, required=True)


class ExportIn(Typed):
    period = Line(25)
    encoding = Line(10, load_default="utf-8")


class QueueIn(PageIn):
    queue = Line(20, load_default="mine")


class EscalationsIn(PageIn):
    all = YesNo(load_default=False)
    grouped = YesNo(load_default=False)
