"""What the rulebook may ask of a complaint. The database row answers it; tests may use a plain object."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Any, NamedTuple, Protocol

from workflows.language import Act, Category


class Offer(Protocol):
    """A handover that was offered: the work to a unit, or the first responder's duty to a person."""

    unit_id: Any
    officer_id: Any
    giver_id: Any
    designated: bool
    return_by: datetime | None


class Ask(Protocol):
    """Something one person asked for and another decides: an extension, a suspension, a recusal."""

    asked_by_id: Any
    words: Any


class CitizenRating(NamedTuple):
    """The rating of one citizen of a complaint in its present round; `of_id` is their joined complaint, None for its own."""

    of_id: Any
    grade: int | None
    rated_at: datetime | None
    contactable: bool


class Question(Protocol):
    """What another unit or officer was asked for, and has not done yet: an opinion (征求意见), or help (协办)."""

    number: int
    unit_id: Any
    unit: Any
    officer_id: Any
    officer: Any
    by_id: Any
    words: str | None


class Held(Protocol):
    """Who has a complaint and who is complained of: these facts decide who is a party to it."""

    received_by_id: Any  # None of what came by the web
    first_responder_id: Any
    answerable_id: Any
    handler_id: Any
    unit_id: Any
    unit_path: str
    intake_path: str
    leading: Any  # the complaint it was joined to
    is_joined: bool
    restricted: bool

    @property
    def open_consultations(self) -> Collection[Question]: ...  # put to others, and not answered yet
    @property
    def open_assists(self) -> Collection[Question]: ...  # asked of other units, and not answered yet
    def taker_of(self, part: Any) -> Any: ...  # the officer who has an assist; None until one takes it
    def part_is_in_time(self, part: Any, at: datetime) -> bool: ...  # what is promised for it now
    @property
    def respondent_unit_ids(self) -> Collection[Any]: ...  # units and persons complained of
    @property
    def respondent_officer_ids(self) -> Collection[Any]: ...
    @property
    def past_handler_ids(self) -> Collection[Any]: ...
    @property
    def past_responder_ids(self) -> Collection[Any]: ...  # every former first responder
    @property
    def recused_ids(self) -> Collection[Any]: ...
    @property
    def kept_out_ids(self) -> Collection[Any]: ...  # persons who see and do nothing of it
    @property
    def kept_from_judging_ids(self) -> Collection[Any]: ...  # persons below those complained of
    @property
    def review_duty_ids(self) -> Collection[Any]: ...  # officers with an escalation still to review
    @property
    def work_offer(self) -> Offer | None: ...  # offered and not yet answered
    @property
    def duty_offer(self) -> Offer | None: ...  # the first responder's duty, offered and not yet answered
    def late_ids(
        self, escalation: Any
    ) -> Collection[Any]: ...  # who was late with what climbed, then and since
    def was_late(self, officer_id: Any, at: datetime) -> bool: ...  # with any promise of it
    def is_of_judged_unit(
        self, unit_id: Any, officer: Any = None
    ) -> bool: ...  # complained of, or of an officer who is (any, or this one), now or within the year before
    def code_reads_only(
        self, at: datetime
    ) -> bool: ...  # its query code is in the hands of an officer close to respondents
    def stands_in(self, deputy_id: Any, officer_id: Any, at: datetime) -> bool: ...  # during an absence


class Case(Held, Protocol):
    """A complaint as the rules see it. All times are aware datetimes."""

    id: Any
    state: str
    milestone: str
    category: str
    urgency: str
    first_responder: Any
    accepted_at: datetime | None
    returns: int
    supplement_requests: int
    extensions: int
    rework_rounds: int
    pause_reason: str | None
    grade: int | None
    rated_at: datetime | None
    verified_at: datetime | None
    appealed_at: datetime | None
    reviews_asked: int  # by its citizen, without those taken back
    appeal_by: datetime | None
    rate_by: datetime | None  # end of the rating period
    review_from: str | None  # the milestone at which the citizen asked for the review that is open
    review_of_id: Any  # the joined complaint whose citizen asked for it; none for its own
    citizen_urged_at: datetime | None
    open_questions: Collection[int] | None  # steps that asked the citizen something, until it is answered
    restricted: bool
    contactable: bool
    ended_at: datetime | None
    lapses: int
    taking_over_id: Any  # the successor of a person kept out, until they have taken it up
    group_size: int | None  # how many people complain together
    leads_others: bool  # other complaints on the same matter were joined to it
    round: int  # of answer and feedback: a later one follows a review or a bad rating
    is_answered_by_respondent: bool  # the last answer is by an officer whom it has come to be about since
    is_answered_by_recused: bool  # or by one who has stepped aside since
    fresh_hands: bool  # done again after a rating or an appeal: not by an earlier handler

    @property
    def had_a_part_in_group_ids(
        self,
    ) -> Collection[Any]: ...  # first responders and handlers ever, also of those joined to it
    @property
    def acceptance_was_extended(self) -> bool: ...
    def holder_of(self, part: str) -> Any: ...  # who has one of `workflows.parts` now
    def offices_are_closed_at(self, at: datetime) -> bool: ...
    @property
    def is_sent_messages(self) -> bool: ...  # a channel is set up, and there is an address to send to
    @property
    def must_be_told(self) -> bool: ...  # by such a message, or by a person where no text can reach them
    @property
    def some_must_be_told(self) -> bool: ...  # this citizen, or one of a joined complaint
    @property
    def respondent_officers(self) -> Collection[Any]: ...
    @property
    def citizen_ratings(
        self,
    ) -> Sequence[CitizenRating]: ...  # its own citizen first, then those of joined complaints
    def still_to_call_after(
        self, act: Act
    ) -> Collection[Any]: ...  # citizens not called back since the feedback
    def broke_a_promise(self, at: datetime) -> bool: ...  # of the office, until then
    def place_in_call_sample(
        self, at: datetime
    ) -> int: ...  # 0 to 99, by its number and the seed of the month
    @property
    def still_to_reach(self) -> Collection[Any]: ...  # of a leading one: citizens the answer has not reached
    @property
    def last_work_offer(self) -> Offer | None: ...  # the newest, answered or not
    @property
    def refusing_unit_ids(self) -> Collection[Any]: ...
    @property
    def unreached_on(self) -> Collection[date]: ...  # working days of vain contacts since the last good one
    @property
    def unreached_by_verifiers_on(self) -> Collection[date]: ...  # of those who had no part in the answer
    @property
    def rules(self) -> Category: ...  # the category, in the rulebook version the complaint is pinned to
    @property
    def likely_respondent_ids(
        self,
    ) -> Collection[Any]: ...  # likely matches of a name, neither confirmed nor rejected
    def officers_to_ask(
        self, unit: Any
    ) -> Collection[Any]: ...  # who of a unit may be asked for their opinion
    def shuts_out(self, unit: Any) -> bool: ...  # a respondent, led by a respondent, or below one of these
    def rules_of(self, category: str) -> Category | None: ...  # of another category, if there is such a one
    def may_be_returned_at(self, at: datetime) -> bool: ...  # in the return window of the newest offer
    def working_days_left(
        self, at: datetime
    ) -> Fraction | None: ...  # until the work is due; None without a promise
    @property
    def sender_due_at(self) -> datetime | None: ...  # the date an outside body asked for
    def return_to_judge(self, at: datetime) -> Ask | None: ...  # the first that still may be judged
    def judged_until(self, asked: Any) -> datetime: ...  # in time
    @property
    def improper_unit_ids(self) -> Sequence[Any]: ...  # units whose return was judged improper
    def pending(self, kind: str) -> Ask | None: ...
    def promised_until(self, commitment: str) -> datetime | None: ...
    @property
    def supply_by(self) -> datetime | None: ...  # None while the citizen was not told what is missing
