"""An act on one complaint or many: typed once, one transaction and one shown outcome for each complaint."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_security import current_user
from marshmallow import EXCLUDE, ValidationError
from sqlalchemy.exc import DBAPIError, TimeoutError
from werkzeug import Response

from complaints.casework.declared_words import fields_of
from complaints.escalation import supervisor_acts
from complaints.escalation.supervisor_acts import ACCEPT, Picked
from complaints.infrastructure.database import transaction
from complaints.infrastructure.errors import BadInput, NotFound, StaleVersion
from complaints.models import OVERSEERS
from complaints.organisation import directory
from complaints.queries.board import sections
from complaints.web.account import resume_form
from complaints.web.account.access import for_roles
from complaints.web.errors.problems import problem_of
from complaints.web.forms.field_labels import GRAVE
from complaints.web.forms.move_form import faults_of, words_of
from complaints.web.page import display_settings
from complaints.web.page.current_rules import current_rules
from complaints.web.page.dates import now
from complaints.web.page.request_values import whole
from complaints.web.page.template_globals import said
from complaints.web.page.translation import gettext
from complaints.web.page.urls import local
from complaints.web.supervision import chosen as supervision_chosen
from complaints.web.supervision.labels import act_label, not_in_its_rules
from schemas.asking import ReviewIn
from workflows.errors import Refused, UnknownMove

pages = Blueprint("supervise_act", __name__)

AT_ONCE = 50  # complaints that one act may be about

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one complaint; `why` is empty where it was done."""

    number: str
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The form of an act: the complaints on it, and which of them are ticked."""

    name: str
    shown: Sequence[Picked]
    ticked: Sequence[Picked]


@pages.post("/supervise/act/<name>")
@for_roles(*OVERSEERS)
def act(name: str) -> Response | str | tuple[str, int]:
    if name not in supervisor_acts.ACTS or supervisor_acts.move_of(name) not in current_rules().moves:
        abort(404)
    ticked = _complaints("pick")
    sheet = Sheet(name, _complaints("shown") or ticked, ticked)
    if not sheet.shown:
        flash(gettext("请先勾选要处理的件。"), "warning")
        return redirect(_back(), 303)
    if display_settings.pressed() or not request.form.get("sure"):
        return _form(sheet)
    if not ticked:
        return _form(sheet, {"pick": gettext("请先勾选要处理的件。")}), 422
    try:
        words = _words(name)
    except ValidationError as error:
        return _form(sheet, faults_of(error.messages)), 422
    return _carried_out(sheet, words)


def _complaints(field: str) -> list[Picked]:
    """Those that came under this name, each once; anything else that came is left out."""
    found = {}
    for value in request.form.getlist(field):
        number, _, written = value.partition(".")
        version = whole(written)
        if whole(number) is not None and version is not None:
            found[number] = Picked(number, version)
    return list(found.values())[:AT_ONCE]


def _words(name: str) -> dict[str, Any]:
    if name == ACCEPT:
        return dict(ReviewIn().load({**request.form, "act": ACCEPT}, unknown=EXCLUDE))
    return words_of(name, request.form, fields_of(current_rules(), name))


def _carried_out(sheet: Sheet, words: dict[str, Any]) -> Response | tuple[str, int]:
    outcomes = list(_outcomes(sheet, words))
    sections.count_anew(current_user)
    left = [one for one, outcome in zip(sheet.ticked, outcomes, strict=True) if outcome.why]
    if not left:
        _tell(sheet.name, len(outcomes))
        return redirect(_back(), 303)
    try:
        return _form(Sheet(sheet.name, left, left), outcomes=outcomes), 409
    except (DBAPIError, TimeoutError) as error:
        return _without_database(Sheet(sheet.name, left, left), outcomes), problem_of(error).status


def _outcomes(sheet: Sheet, words: dict[str, Any]) -> Iterator[Outcome]:
    """After trouble with the database the rest is not tried: each would wait for it as long again."""
    trouble: tuple[str, ...] = ()
    for one in sheet.ticked:
        try:
            yield Outcome(one.number, trouble) if trouble else _attempt(sheet.name, one, words)
        except (DBAPIError, TimeoutError) as error:
            log.error("act failed", act=sheet.name, error=type(error).__name__)
            trouble = (said(problem_of(error).detail),)
            yield Outcome(one.number, trouble)


def _attempt(name: str, picked: Picked, words: dict[str, Any]) -> Outcome:
    try:
        with transaction():
            officer = directory.officer(current_user.id)
            supervisor_acts.carry_out(picked, name, words, (officer, now()))
    except Refused as error:
        return Outcome(picked.number, tuple(said(reason) for reason in error.reasons))
    except BadInput as error:
        return Outcome(picked.number, tuple(said(text) for text in error.fields.values()))
    except (NotFound, StaleVersion) as error:
        return Outcome(picked.number, (said(error.text),))
    except UnknownMove:
        return Outcome(picked.number, (not_in_its_rules(name),))
    return Outcome(picked.number)


def _tell(name: str, n: int) -> None:
    flash(gettext("已完成：%(act)s，%(n)s 件；相应的升级已记为已处理。", act=act_label(name), n=n), "success")


def _back() -> str:
    return local(request.form.get("next"), url_for("supervise.home"))


def _form(sheet: Sheet, errors: dict[str, str] | None = None, outcomes: Sequence[Outcome] = ()) -> str:
    chosen = supervision_chosen.chosen_of(sheet.name, sheet.shown)
    return render_template(
        "supervision/act.html",
        name=sheet.name,
        label=act_label(sheet.name),
        chosen=chosen,
        ticked={one.number for one in sheet.ticked},
        fields=supervision_chosen.fields_for(sheet.name, chosen),
        gives_work=sheet.name in supervision_chosen.GIVES_WORK,
        typed=request.form if request.form.get("sure") else {},
        errors=errors or {},
        outcomes=outcomes,
        following=_back(),
        grave=sheet.name in GRAVE,
    )


def _without_database(sheet: Sheet, outcomes: Sequence[Outcome]) -> str:
    """Show what was done and what was not, and keep the words for the rest."""
    g.without_person = True
    kept = [(name, value) for name, value in resume_form.typed() if name not in ("pick", "shown")]
    return render_template(
        "supervision/act.html",
        name=sheet.name,
        label=act_label(sheet.name),
        kept=[*kept, *(("pick", f"{one.number}.{one.version}") for one in sheet.ticked)],
        outcomes=outcomes,
        following=_back(),
    )
