"""Units: the tree, a new one, and one unit with what can be changed on it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, render_template, request, url_for

from complaints.organisation import closing_checks, directory, short_names, units
from complaints.web.account.access import for_roles
from complaints.web.admin import changes
from complaints.web.page import display_settings
from complaints.web.page.dates import now
from complaints.web.page.translation import gettext, lazy_gettext
from schemas.text import lines_of

pages = Blueprint("admin_units", __name__)

KINDS = {
    "city": lazy_gettext("市级"),
    "bureau": lazy_gettext("市司法局"),
    "section": lazy_gettext("科室"),
    "district_bureau": lazy_gettext("区司法局"),
    "zone": lazy_gettext("功能区"),
    "centre": lazy_gettext("公共法律服务中心"),
    "station": lazy_gettext("公共法律服务工作站"),
    "room": lazy_gettext("公共法律服务工作室"),
    "judicial_office": lazy_gettext("司法所"),
    "hotline": lazy_gettext("热线"),
    "legal_aid": lazy_gettext("法律援助"),
    "arbitration": lazy_gettext("仲裁"),
    "review_body": lazy_gettext("行政复议"),
    "discipline": lazy_gettext("纪检"),
    "privacy": lazy_gettext("个人信息保护"),
    "petition": lazy_gettext("信访"),
    "platform": lazy_gettext("平台运维"),
    "notary_office": lazy_gettext("公证处"),
    "forensic_institute": lazy_gettext("司法鉴定"),
    "law_firm": lazy_gettext("律师事务所"),
    "grassroots_legal": lazy_gettext("基层法律服务所"),
    "mediation_committee": lazy_gettext("人民调解委员会"),
}


@pages.get("/admin/units")
@for_roles("admin")
def tree() -> str:
    people = directory.count_officers()
    return render_template("admin/units.html", units=directory.units(), people=people, kinds=KINDS)


@pages.get("/admin/units/new")
@for_roles("admin")
def form() -> str:
    return _form({"parent": request.args.get("parent", "")}, {})


@pages.post("/admin/units/new")
@for_roles("admin")
def add() -> changes.Answer:
    if display_settings.pressed():
        return _form(request.form, {})
    came = changes.act(lambda: units.add(request.form, now()).code)
    if came.result is None:
        return _form(request.form, came.faults), changes.REFUSED
    return changes.done(gettext("单位已新增。"), url_for(".one", code=came.result))


def _form(typed: Mapping[str, str], faults: Mapping[str, str]) -> str:
    parents = directory.active_units()
    return render_template("admin/unit_new.html", typed=typed, errors=faults, parents=parents, kinds=KINDS)


@pages.get("/admin/units/<code>")
@for_roles("admin")
def one(code: str) -> str:
    return _one(code, {})


def _one(code: str, faults: Mapping[str, str]) -> str:
    unit = units.found(code)
    return render_template(
        "admin/unit.html",
        unit=unit,
        people=directory.officers_of(unit),
        held=closing_checks.of_unit(unit.id),
        kinds=KINDS,
        typed=request.form or unit,
        called=request.form.get(short_names.FIELD, "\n".join(short_names.list_of(unit.id))),
        errors=faults,
    )


@pages.post("/admin/units/<code>/name")
@for_roles("admin")
def rename(code: str) -> changes.Answer:
    if display_settings.pressed():
        unit = units.found(code)
        stands = {"name_zh": unit.name_zh, "name_en": unit.name_en}
        stands[short_names.FIELD] = "\n".join(short_names.list_of(unit.id))
        typed = any(lines_of(request.form.get(name, "")) != one for name, one in stands.items())
        return changes.as_typed(lambda: _one(code, {}), typed, url_for(".one", code=code))
    came = changes.act(lambda: units.rename(units.found(code), request.form, now()))
    if came.faults:
        return _one(code, came.faults), changes.REFUSED
    return changes.done(gettext("名称已更改。"), url_for(".one", code=code))


@pages.post("/admin/units/<code>/handles")
@for_roles("admin")
def handles(code: str) -> changes.Answer:
    wanted = request.form.get("handles") == "1"
    came = changes.act(lambda: units.set_handles(units.found(code), wanted, now()))
    if came.faults:
        return changes.refused(came.faults, url_for(".one", code=code))
    return changes.done(gettext("已更改。"), url_for(".one", code=code))


@pages.post("/admin/units/<code>/close")
@for_roles("admin")
def close(code: str) -> changes.Answer:
    back = url_for(".one", code=code)
    if not changes.is_sure():
        words = gettext("停用后，没有人能再选到这个单位；以前的投诉照旧保留。以后可以重新启用。")
        return changes.ask(gettext("停用这个单位？"), words, back)
    came = changes.act(lambda: units.close(units.found(code), now()))
    return (
        changes.refused(came.faults, back)
        if came.faults
        else changes.done(gettext("单位已停用，可以随时启用。"), back)
    )


@pages.post("/admin/units/<code>/reopen")
@for_roles("admin")
def reopen(code: str) -> changes.Answer:
    back = url_for(".one", code=code)
    came = changes.act(lambda: units.reopen(units.found(code), now()))
    return changes.refused(came.faults, back) if came.faults else changes.done(gettext("单位已启用。"), back)
