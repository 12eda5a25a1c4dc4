"""The ledger: every step is an event, chained to the one before it, so that a changed past shows.

hash = SHA-256 over the canonical JSON (sorted keys, no spaces, UTF-8) of the event's words, its traces where it has any,
the tracking number and the hash of the event before it ("" before the first). The complaint keeps the newest hash as
`head_hash`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound

from complaints.casework import checksum_verification, ledger_snapshot
from complaints.casework.event_hash import digest_of, hash_of
from complaints.infrastructure.database import db
from complaints.infrastructure.errors import RulebookAltered
from complaints.models import Complaint, Erasure, Escalation, Event, Officer, Unit
from complaints.rulebooks import store
from workflows.language import CITIZEN, SYSTEM, Act, Step

ANSWER = ("outcome", "findings", "reply")
OUTSIDERS = (CITIZEN.kind, SYSTEM.kind)
_HEAD = (
    Complaint.head_hash,
    Complaint.seq,
    Complaint.state,
    Complaint.answered_seq,
    *(getattr(Complaint, name) for name in (*ANSWER, *ledger_snapshot.HANDS)),
)
_DERIVED = (Complaint.milestone, Complaint.ends_as, Complaint.rulebook_version)


_OF_AN_EVENT = (
    "seq",
    "move",
    "party",
    "by_name",
    "at",
    "from_state",
    "to_state",
    "note",
    "detail",
    "traces",
    "hash",
)


CLOCK_BEHIND = "clock_behind_seconds"


def record(complaint: Complaint, act: Act, step: Step, extra: dict[str, Any]) -> Event:
    """Write the event of a step, and move the complaint's head to it."""
    complaint.seq += 1
    event = Event(
        complaint_id=complaint.id,
        seq=complaint.seq,
        move=step.move.name,
        party=step.party.value,
        by_id=act.by.id,
        by_name=act.by.username if isinstance(act.by, Officer) else act.by.kind,
        at=act.at.astimezone(UTC),
        from_state=step.from_state,
        to_state=step.to_state,
        note=str(act.words.get("note") or ""),
        detail=_plain(act.words) | extra,
        traces=ledger_snapshot.left_by_step(complaint),
    )
    event.hash = hash_of(event, complaint.tracking_number, complaint.head_hash)
    complaint.head_hash, complaint.last_event_at = event.hash, event.at
    db.session.add(event)
    return event


def _plain(words: Any) -> dict[str, Any]:
    """The words of an act as JSON can hold them: rows by the name people know them under."""
    plain = {key: _named(value) for key, value in words.items() if key not in ("note", "change", "instead")}
    return {key: value for key, value in plain.items() if value is not None}


def _named(value: Any) -> Any:
    if isinstance(value, Officer):
        return value.username
    if isinstance(value, Unit):
        return value.code
    if isinstance(value, Complaint):
        return value.tracking_number
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.id if isinstance(value, Escalation) else value


def kept_digest(complaint: Complaint) -> str:
    return digest_of(events_of(complaint), complaint.tracking_number)


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where a complaint's chain does not hold."""

    tracking_number: str
    seq: int
    what: str


class Head(NamedTuple):
    """The complaint's own columns: the head of its chain, and values that the chain repeats."""

    hash: str
    seq: int
    state: str
    answered_seq: int | None
    answer: tuple[str | None, ...]
    hands: ledger_snapshot.Hands


class Read(NamedTuple):
    """Of several complaints by id: their events in order, and the rows that the events speak of."""

    events: dict[int, list[sa.Row[Any]]]
    rows: dict[int, ledger_snapshot.Rows]
    erased: dict[int, Erasure]


def events_of(complaint: Complaint) -> list[Event]:
    """The oldest first."""
    return list(db.session.scalars(sa.select(Event).filter_by(complaint_id=complaint.id).order_by(Event.seq)))


def newest_at() -> datetime | None:
    """When the newest step of all was made."""
    return db.session.execute(sa.select(Event.at).order_by(Event.id.desc()).limit(1)).scalar()


def heads() -> sa.Select[Any]:
    """Complaints with what a `head_of` them is made of."""
    return sa.select(Complaint.id, Complaint.tracking_number, *_HEAD, *_DERIVED)


def head_of(row: Any) -> Head:
    answer, hands = (tuple(getattr(row, name) for name in names) for names in (ANSWER, ledger_snapshot.HANDS))
    return Head(row.head_hash, row.seq, row.state, row.answered_seq, answer, hands)


def breaks() -> Iterator[tuple[int, Break | None]]:
    """Walk every complaint, oldest first: (events read, its first break or None)."""
    after = 0
    while rows := page(after):
        yield from checked(rows)
        after = rows[-1].id


def page(after: int) -> Sequence[Any]:
    query = heads().filter(Complaint.id > after).order_by(Complaint.id)
    return db.session.execute(query.limit(checksum_verification.PAGE)).all()


def page_of(complaint_id: int) -> Sequence[Any]:
    return db.session.execute(heads().filter_by(id=complaint_id)).all()


def checked(rows: Sequence[Any]) -> Iterator[tuple[int, Break | None]]:
    """The chain of each, and then its rows against their checksums."""
    ids = [row.id for row in rows]
    wrong, read = checksum_verification.wrong_tables(ids), _read(ids)
    for row in rows:
        fault = break_of(row.id, row.tracking_number, head_of(row), read)
        if fault is None and row.id in wrong:
            fault = Break(row.tracking_number, row.seq, changed_rows(wrong[row.id]))
        if fault is None and not _is_of_its_state(row):
            fault = Break(row.tracking_number, row.seq, "the milestone is not the one of the state")
        yield row.seq, fault


def _is_of_its_state(row: Any) -> bool:
    """True where the rules are gone or altered: that is a break of its own."""
    try:
        state = store.book(row.rulebook_version).states[row.state]
    except (RulebookAltered, NoResultFound):
        return True
    return bool((row.milestone, row.ends_as) == (state.milestone, state.ends_as))


def changed_rows(table: str) -> str:
    return f"rows of {table} are not as they were written"


def breaks_beside_complaints() -> list[Break]:
    """Rulebooks, calendar and office hours, which many complaints rest on."""
    return [Break("-", 0, changed_rows(table)) for table in checksum_verification.wrong_in_organisation()]


def gaps() -> Iterator[tuple[str, int, int]]:
    """Steps taken while the clock was behind, whose time is that of the step before: number, step, seconds behind. No break,
    but no record either of when they really happened."""
    named = sa.cast(Event.detail, sa.String).contains(CLOCK_BEHIND)
    query = sa.select(Complaint.tracking_number, Event.seq, Event.detail).join_from(Event, Complaint)
    for number, seq, detail in db.session.execute(query.where(named).order_by(Event.complaint_id, Event.seq)):
        if CLOCK_BEHIND in detail:
            yield number, seq, int(detail[CLOCK_BEHIND])


def break_of(complaint_id: int, number: str, head: Head, read: Read) -> Break | None:
    """Work goes on while the ledger is read: a mismatch is read again until it fits, or no longer changes."""
    newest, fresh = heads().filter_by(id=complaint_id), False
    while fault := _first_break(complaint_id, number, head, read):
        now = head_of(db.session.execute(newest).one())
        if fresh and head == now:
            return fault
        head, read, fresh = now, _read([complaint_id]), True
    return None


def _first_break(complaint_id: int, number: str, head: Head, read: Read) -> Break | None:
    before, seq, state, told = "", 0, head.state, ledger_snapshot.Told()
    events, erased = read.events.get(complaint_id, []), read.erased.get(complaint_id)
    if erased and not _is_erased_as_told(events, number, erased):
        return Break(number, erased.until_seq, "words are gone that no erasure speaks of, or changed since")
    for event in events:
        seq += 1
        if event.seq != seq:
            return Break(number, seq, "an event is missing")
        whole = (erased is not None and seq <= erased.until_seq) or hash_of(
            event, number, before
        ) == event.hash
        if not whole or not _is_by(event):
            return Break(number, seq, "the event was changed")
        if seq == head.answered_seq and head.answer != tuple(event.detail.get(name) for name in ANSWER):
            return Break(number, seq, "the answer is not the one that was given")
        told.hear(event.traces)
        told.hear_rung(event)
        before, state = event.hash, event.to_state
    if seq != head.seq or before != head.hash:
        return Break(number, seq + 1, "events are missing at the end")
    rows = read.rows.get(complaint_id, ledger_snapshot.Rows())
    if erased:  # their reasons are gone; the rows count into the sums
        told.steps = {name: rows.steps.get(name, digest) for name, digest in told.steps.items()}
    missed = "the state is not the one it came to" if state != head.state else told.missed(rows, head.hands)
    return Break(number, seq, missed) if missed else None


def _is_erased_as_told(events: Sequence[sa.Row[Any]], number: str, erased: Erasure) -> bool:
    left = [event for event in events if event.seq <= erased.until_seq]
    return erased.finished_at is not None and digest_of(left, number) == erased.kept_sha256


def _read(ids: Sequence[int]) -> Read:
    """The same few statements however many complaints there are."""
    columns = [getattr(Event, name) for name in _OF_AN_EVENT]
    query = sa.select(Event.complaint_id, *columns, Officer.username).outerjoin(
        Officer, Officer.id == Event.by_id
    )
    found: dict[int, list[sa.Row[Any]]] = defaultdict(list)
    for row in db.session.execute(query.filter(Event.complaint_id.in_(ids)).order_by(Event.seq)):
        found[row.complaint_id].append(row)
    gone = db.session.scalars(sa.select(Erasure).filter(Erasure.complaint_id.in_(ids)))
    return Read(found, ledger_snapshot.rows_of(ids), {row.complaint_id: row for row in gone})


def _is_by(event: sa.Row[Any]) -> bool:
    """The person shown is the one whose name was chained."""
    return event.by_name == event.username if event.username else event.by_name in OUTSIDERS
