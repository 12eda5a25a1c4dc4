"""Delivering what is owed, outside any transaction, by any number of workers at once.

A worker claims a page for two minutes and commits, sends, and then marks what was accepted. A worker that dies leaves
its claim behind; when that is over, another takes the notice up. So each message is sent at least once: after a crash
between sending and marking it is sent again, under the same key (header X-Shouwen-Key), by which a receiver knows it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from complaints.infrastructure.database import db, end_reading, transaction
from complaints.models import Notice
from complaints.notifications import channels, fallback, phone_quota
from complaints.notifications.notices import BEFORE, CODE
from complaints.notifications.recipients import Letter, letters

PAGE = 20
LEASE = timedelta(minutes=2)
ONE_SEND = timedelta(minutes=1)  # nothing is sent that might outlast the claim
MOST_ATTEMPTS = 21  # over three days
NO_NUMBER = "no number that gets texts"
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)

ENOUGH = "enough messages to this number today"

Clock = Callable[[], datetime]


@dataclass
class Tally:
    """Notices: accepted by a channel, put off, given up."""

    sent: int = 0
    failed: int = 0
    dead: int = 0


@dataclass(frozen=True)
class Claim:
    token: str
    until: datetime
    notice_ids: tuple[int, ...]


@dataclass(frozen=True)
class Attempt:
    """The result of one notice: the recipients it reached, and the error, if any. No personal data."""

    reached: tuple[int, ...]
    trouble: str | None
    final: bool = False  # no further attempt can do better


def deliver(now: Clock) -> Tally:
    """Send everything owed when this call began. `now` is asked often, for a channel may be slow."""
    tally, began = Tally(), now()
    while (claim := _claim(began, now())).notice_ids:
        for notice_id in claim.notice_ids:
            if now() > claim.until - ONE_SEND:
                break  # a free process takes the rest when the claim is over
            _deliver_one(notice_id, claim.token, now, tally)
    return tally


def _claim(owed_by: datetime, at: datetime) -> Claim:
    free = sa.or_(Notice.leased_until.is_(None), Notice.leased_until < at)
    owed = sa.select(Notice.id).filter(Notice.next_try_at <= owed_by, free)
    page = owed.order_by(Notice.next_try_at, Notice.id).limit(PAGE).with_for_update(skip_locked=True)
    token, until = secrets.token_hex(8), at.astimezone(UTC) + LEASE
    with transaction() as session:
        notice_ids = tuple(session.scalars(page))
        if notice_ids:
            mine = sa.update(Notice).filter(Notice.id.in_(notice_ids))
            session.execute(mine.values(lease=token, leased_until=until))
    return Claim(token, until, notice_ids)


def _deliver_one(notice_id: int, token: str, now: Clock, tally: Tally) -> None:
    spent = phone_quota.is_spent(notice_id, now())
    attempt = Attempt((), ENOUGH, final=True) if spent else _attempt(notice_id, token)
    with transaction() as session:
        mine = sa.select(Notice).filter_by(id=notice_id, lease=token).with_for_update()
        notice = session.scalars(mine).one_or_none()
        if notice is None:
            return  # the claim was over and another process has it
        notice.lease = notice.leased_until = None
        if attempt.trouble is None:
            _mark_delivered(notice, now())
            tally.sent += bool(attempt.reached)
        else:
            _put_off(notice, attempt, now())
            tally.failed += 1
            tally.dead += notice.dead_at is not None


def _attempt(notice_id: int, token: str) -> Attempt:
    reached: list[int] = []
    trouble: str | None = None
    try:
        found = _read(notice_id, token)
        if found is None:
            return Attempt((), NO_NUMBER, final=True)
        for letter in found:
            refused = _send(letter)
            trouble = refused or trouble
            reached += [] if refused else [letter.to]
    except Exception as error:
        trouble = type(error).__name__  # its words might hold what was sealed
    return Attempt(tuple(reached), trouble)


def _read(notice_id: int, token: str) -> list[Letter] | None:
    """Read the letters to send, and leave no transaction open. None for a citizen whom no channel can reach."""
    try:
        notice = db.session.scalars(sa.select(Notice).filter_by(id=notice_id, lease=token)).one_or_none()
        found = letters(notice) if notice else []
        unreachable = notice is not None and notice.recipient == "citizen" and not notice.words.get("reached")
        return None if unreachable and not found else found
    finally:
        end_reading()
        db.session.expunge_all()


def _send(letter: Letter) -> str | None:
    try:
        channels.send(letter.url, letter.message.title, letter.message.body)
    except channels.ChannelFailed as trouble:
        return str(trouble)
    return None


def _mark_delivered(notice: Notice, at: datetime) -> None:
    notice.delivered_at, notice.next_try_at, notice.last_error = at, None, None
    notice.words = {name: word for name, word in notice.words.items() if name not in (CODE, BEFORE)}


def _put_off(notice: Notice, attempt: Attempt, at: datetime) -> None:
    """Try again after 1, 2, 4, 8 … minutes, then every six hours; after three days it is a dead letter, and a person is
    asked to ring."""
    notice.attempts += 1
    notice.last_error = attempt.trouble
    notice.words = {**notice.words, "reached": [*notice.words.get("reached", []), *attempt.reached]}
    fallback.report_channel(notice, at)
    if attempt.final or notice.attempts >= MOST_ATTEMPTS:
        notice.dead_at, notice.next_try_at = at, None
        fallback.ask_to_ring(notice, at)
    else:
        wait = min(FIRST_WAIT * 2 ** (notice.attempts - 1), LONGEST_WAIT)
        notice.next_try_at = at + wait


def retry(key: str, at: datetime) -> bool:
    """Owe a dead letter again. Inside a transaction. False where there is no such dead letter."""
    dead = sa.select(Notice).filter(Notice.key == key, Notice.dead_at.is_not(None)).with_for_update()
    notice = db.session.scalars(dead).one_or_none()
    if notice is None:
        return False
    notice.dead_at, notice.attempts, notice.next_try_at = None, 0, at
    return True


def dead_letters(limit: int = 200) -> list[Notice]:
    """The newest first."""
    query = sa.select(Notice).filter(Notice.dead_at.is_not(None)).order_by(Notice.dead_at.desc(), Notice.id)
    return list(db.session.scalars(query.limit(limit)))
