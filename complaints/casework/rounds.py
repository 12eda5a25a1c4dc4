"""Rounds of answer, notice, rating and new request. A later round changes nothing in an earlier one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import aliased

from complaints.infrastructure.database import db
from complaints.models import Complaint, Event, Officer, RoundRecord
from complaints.models.facts import REVIEWS
from complaints.models.round_record import ANSWER, FEEDBACK, RATING, REVIEW, REVIEW_WITHDRAWN
from workflows.language import Act, Milestone
from workflows.parties import may_judge

_COPIED = (
    "unit_id",
    "unit_path",
    "handler_id",
    "fresh_hands",
    "rework_rounds",
    "round",
    "answered_seq",
    "grade",
)
_OPENED = "rounds"  # among the cycles: the last round opened, withdrawn or not
_TIMES = ("ended_at", "rated_at", "verified_at", "appeal_by", "rate_by")


@dataclass
class Round:
    """One round as it is shown. `ratings` oldest first: the last one counts."""

    number: int
    review: Row[Any] | None = None
    withdrawn: Row[Any] | None = None
    answer: Row[Any] | None = None
    feedback: Row[Any] | None = None
    ratings: list[Row[Any]] = field(default_factory=list)

    @property
    def rating(self) -> Row[Any] | None:
        """The rating of the complaint's own citizen; joined complaints have their own beside it."""
        own = [row for row in self.ratings if row.of_id is None]
        return own[-1] if own else None


def add(complaint: Complaint, act: Act, kind: str, **words: Any) -> RoundRecord:
    """A record of the present round, in the name of the event that this move becomes."""
    row = RoundRecord(
        complaint_id=complaint.id,
        round=complaint.round,
        kind=kind,
        event_seq=complaint.seq + 1,
        at=act.at,
        by_id=act.by.id,
        **words,
    )
    db.session.add(row)
    return row


def open_next(complaint: Complaint, act: Act) -> None:
    """A review begins: the next round, which keeps what the complaint was before."""
    before = {name: getattr(complaint, name) for name in _COPIED}
    before |= {name: _written(getattr(complaint, name)) for name in _TIMES}
    complaint.round = complaint.cycles.get(_OPENED, complaint.round) + 1
    complaint.cycles = {**complaint.cycles, _OPENED: complaint.round}
    joined = act.words.get("joined")
    add(complaint, act, REVIEW, before=before, of_id=joined.id if joined else None)


def asked_by(complaint_id: int, round_number: int) -> int | None:
    """The joined complaint whose citizen asked for the review of this round; None for the citizen of the complaint itself."""
    query = select(RoundRecord.of_id).filter_by(complaint_id=complaint_id, round=round_number, kind=REVIEW)
    return db.session.scalars(query).first()


def take_back(complaint: Complaint, act: Act) -> None:
    """The citizen withdraws the request for a review: the complaint is what it was before, and the right to ask is that
    citizen's again."""
    query = select(RoundRecord).filter_by(complaint_id=complaint.id, round=complaint.round, kind=REVIEW)
    review = db.session.scalars(query).one()
    before = review.before or _from_before_it_was_kept(complaint, review)
    add(complaint, act, REVIEW_WITHDRAWN, before={"unit_id": complaint.unit_id})
    for name in _COPIED:
        setattr(complaint, name, before[name])
    for name in _TIMES:
        setattr(complaint, name, before[name] and datetime.fromisoformat(before[name]))
    _answer_as_before(complaint)
    complaint.answerable_id = complaint.first_responder_id
    own = db.session.get_one(Complaint, review.of_id) if review.of_id else complaint
    own.cycles = {**own.cycles, REVIEWS: max(own.reviews_asked - 1, 0)}
    own.appealed_at, complaint.review_from = _asked_before(own, complaint, review), None
    _leave_out_the_kept_out(complaint)


def _asked_before(own: Complaint, complaint: Complaint, review: RoundRecord) -> datetime | None:
    """When this citizen asked for the first review, where the second one is taken back."""
    if not own.reviews_asked:
        return None
    its_event = (Event.complaint_id == RoundRecord.complaint_id) & (Event.seq == RoundRecord.event_seq)
    query = select(RoundRecord.at).join(Event, its_event).order_by(RoundRecord.id.desc()).limit(1)
    query = query.filter(RoundRecord.complaint_id == complaint.id, RoundRecord.id < review.id)
    query = query.filter(RoundRecord.of_id.is_not_distinct_from(review.of_id))
    return db.session.scalars(query.filter(Event.move == "appeal")).first()


def _from_before_it_was_kept(complaint: Complaint, review: RoundRecord) -> dict[str, Any]:
    """Of a review asked for under an older program: the answer stays as it was, the grade in its own round."""
    query = select(RoundRecord).filter_by(complaint_id=complaint.id, round=review.round - 1, kind=RATING)
    rating = db.session.scalars(query.order_by(RoundRecord.id.desc()).limit(1)).first()
    answers = select(RoundRecord.event_seq).filter_by(complaint_id=complaint.id, kind=ANSWER)
    answers = answers.filter_by(round=review.round - 1).order_by(RoundRecord.id.desc())
    kept: dict[str, Any] = {"answered_seq": db.session.scalars(answers.limit(1)).first()}
    kept |= {"handler_id": None, "fresh_hands": False, "rework_rounds": 0, "round": review.round - 1}
    kept |= {"unit_id": complaint.intake_unit_id, "unit_path": complaint.intake_path}
    kept |= {"grade": rating.grade if rating else None, "rated_at": _written(rating.at if rating else None)}
    ended_at = review.at if complaint.review_from == Milestone.ENDED else None
    return {**dict.fromkeys(_TIMES), **kept, "ended_at": _written(ended_at)}


def _answer_as_before(complaint: Complaint) -> None:
    """The event of an answer holds its words."""
    query = select(Event.detail).filter_by(complaint_id=complaint.id, seq=complaint.answered_seq)
    words = db.session.execute(query).scalar_one_or_none() or {}
    for name in ("outcome", "findings", "reply"):
        setattr(complaint, name, words.get(name))


def _leave_out_the_kept_out(complaint: Complaint) -> None:
    """Holders of that time may be kept out by now (promise 6)."""
    handler = db.session.get(Officer, complaint.handler_id) if complaint.handler_id else None
    if handler is not None and may_judge(complaint, handler):
        return
    complaint.handler_id = None
    complaint.unit_id, complaint.unit_path = complaint.intake_unit_id, complaint.intake_path


def _written(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


_PLACES = {ANSWER: "answer", FEEDBACK: "feedback", REVIEW: "review", REVIEW_WITHDRAWN: "withdrawn"}


def rounds_of(complaint: Complaint) -> list[Round]:
    """Every round, the first one first; the words are read from the ledger."""
    found: dict[int, Round] = {}
    for row in db.session.execute(_records_of(complaint)):
        one = found.setdefault(row.round, Round(row.round))
        if row.kind == RATING:
            one.ratings.append(row)
        else:
            setattr(one, _PLACES[row.kind], row)
    return [found[number] for number in sorted(found)]


@cache
def _joined() -> Any:
    """Made once: a new alias adapts every column of the table."""
    return aliased(Complaint)


def _records_of(complaint: Complaint) -> Select[Any]:
    joined = _joined()
    its_event = (Event.complaint_id == RoundRecord.complaint_id) & (Event.seq == RoundRecord.event_seq)
    own = [getattr(RoundRecord, name) for name in ("round", "kind", "at", "grade", "outcome", "of_id")]
    query = select(*own, joined.tracking_number.label("of_number"))
    query = query.add_columns(Event.move, Event.by_name, Event.note, Event.detail)
    still_joined = (joined.id == RoundRecord.of_id) & (joined.leading_id == complaint.id)
    query = query.join(Event, its_event).outerjoin(joined, still_joined)
    return query.filter(RoundRecord.complaint_id == complaint.id).order_by(RoundRecord.event_seq)


def last_grade(rounds: list[Round]) -> int | None:
    """The citizen's last grade, in a round that was not taken back."""
    grades = [one.rating.grade for one in rounds if one.rating and not one.withdrawn]
    return grades[-1] if grades else None
