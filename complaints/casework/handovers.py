"""Offering the work or the first responder's duty, and answering an offer (promises 1, 2, 3)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from complaints.casework import ledger_snapshot
from complaints.commitments.calendar import current as current_calendar
from complaints.infrastructure.database import db
from complaints.models import Complaint, Handover, Officer, Unit, list_columns
from complaints.organisation import absences, post_holders
from complaints.rulebooks import store
from workflows.guards.handing_over import keeps_the_channel
from workflows.language import Act, Party
from workflows.parties import OFFICER, is_kept_out, may_judge


def offer_work(complaint: Complaint, act: Act, *, designated: bool = False) -> Handover:
    """Open a handover of the work. Until it is taken nothing changes about who is answerable."""
    unit = act.words["unit"]
    book = store.book(complaint.rulebook_version)
    window = book.promise(complaint.category, "return_window", complaint.urgency)
    return_by = current_calendar.calendar().due(act.at, window.limit).at
    offer = Handover(kind="work", unit_id=unit.id, designated=designated, return_by=return_by)
    offer.giver_id = complaint.answerable_id
    _open(complaint, act, offer)
    complaint.offered_unit_id = unit.id
    return offer


def offer_duty(complaint: Complaint, act: Act) -> None:
    """Offer the first responder's duty to a person; until it is taken it stays where it is."""
    offer = Handover(kind="duty", giver_id=complaint.first_responder_id, designated=False)
    _open(complaint, act, offer)
    complaint.duty_offered_id = offer.officer_id


def _open(complaint: Complaint, act: Act, offer: Handover) -> None:
    name = f"handover of {offer.kind}"
    complaint.cycles = {**complaint.cycles, name: complaint.cycles.get(name, 0) + 1}
    officer = act.words.get("officer")
    offer.complaint_id, offer.round, offer.step = complaint.id, complaint.cycles[name], "offered"
    offer.officer_id = _addressee(complaint, offer, officer, act) if officer else None
    offer.by_id, offer.at = act.by.id, act.at
    offer.reason = act.words.get("reason") or act.words.get("note")
    _write(complaint, offer)


def _addressee(complaint: Complaint, offer: Handover, officer: Officer, act: Act) -> int | None:
    """The officer named. While away, their deputy may take the work as well, and a deputy's deputy in their place; the
    duty goes to the deputy. Where the deputy may not take it, the work is offered to the whole unit, and the duty to the
    officer named all the same: it lapses to its present holder."""
    line = absences.in_place_of(officer, act.at)
    if not line:
        return officer.id
    there = line[-1]
    fit = there.active and OFFICER in there.roles and may_judge(complaint, there)
    if offer.kind == "duty":
        fit = fit and there.id != complaint.first_responder_id and keeps_the_channel(complaint, there)
        return there.id if fit else officer.id
    if not fit or there.unit_id != offer.unit_id:
        return None
    return officer.id if there is line[0] else there.id


def answer_offer(complaint: Complaint, act: Act, kind: str, step: str) -> Handover | None:
    """Close the open offer: taken, returned, lapsed or withdrawn. None when there is no open one."""
    offer = complaint.work_offer if kind == "work" else complaint.duty_offer
    if offer is None:
        return None
    row = _step_after(offer, act, step)
    _write(complaint, row)
    if kind == "work":
        complaint.offered_unit_id = None
    else:
        complaint.duty_offered_id = None
    return offer


def withdraw_offers(complaint: Complaint, act: Act) -> None:
    """A complaint that ends leaves no offer open. The two columns spare reading hand-overs where there is none."""
    if complaint.offered_unit_id is not None:
        answer_offer(complaint, act, "work", "withdrawn")
    if complaint.duty_offered_id is not None:
        answer_offer(complaint, act, "duty", "withdrawn")


def _step_after(offer: Handover, act: Act, step: str) -> Handover:
    return Handover(
        complaint_id=offer.complaint_id,
        kind=offer.kind,
        round=offer.round,
        step=step,
        unit_id=offer.unit_id,
        officer_id=act.by.id if step == "taken" else offer.officer_id,
        giver_id=offer.giver_id,
        by_id=act.by.id,
        at=act.at,
        designated=offer.designated,
        reason=act.words.get("reason"),
    )


def _write(complaint: Complaint, row: Handover) -> None:
    """Rows already read of this complaint stay complete without reading them again."""
    db.session.add(row)
    ledger_snapshot.note(complaint, row)
    if "handovers" in complaint.__dict__:
        complaint.handovers.append(row)


def take_work(complaint: Complaint, officer: Officer) -> None:
    complaint.handler_id = officer.id
    if officer.id in complaint.past_handler_ids:
        list_columns.note_asked(complaint)  # what they asked for before waits again
    else:
        complaint.past_handler_ids = [*complaint.past_handler_ids, officer.id]
    hold(complaint, officer.unit_id, officer.unit_path)


def give_back_work(complaint: Complaint) -> None:
    """The work has no handler again: it is with the first responder, whose unit holds it."""
    complaint.handler_id = None
    hold(complaint, complaint.intake_unit_id, complaint.intake_path)


def take_duty(complaint: Complaint, officer: Officer) -> None:
    was_answerable = complaint.answerable_id == complaint.first_responder_id
    complaint.past_responder_ids = [*complaint.past_responder_ids, complaint.first_responder_id]
    held_here = complaint.unit_id == complaint.intake_unit_id and complaint.handler_id is None
    complaint.first_responder_id = officer.id
    complaint.intake_unit_id, complaint.intake_path = officer.unit_id, officer.unit_path
    if was_answerable and complaint.handler_id != complaint.answerable_id:
        complaint.answerable_id = officer.id
    if held_here:
        hold(complaint, officer.unit_id, officer.unit_path)


def follow_first_responder(complaint: Complaint, act: Act) -> dict[str, str]:
    """After the end of a complaint its first responder may be gone, in another post, or in the unit complained of. The duty
    then goes to the officer on duty where it was taken in, as a hand-over on the record: no one is there to offer it."""
    holder = db.session.get_one(Officer, complaint.first_responder_id)
    may_be = set(store.book(complaint.rulebook_version).roles[Party.FIRST_RESPONDER.value])
    if holder.active and may_be & set(holder.roles) and not is_kept_out(complaint, holder):
        return {}
    unit = db.session.get_one(Unit, complaint.intake_unit_id)
    follower = post_holders.duty_officer(unit, act.at, complaint) or post_holders.last_resort(complaint)
    if follower is None:
        return {}
    pass_duty(complaint, replace(act, words={}), follower)
    return {"first_responder": follower.username}


def pass_duty(complaint: Complaint, act: Act, follower: Officer) -> None:
    """The first responder's duty goes to a person at once: both steps of the hand-over are on the record."""
    if complaint.duty_offered_id is not None:
        answer_offer(complaint, act, "duty", "withdrawn")
    offer = Handover(kind="duty", giver_id=complaint.first_responder_id, designated=True)
    _open(complaint, act, offer)
    offer.officer_id = follower.id
    _write(complaint, _taken_by(offer, act, follower))
    db.session.flush()  # the database lets the first responder change only after the handover was taken
    take_duty(complaint, follower)


def pass_work(complaint: Complaint, act: Act, follower: Officer) -> None:
    """The same with the work. What their unit may do with it is as it was, where it had it before (promise 3)."""
    if complaint.offered_unit_id is not None:
        answer_offer(complaint, act, "work", "withdrawn")
    before = complaint.last_work_offer
    words = {"unit": follower.unit, "officer": follower}
    offer = offer_work(complaint, replace(act, words=words), designated=True)
    offer.officer_id = follower.id
    if before is not None and before.unit_id == follower.unit_id:
        offer.designated, offer.return_by = before.designated, before.return_by
    _write(complaint, _taken_by(offer, act, follower))
    complaint.offered_unit_id = None
    take_work(complaint, follower)


def _taken_by(offer: Handover, act: Act, officer: Officer) -> Handover:
    taken = _step_after(offer, act, "taken")
    taken.officer_id = officer.id
    return taken


def hold(complaint: Complaint, unit_id: int, path: str) -> None:
    complaint.unit_id, complaint.unit_path = unit_id, path


def settle_answerable(complaint: Complaint) -> None:
    """Who is answerable follows from the state: the handler while it is worked on, once there is one; otherwise the
    first responder. An offer changes nothing about it until it is taken (promise 2)."""
    state = store.book(complaint.rulebook_version).states[complaint.state]
    if state.is_end:
        return
    handler_id = complaint.handler_id if state.answerable is Party.HANDLER else None
    complaint.answerable_id = complaint.first_responder_id if handler_id is None else handler_id


def note_refusal(complaint: Complaint, offer: Any) -> None:
    complaint.refusing_unit_ids = [*complaint.refusing_unit_ids, offer.unit_id]
