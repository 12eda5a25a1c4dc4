"""Call-backs (回访): whom to call today, and how the calls of a month went, by unit."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, abort, render_template, request, url_for

from complaints.access.access_log import note_reading
from complaints.access.personal_data import may_see_person
from complaints.casework import call_sample
from complaints.models import OVERSEERS
from complaints.organisation import directory
from complaints.queries import call_backs
from complaints.queries.board.rows import hidden_from
from complaints.queries.statistics import call_outcomes
from complaints.queries.statistics.indicators import Chosen
from complaints.queries.statistics.periods import Days, name_of, read_period
from complaints.web.account.access import for_roles, me
from complaints.web.page.current_rules import current_rules
from complaints.web.page.dates import now
from complaints.web.page.translation import lazy_gettext
from workflows.calendar import SHANGHAI
from workflows.call_back import ALL, Why

pages = Blueprint("supervise_call_backs", __name__)
MOST = 200
REASONS = {
    Why.ALL: lazy_gettext("全部回访"),
    Why.GROUP: lazy_gettext("多人或并案"),
    Why.AGAIN: lazy_gettext("重办或复查后"),
    Why.BROKEN: lazy_gettext("曾有承诺超期"),
    Why.DRAWN: lazy_gettext("抽中"),
    None: lazy_gettext("差评核实"),
}
NUMBERS = {
    "owed": lazy_gettext("应回访"),
    "reached": lazy_gettext("联系上"),
    "vain": lazy_gettext("打过没联系上"),
    "untried": lazy_gettext("还没打"),
    "rated": lazy_gettext("先已评价"),
    "satisfied": lazy_gettext("说满意"),
    "asked": lazy_gettext("回答了满意与否"),
}


@pages.get("/supervise/call-backs")
@for_roles(*OVERSEERS)
def show() -> str:
    days, book = _month(), current_rules()
    chosen = Chosen(me(), days.first, days.last, now())
    to_call = call_backs.list_to_call(me(), now())
    by_unit = call_outcomes.outcomes_by_unit(chosen)
    units = {unit.id: unit for unit in directory.units()}
    page = render_template(
        "supervision/call_backs.html",
        to_call=to_call,
        reasons=REASONS,
        nameless={one.complaint.id for one in to_call if not may_see_person(one.complaint, me())},
        hidden={one.complaint.id for one in to_call if hidden_from(one.complaint, me())},
        numbers=NUMBERS,
        rows=sorted(((units[one], found) for one, found in by_unit.items()), key=lambda row: row[0].path),
        whole=call_outcomes.whole_of(by_unit),
        days=days,
        month=name_of(days),
        around=_around(days),
        sampled={code: one for code, one in book.categories.items() if one.call_back_share < ALL},
        seeds=call_sample.list_seeds(now()),
    )
    note_reading([one.complaint for one in to_call], me(), now(), "call-backs")
    return page


@pages.get("/supervise/call-backs/behind/<number>")
@for_roles(*OVERSEERS)
def behind(number: str) -> str:
    """The complaints that a number counts: of the unit in the address alone, or of all."""
    if number not in NUMBERS:
        abort(404)
    days, code = _month(), request.args.get("unit", "")
    unit = directory.unit_called(code)
    if code and unit is None:
        abort(404)
    chosen = Chosen(me(), days.first, days.last, now())
    found = call_outcomes.list_behind(number, chosen, unit, MOST)
    hidden = {one.id for one in found if hidden_from(one, me())}
    page = render_template(
        "supervision/call_backs_behind.html",
        label=NUMBERS[number],
        found=found,
        hidden=hidden,
        days=days,
        month=name_of(days),
        most=MOST,
        book=current_rules(),
    )
    note_reading([one for one in found if one.id not in hidden], me(), now(), "call-backs")
    return page


def _month() -> Days:
    """The one in the address; what is no month is this one."""
    try:
        days = read_period(request.args.get("month", ""))
    except ValueError:
        days = None
    first = (days.first if days else now().astimezone(SHANGHAI).date()).replace(day=1)
    return Days(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def _around(days: Days) -> tuple[str | None, str | None]:
    """Addresses of the month before and the next, where there can have been a call."""
    before, after = days.before, days.last + timedelta(days=1)
    first = call_backs.read_first_month(me())
    return (
        url_for(".show", month=name_of(before)) if first and first <= before.first else None,
        url_for(".show", month=f"{after:%Y-%m}") if after <= now().astimezone(SHANGHAI).date() else None,
    )
