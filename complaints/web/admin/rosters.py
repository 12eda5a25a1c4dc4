"""Rosters: who is on duty in a unit for what comes in by the web."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, render_template, request, url_for

from complaints.models import Unit
from complaints.organisation import directory, duty_roster, units
from complaints.web.account.access import for_roles
from complaints.web.admin.changes import REFUSED, Answer, act, done
from complaints.web.page.dates import now
from complaints.web.page.translation import gettext, lazy_gettext

pages = Blueprint("admin_rosters", __name__)

WEEKDAYS = [
    lazy_gettext("周一"),
    lazy_gettext("周二"),
    lazy_gettext("周三"),
    lazy_gettext("周四"),
    lazy_gettext("周五"),
    lazy_gettext("周六"),
    lazy_gettext("周日"),
]


@pages.get("/admin/rosters")
@for_roles("admin")
def choose() -> str:
    handling = directory.handling_units()
    code = request.args.get("unit", "") or (handling[0].code if handling else "")
    return _page(code, {}, handling)


def _page(code: str, faults: Mapping[str, str], handling: list[Unit] | None = None) -> str:
    if handling is None:
        handling = directory.handling_units()
    unit = units.found(code)
    by_weekday, by_date = duty_roster.of_unit(unit)
    return render_template(
        "admin/rosters.html",
        unit=unit,
        units=handling,
        officers=duty_roster.may_stand(unit),
        by_weekday=by_weekday,
        by_date=by_date,
        weekdays=WEEKDAYS,
        typed=request.form,
        errors=faults,
    )


@pages.post("/admin/rosters/<code>/week")
@for_roles("admin")
def week(code: str) -> Answer:
    def verb() -> int:
        unit = units.found(code)
        days = range(len(WEEKDAYS))
        return sum(
            duty_roster.set_weekday(unit, n, request.form.get(f"weekday-{n}", ""), now()) for n in days
        )

    came = act(verb)
    if came.faults:
        return _page(code, came.faults), REFUSED
    words = gettext("每周值班已保存。") if came.result else gettext("没有变化。")
    return done(words, url_for(".choose", unit=code))


@pages.post("/admin/rosters/<code>/date")
@for_roles("admin")
def on_date(code: str) -> Answer:
    day, officer = request.form.get("on_date", ""), request.form.get("officer", "")
    came = act(lambda: duty_roster.set_date(units.found(code), day, officer, now()))
    if came.faults:
        return _page(code, came.faults), REFUSED
    return done(gettext("这一天的值班已保存。"), url_for(".choose", unit=code))


@pages.post("/admin/rosters/<code>/date/forget")
@for_roles("admin")
def forget(code: str) -> Answer:
    came = act(lambda: duty_roster.forget_date(units.found(code), request.form.get("on_date", ""), now()))
    if came.faults:
        return _page(code, came.faults), REFUSED
    return done(gettext("已取消这一天的安排，照每周值班执行。"), url_for(".choose", unit=code))
