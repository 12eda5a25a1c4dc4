"""What citizen and officers wrote to each other about one complaint, in order: one thread, read on both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from complaints.casework import joined_citizens
from complaints.casework.event_detail import hidden_from
from complaints.infrastructure.database import db
from complaints.models import Attachment, Complaint, Event, Officer, Unit
from complaints.organisation import former_names
from complaints.rulebooks import store
from workflows.engine import label_of_party
from workflows.language import Act, Party, Step, Text

FROM_CITIZEN = ("add", "supplement", "answer_question")
TO_CITIZEN = ("ask_supplement", "ask_citizen")
MOVES = FROM_CITIZEN + TO_CITIZEN
CARRYING = (Party.FIRST_RESPONDER, Party.HANDLER)


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that came with it: which of the items asked for it is, if it is one."""

    row: Attachment
    item: int | None


@dataclass(frozen=True, slots=True)
class Message:
    """One thing written. `unit` and `role` say who wrote it, for a citizen without a name; `joined` whose citizen it was.
    `unanswered` when the complaint ended: nothing waits then."""

    seq: int
    at: datetime
    from_citizen: bool
    unit: Text | None
    role: Text
    recorded: bool
    words: str
    items: tuple[str, ...] = ()
    files: tuple[Enclosed, ...] = ()
    answers: tuple[str, ...] = ()
    waits: bool = False
    unanswered: bool = False
    joined: str | None = None


def note_act(complaint: Complaint, act: Act, step: Step) -> None:
    """What the citizen wrote is no longer new once those who carry the complaint do something of their own."""
    if step.party in CARRYING and "heard" not in act.words and act.move not in FROM_CITIZEN:
        complaint.citizen_wrote_at = None


def of_citizen(complaint: Complaint, events: Sequence[Event]) -> list[Message]:
    """`events` are the public ones. Of a group each citizen reads only what is theirs."""
    own = [
        one
        for one in events
        if one.move in MOVES and (one.complaint_id != complaint.id or one.detail.get("joined") is None)
    ]
    return _messages(complaint, sorted(own, key=lambda one: (one.at, one.seq)))


def of_officer(complaint: Complaint, officer: Officer, known: Sequence[Event] = ()) -> list[Message]:
    """Of a leading complaint with what the citizens of joined ones wrote; of a joined one with what was written there for it.
    `known` are its steps that were read already: where these are all, they are not read again."""
    events = _written(complaint, known)
    hidden = hidden_from(officer, events)
    mine = [one for one in events if _is_of(complaint, one) and one.detail.get("joined") not in hidden]
    return _messages(complaint, mine)


def _written(complaint: Complaint, known: Sequence[Event]) -> list[Event]:
    if not complaint.is_joined and len(known) == complaint.seq:
        return sorted((one for one in known if one.move in MOVES), key=lambda one: (one.at, one.seq))
    query = sa.select(Event).filter(Event.move.in_(MOVES), _about(complaint))
    return list(db.session.scalars(query.order_by(Event.at, Event.seq)))


def _about(complaint: Complaint) -> sa.ColumnElement[bool]:
    ids = {complaint.id, complaint.leading_id} - {None} if complaint.is_joined else {complaint.id}
    return Event.complaint_id.in_(ids)


def _is_of(complaint: Complaint, event: Event) -> bool:
    return event.complaint_id == complaint.id or event.detail.get("joined") == complaint.tracking_number


def waiting(messages: Sequence[Message]) -> list[Message]:
    """Questions the citizen has still to answer, the oldest first."""
    return [one for one in messages if one.waits]


def _messages(complaint: Complaint, events: Sequence[Event]) -> list[Message]:
    files, units = _files(events), _units(events)
    asked = {(one.complaint_id, one.seq): one.detail.get("question") for one in events}
    open_ids, is_over = _open_questions(complaint, events), _is_over(complaint)
    book = store.book(complaint.rulebook_version)
    return [
        Message(
            seq=one.seq,
            at=one.at,
            from_citizen=one.move in FROM_CITIZEN,
            unit=units.get(one.id),
            role=label_of_party(book, Party.CITIZEN if one.move in FROM_CITIZEN else one.party),
            recorded="heard" in one.detail,
            words=one.note if one.move in FROM_CITIZEN else str(one.detail.get("question") or one.note),
            items=tuple(str(item) for item in one.detail.get("items") or ()),
            files=_enclosed(one, files),
            answers=_answered(one, asked),
            waits=one.id in open_ids and not is_over,
            unanswered=one.id in open_ids and is_over,
            joined=one.detail.get("joined") if one.complaint_id == complaint.id else None,
        )
        for one in events
    ]


def _open_questions(complaint: Complaint, events: Sequence[Event]) -> set[int]:
    """By event. Steps that asked a citizen of a joined complaint are counted on the leading one."""
    of_joined = joined_citizens.joined_to(complaint.id) if complaint.leads_others else []
    numbers = {one.tracking_number: set(one.open_questions or ()) for one in (complaint, *of_joined)}
    counted_on = complaint.leading_id if complaint.is_joined else complaint.id
    return {
        one.id
        for one in events
        if one.move == "ask_citizen"
        and one.complaint_id == counted_on
        and one.seq in numbers.get(str(one.detail.get("joined") or complaint.tracking_number), ())
    }


def _is_over(complaint: Complaint) -> bool:
    """A joined complaint has ended by itself, and goes on with the leading one."""
    carried_on = complaint.leading if complaint.is_joined else complaint
    return carried_on is None or carried_on.ended_at is not None


def _answered(event: Event, asked: dict[tuple[int, int], str | None]) -> tuple[str, ...]:
    found = (asked.get((event.complaint_id, seq)) for seq in event.detail.get("answers") or ())
    return tuple(one for one in found if one)


def _files(events: Sequence[Event]) -> dict[int, Attachment]:
    """Without their contents."""
    ids = {one["id"] for event in events for one in event.detail.get("files") or ()}
    query = sa.select(Attachment).filter(Attachment.id.in_(ids))
    return {row.id: row for row in db.session.scalars(query)} if ids else {}


def _enclosed(event: Event, files: dict[int, Attachment]) -> tuple[Enclosed, ...]:
    told = event.detail.get("files") or ()
    return tuple(Enclosed(files[one["id"]], one.get("item")) for one in told if one["id"] in files)


def _units(events: Sequence[Event]) -> dict[int, Text]:
    """By event of an officer: the name of the unit they were in then, or are in now where that is not known."""
    asked = {one.id: (one.by_id, one.at) for one in events if one.by_id and one.move in TO_CITIZEN}
    ids = {officer_id for officer_id, _ in asked.values()}
    if not ids:
        return {}
    posts = former_names.past_of((), ids)
    rows = db.session.execute(sa.select(Officer.id, Officer.unit_id).filter(Officer.id.in_(ids)))
    now: dict[int, int] = {row.id: row.unit_id for row in rows}
    of = {key: posts.unit_id_of(officer_id, at) or now[officer_id] for key, (officer_id, at) in asked.items()}
    units = {one.id: one for one in db.session.scalars(sa.select(Unit).filter(Unit.id.in_(of.values())))}
    return {event_id: units[unit_id].name for event_id, unit_id in of.items()}
