"""One complaint as its page tells it: read with a constant number of queries, and only if the officer may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import orm, select

from complaints.access.masking import MaskedPerson, mask_fact
from complaints.access.personal_data import may_know_kept_out
from complaints.access.reveals import Shown
from complaints.access.visibility import reachable_by
from complaints.infrastructure.database import db
from complaints.infrastructure.errors import NotFound
from complaints.infrastructure.tracking_numbers import digits_of
from complaints.models import Complaint, Correction, Event, Handover, KeptOut, Officer, Unit
from complaints.organisation import former_names
from workflows.language import Text

MOST_EVENTS = 300

# Moves after which another person is answerable: the latest of them says since when it is so.
_CHANGES_HANDS = ("receive", "sign_for", "answer", "send_back", "reopen", "appeal", "take_first_responder")


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of an offer. `step`: taken, returned, lapsed or withdrawn."""

    step: str
    officer_id: int | None
    at: datetime
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the chain of responsibility. `kind`: first (took it in), work or duty (offered on); `is_now` where
    the responsibility lies at present."""

    kind: str
    unit_id: int | None
    officer_id: int | None
    at: datetime
    reason: str | None = None
    designated: bool = False
    answer: Answer | None = None
    is_now: bool = False

    @property
    def step(self) -> str:
        return self.kind if self.kind == "first" else (self.answer.step if self.answer else "offered")


@dataclass(frozen=True, slots=True)
class People:
    """Officers and units by id, for everybody named on a page."""

    officers: dict[int, Officer]
    units: dict[int, Unit]
    past: former_names.Past = field(default_factory=former_names.Past)

    def unit_at(self, at: datetime, unit_id: int | None, officer: Officer | None = None) -> Text:
        """The unit of a step, or that of its officer, by the name it had then."""
        known = unit_id or (self.past.unit_id_of(officer.id, at) if officer else None)
        unit = self.units.get(known or 0) or (officer.unit if officer else None)
        return Text("", "") if unit is None else self.past.name_of(unit, at)


def read(number: str, officer: Officer, at: datetime | None = None) -> Complaint:
    """Raises NotFound for what is not there, or not for this officer to see (with a time: as a deputy then, too)."""
    query = (
        select(Complaint)
        .filter(Complaint.tracking_number == digits_of(number), reachable_by(officer, at))
        .options(
            *(orm.joinedload(getattr(Complaint, name)) for name in ("complainant", "unit", "respondents"))
        )
        .options(*(orm.selectinload(getattr(Complaint, name)) for name in ("deadlines", "handovers", "asks")))
        .options(orm.selectinload(Complaint.escalations))
    )
    complaint: Complaint | None = db.session.scalars(query).unique().one_or_none()
    if complaint is None:
        raise NotFound
    running = [row for row in complaint.deadlines if row.is_running]
    orm.attributes.set_committed_value(complaint, "running", running)
    if complaint.keeps_out:
        orm.attributes.set_committed_value(complaint, "kept_out", _kept_out_with_names(complaint.id))
    return complaint


def _kept_out_with_names(complaint_id: int) -> list[KeptOut]:
    query = select(KeptOut).filter_by(complaint_id=complaint_id, ended_at=None).order_by(KeptOut.id)
    return list(db.session.scalars(query.options(orm.joinedload(KeptOut.officer))))


def kept_out(complaint: Complaint, officer: Officer) -> list[KeptOut]:
    """Persons kept out now, for officers who may know: each once, with the first reason."""
    if not complaint.keeps_out or not may_know_kept_out(complaint, officer):
        return []
    first: dict[int, KeptOut] = {}
    for row in sorted(complaint.kept_out, key=lambda row: (row.reach, row.id)):
        first.setdefault(row.officer_id, row)
    return list(first.values())


def history(complaint: Complaint, after: int = 0) -> list[Event]:
    """The newest first; `after` is the number of the last step already seen."""
    query = select(Event).filter(Event.complaint_id == complaint.id, Event.seq > after)
    query = query.options(orm.joinedload(Event.officer).options(orm.lazyload(Officer.unit)))
    return list(db.session.scalars(query.order_by(Event.seq.desc()).limit(MOST_EVENTS)))


def held_since(complaint: Complaint, events: Sequence[Event]) -> datetime:
    """Since when the answerable person is who it is; `events` newest first. What is returned before it was taken
    changes nothing: until then the giver was answerable (promise 2)."""
    changes = (event.at for event in events if _changed_hands(event))
    return next(changes, complaint.received_at)


def _changed_hands(event: Event) -> bool:
    return event.move in _CHANGES_HANDS or (event.move == "return" and event.party == "handler")


def chain(complaint: Complaint, events: Sequence[Event]) -> list[Link]:
    """The chain of responsibility, oldest first: who took it in, then each offer with its one answer."""
    links = [Link("first", complaint.intake_unit_id, _first_holder(complaint), complaint.received_at)]
    given_back = [event for event in reversed(events) if event.move == "return"]
    for row in complaint.handovers:
        if row.step == "offered":
            links.append(_link(row, _answer(complaint, row, given_back)))
    return _with_now(complaint, links)


def _first_holder(complaint: Complaint) -> int:
    """The first officer who gave the first responder's duty away had it from the start."""
    duties = [row.giver_id for row in complaint.handovers if row.kind == "duty"]
    return duties[0] if duties else complaint.first_responder_id


def _link(row: Handover, answer: Answer | None) -> Link:
    return Link(row.kind, row.unit_id, row.officer_id, row.at, row.reason, row.designated, answer)


def _answer(complaint: Complaint, offer: Handover, given_back: Sequence[Event]) -> Answer | None:
    """A handler may give back work already taken: the history holds that, not the hand-overs."""
    rows = [row for row in complaint.handovers if (row.kind, row.round) == (offer.kind, offer.round)]
    last = rows[-1]
    if last is offer:
        return None
    if last.step == "taken" and offer.kind == "work":
        later = (event for event in given_back if event.by_id == last.officer_id and event.at > last.at)
        event = next(later, None)
        if event is not None:
            return Answer("returned", event.by_id, event.at, event.detail.get("reason"))
    return Answer(last.step, last.officer_id if last.step == "taken" else last.by_id, last.at, last.reason)


def _with_now(complaint: Complaint, links: list[Link]) -> list[Link]:
    """Mark the link of the answerable person: the last they took, else where it was taken in."""
    if complaint.ended_at is not None:
        return links
    kind = "work" if complaint.answerable_id == complaint.handler_id else "duty"
    taken = [
        place
        for place, link in enumerate(links)
        if link.kind == kind and link.answer and link.answer.step == "taken"
    ]
    place = taken[-1] if taken else 0
    return [*links[:place], replace(links[place], is_now=True), *links[place + 1 :]]


def people_of(complaint: Complaint, links: Sequence[Link]) -> People:
    """Everybody on the page, and what their units were called when."""
    officer_ids = {link.officer_id for link in links} | {row.by_id for row in complaint.asks}
    officer_ids |= {link.answer.officer_id for link in links if link.answer}
    officer_ids |= {complaint.first_responder_id, complaint.answerable_id, complaint.handler_id}
    officer_ids |= {complaint.respondent_officer_id, complaint.received_by_id}
    officer_ids |= {row.officer_id for row in complaint.respondents if row.cleared_at is None}
    unit_ids = {link.unit_id for link in links} | set(complaint.refusing_unit_ids)
    unit_ids |= {complaint.unit_id, complaint.intake_unit_id, complaint.respondent_unit_id}
    past = former_names.past_of((), officer_ids - {None})
    unit_ids |= {post.unit_id for posts in past.posts.values() for post in posts}
    units, names = former_names.units_with_names(unit_ids - {None})
    query = select(Officer).filter(Officer.id.in_(officer_ids - {None}))
    officers = {row.id: row for row in db.session.scalars(query)}
    complaint.note_posts(officers.values(), past.posts)
    return People(officers, units, replace(past, names=names))


def corrected(
    complaint: Complaint, events: Sequence[Event], person: Shown
) -> dict[tuple[int, str], tuple[str | None, str | None]]:
    """The values before and after each correction, by step and field, as much as is shown of the person. Only for readers
    who may know the person."""
    if not any("changes" in event.detail for event in events):
        return {}
    rows = db.session.scalars(select(Correction).filter_by(complaint_id=complaint.id))
    told = mask_fact if isinstance(person, MaskedPerson) else _whole
    return {
        (row.event_seq, row.field): (told(row.field, row.before), told(row.field, row.after)) for row in rows
    }


def _whole(_: str, value: str | None) -> str | None:
    return value
