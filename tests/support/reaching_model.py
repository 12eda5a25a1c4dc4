"""To whom of a group the answer has come, and what follows for the promises to tell and to close, for `promise_model`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.support.promise_model import Model

BY_MESSAGE = ("sms", "web", "email")
REACHING = ("confirm_feedback", "tell_answer", "call_back", "rate", "appeal")
TELLING = ("feedback", "ring")
VERIFYING = ("verification_contact", "verification")
REVIEWS = ("appeal_review", "second_review")


def joined_to(leading: Model) -> list[Model]:
    return [one for one in leading.others.values() if one.leading is leading and one.joined_seq]


def group(leading: Model) -> list[Model]:
    return [leading, *joined_to(leading)]


def waiting(leading: Model) -> list[Model]:
    """Of joined complaints and the one that leads them; a complaint alone waits for none."""
    joined = joined_to(leading)
    return [one for one in (leading, *joined) if not one.reached] if joined else []


def uncalled(leading: Model) -> list[Model]:
    """Citizens who can be called, and were neither reached nor called on three days since the feedback, nor have rated."""
    return [one for one in group(leading) if one.told.contactable and not was_called(leading, one)]


def was_called(leading: Model, one: Model) -> bool:
    return id(one) in leading.called or len(leading.vain_calls.get(id(one), ())) >= 3


def bad_raters(leading: Model) -> list[Model]:
    return [one for one in (leading, *joined_to(leading)) if one.grade in (1, 2)]


def is_direct(model: Model, event: Any) -> bool:
    return event.detail.get("method") not in BY_MESSAGE or not must_be_told(model)


def hear(one: Model, event: Any, at: datetime) -> None:
    actor = one.others.get(event.detail.get("joined") or "", one)
    if event.move == "give_feedback":
        one.reached = is_direct(one, event)
        for joined in joined_to(one):
            joined.reached = not must_be_told(joined)
    elif event.move in REACHING and event.detail.get("reached", True) and not actor.reached:
        actor.reached = True
        if joined_to(one) and event.to_state == "feedback":
            _close_no_sooner(one, at)
    if event.move == "give_feedback":
        one.called, one.vain_calls = set(), {}
    elif event.move in ("call_back", "rate"):
        if event.detail.get("reached", True):
            one.called.add(id(actor))
        elif one.time.works(at.date()):
            one.vain_calls.setdefault(id(actor), set()).add(at.date())
    if event.move == "reopen":
        one.void(at, "call_back")
    if event.move in ("appeal", "reopen") and waiting(one):
        one.void(at, *TELLING)
    if event.move == "settle_joined" and "left" in event.detail:
        _leave(one, at)
        _leave_behind(one, at)


def join(leading: Model, came: list[Model], at: datetime) -> None:
    """Joined to one that was told, each has read the answer from then on."""
    for one in came:
        one.reached = leading.state == "feedback"
    if leading.state == "feedback":
        _close_no_sooner(leading, at)


def end_review(leading: Model, event: Any) -> None:
    """Before its promise ends here: what it was, for the one who takes it along."""
    rows = [row for row in leading.running() if row.commitment in REVIEWS]
    leading.review_left = (
        event.detail["joined"],
        [(row.commitment, row.own.due, row.own.unit) for row in rows],
    )


def take_along(joined: Model) -> list[tuple[str, datetime, str]]:
    leading = joined.leading
    if leading is None:
        return []
    number, rows = leading.review_left or (None, [])
    leading.review_left = None
    if leading.others.get(number) is joined:
        return list(rows)
    if leading.state != "feedback" or joined.grade not in (1, 2):
        return []
    mine = VERIFYING if joined.told.contactable else VERIFYING[1:]
    kept = [row for row in leading.running() if row.commitment in mine]
    return [(row.commitment, row.own.due, row.own.unit) for row in kept]


def _leave_behind(leading: Model, at: datetime) -> None:
    bad, before = bad_raters(leading), len(leading.running())
    if not bad:
        leading.void(at, *VERIFYING)
    elif not any(one.told.contactable for one in bad):
        leading.void(at, VERIFYING[0])
    ended = len(leading.running()) < before
    waits = any(row.commitment == "closing" for row in leading.running())
    if ended and not bad and leading.state == "feedback" and not waits:
        amount, unit = leading.limit_of("closing")
        leading.make("closing", at, leading.time.due(at, amount, unit), unit)


def _leave(leading: Model, at: datetime) -> None:
    if leading.state == "feedback" and not uncalled(leading):
        leading.void(at, "call_back")
    _stop_telling(leading, at)


def _stop_telling(leading: Model, at: datetime) -> None:
    if leading.state != "feedback" or not leading.reached or waiting(leading):
        return
    leading.void(at, *TELLING)
    closing = next((row for row in leading.running() if row.commitment == "closing"), None)
    if closing is not None and closing.own.due <= at:
        _close_no_sooner(leading, at)


def _close_no_sooner(leading: Model, at: datetime) -> None:
    amount, unit = leading.limit_of("closing")
    due = leading.time.due(at, amount, unit)
    if any(row.commitment == "closing" and row.own.due < due for row in leading.running()):
        leading.void(at, "closing")
        leading.make("closing", at, due, unit)


def must_be_told(model: Model) -> bool:
    return model.told.by_person or (model.messages and model.told.contactable)
