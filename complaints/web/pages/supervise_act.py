"""An act on one complaint or on many: the words once, each complaint in its own transaction, the outcome of each told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_security import current_user
from marshmallow import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload, selectinload
from werkzeug import Response

from complaints import board, load, rulebooks, supervising
from complaints.board_rows import hidden_from
from complaints.board_sections import seen_by
from complaints.db import db, transaction
from complaints.errors import BadInput, NotFound, StaleVersion
from complaints.models import Complaint, Officer, Unit
from complaints.supervising import ACCEPT, Picked
from complaints.web.addresses import local
from complaints.web.dress import said
from complaints.web.moments import now
from complaints.web.pages import comforts
from complaints.web.pages.desk_choices import Choice, units
from complaints.web.pages.desk_forms import FormField, faults_of, fields_of, read_words
from complaints.web.pages.desk_words import GRAVE
from complaints.web.pages.supervise import OVERSEERS
from complaints.web.pages.supervise_words import REASON, act_label
from complaints.web.signed_in import for_roles
from schemas.asking import ReviewIn
from schemas.moves import words_schema
from workflows.engine import open_moves
from workflows.errors import Refused
from workflows.language import Act

pages = Blueprint("supervise_act", __name__)

GIVES_WORK = ("designate", "reopen")  # to a unit, chosen knowing what each carries
AT_ONCE = 50  # complaints that one act may be about


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one complaint; `why` is empty where it was done."""

    number: str
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """A complaint on the form; `hindered` says beforehand why the act will be refused."""

    complaint: Complaint
    hidden: bool
    hindered: tuple[str, ...]


@pages.post("/supervise/act/<name>")
@for_roles(*OVERSEERS)
def act(name: str) -> Response | str | tuple[str, int]:
    if name not in supervising.ACTS:
        abort(404)
    picked = _picked()
    if not picked:
        flash(gettext("请先勾选要处理的件。"), "warning")
        return redirect(_back(), 303)
    if comforts.pressed() or not request.form.get("sure"):
        return _form(name, picked)
    try:
        words = _words(name)
    except ValidationError as error:
        return _form(name, picked, errors=faults_of(error.messages)), 422
    outcomes = [_attempt(name, one, words) for one in picked]
    board.count_anew(current_user)
    if not any(outcome.why for outcome in outcomes):
        _tell(name, len(outcomes))
        return redirect(_back(), 303)
    left = [one for one, outcome in zip(picked, outcomes, strict=True) if outcome.why]
    return _form(name, left, outcomes=outcomes), 409


def _picked() -> list[Picked]:
    """What was ticked, each once; anything else that came is left out."""
    found = {}
    for value in request.form.getlist("pick"):
        number, _, version = value.partition(".")
        if number.isdigit() and version.isdigit() and len(value) < 40:
            found[number] = Picked(number, int(version))
    return list(found.values())[:AT_ONCE]


def _words(name: str) -> dict[str, Any]:
    if name == ACCEPT:
        return dict(ReviewIn().load({"act": ACCEPT, "note": request.form.get("note", "")}))
    return dict(words_schema(name).load(read_words(name, request.form)))


def _attempt(name: str, picked: Picked, words: dict[str, Any]) -> Outcome:
    try:
        with transaction():
            officer = db.session.get_one(Officer, current_user.id)
            supervising.carry_out(picked, name, words, (officer, now()))
    except Refused as error:
        return Outcome(picked.number, tuple(said(reason) for reason in error.reasons))
    except BadInput as error:
        return Outcome(picked.number, tuple(said(text) for text in error.fields.values()))
    except (NotFound, StaleVersion) as error:
        return Outcome(picked.number, (said(error.text),))
    return Outcome(picked.number)


def _tell(name: str, n: int) -> None:
    flash(gettext("已完成：%(act)s，%(n)s 件；相应的升级已记为已处理。", act=act_label(name), n=n), "success")


def _back() -> str:
    return local(request.form.get("next"), url_for("supervise.home"))


def _form(
    name: str,
    picked: Sequence[Picked],
    errors: dict[str, str] | None = None,
    outcomes: Sequence[Outcome] = (),
) -> str:
    chosen = _chosen(name, picked)
    return render_template(
        "supervise/act.html",
        name=name,
        label=act_label(name),
        chosen=chosen,
        fields=_fields(name, chosen),
        gives_work=name in GIVES_WORK,
        typed=request.form if request.form.get("sure") else {},
        errors=errors or {},
        outcomes=outcomes,
        following=_back(),
        grave=name in GRAVE,
    )


def _chosen(name: str, picked: Sequence[Picked]) -> list[Chosen]:
    """As they are now: whoever sends the form has seen this."""
    numbers = [one.number for one in picked]
    query = (
        select(Complaint)
        .filter(Complaint.tracking_number.in_(numbers))
        .filter(seen_by(current_user, now()))
        .options(defer(Complaint.narrative), defer(Complaint.findings), defer(Complaint.reply))
        .options(joinedload(Complaint.unit), joinedload(Complaint.answerable))
        .options(
            *(
                selectinload(getattr(Complaint, one))
                for one in ("running", "escalations", "asks", "handovers")
            )
        )
        .execution_options(populate_existing=True)
    )
    rows = {row.tracking_number: row for row in db.session.scalars(query)}
    return [_one(name, rows[number]) for number in numbers if number in rows]


def _one(name: str, complaint: Complaint) -> Chosen:
    return Chosen(complaint, hidden_from(complaint, current_user), _hindered(name, complaint))


def _hindered(name: str, complaint: Complaint) -> tuple[str, ...]:
    """The sentences known before any word is typed."""
    move = "review" if name == ACCEPT else name
    book = rulebooks.book(complaint.rulebook_version)
    mine = [one for one in open_moves(book, complaint, Act("", current_user, now())) if one.move.name == move]
    if not mine:
        return (gettext("现在不能由您进行“%(move)s”。", move=act_label(name)),)
    return tuple(said(reason) for reason in mine[0].reasons)


def _fields(name: str, chosen: Sequence[Chosen]) -> list[FormField]:
    if name == ACCEPT:
        return [REASON]
    unit_id = chosen[0].complaint.unit_id if chosen else current_user.unit_id
    fields = fields_of(name, rulebooks.current(), unit_id)
    if name not in GIVES_WORK:
        return fields
    return [replace(one, choices=_with_load(chosen)) if one.name == "unit" else one for one in fields]


def _with_load(chosen: Sequence[Chosen]) -> tuple[Choice, ...]:
    """The units, each with what it carries and what it has sent back."""
    carried = load.load_of(current_user, now())
    ids = {row.code: row.id for row in db.session.execute(select(Unit.code, Unit.id))}
    refused = {one for row in chosen for one in row.complaint.refusing_unit_ids}
    return tuple(
        choice._replace(
            label=_told(choice.label, carried.of(ids[choice.value]), ids[choice.value] in refused)
        )
        for choice in units()
    )


def _told(label: str, unit: load.OfUnit, refused: bool) -> str:
    again = gettext("退回过本件")
    words = gettext(
        "%(unit)s（在办 %(open)s，超期 %(late)s，90 天退回 %(returned)s）",
        unit=label,
        open=unit.carried.open,
        late=unit.carried.late,
        returned=unit.returned.total() + unit.lapsed.total(),
    )
    return f"{words} — {again}" if refused else str(words)
