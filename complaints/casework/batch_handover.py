"""Many hand-overs in one act of a person: each duty of each complaint has its own transaction and its own outcome."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy.exc import DBAPIError, TimeoutError

from complaints.casework import moves
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.errors import BadInput, NotFound, StaleVersion
from complaints.models import Complaint, Officer
from complaints.organisation import directory
from complaints.rulebooks import store
from workflows.errors import NotYours, Refused, UnknownMove
from workflows.language import Act, Text

OFFERS = {"duty": "change_first_responder", "work": "reassign"}
TAKES = {"duty": "take_first_responder", "work": "sign_for"}
TROUBLE = Text(
    "系统暂时不可用，这一项没有办成；稍后可以再提交一次。",
    "Not available for the moment, so this was not done; you can send it again shortly.",
)
NOT_THEIRS = {
    "duty": Text("这件的首问责任人已经不是此人。", "That officer is not its first responder any more."),
    "work": Text("这件的承办人已经不是此人。", "That officer is not its handler any more."),
}

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Item:
    """One duty of one complaint, as it was when it was looked at; without a version, as it is now."""

    number: str
    duty: str
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one item; `why` is empty where it was done."""

    item: Item
    why: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """From whom to whom (an account), and why; `reason` is a code of the rulebook or own words."""

    giver_id: int
    successor: str
    reason: str
    note: str = ""


Attempt = Callable[[Item, Officer], Complaint]


def hand_over(items: Iterable[Item], plan: Plan, by: tuple[int, datetime]) -> Iterator[Outcome]:
    """Offer each to the successor; `by` is the officer who acts, and when. The answerable person stays until it is taken."""
    by_id, at = by

    def offer(item: Item, officer: Officer) -> Complaint:
        complaint = moves.take(item.number, officer, _versions(item))
        _require_holder(complaint, item, plan.giver_id)
        words = _words(item, plan, complaint)
        moves.perform_as_written(complaint, Act(OFFERS[item.duty], officer, at, words))
        return complaint

    return _attempt_each(items, by_id, offer)


def take_over(items: Iterable[Item], by: tuple[int, datetime]) -> Iterator[Outcome]:
    """Take each that is offered to the officer `by`; from then on they are answerable."""
    by_id, at = by

    def take(item: Item, officer: Officer) -> Complaint:
        complaint = moves.take(item.number, officer, _versions(item))
        moves.perform_as_written(complaint, Act(TAKES[item.duty], officer, at, {}))
        return complaint

    return _attempt_each(items, by_id, take)


def _versions(item: Item) -> list[int] | None:
    return None if item.version is None else [item.version]


def _require_holder(complaint: Complaint, item: Item, giver_id: int) -> None:
    holder_id = complaint.first_responder_id if item.duty == "duty" else complaint.handler_id
    if holder_id != giver_id:
        raise NotYours(OFFERS[item.duty], [NOT_THEIRS[item.duty]])


def _words(item: Item, plan: Plan, complaint: Complaint) -> dict[str, str]:
    """A reassignment is told in words: it has no codes of its own."""
    label = store.book(complaint.rulebook_version).codes.get("change_reasons", {}).get(plan.reason)
    reason = label.zh if label and item.duty == "work" else plan.reason
    return {"officer": plan.successor, "reason": reason, **({"note": plan.note} if plan.note else {})}


def _attempt_each(items: Iterable[Item], by_id: int, attempt: Attempt) -> Iterator[Outcome]:
    """The second duty of a complaint is tried on the version that the first has left. After trouble with the database the
    rest is not tried: each would wait for it as long again."""
    left: dict[str, int] = {}
    trouble: tuple[Text, ...] = ()
    for item in items:
        seen = (
            item
            if item.version is None
            else Item(item.number, item.duty, left.get(item.number, item.version))
        )
        try:
            why = trouble or _attempt(seen, by_id, attempt, left)
        except (DBAPIError, TimeoutError) as error:
            log.error("hand-over failed", error=type(error).__name__)
            why = trouble = (TROUBLE,)
        yield Outcome(item, why)


def _attempt(item: Item, by_id: int, attempt: Attempt, left: dict[str, int]) -> tuple[Text, ...]:
    try:
        with transaction():
            complaint = attempt(item, directory.officer(by_id))
            db.session.flush()
            version = complaint.version
    except Refused as error:
        return error.reasons
    except BadInput as error:
        return tuple(error.fields.values())
    except (NotFound, StaleVersion, UnknownMove) as error:
        return (error.text,)
    left[item.number] = version
    return ()
