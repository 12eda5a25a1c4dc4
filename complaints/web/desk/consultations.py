"""Questions put to an officer or their unit (征求意见)."""

from __future__ import annotations

from flask import Blueprint

from complaints.infrastructure.tracking_numbers import grouped
from complaints.web.account.access import for_roles
from complaints.web.desk import asked_of_others
from complaints.web.desk.asked_of_others import Answer, Kind
from complaints.web.desk.home import STAFF
from complaints.web.page.translation import gettext
from complaints.web.security.headers import reads_large_files

pages = Blueprint("desk_consultations", __name__)
KIND = Kind(
    assists=False,
    field="opinion",
    answering="answer_consultation",
    listed_at="desk_consultations.list_mine",
    list_page="desk/consultations.html",
    page="desk/consultation.html",
)


@pages.get("/desk/consultations")
@for_roles(*STAFF)
def list_mine() -> str:
    return asked_of_others.list_open(KIND)


@pages.get("/desk/consultations/<number>")
@for_roles(*STAFF)
def show(number: str) -> str:
    return asked_of_others.show(KIND, number, {})


@pages.post("/desk/consultations/<number>")
@reads_large_files
@for_roles(*STAFF)
def give_opinion(number: str) -> Answer:
    done = gettext("已答复（%(number)s）。", number=grouped(number))
    return asked_of_others.make(KIND, number, "answer_consultation", done)


@pages.post("/desk/consultations/<number>/decline")
@for_roles(*STAFF)
def decline(number: str) -> Answer:
    done = gettext("已说明不作答复（%(number)s）。", number=grouped(number))
    return asked_of_others.make(KIND, number, "decline_consultation", done)


@pages.post("/desk/consultations/<number>/recuse")
@for_roles(*STAFF)
def step_aside(number: str) -> Answer:
    done = gettext("已回避（%(number)s），您不再办理此件。", number=grouped(number))
    return asked_of_others.make(KIND, number, "recuse", done)
