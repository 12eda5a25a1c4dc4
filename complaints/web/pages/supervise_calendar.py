"""What falls due on each day of the coming weeks."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_babel import get_locale

from complaints import due_days
from complaints.web.moments import now
from complaints.web.pages.supervise import OVERSEERS
from complaints.web.rules_now import current_rules
from complaints.web.signed_in import for_roles, me
from workflows.calendar import SHANGHAI

pages = Blueprint("supervise_calendar", __name__)


@pages.get("/supervise/calendar")
@for_roles(*OVERSEERS)
def show() -> str:
    locale = get_locale()
    counted = due_days.weeks(me(), now())
    names = locale.days["format"]["abbreviated"] if locale else {}
    return render_template(
        "supervise/calendar.html",
        counted=counted,
        falls=any(one.due.total() for week in counted.weeks for one in week),
        today=now().astimezone(SHANGHAI).date(),
        weekdays=[names[n] for n in range(7)],
        commitments=current_rules().commitments,
    )
