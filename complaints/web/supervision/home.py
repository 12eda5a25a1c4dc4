"""The supervisor's board: what climbed, what is asked for, what will be late, what is late, what is stalled."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug import Response

from complaints.access.access_log import note_reading
from complaints.escalation import supervisor_acts
from complaints.infrastructure.public_ids import public_id, row_id_of
from complaints.models import OVERSEERS, Officer, Unit
from complaints.organisation import directory
from complaints.queries.board import sections
from complaints.queries.board.conditions import Asked, Narrowed
from complaints.queries.board.section_queries import Place
from complaints.queries.board.sections import Found
from complaints.web.account.access import for_roles, me
from complaints.web.page import display_settings
from complaints.web.page.current_rules import current_rules
from complaints.web.page.dates import now
from complaints.web.page.request_values import day as day_of
from complaints.web.page.request_values import moment, whole
from complaints.web.page.translation import language, lazy_gettext
from complaints.web.page.urls import local
from complaints.web.supervision.labels import add_words
from complaints.web.supervision.rows import Row, rows_of

LIST = "board"  # kind of number
pages = Blueprint("supervise", __name__)
pages.record_once(lambda state: add_words(state.app))  # type: ignore[arg-type]

ON_THE_BOARD, ON_A_PAGE = 8, 20
LABELS = {
    "escalated": lazy_gettext("待处理的升级"),
    "asking": lazy_gettext("待决定的申请"),
    "soon": lazy_gettext("今天和明天将超期"),
    "stalled": lazy_gettext("久无进展"),
    "overdue": lazy_gettext("已超期"),
    "waiting": lazy_gettext("中止、待补正"),
}
FILTERS = {
    "unit": lazy_gettext("单位"),
    "officer": lazy_gettext("责任人"),
    "commitment": lazy_gettext("承诺"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows: all sections, one of them, or what falls due on a day."""

    found: dict[str, Found]
    section: str = ""
    day: date | None = None


@pages.get("/supervise")
@for_roles(*OVERSEERS)
def home() -> str:
    asked, units = _asked()
    return _page(Shown(sections.overview(asked, ON_THE_BOARD)), asked, units)


@pages.get("/supervise/list/<section>")
@for_roles(*OVERSEERS)
def listed(section: str) -> str:
    if section not in LABELS:
        abort(404)
    asked, units = _asked()
    found = sections.found(section, asked, ON_A_PAGE, place_of(request.args.get("after", "")))
    return _page(Shown({section: found}, section), asked, units)


@pages.get("/supervise/day/<day>")
@for_roles(*OVERSEERS)
def due_on(day: str) -> str:
    wanted = day_of(day)
    if wanted is None:
        abort(404)
    asked, units = _asked()
    found = sections.due_on(wanted, asked, ON_A_PAGE, place_of(request.args.get("after", "")))
    return _page(Shown({"day": found}, "day", wanted), asked, units)


@pages.post("/supervise")
@pages.post("/supervise/list/<section>")
@pages.post("/supervise/day/<day>")
@for_roles(*OVERSEERS)
def again(**where: str) -> Response | str:
    """A comfort was pressed: what was ticked stays so; where nothing was, it is the page it always was."""
    display_settings.pressed()
    if not request.form.getlist("pick"):
        return redirect(local(request.full_path.rstrip("?")), 303)
    if "day" in where:
        return due_on(**where)
    return listed(**where) if where else home()


def _page(shown: Shown, asked: Asked, units: dict[int, Unit]) -> str:
    rows = rows_of({name: one.ids for name, one in shown.found.items()}, asked.officer, asked.at)
    book, going_on = current_rules(), bool(request.args.get("after"))
    filters = _filters(asked.narrowed)
    alone = bool(request.headers.get("X-Part"))  # an open page asks for its rows
    page = render_template(
        "supervision/rows.html" if alone else "supervision/home.html",
        sections=rows,
        labels=LABELS,
        section=shown.section,
        day=shown.day,
        counts=sections.counts(asked, {} if going_on else shown.found) if not shown.day else {},
        most=sections.MOST_COUNTED,
        more={name: _address(name, one, (shown.day, filters)) for name, one in shown.found.items()},
        first=not going_on,
        units=units,
        officers={} if alone else _officers(asked.officer),
        commitments=book.commitments,
        book=book,
        acts=supervisor_acts.acts_of(asked.officer, book),
        filters=filters,
        unknown=[label for name, label in FILTERS.items() if request.args.get(name) and name not in filters],
        picks={value.partition(".")[0] for value in request.form.getlist("pick")},
    )
    _note(rows, asked)
    return page


def _note(rows: dict[str, list[Row]], asked: Asked) -> None:
    shown = [row.complaint for found in rows.values() for row in found if not row.hidden]
    note_reading(shown, asked.officer, asked.at, "supervise")


def _asked() -> tuple[Asked, dict[int, Unit]]:
    """Who looks and at what; an impossible filter narrows nothing."""
    units = directory.named_units()
    code = request.args.get("unit", "")
    path = next((unit.path for unit in units.values() if unit.code == code), "")
    commitment = request.args.get("commitment", "")
    if commitment not in current_rules().commitments:
        commitment = ""
    narrowed = Narrowed(path, _officer_asked_for(), commitment)
    return Asked(me(), now(), narrowed), units


def _officer_asked_for() -> int | None:
    wanted = request.args.get("officer", type=whole)
    return wanted if wanted is not None and directory.knows_officer(wanted) else None


def _officers(officer: Officer) -> dict[int, list[tuple[int, str]]]:
    """By unit, the officers who may hold a complaint in this officer's part of the organisation, in the page's language."""
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for unit_id, one, called in directory.holders_below(officer, language()):
        found[unit_id].append((one, called))
    return found


def _filters(narrowed: Narrowed) -> dict[str, Any]:
    """The values of the address that narrow the board."""
    known = (narrowed.unit_path, narrowed.officer_id, narrowed.commitment)
    return {name: request.args[name] for name, value in zip(FILTERS, known, strict=True) if value}


def _address(section: str, found: Found, on: tuple[date | None, dict[str, Any]]) -> str:
    """The address of the next page, on the same day and as narrow; from the board, the whole list."""
    day, filters = on
    after = cursor_of(found.next) if found.next else ""
    if not after:
        return ""
    if day is not None:
        return url_for("supervise.due_on", day=day.isoformat(), after=after, **filters)
    if not request.view_args:  # the board itself
        return url_for("supervise.listed", section=section, **filters)
    return url_for("supervise.listed", section=section, after=after, **filters)


def cursor_of(place: Place) -> str:
    key = place.key.isoformat() if isinstance(place.key, datetime) else place.key
    return f"{public_id(place.id, LIST)}.{'' if key is None else key}"


def place_of(cursor: str) -> Place | None:
    """A cursor that we never sent starts at the beginning."""
    number, _, key = cursor.partition(".")
    last, at = row_id_of(whole(number), LIST), moment(key)
    if last is None:
        return None
    if key in ("", "0", "1"):
        return Place(int(key) if key else None, last)
    return Place(at, last) if at else None
