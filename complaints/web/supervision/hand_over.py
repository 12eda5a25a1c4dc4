"""A leader hands over the work of an officer, all of it or a part, in one act."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug import Response

from complaints.casework import batch_handover
from complaints.casework.batch_handover import OFFERS, Plan
from complaints.infrastructure.errors import BadInput
from complaints.models import OVERSEERS, Officer
from complaints.organisation import directory
from complaints.queries import duties_held
from complaints.web.account.access import for_roles, me
from complaints.web.desk import choices
from complaints.web.desk.choices import Choice
from complaints.web.desk.hand_over_sheet import acts_for
from complaints.web.forms import duty_rows
from complaints.web.forms.duty_rows import Told, ticked, told_of
from complaints.web.page import display_settings
from complaints.web.page.current_rules import current_rules
from complaints.web.page.dates import now
from complaints.web.page.request_values import read_form, whole
from complaints.web.page.template_globals import said
from complaints.web.page.translation import gettext
from schemas.hand_over import AT_ONCE, HandOverWords

pages = Blueprint("supervise_hand_over", __name__)


@pages.get("/supervise/hand-over/<username>")
@for_roles(*OVERSEERS)
def show(username: str) -> str:
    return _page(_holder(username))


@pages.post("/supervise/hand-over/<username>")
@for_roles(*OVERSEERS)
def hand_over(username: str) -> Response | str | tuple[str, int]:
    holder = _holder(username)
    items = ticked()
    chosen = {f"{item.number}.{item.duty}" for item in items}
    if display_settings.pressed():
        return _page(holder, chosen)
    try:
        words = read_form(HandOverWords())
    except BadInput as error:
        return _page(holder, chosen, {name: said(text) for name, text in error.fields.items()}), 422
    if not items:
        return _page(holder, chosen, {"pick": gettext("请先勾选要交接的件。")}), 422
    plan = Plan(holder.id, words["officer"], words["reason"], words.get("note", ""))
    outcomes = list(batch_handover.hand_over(items, plan, (me().id, now())))
    refused = {f"{one.item.number}.{one.item.duty}" for one in outcomes if one.why}
    if refused:
        return _page(_holder(username), refused, outcomes=told_of(outcomes)), 409
    flash(gettext("已提交交接 %(n)s 项；接任人确认以前，责任不变。", n=len(outcomes)), "success")
    return redirect(url_for(".show", username=username), 303)


def _holder(username: str) -> Officer:
    holder = directory.officer_of_account(username)
    if holder is None:
        abort(404)
    return holder


def _page(
    holder: Officer,
    chosen: Collection[str] | None = None,
    errors: dict[str, str] | None = None,
    outcomes: Sequence[Told] = (),
) -> str:
    """Without a choice everything that can be handed over is ticked."""
    page = min(max(whole(request.args.get("page")) or 1, 1), 10_000)
    held = duties_held.held_by(holder, me(), page)
    return render_template(
        "supervision/hand_over.html",
        holder=holder,
        rows=duty_rows.duty_rows(held.duties, OFFERS),
        labels=duty_rows.LABELS,
        acts=acts_for(holder),
        total=held.total,
        before=(page - 1) * AT_ONCE,
        page=page,
        most=AT_ONCE,
        chosen=chosen,
        errors=errors or {},
        outcomes=outcomes,
        typed=request.form,
        people=_successors(holder),
        reasons=choices.codes(current_rules(), "change_reasons"),
    )


def _successors(holder: Officer) -> list[Choice]:
    """Colleagues of the same unit come first: only they can take the work."""
    here = gettext("与交出人同单位（首问责任、承办工作都可以接）")
    others = gettext("其他单位（只能接首问责任）")
    people = [row for row in directory.active_officers() if "officer" in row.roles and row.id != holder.id]
    people.sort(key=lambda row: row.unit_id != holder.unit_id)
    return [
        choices.of_officer(row)._replace(group=here if row.unit_id == holder.unit_id else others)
        for row in people
    ]
