"""Take over in one act what colleagues handed over: the first responder's duty and the handling of each complaint."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug import Response

from complaints.casework import batch_handover
from complaints.casework.batch_handover import TAKES
from complaints.queries import duties_offered
from complaints.queries.duties_offered import Offered
from complaints.web.account.access import for_roles, me
from complaints.web.desk.hand_over_sheet import acts_for
from complaints.web.desk.home import STAFF
from complaints.web.forms import duty_rows
from complaints.web.forms.duty_rows import DutyRow, Told, ticked, told_of
from complaints.web.page import display_settings
from complaints.web.page.dates import now
from complaints.web.page.translation import gettext
from schemas.hand_over import AT_ONCE

pages = Blueprint("desk_take_over", __name__)


@pages.get("/desk/take-over")
@for_roles(*STAFF)
def show() -> str:
    return _page()


@pages.post("/desk/take-over")
@for_roles(*STAFF)
def take_over() -> Response | str | tuple[str, int]:
    items = ticked()
    chosen = {f"{item.number}.{item.duty}" for item in items}
    if display_settings.pressed():
        return _page(chosen)
    if not items:
        return _page(chosen, {"pick": gettext("请先勾选要接任的件。")}), 422
    outcomes = list(batch_handover.take_over(items, (me().id, now())))
    refused = {f"{one.item.number}.{one.item.duty}" for one in outcomes if one.why}
    if refused:
        return _page(refused, outcomes=told_of(outcomes)), 409
    flash(gettext("已接任 %(n)s 项，从现在起由您负责。", n=len(outcomes)), "success")
    return redirect(url_for(".show"), 303)


def _page(
    chosen: Collection[str] | None = None,
    errors: dict[str, str] | None = None,
    outcomes: Sequence[Told] = (),
) -> str:
    """Without a choice everything is ticked."""
    return render_template(
        "desk/take_over.html",
        groups=[(one.giver, _rows(one)) for one in duties_offered.offered_to(me(), now())],
        total=duties_offered.count_offered(me(), now()),
        most=AT_ONCE,
        labels=duty_rows.LABELS,
        acts=acts_for(),
        chosen=chosen,
        errors=errors or {},
        outcomes=outcomes,
    )


def _rows(one: Offered) -> list[DutyRow]:
    found = [(complaint, {offer.kind: offer for offer in offers}) for complaint, offers in one.complaints]
    return duty_rows.duty_rows(found, TAKES)
