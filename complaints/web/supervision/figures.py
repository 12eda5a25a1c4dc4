"""The figures of a period: every indicator, by unit, with the complaints behind each number; as a page and as CSV."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug import Response

from complaints.access.access_log import note_reading
from complaints.infrastructure.csv_table import ENCODINGS, write_csv
from complaints.models import OVERSEERS, Unit
from complaints.organisation import directory
from complaints.queries.board.rows import hidden_from
from complaints.queries.statistics import indicators
from complaints.queries.statistics.indicators import Chosen, Figure, Share
from complaints.web.account.access import for_roles, me
from complaints.web.page.current_rules import current_rules
from complaints.web.page.dates import now
from complaints.web.page.request_values import day as day_of
from complaints.web.page.request_values import unread_day, whole
from complaints.web.page.template_globals import said
from complaints.web.page.translation import gettext
from workflows.calendar import SHANGHAI

pages = Blueprint("supervise_figures", __name__)
NARROWED = ("unit", "category", "channel")


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator now, in the period before and a year ago."""

    figure: Figure
    before: Share
    year_ago: Share


@pages.get("/supervise/figures")
@for_roles(*OVERSEERS)
def show() -> str:
    chosen = _chosen()
    name = request.args.get("indicator", "")
    rows = _rows(chosen)
    opened = next((row for row in rows if row.figure.indicator.name == name), None)
    units = {unit.id: unit for unit in directory.units()}
    return render_template(
        "supervision/figures.html",
        chosen=chosen,
        rows=rows,
        opened=opened,
        by_unit=_ranked(opened.figure, units) if opened else [],
        units=units,
        book=current_rules(),
        spans=_spans(),
        kept=_kept(),
        days={"from": chosen.first.isoformat(), "to": chosen.last.isoformat()},
        fewest=indicators.FEWEST,
        swapped=_swapped(),
        unread=request.args.get(unread_day("from", "to"), ""),
    )


@pages.get("/supervise/figures/behind/<name>/<part>")
@for_roles(*OVERSEERS)
def behind(name: str, part: str) -> str:
    """The complaints a number counts."""
    indicator = indicators.indicators().get(name)
    if indicator is None or part not in indicators.PARTS:
        abort(404)
    chosen = _chosen()
    found = indicators.behind(getattr(indicator, part), chosen, whole(request.args.get("after")) or 0)
    hidden = {one.id for one in found.complaints if hidden_from(one, me())}
    shown = [one for one in found.complaints if one.id not in hidden]
    note_reading(shown, me(), chosen.at, "figures")
    return render_template(
        "supervision/figures_behind.html",
        indicator=indicator,
        part=part,
        chosen=chosen,
        found=found,
        hidden=hidden,
        book=current_rules(),
        kept=_kept(),
    )


@pages.get("/supervise/figures.csv")
@for_roles(*OVERSEERS)
def export() -> Response:
    """Whole and by unit, one line each. Counts only: no line is about a person."""
    encoding = request.args.get("encoding", "utf-8")
    if encoding not in ENCODINGS:
        abort(404)
    chosen = _chosen()
    units = {unit.id: unit for unit in directory.units()}
    table = [[gettext("指标"), gettext("单位"), gettext("分子"), gettext("分母"), "%", gettext("公式")]]
    for figure in indicators.figures(chosen):
        shares = [(gettext("合计"), figure.whole)]
        shares += [(said(units[one].name), share) for one, share in figure.by_unit.items()]
        label, formula = said(figure.indicator.label), said(figure.indicator.formula)
        table += [[label, unit, str(one.over), str(one.of), percent(one), formula] for unit, one in shares]
    file = f"figures-{chosen.first.isoformat()}-{chosen.last.isoformat()}.csv"
    headers = {"Content-Disposition": f"attachment; filename={file}", "Cache-Control": "no-store"}
    return Response(write_csv(table, encoding), content_type=f"text/csv; charset={encoding}", headers=headers)


@pages.app_template_filter()
def percent(share: Share) -> str:
    """With one decimal; a dash where there was nothing to count."""
    thousandth = share.per_mille
    return "—" if thousandth is None else f"{thousandth / 10:.1f}"


@pages.app_template_filter()
def change(share: Share, before: Share) -> str:
    """In percentage points, with its sign; empty where one of the two is too small to compare."""
    if not (share.is_comparable and before.is_comparable):
        return ""
    points = ((share.per_mille or 0) - (before.per_mille or 0)) / 10
    return f"{points:+.1f}"


def _rows(chosen: Chosen) -> list[Row]:
    before, year_ago = (
        {one.indicator.name: one.whole for one in indicators.figures(other)} for other in chosen.compared_with
    )
    return [
        Row(one, before[one.indicator.name], year_ago[one.indicator.name])
        for one in indicators.figures(chosen)
    ]


def _ranked(figure: Figure, units: dict[int, Unit]) -> list[tuple[Unit, Share]]:
    """The best first; a unit with few has no rank and comes last."""
    sign = -1 if figure.indicator.more_is_better else 1
    rows = [(units[one], share) for one, share in figure.by_unit.items() if share.of or share.over]
    if not figure.indicator.ranked:
        return sorted(rows, key=lambda row: row[0].path)
    return sorted(
        rows, key=lambda row: (not row[1].is_comparable, sign * (row[1].per_mille or 0), row[0].path)
    )


def _chosen() -> Chosen:
    """The choice in the address; an impossible value narrows nothing, and a reversed period is turned back."""
    today, book = now().astimezone(SHANGHAI).date(), current_rules()
    first, last = day_of(request.args.get("from")), day_of(request.args.get("to"))
    days = sorted((first or today.replace(day=1), last or today))
    code, category, channel = (request.args.get(name, "") for name in NARROWED)
    path = next((unit.path for unit in directory.units() if unit.code == code), None)
    return Chosen(
        officer=me(),
        first=days[0],
        last=days[1],
        at=now(),
        unit_path=path,
        category=category if category in book.categories else None,
        channel=channel if channel in book.codes["channels"] else None,
    )


def _kept() -> dict[str, str]:
    """What the address says, for the links of the page."""
    return {name: request.args[name] for name in ("from", "to", *NARROWED) if request.args.get(name)}


def _swapped() -> bool:
    first, last = day_of(request.args.get("from")), day_of(request.args.get("to"))
    return bool(first and last and first > last)


def _spans() -> list[tuple[str, str]]:
    """Periods a leader asks for, each with its address."""
    today = now().astimezone(SHANGHAI).date()
    month = today.replace(day=1)
    quarter = month.replace(month=(month.month - 1) // 3 * 3 + 1)
    last_month = (month - timedelta(days=1)).replace(day=1)
    spans = [
        (gettext("本月"), month, today),
        (gettext("上月"), last_month, month - timedelta(days=1)),
        (gettext("本季度"), quarter, today),
        (gettext("今年"), month.replace(month=1), today),
        (gettext("去年"), date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
    ]
    narrowed: dict[str, Any] = {name: value for name, value in _kept().items() if name in NARROWED}
    return [
        (label, url_for(".show", **(narrowed | {"from": first.isoformat(), "to": last.isoformat()})))
        for label, first, last in spans
    ]
