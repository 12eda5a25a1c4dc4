"""What the rulebook asks of a complaint row: the answers to `workflows.case.Case` that need more than a column."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any, cast

from flask import current_app
from sqlalchemy import ColumnElement, inspect
from sqlalchemy.ext.hybrid import hybrid_property

from complaints.models.call_back_facts import CallBackFacts
from complaints.models.citizen_days import CitizenDays
from complaints.models.consultation_facts import ConsultationFacts
from complaints.models.interest_facts import InterestFacts
from complaints.models.part_holders import PartHolders
from complaints.models.return_facts import ReturnFacts
from workflows.calendar import SHANGHAI
from workflows.case import CitizenRating
from workflows.language import Act, Category, Ending, Milestone

if TYPE_CHECKING:
    from complaints.models.deadline import Deadline, Escalation
    from complaints.models.handover import Ask, Handover

REVIEWS = "reviews"  # among the cycles: how many the citizen has asked for
# The one promise the work is done under at a time.
WORK_PROMISES = ("handling", "rework", "appeal_review", "second_review")
OF_THE_HANDLER = ("extension", "suspension")  # asked for by the officer who has the work


class Facts(CallBackFacts, CitizenDays, ConsultationFacts, InterestFacts, PartHolders, ReturnFacts):
    id: Any
    milestone: Any
    ends_as: Any
    handler_id: Any
    seq: Any
    first_responder_id: Any
    answerable_id: Any
    taking_over_id: Any
    duty_offered_id: Any
    past_handler_ids: Any
    past_responder_ids: Any
    recused_ids: Any
    running: Any
    handovers: Any
    asks: Any
    escalations: Any
    category: Any
    grade: Any
    rated_at: Any
    appealed_at: Any
    cycles: Any
    contactable: Any
    leads_others: Any
    complainant: Any
    round: Any
    rulebook_version: Any
    received_at: Any
    received_on: Any

    def late_ids(self, escalation: Any) -> set[int]:
        """Holders when its rungs were climbed and when it fell due: an officer who handed the work on since was still late."""
        same = [row for row in self.escalations if row.deadline_id == escalation.deadline_id]
        ids = {row.late_id for row in (*same, escalation)}
        if escalation.late_post in ("handler", "answerable"):
            ids.add(self._held_at("work", escalation.due_at) or self._held_at("duty", escalation.due_at))
            ids |= self._took_part_ids
        elif escalation.late_post == "first_responder":
            ids.add(self._held_at("duty", escalation.due_at))
        elif escalation.late_post == "reviewer":  # the act they still owe answers the reminders of it too
            ids -= set(self.review_duty_ids)
        return ids - {None}

    def was_late(self, officer_id: Any, at: datetime) -> bool:
        """With any promise of it: a rung of it was climbed, or it is overdue."""
        from complaints.rulebooks import store  # the cache of rulebooks reads rows itself

        climbed = (row for row in self.escalations if not row.reminder)
        if any(officer_id in self.late_ids(row) for row in climbed):
            return True
        commitments = store.book(self.rulebook_version).commitments
        overdue = (row for row in self.running if row.is_running and not row.paused_at and row.due_at < at)
        return any(officer_id == self.post_held(commitments[row.commitment].owed_by) for row in overdue)

    @property
    def _took_part_ids(self) -> set[int]:
        """Second investigators: they had a part in an answer, never took the work, and review none of its lateness."""
        taken = {row.officer_id for row in self.handovers if row.kind == "work" and row.step == "taken"}
        return set(self.past_handler_ids) - taken

    def _held_at(self, kind: str, at: datetime) -> int | None:
        """From the hand-overs; what was given back before then does not count. The duty has a holder from the start."""
        steps = [row for row in self.handovers if row.kind == kind]
        taken = [row.officer_id for row in steps if row.step == "taken" and row.at <= at]
        first = [row.giver_id for row in steps if kind == "duty" and row.step == "taken"]
        now = [self.first_responder_id] if kind == "duty" else []
        found: int | None = next(iter([*taken[::-1], *first, *now]), None)
        return found

    @property
    def rules(self) -> Category:
        from complaints.rulebooks import store  # the cache of rulebooks reads rows itself

        return store.book(self.rulebook_version).categories[self.category]

    def rules_of(self, category: str) -> Category | None:
        from complaints.rulebooks import store  # the cache of rulebooks reads rows itself

        return store.book(self.rulebook_version).categories.get(category)

    @hybrid_property
    def is_joined(self) -> bool:
        """To another complaint on the same matter, which leads."""
        return bool(self.ends_as == Ending.MERGED)

    @is_joined.inplace.expression
    @classmethod
    def _is_joined(cls) -> ColumnElement[bool]:
        return cast("ColumnElement[bool]", cls.ends_as == Ending.MERGED.value)

    def code_reads_only(self, at: datetime) -> bool:
        from complaints.casework import query_codes  # asks the ledger who was shown the code

        return query_codes.reads_only(cast("Any", self), at)

    def officers_to_ask(self, unit: Any) -> list[Any]:
        from complaints.organisation import post_holders  # reads rows itself

        return list(post_holders.officers_to_ask(cast("Any", self), unit))

    def shuts_out(self, unit: Any) -> bool:
        from complaints.organisation import conflicts  # reads rows itself

        return conflicts.shuts_out(self, unit)

    @property
    def work_offer(self) -> Handover | None:
        return self._open_offer("work")

    @property
    def duty_offer(self) -> Handover | None:
        return self._open_offer("duty")

    @property
    def last_work_offer(self) -> Handover | None:
        offers = [row for row in self.handovers if row.kind == "work" and row.step == "offered"]
        return offers[-1] if offers else None

    def _open_offer(self, kind: str) -> Handover | None:
        steps: list[Handover] = [row for row in self.handovers if row.kind == kind]
        return steps[-1] if steps and steps[-1].step == "offered" else None

    def stands_in(self, deputy_id: int, officer_id: int, at: datetime) -> bool:
        from complaints.organisation import absences  # reads rows itself

        return absences.stands_in(deputy_id, officer_id, at)

    def pending(self, kind: str) -> Ask | None:
        """Requests that wait for a decision. A handler's request ends when they lose the work."""
        steps: list[Ask] = [row for row in self.asks if row.kind == kind]
        ask = steps[-1] if steps and steps[-1].step == "asked" else None
        if ask is None or kind not in OF_THE_HANDLER:
            return ask
        return ask if self.milestone == Milestone.IN_WORK and ask.by_id == self.handler_id else None

    @property
    def acceptance_was_extended(self) -> bool:
        deadline = self.deadline("acceptance")
        moved = deadline.moved if deadline else None
        return any(one["reason"] == "extend_acceptance" for one in moved or [])

    @property
    def reviews_asked(self) -> int:
        """Counted since a second one is possible; before that, there was one at most."""
        return int(self.cycles.get(REVIEWS, 1 if self.appealed_at else 0))

    @property
    def review_of_id(self) -> int | None:
        from complaints.casework import rounds  # reads rows itself; asked only while a review is open

        return rounds.asked_by(self.id, self.round)

    def offices_are_closed_at(self, at: datetime) -> bool:
        from complaints.commitments.calendar import current  # reads rows itself; asked only of what is urgent

        return current.calendar().working_seconds(at, at + timedelta(minutes=1)) == 0

    @property
    def is_sent_messages(self) -> bool:
        settings = current_app.config["SHOUWEN"]
        by_mail = bool(settings.citizen_mail_url) and self.complainant.email
        return bool(by_mail or (self.contactable and settings.citizen_notice_url))

    @property
    def must_be_told(self) -> bool:
        return self.is_sent_messages or bool(self.complainant.is_reached_by_person)

    @property
    def some_must_be_told(self) -> bool:
        if self.must_be_told or not self.leads_others:
            return self.must_be_told
        from complaints.casework import joined_citizens  # asked only where others are joined

        return any(one.must_be_told for one in joined_citizens.joined_to(self.id))

    @property
    def unreached_on(self) -> set[date]:
        from complaints.casework import (
            contact_attempts,  # reads the ledger; asked only for a suspension for that reason
        )

        return contact_attempts.unreached_on(self.id)

    @property
    def unreached_by_verifiers_on(self) -> set[date]:
        from complaints.casework import (
            contact_attempts,  # asked only of one rated badly and not reached since
        )

        kept: dict[int, set[date]] = inspect(self).info.setdefault("unreached by verifiers", {})
        if self.seq not in kept:  # the rule asks, and the decision shows what it saw
            had_a_part = self.had_a_part_in_group_ids | set(self.recused_ids)
            kept |= {self.seq: contact_attempts.unreached_on(self.id, apart_from=had_a_part)}
        return kept[self.seq]

    @property
    def group_size(self) -> int | None:
        size: int | None = self.complainant.group_size
        return size

    @property
    def citizen_ratings(self) -> list[CitizenRating]:
        own = CitizenRating(None, self.grade, self.rated_at, self.contactable)
        if not self.leads_others:
            return [own]
        from complaints.casework import (
            joined_citizens,  # reads the rounds; asked only where others are joined
        )

        return [own, *joined_citizens.ratings(self.id, self.round)]

    def still_to_call_after(self, act: Act) -> set[int | None]:
        from complaints.casework import joined_citizens  # reads the ledger; asked while a call is owed

        return joined_citizens.still_to_call(self, act)

    @property
    def still_to_reach(self) -> set[int | None]:
        if not self.leads_others or self.milestone not in (Milestone.TOLD, Milestone.ENDED):
            return set()
        from complaints.casework import joined_citizens  # asked only where others are joined

        return joined_citizens.still_to_reach(self)

    def deadline(self, commitment: str) -> Deadline | None:
        """The running deadline of a commitment; "handling" also answers for rework and an appeal's review."""
        names = WORK_PROMISES if commitment == "handling" else (commitment,)
        found: list[Deadline] = [row for row in self.running if row.commitment in names and row.is_running]
        return found[-1] if found else None

    def promised_until(self, commitment: str) -> datetime | None:
        deadline = self.deadline(commitment)
        return deadline.due_at if deadline else None

    def may_be_returned_at(self, at: datetime) -> bool:
        """Whether it is in the return window of the newest offer, not counting days taken off since."""
        offer = self.last_work_offer
        if offer is None or offer.return_by is None or at <= offer.return_by:
            return offer is not None and offer.return_by is not None
        from complaints.commitments import periods  # reads rows itself; asked only when the window seems over

        begun = min(row.at for row in self.handovers if row.return_by == offer.return_by)
        return bool(at <= periods.return_until(begun, offer.return_by))

    @property
    def days_until_logged(self) -> int:
        """Of a letter: from the day it came in."""
        received_on: date | None = self.received_on
        logged_on: date = self.received_at.astimezone(SHANGHAI).date()
        return 0 if received_on is None else (logged_on - received_on).days

    def working_days_left(self, at: datetime) -> Fraction | None:
        from complaints.commitments.calendar import current  # reads rows itself

        due = self.promised_until("handling")
        return None if due is None else current.calendar().working_share(at, due)

    @property
    def review_duty_ids(self) -> list[int]:
        duties: list[Escalation] = [row for row in self.escalations if row.reviewed_at is None]
        return [row.reviewer_id for row in duties if row.reviewer_id is not None]
