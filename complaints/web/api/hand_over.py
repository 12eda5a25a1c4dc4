"""Hand over the work of an officer, and take over what is offered, in one request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any

from flask import Response, abort

from complaints.casework import batch_handover
from complaints.casework.references import officer_called
from complaints.infrastructure import clock
from complaints.infrastructure.database import end_reading
from complaints.infrastructure.tracking_numbers import digits_of, grouped
from complaints.intake.log_once import first_answer, log_once
from complaints.models import OVERSEERS, Officer
from complaints.queries import duties_held, duties_offered
from complaints.web.api import idempotency
from complaints.web.api.asking import answer, signed_in
from complaints.web.api.document import WITH_A_BODY, Section
from complaints.web.errors.handlers import language
from schemas.hand_over import HandOverIn, OutcomesOut, TakeOverIn
from workflows.language import Text

section = Section("api_hand_over", __name__, description="Handing over and taking over")
DUTIES = {duties_held.DUTY: "first_responder", duties_held.WORK: "handler"}
NOT_HELD = Text(
    "没有找到这件投诉，或者此人不是它的首问责任人、承办人。",
    "No such complaint, or that officer is neither its first responder nor its handler.",
)
NOT_OFFERED = Text(
    "没有找到这件投诉，或者它没有交接给您。", "No such complaint, or it is not offered to you."
)
Body = dict[str, Any]


@section.route("/hand-over", methods=["POST"])
@signed_in
@section.named("handOver", tags=["hand-over"], parameters=[idempotency.KEY_HEADER])
@section.arguments(HandOverIn)
@section.answers(HTTPStatus.OK, OutcomesOut, HTTPStatus.FORBIDDEN, *WITH_A_BODY, headers=idempotency.REPLAYED)
def hand_over(officer: Officer, words: Body) -> Response:
    """Offer all that an officer is first responder or handler of, or the complaints of these numbers, to a successor. For
    leaders. Each duty is offered and refused by itself; until it is taken, it stays where it is."""
    if not set(officer.roles) & set(OVERSEERS):
        abort(HTTPStatus.FORBIDDEN)
    giver = officer_called(words["giver"], "from", past_too=True)
    officer_called(words["successor"], "to")
    plan = batch_handover.Plan(giver.id, words["successor"], words["reason"], words.get("note", ""))

    def act(at: datetime) -> Body:
        items, missing, left = _held(giver, officer, words.get("numbers"))
        done = batch_handover.hand_over(items, plan, (officer.id, at))
        return _told(done, missing, NOT_HELD, left)

    return _answered_once(officer, act)


@section.route("/take-over", methods=["POST"])
@signed_in
@section.named("takeOver", tags=["hand-over"], parameters=[idempotency.KEY_HEADER])
@section.arguments(TakeOverIn)
@section.answers(HTTPStatus.OK, OutcomesOut, *WITH_A_BODY, headers=idempotency.REPLAYED)
def take_over(officer: Officer, words: Body) -> Response:
    """Take all that is offered to you by hand-over, or the complaints of these numbers."""

    def act(at: datetime) -> Body:
        items, missing, left = _offered(officer, at, words.get("numbers"))
        done = batch_handover.take_over(items, (officer.id, at))
        return _told(done, missing, NOT_OFFERED, left)

    return _answered_once(officer, act)


Found = tuple[list[batch_handover.Item], list[str], int]


def _held(giver: Officer, officer: Officer, numbers: Sequence[str] | None) -> Found:
    """What there is to do, the numbers that are none of it, and how many complaints are left for another request."""
    if numbers is None:
        held = duties_held.held_by(giver, officer)
        kinds = {one.tracking_number: list(duties) for one, duties in held.duties}
        return _items(kinds), [], held.total - len(kinds)
    asked = list(dict.fromkeys(map(digits_of, numbers)))
    rows = duties_held.held_among(asked, giver, officer)
    kinds = {number: duties_held.duties_of(rows[number], giver.id) for number in asked if number in rows}
    return _items(kinds), [number for number in asked if number not in rows], 0


def _offered(officer: Officer, at: datetime, numbers: Sequence[str] | None) -> Found:
    asked = None if numbers is None else list(dict.fromkeys(map(digits_of, numbers)))
    kinds: dict[str, list[str]] = {}
    for group in duties_offered.offered_to(officer, at, asked):
        for complaint, offers in group.complaints:
            kinds.setdefault(complaint.tracking_number, []).extend(offer.kind for offer in offers)
    left = duties_offered.count_offered(officer, at) - len(kinds) if asked is None else 0
    return _items(kinds), [number for number in asked or () if number not in kinds], left


def _items(kinds: dict[str, list[str]]) -> list[batch_handover.Item]:
    return [batch_handover.Item(number, kind) for number, duties in kinds.items() for kind in sorted(duties)]


def _told(done: Iterable[batch_handover.Outcome], missing: Iterable[str], why: Text, left: int) -> Body:
    locale = language()
    rows = [
        {
            "tracking_number": grouped(one.item.number),
            "duty": DUTIES[one.item.duty],
            "done": not one.why,
            "why": [text.in_(locale) for text in one.why],
        }
        for one in done
    ]
    rows += [
        {"tracking_number": grouped(number), "duty": None, "done": False, "why": [why.in_(locale)]}
        for number in missing
    ]
    return dict(OutcomesOut().dump({"outcomes": rows, "left": left}))


def _answered_once(officer: Officer, act: Callable[[datetime], Body]) -> Response:
    """The answer is kept after the last transaction: a request that broke off is tried again, and says what was done."""
    request, at = idempotency.asking_of_request(officer), clock.now()
    before = first_answer(request)
    if before is not None:
        return answer(_visible_part(before, officer), Idempotent_Replayed="true")
    body = act(at)
    end_reading()
    kept = log_once(request, at, lambda: body)
    return answer(kept.body)


def _visible_part(body: Body, officer: Officer) -> Body:
    """Without the complaints that the officer is kept out of by now."""
    numbers = {digits_of(row["tracking_number"]) for row in body["outcomes"]}
    seen = duties_held.visible_among(numbers, officer)
    rows = body["outcomes"]
    shown = [row for row in rows if row["duty"] is None or digits_of(row["tracking_number"]) in seen]
    return {**body, "outcomes": shown}
