"""Notices owed: rows written with the change that owes them, one for each recipient, each with a key of its own."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from flask import current_app

from complaints.access import restricted_steps
from complaints.access.prepared_queries import Asker
from complaints.access.visibility import not_about
from complaints.infrastructure.database import db
from complaints.infrastructure.encryption import seal
from complaints.models import Complaint, Escalation, Event, Notice, Officer, Unit
from complaints.models.correction import SEALED
from complaints.notifications import citizen_channels, consulted
from complaints.notifications.offered_unit import find_offered_unit_id
from complaints.organisation import post_holders
from workflows.language import CITIZEN

BEFORE = "to_before"  # the word that holds, sealed until it was sent, a number or mail address the citizen had before
ADDRESSES_BEFORE = "addresses before the correction being made"
CODE = "code"  # the word of a notice that holds a sealed query code, until it was sent
CODE_ENDED = "code_ended"  # a notice: the code is no more, and no text brings the citizen a new one
DUTY = "duty"  # a recipient: the officer or post again, by the channel of officers on duty; no inbox shows it twice


def owe(complaint: Complaint, event: Event, tell: tuple[str, ...]) -> None:
    """Owe a notice of this event to each named party, once; no one gets a notice of their own act."""
    rows = {key: row for name in tell for key, row in _rows(complaint, event, name).items()}
    db.session.add_all(rows.values())
    _owe_to_address_before(complaint, event)


def _owe_to_address_before(complaint: Complaint, event: Event) -> None:
    """Notify the old number or mail address of its change as well: the person who asked for it may not be the citizen."""
    before: list[str] = sa.inspect(complaint).info.pop(ADDRESSES_BEFORE, [])
    person = complaint.complainant if before else None
    now = {*(one.number for one in person.numbers), person.email} if person else set()
    address = next((one for one in before if one not in now), None)
    if address is None:
        return
    notice = _notice(complaint, event, recipient="citizen")
    notice.key, notice.words = f"{notice.key}/before", {**notice.words, BEFORE: seal(address)}
    notice.next_try_at = event.at
    db.session.add(notice)


def _rows(complaint: Complaint, event: Event, name: str) -> dict[str, Notice]:
    if name == "citizen":
        return _to_citizens(complaint, event)
    if name in consulted.THOSE_ASKED:
        ids = consulted.officers_told(complaint, event)
        rows = [_notice(complaint, event, recipient="officer", officer_id=one) for one in ids]
        return {one.key: one for one in rows}
    recipient = _recipient(complaint, event, name)
    if recipient is None or recipient.get("officer_id") == (event.by_id or 0):
        return {}
    row = _notice(complaint, event, **recipient)
    return {row.key: row}


def _recipient(complaint: Complaint, event: Event, name: str) -> dict[str, Any] | None:
    """The recipient a name means: a person, or the holders of a role in a unit, found when they read it."""
    people = {
        "first_responder": complaint.first_responder_id,
        "handler": complaint.handler_id,
        "answerable": complaint.answerable_id,
        "successor": complaint.duty_offered_id,
        "taking_over": complaint.taking_over_id,
    }
    if name in people:
        return {"recipient": "officer", "officer_id": people[name]} if people[name] else None
    if name == "offered":
        unit_id = find_offered_unit_id(complaint, event)
        return {"recipient": "unit", "unit_id": unit_id, "role": "officer"} if unit_id else None
    posts = {
        "unit_supervisor": (complaint.unit_id, "unit_supervisor"),
        "intake_supervisor": (complaint.intake_unit_id, "unit_supervisor"),
    }
    if name in ("on_duty", "next_on_duty"):
        on_duty = _on_duty(complaint, event.at, name)
        return {"recipient": "officer", "officer_id": on_duty.id} if on_duty else None
    if name in posts:
        unit_id, role = posts[name]
        on_a_rung = role == "unit_supervisor" and "rung" in event.detail
        leader = find_onlooker(complaint, name) if on_a_rung else None
        if leader is not None and leader.unit_id != unit_id:  # all there have an interest: one level up
            return {"recipient": "officer", "officer_id": leader.id}
        return {"recipient": "unit", "unit_id": unit_id, "role": role}
    officer = _found_by_event(complaint, event, name) or find_onlooker(complaint, name)
    return {"recipient": "officer", "officer_id": officer.id} if officer else None


def _found_by_event(complaint: Complaint, event: Event, name: str) -> Officer | None:
    if name in consulted.THEIR_HEAD:
        return consulted.head_of_asked(complaint, event)
    return _reviewer(complaint, event) if name == "reviewer" else None


def _on_duty(complaint: Complaint, at: datetime, name: str) -> Officer | None:
    """Of the unit that took it in; the next one where the first is called already."""
    unit = db.session.get_one(Unit, complaint.intake_unit_id)
    first = post_holders.duty_officer(unit, at, complaint)
    if name == "on_duty":
        return first
    return post_holders.next_on_duty(unit, at, complaint, past=(first.id,) if first else ())


def once_offered_to(officer: Asker) -> sa.ColumnElement[bool]:
    """Complaints whose call back (`CALLED_BACK`) an officer of the unit gets notices of, though the unit no longer sees them."""
    return sa.and_(Complaint.restricted.is_(False), not_about(officer))


def _reviewer(complaint: Complaint, event: Event) -> Officer | None:
    """The officer whose duty is the review of this rung."""
    of_it = event.detail.get("commitment"), event.detail.get("cycle")
    for duty in complaint.running:
        if duty.escalation_id and (duty.commitment, duty.cycle) == of_it:
            climb = db.session.get(Escalation, duty.escalation_id)
            return climb.reviewer if climb and climb.reviewer and climb.reviewer.active else None
    return None


def find(complaint: Complaint, name: str, past: post_holders.Past = ()) -> Officer | None:
    """The one officer behind a post, free of interest and not in `past`, or the next level up (promise 6)."""
    if name in ("unit_supervisor", "reviewer"):
        return post_holders.leader_of(complaint, complaint.unit_path, past)
    if name == "intake_supervisor":
        return post_holders.leader_of(complaint, complaint.intake_path, past)
    if name == "offered_supervisor":
        return post_holders.leader_of(complaint, _offered_path(complaint), past)
    if name == "last_resort":
        return post_holders.last_resort(complaint, past)
    return post_holders.supervisor_of(complaint, past)


def find_onlooker(complaint: Complaint, name: str) -> Officer | None:
    """The same without the officers who have the work now: notices about them go to others (promise 8)."""
    return find(complaint, name, (complaint.answerable_id, complaint.handler_id))


def owe_review(complaint: Complaint, event: Event, escalation: Escalation) -> None:
    """Owe the new reviewer of this event a notice that reads like the escalation itself."""
    notice = _notice(complaint, event, recipient="officer", officer_id=escalation.reviewer_id)
    notice.key, notice.kind = f"{notice.key}/review-{escalation.id}", "escalate"
    notice.words = {"rung": escalation.rung, "commitment": escalation.commitment}
    db.session.add(notice)


def owe_calls(complaint: Complaint, event: Event, tell: tuple[str, ...], kind: str | None = None) -> None:
    """The same by every channel: beside the usual one by that of the officers on duty, where there is one. `kind` where
    the notice says something else than its event."""
    rows = {key: row for name in tell for key, row in _rows(complaint, event, name).items()}
    calls = list(rows.values())
    if current_app.config["SHOUWEN"].duty_notice_url:
        for row in rows.values():
            whom: dict[str, Any] = {"officer_id": row.officer_id, "unit_id": row.unit_id, "role": row.role}
            calls.append(_notice(complaint, event, recipient=DUTY, **whom))
    for row in calls if kind else ():
        row.kind, row.key = str(kind), f"{row.key}/{kind}"
    db.session.add_all(calls)


def sends_messages(complaint: Complaint) -> bool:
    """Whether a message to the citizen goes to a number or mail address of theirs that gets it."""
    return bool(citizen_channels.addresses(complaint.complainant))


def owe_code(complaint: Complaint, event: Event, code: str) -> None:
    """Send the query code to the citizen's own phone or mail address, sealed until then, where no officer at the window may hand it out."""
    notice = _notice(complaint, event, recipient="citizen")
    if notice.next_try_at is not None:
        notice.key, notice.words = f"{notice.key}/code", {CODE: seal(code)}
        db.session.add(notice)
        db.session.flush()


def ask_to_print_code(complaint: Complaint, event: Event) -> None:
    """The first responder and the leader above, both free of interest: one of them checks who asks, and prints a new code."""
    leader = find(complaint, "intake_supervisor")
    ids = {complaint.first_responder_id, *([leader.id] if leader else [])}
    for officer_id in sorted(ids):
        notice = _notice(complaint, event, recipient="officer", officer_id=officer_id)
        notice.key, notice.kind = f"{notice.key}/code-ended", CODE_ENDED
        db.session.add(notice)


def owe_take_over(complaint: Complaint, event: Event, officer_id: int) -> None:
    """Owe a notice to the successor of a person kept out, whatever step revealed the conflict."""
    notice = _notice(complaint, event, recipient="officer", officer_id=officer_id)
    notice.key, notice.kind = f"{notice.key}/take-over", "keep_out"
    db.session.add(notice)


def _offered_path(complaint: Complaint) -> str:
    offer = complaint.last_work_offer
    return offer.unit.path if offer and offer.unit else complaint.unit_path


def _to_citizens(complaint: Complaint, event: Event) -> dict[str, Notice]:
    """The citizen, and the citizens of the complaints that were joined to this one. What a citizen does is confirmed to
    them alone."""
    if (number := event.detail.get("joined")) is not None:
        told = list(db.session.scalars(sa.select(Complaint).filter_by(tracking_number=number)))
    else:
        told = [complaint]
    if complaint.leads_others and _door(event) is None and not _is_of_one_citizen(event):
        told += db.session.scalars(
            sa.select(Complaint).filter(Complaint.leading_id == complaint.id, Complaint.is_joined)
        )
    rows = [_notice(one, event, recipient="citizen", about=complaint) for one in told if _is_told(one, event)]
    return {row.key: row for row in rows}


def _is_told(complaint: Complaint, event: Event) -> bool:
    """Of a restricted complaint no message says more than its page; what citizens did, their key and their contacts are
    confirmed to them all the same."""
    own = _door(event) is not None or _is_of_one_citizen(event)
    return not complaint.restricted or own or restricted_steps.is_shown(event)


def _is_of_one_citizen(event: Event) -> bool:
    """Their key, what they are asked, or who and where they are: no affair of those whose complaints were joined to this one."""
    changes = event.detail.get("changes", {})
    return event.move in ("reissue_code", "ask_citizen") or (
        event.move == "correct" and all(changed == SEALED for changed in changes.values())
    )


def _door(event: Event) -> str | None:
    """The door of an act in the citizen's name: "web" with their own code, else the way an officer got it."""
    heard = event.detail.get("heard")
    if heard:
        return str(heard["how"])
    return "web" if event.party == CITIZEN.kind and event.move != "receive" else None


def _words(event: Event, recipient: str) -> dict[str, Any]:
    if "rung" in event.detail:
        return {"rung": event.detail["rung"], "commitment": event.detail["commitment"]}
    door = _door(event) if recipient == "citizen" else None
    return {"door": door} if door else {}


def _notice(
    complaint: Complaint, event: Event, *, about: Complaint | None = None, **recipient: Any
) -> Notice:
    whom = "-".join(
        str(recipient[key]) for key in ("recipient", "officer_id", "unit_id", "role") if recipient.get(key)
    )
    source = about or complaint
    key = f"{source.tracking_number}/{event.seq}/{whom}"
    is_of_leading = source is not complaint
    if is_of_leading:
        key = f"{key}/{complaint.tracking_number}"
    return Notice(
        key=key,
        complaint_id=complaint.id,
        about_id=source.id if is_of_leading else None,
        event_seq=event.seq,
        kind=event.move,
        created_at=event.at,
        next_try_at=_first_try(recipient["recipient"], complaint, event.at),
        words=_words(event, recipient["recipient"]),
        **recipient,
    )


def to_administrators(key: str, kind: str, at: datetime, words: dict[str, Any]) -> Notice:
    """A notice of the system to every administrator; it shows nothing of a complaint but its number."""
    return _of_house(key, kind, at, words, recipient="unit", role="admin")


def to_officer(officer_id: int, key: str, kind: str, at: datetime, **words: Any) -> Notice:
    """A notice about no complaint."""
    return _of_house(key, kind, at, words, recipient="officer", officer_id=officer_id)


def _of_house(key: str, kind: str, at: datetime, words: dict[str, Any], **recipient: Any) -> Notice:
    by_mail = bool(current_app.config["SHOUWEN"].officer_notice_url)
    first_try = at.astimezone(UTC) if by_mail else None
    return Notice(key=key, kind=kind, words=words, created_at=at, next_try_at=first_try, **recipient)


def _first_try(recipient: str, complaint: Complaint, at: datetime) -> datetime | None:
    """At once where a channel is set up; otherwise the inbox, or the status page, is the whole delivery."""
    settings = current_app.config["SHOUWEN"]
    url = settings.duty_notice_url if recipient == DUTY else settings.officer_notice_url
    is_sent = complaint.is_sent_messages if recipient == "citizen" else bool(url)
    return at.astimezone(UTC) if is_sent else None
