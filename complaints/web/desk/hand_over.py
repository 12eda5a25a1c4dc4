"""An officer prepares the hand-over of their own work: the list, a draft of the sheet, and who can make the act."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug import Response

from complaints.infrastructure.database import transaction
from complaints.models import OVERSEERS
from complaints.notifications import hand_over_request
from complaints.organisation import directory
from complaints.queries import duties_held
from complaints.web.account.access import for_roles, me
from complaints.web.desk.hand_over_sheet import acts_for, draft_lines
from complaints.web.desk.home import STAFF
from complaints.web.page.dates import now
from complaints.web.page.request_values import whole
from complaints.web.page.template_globals import said
from complaints.web.page.translation import gettext
from schemas.hand_over import AT_ONCE

pages = Blueprint("desk_hand_over", __name__)


@pages.get("/desk/hand-over")
@for_roles(*STAFF)
def show() -> str:
    page = min(max(whole(request.args.get("page")) or 1, 1), 10_000)
    held = duties_held.held_by(me(), me(), page)
    return render_template(
        "desk/hand_over.html",
        leader=hand_over_request.leader_to_ask(me()),
        leads=bool(set(me().roles) & set(OVERSEERS)),
        giver=me(),
        lines=draft_lines([(one, list(kinds)) for one, kinds in held.duties]),
        printed_at=now(),
        acts=acts_for(me()),
        page=page,
        most=AT_ONCE,
        total=held.total,
    )


@pages.post("/desk/hand-over")
@for_roles(*STAFF)
def ask() -> Response:
    with transaction():
        officer = directory.officer(me().id)
        leader = hand_over_request.leader_to_ask(officer)
        is_new = leader is not None and hand_over_request.ask_leader(officer, leader, now())
        name = said(leader.name) if leader else ""
    if is_new:
        flash(gettext("已请 %(name)s 办理交接；交接以前，责任仍在您身上。", name=name), "success")
    elif leader is not None:
        flash(gettext("今天已经请过 %(name)s，不再重复通知。", name=name), "warning")
    return redirect(url_for(".show"), 303)
