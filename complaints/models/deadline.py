"""Deadlines, and the rungs climbed on them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    and_,
    case,
    cast,
    func,
    or_,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaints.infrastructure.database import Key, UTCDateTime, db, only
from complaints.infrastructure.encryption import Sealed
from complaints.models.organisation import Officer

RUNS = "met_at IS NULL AND void_at IS NULL AND paused_at IS NULL"


class Deadline(db.Model):  # type: ignore[name-defined,misc]
    """A commitment running on one complaint. Limit, basis and due time are frozen when the promise is made (promise 5).

    `cycle` counts the promises of this commitment on this complaint; an extension is a new promise and a new cycle.
    `former` are the clocks of the promises it was made sooner than (limit, due time): they run on beside its own, and the
    soonest of all holds. `breached_at` is the due time that passed while the clock ran: never cleared, whatever follows.
    `counted_with_id` is the promise on another complaint, broken already, that this one goes on with: figures count that one.
    `moved` tells each time the due time was moved later: from, to, reason, at. `unit_id` is the unit it counts at: the one that
    had the work when it was broken, else when it was met; of a promise to take an offer, the one it was made to.
    Met, void (the complaint ended, or a new promise took its place) or running: never two of them.
    """

    __tablename__ = "deadline"
    __table_args__ = (
        UniqueConstraint("complaint_id", "commitment", "cycle"),
        Index(
            "ix_deadline_provisional",
            "due_at",
            postgresql_where=text("provisional AND met_at IS NULL AND void_at IS NULL"),
        ),
        Index("ix_deadline_running", "due_at", "id", **only(RUNS)),
        Index("ix_deadline_promise", "commitment", "due_at", "complaint_id", **only(RUNS)),
        Index("ix_deadline_due", "due_at", "commitment"),  # how well promises were kept since a day
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    commitment: Mapped[str]
    cycle: Mapped[int]
    limit: Mapped[str]
    basis_zh: Mapped[str]
    basis_en: Mapped[str]
    started_at: Mapped[datetime] = mapped_column(UTCDateTime)
    first_due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    provisional: Mapped[bool] = mapped_column(default=False)
    paused_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    breached_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    moved: Mapped[list[dict[str, str]] | None] = mapped_column(JSON(none_as_null=True))
    met_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    met_seq: Mapped[int | None]
    void_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    next_rung: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    unit_id: Mapped[int | None]
    escalation_id: Mapped[int | None]  # of a review duty: the escalation to look at
    counted_with_id: Mapped[int | None]
    part_number: Mapped[
        int | None
    ]  # of a promise of others to those who have the work: which of their parts it is for; of a return to judge: which one
    former: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))

    @property
    def is_running(self) -> bool:
        return self.met_at is None and self.void_at is None

    @property
    def paused(self) -> bool:
        return self.is_running and self.paused_at is not None


DATING = ("supervise", "move_sender_date")  # moves that set a date by hand, in the place of one set before


def fell_at() -> ColumnElement[datetime]:
    """When it counts in figures: where it was broken, or by its first date where another was set in its place."""
    usual = func.coalesce(Deadline.breached_at, Deadline.due_at, type_=UTCDateTime)
    return case((_was_set_again(), Deadline.first_due_at), else_=usual)


def _was_set_again() -> ColumnElement[bool]:
    """A date set by hand was replaced by a later one, broken by then or not."""
    return and_(Deadline.moved.is_not(None), Deadline.moved[(0, "reason")].as_string().in_(DATING))


def _first_date_passed(at: datetime) -> ColumnElement[bool]:
    ended_later = or_(Deadline.void_at.is_(None), Deadline.void_at > Deadline.first_due_at)
    return and_(_was_set_again(), Deadline.first_due_at < at, ended_later)


def fell_due(at: datetime) -> ColumnElement[bool]:
    """Promises that count in figures: they fell due by then, or were broken before anything ended or renewed them."""
    settled = or_(
        Deadline.paused_at.is_(None), Deadline.met_at.is_not(None)
    )  # met while its clock stood: kept
    plain = and_(Deadline.due_at < at, Deadline.void_at.is_(None), settled)
    counted_here = Deadline.counted_with_id.is_(None)  # one breach counts once, where it happened
    return and_(or_(Deadline.breached_at.is_not(None), _first_date_passed(at), plain), counted_here)


def was_broken(at: datetime) -> ColumnElement[bool]:
    """Of those, the ones not kept: met late, not met yet, or ended or renewed after the due time had passed."""
    unmet = and_(Deadline.met_at.is_(None), Deadline.void_at.is_(None), Deadline.paused_at.is_(None))
    met_late = and_(Deadline.met_at > Deadline.due_at, Deadline.paused_at.is_(None))
    not_by_the_first = or_(Deadline.met_at.is_(None), Deadline.met_at > Deadline.first_due_at)
    first_missed = and_(_first_date_passed(at), not_by_the_first)
    late = or_(met_late, and_(unmet, Deadline.due_at < at), first_missed)
    return or_(Deadline.breached_at.is_not(None), late)


EXTENDING = ("grant_extension", "extend_acceptance")


def was_renewed() -> ColumnElement[bool]:
    """An extension moved it: what is kept or broken is a new promise in the place of the first."""
    return or_(*(cast(Deadline.moved, String).contains(move) for move in EXTENDING))


HEIGHTS = ("urge", "notify_leader", "supervision_order", "bulletin")  # acts of rungs, the highest last


def height_of(row: Any) -> tuple[int, int]:
    """Of an escalation: how high its rung is, and of rungs as high, the newest."""
    return (HEIGHTS.index(row.act) if row.act in HEIGHTS else -1), row.id


class Escalation(db.Model):  # type: ignore[name-defined,misc]
    """A rung climbed: once for each deadline, rung and cycle, however many processes sweep, however often (promise 7)."""

    __tablename__ = "escalation"
    __table_args__ = (
        UniqueConstraint("deadline_id", "rung", "cycle"),
        Index("ix_escalation_reviewer", "reviewer_id", "id", **only("reviewed_at IS NULL")),
        Index("ix_escalation_open", "id", postgresql_where=text("reviewed_at IS NULL AND reminder IS FALSE")),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    deadline_id: Mapped[int] = mapped_column(ForeignKey("deadline.id"))
    commitment: Mapped[str]
    rung: Mapped[str]
    cycle: Mapped[int]
    act: Mapped[str]
    reminder: Mapped[bool] = mapped_column(default=False)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    climbed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    late_id: Mapped[int | None] = mapped_column(
        ForeignKey("officer.id")
    )  # who owed what was late, as it climbed
    late_post: Mapped[str | None]  # by which name of the rulebook (`owed_by`)
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    reviewed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    review_act: Mapped[str | None]
    review_note: Mapped[str | None] = mapped_column(Sealed)

    reviewer: Mapped[Officer | None] = relationship(foreign_keys=[reviewer_id], lazy="joined")
    reviewed_by: Mapped[Officer | None] = relationship(foreign_keys=[reviewed_by_id])
