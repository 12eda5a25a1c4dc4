"""Tasks the officer's unit was given beside a lead unit (协办)."""

from __future__ import annotations

from flask import Blueprint

from complaints.infrastructure.tracking_numbers import grouped
from complaints.web.account.access import for_roles
from complaints.web.desk import asked_of_others
from complaints.web.desk.asked_of_others import Answer, Kind
from complaints.web.desk.home import STAFF
from complaints.web.page.translation import gettext
from complaints.web.security.headers import reads_large_files

pages = Blueprint("desk_assists", __name__)
KIND = Kind(
    assists=True,
    field="note",
    answering="answer_assist",
    listed_at="desk_assists.list_mine",
    list_page="desk/assists.html",
    page="desk/assist.html",
)


@pages.get("/desk/assists")
@for_roles(*STAFF)
def list_mine() -> str:
    return asked_of_others.list_open(KIND)


@pages.get("/desk/assists/<number>")
@for_roles(*STAFF)
def show(number: str) -> str:
    return asked_of_others.show(KIND, number, {})


@pages.post("/desk/assists/<number>/take")
@for_roles(*STAFF)
def take(number: str) -> Answer:
    done = gettext("已接下协办（%(number)s），请按期答复。", number=grouped(number))
    return asked_of_others.make(KIND, number, "take_assist", done)


@pages.post("/desk/assists/<number>/return")
@for_roles(*STAFF)
def give_back(number: str) -> Answer:
    done = gettext("已退回协办（%(number)s）。", number=grouped(number))
    return asked_of_others.make(KIND, number, "return_assist", done)


@pages.post("/desk/assists/<number>")
@reads_large_files
@for_roles(*STAFF)
def answer(number: str) -> Answer:
    done = gettext("已答复协办（%(number)s）。", number=grouped(number))
    return asked_of_others.make(KIND, number, "answer_assist", done)


@pages.post("/desk/assists/<number>/recuse")
@for_roles(*STAFF)
def step_aside(number: str) -> Answer:
    done = gettext("已回避（%(number)s），您不再办理此件。", number=grouped(number))
    return asked_of_others.make(KIND, number, "recuse", done)
