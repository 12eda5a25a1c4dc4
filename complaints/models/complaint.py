"""The complaint itself, and the person who brought it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, event, inspect
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaints.infrastructure.database import Key, UTCDateTime, db, only
from complaints.infrastructure.encryption import Sealed, SealedAlike, SealedJson
from complaints.models.consultation import Consultation
from complaints.models.deadline import Deadline, Escalation
from complaints.models.facts import Facts
from complaints.models.handover import Ask, Handover
from complaints.models.kept_out import KeptOut
from complaints.models.organisation import Officer, Unit
from complaints.models.respondent import Respondent
from schemas.names import normal_words
from schemas.phones import Contact

WORKING = "ended_at IS NULL"
UNCLIMBED = f"{WORKING} AND climbed_id IS NULL"
BOARD = {  # by name: the columns of an index, and the complaints in it
    "house_due": (("house_due_at", "id"), f"{UNCLIMBED} AND asked_at IS NULL"),
    "progress_due": (("progress_due_at", "id"), f"{UNCLIMBED} AND asked_at IS NULL"),
    "asked": (("asked_at", "id"), f"{UNCLIMBED} AND asked_at IS NOT NULL"),
    "paused": (("next_due_at", "id"), f"{UNCLIMBED} AND asked_at IS NULL AND pause_reason IS NOT NULL"),
    "climbed": (("climbed_id",), "climbed_id IS NOT NULL"),
    "with_citizen": (
        ("next_due_at", "id"),
        f"{WORKING} AND (pause_reason = 'supplement' OR milestone = 'told')",
    ),
}
KEPT_OUT = "and_(KeptOut.complaint_id == Complaint.id, KeptOut.ended_at.is_(None))"
RUNNING = "and_(Deadline.complaint_id == Complaint.id, Deadline.met_at.is_(None), Deadline.void_at.is_(None))"


class Complaint(Facts, db.Model):  # type: ignore[name-defined,misc]
    """One complaint. The state is changed by `perform` alone; what may be true beside it are rows of their own.

    The database enforces: first responder and answerable person are always set, the answerable person is the first
    responder or the handler, and the officer complained of is none of them (promises 1 and 6).
    """

    __tablename__ = "complaint"
    __table_args__ = (
        CheckConstraint(
            "answerable_id = first_responder_id OR (handler_id IS NOT NULL AND answerable_id = handler_id)",
            name="answerable_is_known",
        ),
        CheckConstraint(
            "respondent_officer_id IS NULL OR (respondent_officer_id <> first_responder_id"
            " AND respondent_officer_id <> answerable_id"
            " AND (handler_id IS NULL OR respondent_officer_id <> handler_id))",
            name="nobody_judges_themselves",
        ),
        CheckConstraint(
            "respondent_unit_id IS NULL OR respondent_unit_id <> unit_id", name="not_held_by_respondent"
        ),
        CheckConstraint(
            "(milestone <> 'ended' OR ended_at IS NOT NULL) AND (milestone = 'ended') = (ends_as IS NOT NULL)",
            name="ends_have_a_time",
        ),
        Index("ix_complaint_next_action", "next_action_at", **only("next_action_at IS NOT NULL")),
        *(
            Index(f"ix_complaint_{name}", f"{name}_id", "next_due_at", "id", **only(WORKING))
            for name in ("answerable", "first_responder", "handler", "unit", "intake_unit", "offered_unit")
        ),
        *(  # "of my unit and those below it" is the beginning of a path
            Index(f"ix_complaint_{name}", name, postgresql_ops={name: "text_pattern_ops"}, **only(WORKING))
            for name in ("unit_path", "intake_path")
        ),
        Index("ix_complaint_duty_offered", "duty_offered_id", **only("duty_offered_id IS NOT NULL")),
        Index("ix_complaint_received", "received_at", "id"),
        Index("ix_complaint_ended", "ended_at", **only("ended_at IS NOT NULL")),
        Index("ix_complaint_due", "next_due_at", "id", **only(WORKING)),
        *(Index(f"ix_complaint_{name}", *columns, **only(which)) for name, (columns, which) in BOARD.items()),
        Index("ix_complaint_respondent_unit", "respondent_unit_id", **only("respondent_unit_id IS NOT NULL")),
        Index(
            "ix_complaint_respondent_officer",
            "respondent_officer_id",
            **only("respondent_officer_id IS NOT NULL"),
        ),
        Index("ix_complaint_set_aside", "id", **only("set_aside_at IS NOT NULL")),
        Index("ix_complaint_escalated", "escalated_at", "id", **only("escalated_at IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    tracking_number: Mapped[str] = mapped_column(unique=True)
    query_code_hash: Mapped[str]
    rulebook_version: Mapped[str] = mapped_column(ForeignKey("rulebook_text.version"))
    version: Mapped[int] = mapped_column(default=1)

    category: Mapped[str]
    channel: Mapped[str]
    urgency: Mapped[str]
    subject: Mapped[str] = mapped_column(Sealed)
    narrative: Mapped[str] = mapped_column(Sealed)
    words: Mapped[str | None] = mapped_column(SealedAlike, deferred=True)  # both as they are looked through
    contactable: Mapped[bool] = mapped_column(default=False)
    restricted: Mapped[bool] = mapped_column(default=False)
    confidential: Mapped[bool] = mapped_column(default=False)
    sender_number: Mapped[str | None] = mapped_column(Sealed)
    sender_due_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    state: Mapped[str]
    milestone: Mapped[str]  # of the state
    ends_as: Mapped[str | None]  # what the end is, of a state that is one
    received_at: Mapped[datetime] = mapped_column(UTCDateTime)
    received_on: Mapped[date | None]  # of a letter: the day it came in, where that was before it was logged
    last_event_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    received_by_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    accepted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(
        UTCDateTime
    )  # its personal data, when its time was over

    first_responder_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    answerable_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    intake_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    intake_path: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    unit_path: Mapped[str]
    offered_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    duty_offered_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    respondent_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    respondent_officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    respondent_name: Mapped[str | None] = mapped_column(Sealed)
    past_handler_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    past_responder_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    recused_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    keeps_out: Mapped[bool] = mapped_column(default=False)  # whether there is any row of `kept_out`
    taking_over_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    refusing_unit_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    returns: Mapped[int] = mapped_column(default=0)
    lapses: Mapped[int] = mapped_column(default=0)
    fresh_hands: Mapped[bool] = mapped_column(default=False)

    supplement_requests: Mapped[int] = mapped_column(default=0)
    extensions: Mapped[int] = mapped_column(default=0)
    pause_reason: Mapped[str | None]
    cycles: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)

    answered_seq: Mapped[int | None]
    outcome: Mapped[str | None]
    findings: Mapped[str | None] = mapped_column(Sealed)
    reply: Mapped[str | None] = mapped_column(Sealed)
    round: Mapped[int] = mapped_column(default=1)
    rework_rounds: Mapped[int] = mapped_column(default=0)
    grade: Mapped[int | None]
    rated_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    verified_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    rate_by: Mapped[datetime | None] = mapped_column(UTCDateTime)
    appeal_by: Mapped[datetime | None] = mapped_column(UTCDateTime)
    appealed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    review_from: Mapped[str | None]  # while a review is open: where the citizen asked for it
    citizen_urged_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    citizen_wrote_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # until those who carry it act
    open_questions: Mapped[list[int] | None] = mapped_column(JSON(none_as_null=True))  # by step, unanswered
    leading_id: Mapped[int | None] = mapped_column(ForeignKey("complaint.id"), index=True)
    leads_others: Mapped[bool] = mapped_column(default=False)
    consulting: Mapped[bool] = mapped_column(
        default=False
    )  # whether a question to others waits for an opinion

    seq: Mapped[int] = mapped_column(default=0)
    head_hash: Mapped[str] = mapped_column(default="")
    checksums: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))  # models/checksums.py
    sums_checksum: Mapped[str | None]  # of all these sums together
    next_due_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    next_action_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    escalated_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    house_due_at: Mapped[datetime | None] = mapped_column(
        UTCDateTime
    )  # these four: complaints/models/list_columns.py
    progress_due_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    asked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    climbed_id: Mapped[int | None] = mapped_column(BigInteger)
    failures: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str | None] = mapped_column(Sealed)
    set_aside_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    complainant: Mapped[Complainant] = relationship(back_populates="complaint", uselist=False)
    respondent_officer: Mapped[Officer | None] = relationship(foreign_keys=[respondent_officer_id])
    first_responder: Mapped[Officer] = relationship(foreign_keys=[first_responder_id])
    answerable: Mapped[Officer] = relationship(foreign_keys=[answerable_id])
    handler: Mapped[Officer | None] = relationship(foreign_keys=[handler_id])
    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    leading: Mapped[Complaint | None] = relationship(
        remote_side=[id], foreign_keys=[leading_id], viewonly=True
    )
    respondents: Mapped[list[Respondent]] = relationship(viewonly=True, order_by="Respondent.id")
    kept_out: Mapped[list[KeptOut]] = relationship(primaryjoin=KEPT_OUT, viewonly=True, order_by="KeptOut.id")
    running: Mapped[list[Deadline]] = relationship(primaryjoin=RUNNING, viewonly=True, order_by="Deadline.id")
    deadlines: Mapped[list[Deadline]] = relationship(viewonly=True, order_by="Deadline.id")
    handovers: Mapped[list[Handover]] = relationship(viewonly=True, order_by="Handover.id")
    asks: Mapped[list[Ask]] = relationship(viewonly=True, order_by="Ask.id")
    consultations: Mapped[list[Consultation]] = relationship(viewonly=True, order_by="Consultation.id")
    escalations: Mapped[list[Escalation]] = relationship(viewonly=True, order_by="Escalation.id")

    __mapper_args__: dict[str, Any] = {"version_id_col": version}


class Complainant(db.Model):  # type: ignore[name-defined,misc]
    """投诉人. Everything that identifies the person is sealed; what must be found again has a hash beside it.

    `contacts` are the numbers as they were given, the fields of `schemas.phones.Contact` each; `phone` is the first of them,
    as it is dialled.
    """

    __tablename__ = "complainant"

    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    anonymous: Mapped[bool] = mapped_column(default=False)
    name: Mapped[str | None] = mapped_column(Sealed)
    name_index: Mapped[str | None] = mapped_column(index=True)
    phone: Mapped[str | None] = mapped_column(Sealed)
    phone_index: Mapped[str | None] = mapped_column(index=True)
    contacts: Mapped[list[dict[str, str]] | None] = mapped_column(SealedJson)
    address: Mapped[str | None] = mapped_column(Sealed)
    identity_number: Mapped[str | None] = mapped_column(Sealed)
    identity_index: Mapped[str | None] = mapped_column(index=True)
    email: Mapped[str | None] = mapped_column(Sealed)
    tell_by: Mapped[str | None]  # how this person wants to be notified
    language: Mapped[str | None]  # in which language: zh where it is empty, or en
    agent: Mapped[dict[str, Any] | None] = mapped_column(
        SealedJson
    )  # who speaks for them: name, relation, phone
    representatives: Mapped[list[dict[str, Any]] | None] = mapped_column(SealedJson)  # of a group
    group_size: Mapped[int | None]

    complaint: Mapped[Complaint] = relationship(back_populates="complainant")

    @property
    def numbers(self) -> list[Contact]:
        return [Contact(**one) for one in self.contacts or ()]

    @property
    def is_reached_by_person(self) -> bool:
        """No number of theirs gets a text, and there is another way: a landline, an address, the phone of their agent."""
        phones = [one.get("phone") for one in (self.agent or {}, *(self.representatives or ()))]
        ways = (self.phone, self.address, self.email, *phones)
        return any(ways) and not any(one.gets_texts for one in self.numbers)


@event.listens_for(Complaint, "before_insert")
@event.listens_for(Complaint, "before_update")
def _keep_words(_: Any, __: Any, complaint: Complaint) -> None:
    """However a complaint is logged or corrected, it is found by what it says."""
    said: Any = inspect(complaint).attrs
    if said.subject.history.has_changes() or said.narrative.history.has_changes():
        complaint.words = normal_words(complaint.subject, complaint.narrative)
