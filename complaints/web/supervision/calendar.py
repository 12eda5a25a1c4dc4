"""What falls due on each day of the coming weeks."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_babel import get_locale

from complaints.models import OVERSEERS
from complaints.queries.statistics import due_calendar
from complaints.web.account.access import for_roles, me
from complaints.web.page.current_rules import current_rules
from complaints.web.page.dates import now
from workflows.calendar import SHANGHAI

pages = Blueprint("supervise_calendar", __name__)


@pages.get("/supervise/calendar")
@for_roles(*OVERSEERS)
def show() -> str:
    locale = get_locale()
    counted = due_calendar.weeks(me(), now())
    names = locale.days["format"]["abbreviated"] if locale else {}
    return render_template(
        "supervision/calendar.html",
        counted=counted,
        falls=any(one.due.total() for week in counted.weeks for one in week),
        today=now().astimezone(SHANGHAI).date(),
        weekdays=[names[n] for n in range(7)],
        commitments=current_rules().commitments,
    )
