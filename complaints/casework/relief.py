"""A person newly kept out of a complaint loses what they hold of it at once: the next level up takes over (promise 6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import inspect

from complaints.casework import handovers
from complaints.commitments import deadlines
from complaints.commitments.calendar import current as current_calendar
from complaints.infrastructure.database import db
from complaints.infrastructure.errors import WorkError
from complaints.models import Complaint, Event, KeptOut, Officer
from complaints.models.kept_out import ALL
from complaints.notifications import notices
from complaints.organisation import conflicts, post_holders, respondents
from complaints.rulebooks import store
from workflows.guards.handing_over import keeps_the_channel
from workflows.language import Act, Milestone, Text
from workflows.parties import OFFICER

ROWS_CHANGED = "rows of who is kept out changed in the step being made"
SUCCESSORS = "who took over in the step being made"
NOBODY_FREE = Text(
    "没有与此件无利害关系的人可以接手，请先报上级机关或纪检监察组。",
    "Nobody free of interest is left to take it over; turn to the superior body or the discipline team first.",
)
MOST_NAMED = 40
NAMING = ("name_respondent", "report_error")


def follow(complaint: Complaint, act: Act, beside: conflicts.Change | None = None) -> dict[str, Any]:
    """Settle who the present respondents keep out, and take what they hold to the next level up. Returns the detail of the
    event, with what has changed `beside`. An effect calls it, once it has changed the rows of respondents."""
    about, beside = respondents.respondents_of(complaint), beside or conflicts.Change()
    change = conflicts.recompute(complaint, act.at, about)
    ended = [*beside.ended, *change.ended]
    return carry(complaint, act, conflicts.Change([*beside.added, *change.added], ended))


def carry(complaint: Complaint, act: Act, change: conflicts.Change) -> dict[str, Any]:
    """The rest of it, where the change of rows is known already. Raises WorkError where no one is left to take over."""
    handed = _hand_up(complaint, act)
    handovers.settle_answerable(complaint)
    if change.added:
        db.session.flush()  # first no one kept out holds it: the database refuses the rows otherwise
        db.session.add_all(change.added)
    respondents.write_short_form(complaint)  # the database lets no respondent hold it
    if change:
        inspect(complaint).info[ROWS_CHANGED] = True
    return _told_of(complaint, change) | handed


def _told_of(complaint: Complaint, change: conflicts.Change) -> dict[str, Any]:
    """For the ledger: persons by username; those who only judge nothing, by their number. Who is kept out for another reason
    still is not free."""
    names = usernames([*change.added, *change.ended])
    kept = [_told(row, names) for row in change.added if row.reach == ALL]
    below = sum(row.reach != ALL for row in change.added)
    still = complaint.kept_out_ids
    free = {row.officer_id for row in change.ended if row.reach == ALL or not _is_below(complaint, row)}
    freed = sorted(names[one] for one in free - still)
    return {
        **({"kept_out": kept[:MOST_NAMED]} if kept else {}),
        **({"kept_out_in_all": len(kept)} if len(kept) > MOST_NAMED else {}),
        **({"kept_from_judging": below} if below else {}),
        **({"kept_out_no_more": freed[:MOST_NAMED]} if freed else {}),
    }


def _is_below(complaint: Complaint, row: KeptOut) -> bool:
    return row.officer_id in complaint.kept_from_judging_ids


def changed_rows(complaint: Complaint) -> bool:
    """Whether the step being made began or ended rows, also those of officers who are kept out for another reason."""
    return bool(inspect(complaint).info.pop(ROWS_CHANGED, False))


def _told(row: Any, names: dict[int, str]) -> dict[str, Any]:
    told = {"officer": names[row.officer_id], "reason": row.reason}
    return {**told, "provisional": True} if row.provisional else told


def usernames(rows: list[Any]) -> dict[int, str]:
    ids = {row.officer_id for row in rows}
    query = db.select(Officer.id, Officer.username).filter(Officer.id.in_(ids))
    return {row.id: row.username for row in db.session.execute(query)} if ids else {}


def is_needed(complaint: Complaint) -> bool:
    """A person kept out still holds something of it, or the work has neither handler nor offer."""
    if complaint.ended_at is not None:
        return False
    return is_stranded(complaint) or (complaint.keeps_out and any(_held_wrongly(complaint)))


def is_stranded(complaint: Complaint) -> bool:
    nobody = complaint.handler_id is None and complaint.offered_unit_id is None
    return complaint.milestone == Milestone.IN_WORK and nobody


def _held_wrongly(complaint: Complaint) -> Iterator[bool]:
    out, below = complaint.kept_out_ids, complaint.kept_from_judging_ids
    yield complaint.first_responder_id in out or complaint.duty_offered_id in out | below
    yield _is_told_from_below(complaint) or _is_kept_below_in_channel(complaint)
    yield complaint.handler_id in out | below
    if complaint.offered_unit_id is not None:
        yield _is_offered_wrongly(complaint)


def _is_told_from_below(complaint: Complaint) -> bool:
    """An officer below those complained of does not deliver the answer, where another can."""
    if complaint.milestone != Milestone.ANSWERED:
        return False
    if complaint.first_responder_id not in complaint.kept_from_judging_ids:
        return False
    past = [complaint.first_responder_id]
    return post_holders.leader_of(complaint, complaint.intake_path, past) is not None


def _is_kept_below_in_channel(complaint: Complaint) -> bool:
    """An officer of the channel below who is or may be complained of cannot pass it on: there is no other channel."""
    if not complaint.restricted or complaint.first_responder_id not in complaint.kept_from_judging_ids:
        return False
    return post_holders.last_resort(complaint, [complaint.first_responder_id]) is not None


def _is_offered_wrongly(complaint: Complaint) -> bool:
    offer = complaint.work_offer
    if offer is None:
        return False
    named = offer.officer_id in complaint.kept_out_ids | complaint.kept_from_judging_ids
    return named or complaint.shuts_out(offer.unit)


def _hand_up(complaint: Complaint, act: Act) -> dict[str, Any]:
    """The handler last: while it is worked on they are answerable, and the clock of taking over is for their successor. What
    is joined to another is in no hands; but who is complained of does not stand as its holder either."""
    in_hands = complaint.ended_at is None or act.move in NAMING
    if not in_hands or not complaint.keeps_out:
        return {}
    out, below = complaint.kept_out_ids, complaint.kept_from_judging_ids
    _withdraw_offers(complaint, act)
    handed: dict[str, str] = {}
    in_channel = _is_kept_below_in_channel(complaint)
    if complaint.first_responder_id in out or in_channel or _is_told_from_below(complaint):
        handed["first_responder"] = _hand_up_duty(complaint, act)
    if complaint.handler_id in out | below:
        handed["handler"] = _hand_up_work(complaint, act)
    return {"handed_up": handed} if handed else {}


def _withdraw_offers(complaint: Complaint, act: Act) -> None:
    shut = complaint.kept_out_ids | complaint.kept_from_judging_ids
    if complaint.duty_offered_id in shut:
        handovers.answer_offer(complaint, act, "duty", "withdrawn")
        _void(complaint, act, "duty_signing")
    if complaint.offered_unit_id is not None and _is_offered_wrongly(complaint):
        handovers.answer_offer(complaint, act, "work", "withdrawn")
        _void(complaint, act, "signing")


def _void(complaint: Complaint, act: Act, commitment: str) -> None:
    deadlines.void_all([row for row in complaint.running if row.commitment == commitment], act.at)


def _hand_up_duty(complaint: Complaint, act: Act) -> str:
    past = (complaint.first_responder_id,)
    successor = _next_up(
        complaint, complaint.intake_path, past, lambda one: keeps_the_channel(complaint, one)
    )
    handovers.pass_duty(complaint, replace(act, words={}), successor)
    _start_clock(complaint, act, successor)
    return successor.username


def _hand_up_work(complaint: Complaint, act: Act) -> str:
    """Hand the work to the leader of its unit, or the next level up, who may give it to another officer."""
    past = (complaint.handler_id, *(complaint.past_handler_ids if complaint.fresh_hands else ()))
    first = (complaint.first_responder_id,)
    successor = _next_up(complaint, complaint.unit_path, (*past, *first), lambda one: OFFICER in one.roles)
    handovers.pass_work(complaint, replace(act, words={}), successor)
    _start_clock(complaint, act, successor)
    return successor.username


def _next_up(complaint: Complaint, path: str, past: post_holders.Past, fit: Any) -> Officer:
    """An officer free of interest, fit for the part if there is one; else the first found. Raises WorkError."""
    anybody: Officer | None = None
    passed = [one for one in past if one is not None]
    while found := post_holders.leader_of(complaint, path, passed):
        if fit(found):
            return found
        anybody = anybody or found
        passed.append(found.id)
    if anybody is None:
        raise WorkError(NOBODY_FREE)
    return anybody


def _start_clock(complaint: Complaint, act: Act, successor: Officer) -> None:
    """A duty of the successor's own; the event of the step notifies them."""
    complaint.taking_over_id = successor.id
    inspect(complaint).info.setdefault(SUCCESSORS, []).append(successor.id)
    book = store.book(complaint.rulebook_version)
    commitment = book.commitments.get("take_over")
    if commitment is None:  # rules published before
        return
    promise = book.promise(complaint.category, "take_over", complaint.urgency)
    deadlines.void_all([row for row in complaint.running if row.commitment == "take_over"], act.at)
    due = current_calendar.calendar().due(act.at, promise.limit)
    deadlines.start(complaint, commitment, act.at, (str(promise.limit), promise, due))


def tell_successors(complaint: Complaint, event: Event) -> None:
    successors: list[int] = inspect(complaint).info.pop(SUCCESSORS, [])
    for officer_id in dict.fromkeys(successors):
        notices.owe_take_over(complaint, event, officer_id)


def note_taken_up(complaint: Complaint, act: Act) -> None:
    """The successor has acted, or no longer has it."""
    if complaint.taking_over_id is not None and complaint.deadline("take_over") is None:
        complaint.taking_over_id = None
        db.session.flush()
