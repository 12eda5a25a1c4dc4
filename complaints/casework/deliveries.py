"""Delivery of the messages owed to the citizen: it meets the promise to tell. A message that reaches no number gives
the first responder the duty to ring (promises 4, 5 and 9)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter

import sqlalchemy as sa
import structlog

from complaints.casework import joined_citizens, joining, moves
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.errors import told_of
from complaints.models import Complaint, Deadline, Event, Notice
from complaints.models.deadline import RUNS
from complaints.notifications import delivery, fallback
from complaints.rulebooks import store
from workflows.language import SYSTEM, Act, Commitment

CONFIRMED_BY = {"telling": "confirm_told", "feedback": "confirm_feedback"}  # promises a delivery keeps
NOT_REACHED, RING, FEEDBACK = "not_reached", "ring", "feedback"
BY_MESSAGE = ("told_by_message_or_person", "told_by_message")  # the second in rules published before


@dataclass
class Outcome:
    """Of the messages of one complaint: the promises they kept, when and of which joined citizen, and since when one cannot
    be delivered."""

    kept: list[tuple[str, datetime, Complaint | None]] = field(default_factory=list)
    unreached_at: datetime | None = None
    waiting: int = 0

    @property
    def is_all_delivered(self) -> bool:
        return len(self.kept) == self.waiting


def deliver_and_record(now: delivery.Clock) -> delivery.Tally:
    """Send what is owed, then write down on each complaint what was delivered and what cannot be."""
    tally = delivery.deliver(now)
    for complaint_id in _waiting():
        try:
            with transaction():
                record_outcome(moves.take_by_id(complaint_id), now())
        except Exception as error:  # one complaint stops no other, and is looked at again next time
            structlog.get_logger().error(
                "delivery not recorded", complaint=complaint_id, error=told_of(error)
            )
    return tally


def _waiting() -> list[int]:
    """Complaints with a promise to tell that a message could have settled since it was made."""
    since = Deadline.started_at
    settled = sa.or_(
        Notice.delivered_at >= since, Notice.dead_at >= since, Notice.attempts >= fallback.FAILED_OFTEN
    )
    whose = sa.select(Complaint.id).filter(
        sa.or_(Complaint.id == Deadline.complaint_id, Complaint.leading_id == Deadline.complaint_id)
    )
    told = sa.exists().where(Notice.complaint_id.in_(whose), Notice.recipient == "citizen", settled)
    query = sa.select(Deadline.complaint_id).distinct().where(sa.text(RUNS), told)
    with transaction():
        return list(db.session.scalars(query.filter(Deadline.commitment.in_(CONFIRMED_BY))))


def record_outcome(complaint: Complaint, at: datetime) -> None:
    """Inside a transaction, with the complaint locked. Rules published before know nothing of deliveries."""
    if NOT_REACHED not in store.book(complaint.rulebook_version).moves:
        return
    outcome = _outcome(complaint, at)
    words = {"all_delivered": outcome.is_all_delivered}
    for commitment, kept_at, joined in sorted(outcome.kept, key=itemgetter(1)):
        of_whom = words if joined is None else {**words, "joined": joined}
        moves.perform(
            complaint, Act(CONFIRMED_BY[commitment], SYSTEM, _not_before(complaint, kept_at), of_whom)
        )
    failed_at = outcome.unreached_at
    if failed_at is not None and not _was_rung_since(complaint, failed_at):
        moves.perform(complaint, Act(NOT_REACHED, SYSTEM, _not_before(complaint, failed_at), {}))


def _outcome(complaint: Complaint, at: datetime) -> Outcome:
    waiting = [row for row in complaint.running if row.commitment in CONFIRMED_BY and row.is_running]
    owed = [(row, citizen) for row in waiting for citizen in _citizens(complaint, row)]
    found = Outcome(waiting=len(owed))
    for row, citizen in owed:
        messages = _messages(complaint, row, citizen)
        died = [one.dead_at for one in messages if one.dead_at is not None]
        died += [at for one in messages if one.dead_at is None and _is_refused(one)]
        delivered = [one.delivered_at for one in messages if one.delivered_at is not None]
        by_message = citizen is not None or not _some_are_told_by_person(complaint)
        if messages and len(delivered) == len(messages) and by_message:
            joined = citizen if citizen is not complaint else None
            found.kept.append((row.commitment, max(delivered), joined))
        if died:
            found.unreached_at = max([*died, *filter(None, [found.unreached_at])])
    return found


def _citizens(complaint: Complaint, row: Deadline) -> list[Complaint | None]:
    """The answer reaches each citizen of joined complaints for themselves. What else is told is told to all of them: None."""
    if row.commitment != FEEDBACK or not complaint.leads_others:
        return [complaint if row.commitment == FEEDBACK else None]
    waiting = complaint.still_to_reach
    own = [complaint] if None in waiting else []
    return [*own, *(one for one in joined_citizens.joined_to(complaint.id) if one.id in waiting)]


def _messages(complaint: Complaint, row: Deadline, citizen: Complaint | None) -> list[Notice]:
    """Messages to one citizen, or to all of the group, since the promise was made. One without a channel is only on their
    page."""
    kinds = _kinds(store.book(complaint.rulebook_version).commitments[row.commitment])
    ids = [citizen.id] if citizen else [complaint.id, *joining.joined_to(complaint)]
    query = sa.select(Notice).filter(
        Notice.complaint_id.in_(ids),
        Notice.recipient == "citizen",
        Notice.kind.in_(kinds),
        Notice.created_at >= _since(complaint, row),
        sa.or_(
            *(column.is_not(None) for column in (Notice.next_try_at, Notice.delivered_at, Notice.dead_at))
        ),
    )
    return list(db.session.scalars(query))


def _some_are_told_by_person(complaint: Complaint) -> bool:
    joined = joined_citizens.joined_to(complaint.id) if complaint.leads_others else []
    return any(one.must_be_told and not one.is_sent_messages for one in (complaint, *joined))


def _since(complaint: Complaint, row: Deadline) -> datetime:
    """When the promise was made; of the answer, when it was given, though a review taken back made the promise again."""
    if row.commitment != FEEDBACK or complaint.answered_seq is None:
        return row.started_at
    answered = sa.select(Event.at).filter_by(complaint_id=complaint.id, seq=complaint.answered_seq)
    return min(row.started_at, db.session.scalars(answered).one())


def _is_refused(notice: Notice) -> bool:
    """It failed again and again while others got theirs: not the channel is down, this number takes nothing."""
    if notice.delivered_at is not None or notice.attempts < fallback.FAILED_OFTEN:
        return False
    others = sa.select(Notice.id).filter(
        Notice.recipient == "citizen", Notice.complaint_id != notice.complaint_id
    )
    return (
        db.session.scalars(others.filter(Notice.delivered_at > notice.created_at).limit(1)).first()
        is not None
    )


def _kinds(commitment: Commitment) -> set[str]:
    """The moves whose message counts: those that make the promise, and the feedback itself."""
    by_message = {cue.move for cue in commitment.starts if cue.when in BY_MESSAGE}
    return by_message | {cue.move for cue in commitment.met_by if cue.when == "each_was_told_directly"}


def _was_rung_since(complaint: Complaint, at: datetime) -> bool:
    """A call is owed already, or one was made after the message had failed."""
    ends = sa.func.coalesce(Deadline.met_at, Deadline.void_at)
    since = sa.select(Deadline.id).filter(
        Deadline.complaint_id == complaint.id, Deadline.commitment == RING, sa.or_(ends.is_(None), ends >= at)
    )
    return db.session.scalars(since.limit(1)).first() is not None


def _not_before(complaint: Complaint, at: datetime) -> datetime:
    """Other steps may have been made since; no clock was wrong."""
    return max(at, complaint.last_event_at or at)
