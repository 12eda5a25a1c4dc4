"""The lists of the desk, and what was registered in a period, as files."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request

from complaints.infrastructure.csv_table import ENCODINGS
from complaints.infrastructure.errors import BadInput
from complaints.queries import worklists
from complaints.queries.exports import REGISTERED, of_desk, of_period
from complaints.queries.statistics.periods import Days
from complaints.web.account.access import for_roles, me
from complaints.web.desk.home import STAFF
from complaints.web.page.dates import now
from complaints.web.page.export_file import KINDS, Wanted, export_list
from complaints.web.page.request_values import day as day_of
from complaints.web.page.request_values import unread_day
from complaints.web.page.translation import language
from workflows.calendar import SHANGHAI
from workflows.language import Text

pages = Blueprint("desk_export", __name__)


@pages.get("/desk/export/<name>.<kind>")
@for_roles(*STAFF)
def export(name: str, kind: str) -> Response:
    encoding = request.args.get("encoding", "utf-8")
    if name not in (*worklists.LISTS, REGISTERED) or kind not in KINDS or encoding not in ENCODINGS:
        abort(404)
    if name != REGISTERED:
        return export_list(Wanted(name, kind, of_desk(name, me(), now()), language(), encoding), me(), now())
    days = _days()
    file = f"{name}-{days.first}-{days.last}"
    return export_list(Wanted(file, kind, of_period(me(), days), language(), encoding), me(), now())


def _days() -> Days:
    """From the address; this month where it says nothing, and a turned period is turned back."""
    if name := unread_day("from", "to"):
        raise BadInput({name: Text("日期应如 2026-12-01。", "Write a date like 2026-12-01.")})
    today = now().astimezone(SHANGHAI).date()
    first, last = day_of(request.args.get("from")), day_of(request.args.get("to"))
    return Days(*sorted((first or today.replace(day=1), last or today)))
