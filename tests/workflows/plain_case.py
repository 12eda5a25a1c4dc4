"""A complaint as a plain object: what the rules see of one, without a database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cache
from typing import Any

from complaints.rulebooks.store import SHIPPED
from schemas.rulebook import load_rulebook
from workflows.calendar import SHANGHAI
from workflows.case import CitizenRating
from workflows.language import Act, Category
from workflows.parties import had_a_part
from workflows.rulebook import Rulebook

FRIDAY = datetime(2026, 9, 18, 16, 0, tzinfo=SHANGHAI)


@cache
def shipped() -> Rulebook:
    return load_rulebook(SHIPPED.read_text("utf8"))


@dataclass(frozen=True)
class Person:
    id: int
    unit_id: int = 1
    unit_path: str = "/EZ/CENTRE/"
    roles: tuple[str, ...] = ("officer",)
    kind: str = "officer"
    active: bool = True


LIN = Person(1)
WU = Person(2, 2, "/EZ/EC/")
ZHOU = Person(3, 2, "/EZ/EC/", ("officer", "unit_supervisor"))
GU = Person(4, 9, "/EZ/", ("supervisor",))
ADMIN = Person(5, 9, "/EZ/", ("admin",))


@dataclass(frozen=True)
class PlainOffer:
    unit_id: Any = 2
    officer_id: Any = None
    giver_id: Any = 1
    designated: bool = False
    return_by: datetime | None = FRIDAY + timedelta(days=3)


@dataclass
class PlainCase:
    id: Any = 1
    state: str = "received"
    category: str = "ATTITUDE"
    first_responder_id: Any = 1
    first_responder: Any = None
    answerable_id: Any = 1
    handler_id: Any = None
    unit_id: Any = 1
    unit_path: str = "/EZ/CENTRE/"
    intake_path: str = "/EZ/CENTRE/"
    respondent_unit_id: Any = None
    respondent_officer_id: Any = None
    respondent_officer: Any = None
    accepted_at: datetime | None = None
    returns: int = 0
    lapses: int = 0
    supplement_requests: int = 0
    extensions: int = 0
    rework_rounds: int = 0
    pause_reason: str | None = None
    grade: int | None = None
    rated_at: datetime | None = None
    verified_at: datetime | None = None
    appealed_at: datetime | None = None
    reviews_asked: int = 0
    acceptance_was_extended: bool = False
    is_sent_messages: bool = False
    must_be_told: bool = False
    some_must_be_told: bool = False
    appeal_by: datetime | None = None
    rate_by: datetime | None = None
    review_from: str | None = None
    citizen_urged_at: datetime | None = None
    open_questions: list[int] | None = None
    restricted: bool = False
    contactable: bool = True
    sender_due_at: datetime | None = None
    ended_at: datetime | None = None
    group_size: int | None = None
    leading: Any = None
    leads_others: bool = False
    is_joined: bool = False
    open_consultations: tuple[Any, ...] = ()
    open_assists: tuple[Any, ...] = ()
    review_of_id: Any = None
    still_to_reach: tuple[Any, ...] = ()
    is_answered_by_respondent: bool = False
    is_answered_by_recused: bool = False
    fresh_hands: bool = False
    past_handler_ids: list[int] = field(default_factory=list)
    refusing_unit_ids: list[int] = field(default_factory=list)
    past_responder_ids: list[int] = field(default_factory=list)
    helper_ids: list[int] = field(default_factory=list)
    recused_ids: list[int] = field(default_factory=list)
    kept_out_ids: list[int] = field(default_factory=list)
    kept_from_judging_ids: list[int] = field(default_factory=list)
    shut_unit_ids: list[int] = field(default_factory=list)
    likely_respondent_ids: list[int] = field(default_factory=list)
    taking_over_id: Any = None
    improper_unit_ids: tuple[Any, ...] = ()
    review_duty_ids: list[int] = field(default_factory=list)
    unreached_on: list[date] = field(default_factory=list)
    unreached_by_verifiers_on: list[date] = field(default_factory=list)
    work_offer: PlainOffer | None = None
    last_work_offer: PlainOffer | None = None
    duty_offer: PlainOffer | None = None

    @property
    def respondent_unit_ids(self) -> set[Any]:
        return {self.respondent_unit_id} - {None}

    @property
    def respondent_officer_ids(self) -> set[Any]:
        return {self.respondent_officer_id} - {None}

    @property
    def respondent_officers(self) -> list[Any]:
        return [self.respondent_officer] if self.respondent_officer else []

    @property
    def had_a_part_in_group_ids(self) -> set[Any]:
        return had_a_part(self)

    def is_of_judged_unit(self, unit_id: Any, officer: Any = None) -> bool:
        return unit_id in {self.respondent_unit_id, *(one.unit_id for one in self.respondent_officers)} - {
            None
        }

    @property
    def milestone(self) -> str:
        return str(shipped().states[self.state].milestone)

    @property
    def rules(self) -> Category:
        return shipped().categories[self.category]

    @property
    def citizen_ratings(self) -> list[CitizenRating]:
        return [CitizenRating(None, self.grade, self.rated_at, self.contactable)]

    def still_to_call_after(self, act: Act) -> tuple[Any, ...]:
        return ()

    def holder_of(self, part: str) -> Any:
        return getattr(self, f"{part}_id", None)

    def rules_of(self, category: str) -> Category | None:
        return shipped().categories.get(category)

    def code_reads_only(self, at: Any) -> bool:
        return False

    def was_late(self, officer_id: Any, at: Any) -> bool:
        return False

    def late_ids(self, escalation: Any) -> set[Any]:
        return {escalation.late_id}

    def stands_in(self, deputy_id: int, officer_id: int, at: datetime) -> bool:
        return False

    def officers_to_ask(self, unit: Any) -> list[Any]:
        return []

    def shuts_out(self, unit: Any) -> bool:
        return unit.id == self.respondent_unit_id or unit.id in self.shut_unit_ids

    def may_be_returned_at(self, at: datetime) -> bool:
        offer = self.last_work_offer
        return offer is not None and offer.return_by is not None and at <= offer.return_by

    def working_days_left(self, at: datetime) -> Fraction | None:
        return Fraction((FRIDAY + timedelta(days=6) - at) / timedelta(days=1))

    def return_to_judge(self, at: datetime) -> None:
        return None

    def pending(self, kind: str) -> None:
        return None

    def promised_until(self, commitment: str) -> datetime | None:
        return FRIDAY + timedelta(days=6)

    @property
    def supply_by(self) -> datetime | None:
        return self.promised_until("supplement_wait")


def act(move: str, by: Any, at: datetime = FRIDAY, **words: Any) -> Act:
    return Act(move, by, at, words)
