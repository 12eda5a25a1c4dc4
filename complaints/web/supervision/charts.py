"""Charts that print, each with the table it was drawn from."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template
from markupsafe import Markup

from complaints.models import OVERSEERS
from complaints.queries.statistics import trends
from complaints.rulebooks import store
from complaints.web.account.access import for_roles, me
from complaints.web.page import svg
from complaints.web.page.dates import now, short_day
from complaints.web.page.template_globals import said
from complaints.web.page.translation import gettext
from complaints.web.supervision.labels import noon

pages = Blueprint("supervise_charts", __name__)


@dataclass(frozen=True, slots=True)
class Chart:
    """`marks`: the series by name, with the class of their colour; `rows`: a label and its numbers, or `nothing` to draw."""

    name: str
    title: str
    hint: str
    drawing: Markup
    marks: tuple[tuple[str, str], ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    nothing: str


@pages.get("/supervise/charts")
@for_roles(*OVERSEERS)
def show() -> str:
    return render_template(
        "supervision/charts.html",
        charts=[_kept(), _open(), _weeks()],
        counted_at=trends.counted_at(me(), now()),
    )


def _kept() -> Chart:
    rows = trends.kept_and_broken(me(), now())
    labels = [said(store.label_of_commitment(row.commitment)) for row in rows]
    kept, broken = gettext("守住"), gettext("失约")
    title = gettext("承诺守住了多少")
    return Chart(
        name="kept",
        title=title,
        hint=gettext("最近 90 天到期的承诺，按承诺分；失约最多的在最前。"),
        drawing=svg.bars(labels, [(kept, [r.kept for r in rows]), (broken, [r.broken for r in rows])], title),
        marks=((kept, "kept"), (broken, "broken")),
        heads=(gettext("承诺"), gettext("到期"), kept, broken, gettext("守约率")),
        rows=tuple(
            (label, str(r.due), str(r.kept), str(r.broken), f"{r.kept * 100 // r.due}%")
            for label, r in zip(labels, rows, strict=True)
        ),
        nothing=gettext("还没有可以画的数。有承诺到期以后，这里就会有。"),
    )


def _open() -> Chart:
    rows = trends.open_by_unit(me(), now())
    labels = [said(row.unit) for row in rows]
    running, late = gettext("未超期"), gettext("超期")
    title = gettext("在办件在哪里")
    series = [(running, [row.open - row.late for row in rows]), (late, [row.late for row in rows])]
    return Chart(
        name="open",
        title=title,
        hint=gettext("现在在办的件，按承办单位分；最多的十二个单位。"),
        drawing=svg.bars(labels, series, title),
        marks=((running, "running"), (late, "broken")),
        heads=(gettext("单位"), gettext("在办"), late),
        rows=tuple((label, str(r.open), str(r.late)) for label, r in zip(labels, rows, strict=True)),
        nothing=gettext("现在没有在办的件。"),
    )


def _weeks() -> Chart:
    rows = trends.breaches(me(), now())
    labels = [short_day(noon(row.monday)) for row in rows]
    title, broken = gettext("每周失约"), gettext("失约")
    was_broken = any(row.broken for row in rows)
    return Chart(
        name="weeks",
        title=title,
        hint=gettext("最近 12 周，按到期那一周的星期一记。"),
        drawing=svg.columns(labels, (broken, [row.broken for row in rows]), title),
        marks=((broken, "broken"),),
        heads=(gettext("星期一"), broken),
        rows=tuple((label, str(row.broken)) for label, row in zip(labels, rows, strict=True) if was_broken),
        nothing=gettext("最近 12 周没有失约。"),
    )
