"""How the pages of administrators act: one transaction, named in the notes, and a sentence for everything that cannot be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from flask import flash, redirect, render_template, request
from flask_security import current_user
from werkzeug import Response

from complaints.infrastructure.database import transaction
from complaints.infrastructure.errors import BadInput, NotFound, WorkError
from complaints.models import audit
from complaints.web.page.template_globals import said
from workflows.errors import RulebookError

Done = TypeVar("Done")
Answer = Response | str | tuple[str, int]

REFUSED = 422


@dataclass(frozen=True)
class Came(Generic[Done]):
    """What came of an act: its result, or the faults by field; "act" names what concerns no single field."""

    result: Done | None
    faults: Mapping[str, str] = field(default_factory=dict)


def act(verb: Callable[[], Done]) -> Came[Done]:
    """Carry out a verb in a transaction of its own, in the name of the signed-in officer."""
    username = str(current_user.username)
    try:
        with audit.changed_by(username), transaction(alone=True):
            return Came(verb())
    except NotFound:
        raise
    except BadInput as error:
        return Came(None, {name: said(text) for name, text in error.fields.items()})
    except RulebookError as error:
        return Came(None, {f"fault-{n}": said(text) for n, text in enumerate(error.faults, 1)})
    except WorkError as error:
        return Came(None, {"act": said(error.text)})


def done(words: str, address: str) -> Response:
    """After an act: a word about it, on the page it belongs to."""
    flash(words, "kept")
    return redirect(address, 303)


def refused(faults: Mapping[str, str], address: str) -> Response:
    """After a button that could not act: why, on the page it stood on."""
    for words in faults.values():
        flash(words, "error")
    return redirect(address, 303)


def as_typed(page: Callable[[], str], typed: bool, address: str) -> Answer:
    """After a comfort was pressed in the middle of a form: the page as typed; where nothing was, at its own address."""
    return page() if typed else redirect(address, 303)


def is_sure() -> bool:
    """Whether the question was answered: what cannot simply be taken back is asked about first."""
    return request.form.get("sure") == "1"


def ask(title: str, words: str, back: str, **more: Any) -> str:
    """The question before such an act; what was chosen is carried along."""
    kept = [
        (name, value) for name, value in request.form.items(multi=True) if name not in ("csrf_token", "whose")
    ]
    return render_template("admin/sure.html", title=title, words=words, back=back, kept=kept, **more)
