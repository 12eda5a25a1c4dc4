"""Logging a complaint while the citizen stands in front of the officer."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_security import current_user
from marshmallow import ValidationError
from werkzeug import Response

from complaints import earlier, one_breath, rulebooks
from complaints.errors import BadInput, KeyReused
from complaints.repeats import repeatable
from complaints.web.dress import said
from complaints.web.moments import now
from complaints.web.pages import desk_choices
from complaints.web.pages.desk_forms import faults_of
from complaints.web.pages.desk_intake import Wrong, breath_of, name_on_the_form, phone_of
from complaints.web.pages.told import view_of
from complaints.web.pages.tracking import qr_of, status_address
from complaints.web.signed_in import for_roles
from workflows.errors import Refused

pages = Blueprint("desk_new", __name__)

Answer = Response | str | tuple[str, int]


@pages.get("/desk/new")
@for_roles("officer")
def form() -> str:
    return _form({})


@pages.post("/desk/new")
@for_roles("officer")
def log() -> Answer:
    if request.form.get("do") == "look":
        return _form({})
    errors = _attempt()
    if errors:
        return _form(errors), 422
    return redirect(url_for(".receipt", key=_once()), 303)


def _attempt() -> dict[str, str]:
    """The faults, by field; none when it was logged."""
    typed = sorted((name, value) for name, value in request.form.items() if name not in ("csrf_token", "do"))
    try:
        one_breath.log(repeatable(current_user, _once(), typed), breath_of(request.form), now())
    except Wrong as error:
        return error.faults
    except ValidationError as error:
        return faults_of(error.messages)
    except BadInput as error:
        return {name_on_the_form(name): said(text) for name, text in error.fields.items()}
    except Refused as error:
        return {"then": "；".join(said(reason) for reason in error.reasons)}
    except KeyReused:
        return {"once": gettext("这张表已经登记过一件，没有重复登记。要再登一件，请重新打开“登记投诉”。")}
    return {}


def _once() -> str:
    """The token that makes a second press of the button the same request as the first."""
    return request.form.get("once", "")[:64] or secrets.token_urlsafe(18)


@pages.post("/desk/earlier")
@for_roles("officer")
def look_up() -> str:
    return render_template("desk/_earlier.html", **_earlier())


def _earlier() -> dict[str, Any]:
    """Earlier complaints of the phone that was typed; what is no phone finds nothing."""
    phone = phone_of(request.form.get("phone", ""))
    if not phone:
        return {"looked": False, "found": []}
    category = request.form.get("category", "")
    return {"looked": True, "found": earlier.of_phone(phone, current_user, now(), category)}


def _form(errors: dict[str, str]) -> str:
    book = rulebooks.current()
    return render_template(
        "desk/new.html",
        typed=request.form or {"urgency": "normal", "channel": "window", "then": "assign"},
        errors=errors,
        once=_once(),
        book=book,
        categories=desk_choices.categories(book),
        units=desk_choices.units(),
        respondents=desk_choices.units(handling=False),
        officers=desk_choices.officers(),
        channels=desk_choices.codes(book, "channels"),
        urgencies=desk_choices.codes(book, "urgencies"),
        outcomes=desk_choices.codes(book, "outcomes"),
        **_earlier(),
    )


@pages.get("/desk/receipt/<key>")
@for_roles("officer")
def receipt(key: str) -> str:
    """Its address holds no number and no code: a key only this officer can use."""
    answer = one_breath.answer_under(current_user, key)
    if answer is None:
        abort(404)
    complaint = one_breath.logged(answer["number"])
    return render_template(
        "desk/receipt.html",
        complaint=complaint,
        view=view_of(complaint, now()),
        code=answer["code"],
        qr=qr_of(complaint),
        address=status_address(),
        slip=request.args.get("paper") == "slip",
        key=key,
    )
