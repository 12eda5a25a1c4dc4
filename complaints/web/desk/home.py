"""The desk: its lists, its keys, and the notices that came in."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug import Response

from complaints.access import consultations
from complaints.escalation import reviews
from complaints.infrastructure.database import transaction
from complaints.infrastructure.public_ids import public_id, row_id_of
from complaints.notifications import inbox
from complaints.notifications.texts import lines_of
from complaints.queries import duties_offered, worklists
from complaints.queries.paging import Position
from complaints.queries.queues import Part
from complaints.rulebooks import store
from complaints.web.account.access import for_roles, me
from complaints.web.desk.rows import Row, offers_of, rows_of
from complaints.web.forms.move_keys import FOR_CITIZEN, LETTERS, own_key, recorded_key
from complaints.web.page.dates import now
from complaints.web.page.request_values import moment, whole
from complaints.web.page.template_globals import said
from complaints.web.page.translation import lazy_gettext

LIST, NOTICE = "desk", "notice"  # kinds of numbers
pages = Blueprint("desk", __name__)

STAFF = ("officer", "unit_supervisor", "supervisor", "discipline", "last_resort")
LABELS = {
    "mine": lazy_gettext("仍由我负责"),
    "offered": lazy_gettext("派给本单位"),
    "today": lazy_gettext("今日到期"),
    "overdue": lazy_gettext("已超期"),
    "tracking": lazy_gettext("我首问、在别处"),
    "waiting": lazy_gettext("等投诉人"),
    "unit": lazy_gettext("本单位"),
}
NOTICES_ON_A_PAGE = 40


@pages.get("/desk")
@for_roles(*STAFF)
def home() -> str:
    name = request.args.get("list", "mine")
    if name not in LABELS:
        abort(404)
    after = position_of(request.args.get("after", ""))
    rows, following = _rows(name, Part(after, worklists.ON_A_PAGE))
    to_answer, to_help = consultations.count_open(me())
    return render_template(
        "desk/home.html",
        name=name,
        labels=LABELS,
        rows=rows,
        handed_over=duties_offered.count_offered(me(), now()) if name == "offered" else 0,
        to_review=reviews.waiting_instead(me(), now()),
        to_answer=to_answer,
        to_help=to_help,
        counts=worklists.counts(me(), now()),
        most=worklists.MOST_COUNTED,
        unread=inbox.unread(me()),
        first=after is None,
        following=cursor_of(following) if following else "",
    )


def _rows(name: str, part: Part) -> tuple[list[Row], Position | None]:
    if name == "offered":
        offers = worklists.offers(me(), now(), part)
        return offers_of(offers.complaints, me(), now()), offers.next
    page = worklists.page(name, me(), now(), part)
    return rows_of(page.complaints, me()), page.next


def cursor_of(position: Position) -> str:
    due = position.due_at.isoformat() if position.due_at else ""
    return f"{public_id(position.id, LIST)}.{due}"


def position_of(cursor: str) -> Position | None:
    """A cursor that we never sent starts at the beginning."""
    number, _, due = cursor.partition(".")
    last, due_at = row_id_of(whole(number), LIST), moment(due)
    return None if last is None or (due and due_at is None) else Position(due_at, last)


@pages.get("/desk/keys")
@for_roles(*STAFF)
def keys() -> str:
    moves = store.current().moves
    return render_template(
        "desk/keys.html",
        own_keys=[(own_key(name), said(moves[name].label)) for name in LETTERS if name in moves],
        recorded_keys=[
            (recorded_key(name), said(moves[name].label)) for name in FOR_CITIZEN if name in moves
        ],
    )


@pages.get("/desk/inbox")
@for_roles(*STAFF)
def notices() -> str:
    before = row_id_of(request.args.get("before", type=whole), NOTICE)
    found = inbox.page(me(), before, NOTICES_ON_A_PAGE + 1)
    shown = found[:NOTICES_ON_A_PAGE]
    return render_template(
        "desk/inbox.html",
        lines=lines_of(shown),
        new=inbox.new_to(me(), shown),
        first=before is None,
        following=public_id(shown[-1].id, NOTICE) if len(found) > len(shown) else None,
        up_to=public_id(shown[0].id, NOTICE) if shown else None,
        unread=inbox.unread(me()),
    )


@pages.post("/desk/inbox/read")
@for_roles(*STAFF)
def mark_read() -> Response:
    up_to = row_id_of(request.form.get("up_to", type=whole), NOTICE)
    if up_to:
        with transaction():
            inbox.mark_all_read(me(), up_to, now())
    return redirect(url_for("desk.notices"), 303)
