"""Every promise of a complaint computed again from its events and the text of the rulebook: due times, what was met, what was
broken. Nothing here is the program's but the rows of the ledger that are read.

Not in the events, and given as facts of the complaint: category, urgency, whether the citizen can be called, a sender's date.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from tests.support import corrected_model, joining_model, parts_model, reaching_model, returns_model
from tests.support.plain_time import CST, PlainTime
from tests.support.rule_words import facts_of, rules

ENDS = ("closed", "declined", "withdrawn", "merged")
WORK = (
    "handling",
    "rework",
    "appeal_review",
    "second_review",
)  # what the work is promised under, one at a time
DATING = ("supervise", "move_sender_date")
ENDING_REVIEWS = ("withdraw", "end_review")
STEPPING_ASIDE = ("recuse", "decide_recusal", "keep_out")
# What the program starts beside the rulebook's cues is not computed here.
NOT_COMPUTED = ("take_over",)


Closing = tuple[
    datetime, PlainTime, PlainTime, frozenset[date]
]  # when, the time before and after it, the days


@dataclass
class Clock:
    unit: str
    due: datetime
    stopped: datetime | None = None
    had_least: bool = False  # the rest of the next working day after a pause, given once
    pauses: list[tuple[datetime, datetime]] = field(default_factory=list)  # those that moved its due time


@dataclass
class Promise:
    commitment: str
    cycle: int
    began: datetime
    own: Clock
    first_due: datetime
    duty_of: tuple[str, str, int] | None = None  # of a review: commitment, rung and cycle of what it is about
    beside: list[Clock] = field(default_factory=list)  # the clocks of promises it was made sooner than
    met: datetime | None = None
    met_seq: int | None = None
    void: datetime | None = None
    broken: bool = False
    broken_at: datetime | None = None
    closed_day: bool = False  # the day on which it was broken was taken off later
    held: int | None = None  # who had the work when it was broken, else when it was met
    renewed: bool = False
    part: int | None = None  # of those asked beside the lead: which of their parts it is for
    first_given_up: bool = False  # another date was set by hand in the place of the first

    @property
    def runs(self) -> bool:
        return self.met is None and self.void is None

    def look(self, at: datetime, held: int | None = None) -> None:
        """A due time that passed while the clock ran is broken for ever."""
        stood = self.own.stopped is not None and self.own.stopped < self.own.due
        due = self.first_due if self.first_given_up else self.own.due
        if self.runs and due < at and (self.first_given_up or not stood):
            self.broken_at = self.broken_at or due
            self.held = self.held if self.broken else held
            self.broken = True


@dataclass
class Told:
    """Facts of a logged complaint beside its events."""

    category: str
    urgency: str
    contactable: bool
    sender_due: datetime | None = None
    by_person: bool = False  # no number gets texts, and a person can reach them otherwise


def pieces(since: datetime, due: datetime, pauses: list[tuple[datetime, datetime]]) -> tuple[list[Any], Any]:
    """When a clock ran between pauses that were given back, and its last piece, until it is due."""
    ran = []
    for stopped, resumed in pauses:
        if resumed > since:
            ran += [(since, stopped)] if stopped > since else []
            since = resumed
    return ran, (since, due)


class Model:
    """The promises of one complaint, driven from event to event."""

    def __init__(self, told: Told, time: PlainTime | None = None) -> None:
        self.told, self.time = told, time or PlainTime()
        self.promises: list[Promise] = []
        self.closings: list[Closing] = []
        self.cycles: Counter[str] = Counter()
        self.paused: str | None = None
        self.stood_since = datetime.min.replace(tzinfo=CST)
        self.grade: int | None = None
        self.grade_before_review: int | None = None
        self.answered: int | None = None
        self.offered: int | None = None
        self.review_seq: int | None = None  # the step that asked for the newest review
        self.offered_at: datetime | None = None
        self.held: int | None = None  # the handler, else the first responder
        self.first: int | None = None  # the first responder
        self.returned: dict[str, Promise] = {}  # to judge each return, by the unit that returned
        self.hands: set[int] = set()  # who was first responder or handler at any time
        self.accepted = self.taken = False
        self.accepted_at: datetime | None = None
        self.joined_at, self.joined_seq = datetime.max.replace(tzinfo=CST), 0
        self.leading: Model | None = None
        self.reviews = 0
        self.asked: str | None = None  # what a request for a correction that waits is about
        self.state = ""
        self.review_left: Any = None  # of a citizen who was separated while their review was open
        self.called: set[int] = set()  # citizens of the group called back, or who rated, since the feedback
        self.vain_calls: dict[int, set[date]] = {}  # and the working days on which they were called in vain
        self.reached = True  # whether the answer has come to this citizen
        self.messages = False  # whether a channel is set up for citizens
        self.others: dict[str, Model] = {}  # those of other complaints, by number
        self.given: list[corrected_model.Given] = []  # pauses and extensions, in their order
        self.came_in: datetime | None = None

    def hear(self, event: Any) -> None:
        at = event.at.astimezone(CST)
        self.came_in = self.came_in or self._begins(event, at)
        for one in self.promises:
            one.look(at, self.who_held(one))
        self._before(event, at)
        parts_model.hear(self, event, at)
        returns_model.hear(self, event, at)
        self._stop_or_run(event, at)
        for one in self.running():
            if self._cued(rules()["commitments"][one.commitment]["met_by"], event):
                self._meet(one, event, at)
        self._give_days_when_told(event, at)
        self._revive(event)
        self._start(event, at)
        if event.to_state in ENDS:
            self._end(event, at)
        self._after(event, at)
        self.state = event.to_state

    def close(self, at: datetime, days: frozenset[date]) -> None:
        """Days are taken off: what was to be worked on them is given back to every promise, never to the sender's date."""
        for one in self.promises:
            one.look(at, self.who_held(one))
        before, self.time = self.time, PlainTime(self.time.closed | days)
        for one in self.promises:
            on = one.broken_at.astimezone(CST).date() if one.broken_at and one.broken_at < at else None
            one.closed_day |= on in days and on is not None and before.works(on)
        self.closings.append((at, before, self.time, days))
        for one in self.running():
            self._lose_days(one, self.closings[-1])

    def catch_up(self, one: Promise, since: datetime) -> None:
        """Days were taken off while it had ended, and now it runs again."""
        for closing in self.closings:
            if closing[0] > since:
                self._lose_days(one, closing)

    def _lose_days(self, one: Promise, closing: Closing) -> None:
        if one.commitment != "sender":
            for clock in (one.own, *one.beside):
                clock.due = self._given_back(clock, one, closing)

    def _given_back(self, clock: Clock, one: Promise, closing: Closing) -> datetime:
        _, before, after, days = closing
        since = max(datetime.combine(min(days), time(), CST), one.began)
        if clock.unit == "h" or clock.due <= since:
            return clock.due
        if clock.unit == "cd":
            if clock.due.date() not in days or not before.works(clock.due.date()):
                return clock.due
            since = datetime.combine(clock.due.date(), time(), CST)
        ran, last = pieces(since, clock.due, one.own.pauses)
        if clock.unit == "wh":
            hours = sum((before.worked(*each) for each in [*ran, last]), timedelta())
            hours -= sum((after.worked(*each) for each in ran), timedelta())
            return max(clock.due, after.after_worked(last[0], hours))
        left = sum(before.share(*each) for each in [*ran, last]) - sum(after.share(*each) for each in ran)
        return max(clock.due, after.after_share(last[0], left)) if left else clock.due

    def running(self) -> list[Promise]:
        return [one for one in self.promises if one.runs]

    def _give_days_when_told(self, event: Any, at: datetime) -> None:
        """The citizen's days to supply what is missing run from when they were told of it."""
        for wait in (one for one in self.running() if one.commitment == "supplement_wait"):
            told = [one for one in self.promises if one.commitment == "telling" and one.met_seq == event.seq]
            due = self.time.due(at, *self.limit_of("supplement_wait"))
            if any(one.began <= wait.began for one in told) and due > wait.own.due:
                wait.own.due = due
                self.cycles[wait.commitment] += 1
                wait.cycle = self.cycles[wait.commitment]

    def _meet(self, one: Promise, event: Any, at: datetime) -> None:
        one.met, one.met_seq = at, event.seq
        one.held = one.held if one.broken else self.who_held(one)

    def who_held(self, one: Promise) -> int | None:
        return self.first if one.commitment == returns_model.NAME else self.held

    def _before(self, event: Any, at: datetime) -> None:
        """The own effects of a move, before the clocks follow it."""
        move = rules()["moves"][event.move]
        effects = move.get("effects", [])
        if "pause_for_supplement" in effects:
            self.paused = "supplement"
        elif "confirm_suspension" in effects:
            self.paused = "suspension"
        elif "end_pause" in effects or ("end_suspension" in effects and self.paused == "suspension"):
            self.paused = None
        if "mark_accepted" in effects:
            self.accepted = True
            self.accepted_at = self.accepted_at or at
        if event.move in ("answer", "answer_on_the_spot"):
            self.answered = event.seq
        if event.move == "assign":
            self.offered, self.offered_at = event.seq, at
        self._ask_or_decide(event)
        reaching_model.hear(self, event, at)
        if "note_rating" in effects:
            self.others.get(event.detail.get("joined") or "", self).grade = int(event.detail["grade"])
        if event.move == "appeal":
            for one in (self, *reaching_model.joined_to(self)):
                one.grade_before_review = one.grade
        ends_review = event.move in ENDING_REVIEWS and event.to_state != "withdrawn"
        if event.move == "give_feedback":
            self.grade = None
        if ends_review:
            for one in (self, *reaching_model.joined_to(self)):
                one.grade = one.grade_before_review
        if "start_again" in effects:
            for one in (self, *reaching_model.joined_to(self)):
                one.grade = None
        if event.move == "move_sender_date":
            self.told.sender_due = datetime.fromisoformat(event.detail["due_at"]).astimezone(CST)
        if event.move == "recall":
            self.void(at, "signing")
        if event.move in ("grant_extension", "extend_acceptance"):
            self._extend(event)
        if event.move == "appeal":
            self.review_seq = event.seq
            self.others.get(event.detail.get("joined") or "", self).reviews += 1
        if ends_review:
            self.others.get(event.detail.get("joined") or "", self).reviews -= 1
        if event.move == "merge":
            joining_model.join(self, event, at)
        if event.move == "end_review":
            reaching_model.end_review(self, event)
        if event.move == "unmerge":
            along = reaching_model.take_along(self)
            joining_model.separate(self, at)
            for name, due, unit in along:
                self.make(name, at, due, unit)
        if event.move == "settle_joined":
            joining_model.bind(self, at)
        if "category" in (event.detail.get("changes") or {}):
            self._follow_category(event, at)
        if event.move == "follow_leading":
            joining_model.follow_leading(self, event, at)
        if event.move == "change_urgency":
            self._hasten(event, at)
        if event.move == "review":
            named = tuple(event.detail[name] for name in ("commitment", "rung", "cycle"))
            for one in self.running():
                if one.duty_of == named:
                    self._meet(one, event, at)
        if event.move == "end_reviews":
            named_all = {(row["commitment"], row["rung"], row["cycle"]) for row in event.detail["ended"]}
            for one in self.running():
                if one.duty_of in named_all:
                    one.void = at
        if ends_review:
            self.void(at)

    def _ask_or_decide(self, event: Any) -> None:
        """A correction of facts decides a request about facts, and one of respondents one about a respondent."""
        if event.move in ("report_error", "request_correction"):
            self.asked = "facts" if "changes" in event.detail else "respondent"
        decided = {"correct": "facts", "name_respondent": "respondent", "clear_respondent": "respondent"}
        if event.move == "refuse_correction" or decided.get(event.move) == self.asked:
            self.asked = None

    def void(self, at: datetime, *names: str) -> None:
        for one in self.running():
            if one.duty_of is None and (not names or one.commitment in names):
                one.void = at

    def _extend(self, event: Any) -> None:
        names, stage = (
            (WORK, "extension")
            if event.move == "grant_extension"
            else (("acceptance",), "acceptance_extension")
        )
        newest_first = reversed(list(self.running()))  # beside one that was given back
        one = next(row for row in newest_first if row.commitment in names)
        unit = self.limit_of(stage)[1]
        one.own.due = max(one.own.due, self.time.due(one.own.due, int(event.detail["days"]), unit))
        self.given.append((event.at.astimezone(CST), one.commitment, int(event.detail["days"]), unit))
        one.beside, one.renewed = [], True
        self.cycles[one.commitment] += 1
        one.cycle = self.cycles[one.commitment]

    def stands_still(self, name: str) -> bool:
        return self.paused is not None and bool(rules()["commitments"][name]["pausable"])

    def stop(self, one: Promise, at: datetime) -> None:
        if one.own.stopped is None:
            for part in (one.own, *one.beside):
                part.stopped = part.stopped or at

    def leading_is_answered(self, event: Any) -> bool:
        leading = self.others.get(event.detail.get("leading") or "")
        return leading is not None and leading.state in ("handled", "feedback")

    def is_closed(self, at: datetime) -> bool:
        local = at.astimezone(CST)
        return not any(opens <= local < closes for opens, closes in self.time.spans(local.date()))

    def _hasten(self, event: Any, at: datetime) -> None:
        rank = ("normal", "urgent", "critical").index
        before, self.told.urgency = self.told.urgency, event.detail["urgency"]
        if rank(self.told.urgency) <= rank(before):
            return
        for one in self.running():
            limits = rules()["limits"].get(one.commitment, {})
            citizens = rules()["commitments"][one.commitment]["owed_by"] == "citizen"
            if self.told.urgency not in limits or citizens or one.duty_of is not None:
                continue
            due = self.time.due(at, *self.limit_of(one.commitment))
            if due < self._stands(one, at):
                one.void = at
                fresh = self.make(one.commitment, at, due, self.limit_of(one.commitment)[1])
                fresh.beside, fresh.part = [replace(one.own), *one.beside], one.part

    def _follow_category(self, event: Any, at: datetime) -> None:
        corrected_model.follow_category(self, event, at)

    def _stands(self, one: Promise, at: datetime) -> datetime:
        return min(self._resumed(clock, at) for clock in (one.own, *one.beside))

    def _resumed(self, clock: Clock, at: datetime) -> datetime:
        if clock.stopped is None:
            return clock.due
        return self.time.resumed(clock.due, clock.stopped, at, clock.unit, clock.had_least)

    def _takes_least(self, clock: Clock, at: datetime) -> bool:
        exact = replace(clock, had_least=True)
        return self._resumed(clock, at) > self._resumed(exact, at)

    def _stop_or_run(self, event: Any, at: datetime) -> None:
        clock = rules()["moves"][event.move].get("clock")
        self.stood_since = at if clock == "stop" else self.stood_since
        if clock == "stop" or (clock == "run" and self.paused is None):
            self.given.append((at, clock, 0, ""))
        for one in self.running():
            if not rules()["commitments"][one.commitment]["pausable"]:
                continue
            if clock == "stop":
                self.stop(one, at)
            elif clock == "run" and one.own.stopped is not None and self.paused is None:
                self.run_on(one, at)

    def run_on(self, one: Promise, at: datetime) -> None:
        if one.own.due > (one.own.stopped or at):
            stands = self._stands(one, at)
            if stands > one.own.due and one.own.stopped is not None:
                one.own.pauses.append((one.own.stopped, at))
            one.own.had_least |= stands > one.own.due and self._takes_least(one.own, at)
            for part in one.beside:
                part.had_least |= self._takes_least(part, at)
                part.due, part.stopped = self._resumed(part, at), None
            one.own.due = max(one.own.due, stands)
        one.own.stopped = None

    def _revive(self, event: Any) -> None:
        since = {one.commitment for one in self.running()}
        for one in self.promises:
            cues = rules()["commitments"][one.commitment].get("revived_by", [])
            taken_back = self.offered if event.move == "recall" else self.answered
            if event.move in ENDING_REVIEWS:
                taken_back = self.review_seq
            met_by_it = one.met_seq is not None and one.met_seq == taken_back
            if met_by_it and one.commitment not in since and self._cued(cues, event):
                was_met = one.met or event.at
                self.catch_up(one, was_met)
                one.met = one.met_seq = None
                if event.move in ENDING_REVIEWS:
                    self.stop(one, was_met.astimezone(CST))
                    self.run_on(one, event.at.astimezone(CST))
                if self.stands_still(one.commitment):
                    self.stop(one, max(was_met, self.stood_since))

    def _start(self, event: Any, at: datetime) -> None:
        for name, words in rules()["commitments"].items():
            end = event.to_state if event.to_state in ENDS else None
            if end is not None and end not in words.get("outlives", []):
                continue
            if not self._cued(words["starts"], event):
                continue
            running = [one for one in self.running() if one.commitment == name]
            if words["runs"] != "anew" and (running or (words["runs"] == "once" and self.cycles[name])):
                continue
            due, unit = self._due(name, event, at)
            if running and event.move in DATING and due > running[0].own.due:
                self._set_later(running[0], due)
                continue
            if running and event.move in DATING and due == running[0].own.due:
                continue
            for one in running:
                one.void = at
            fresh = self.make(name, self._begins(event, at, name), due, unit)
            if running and event.move in DATING and at <= running[0].first_due < due:
                fresh.first_due, fresh.first_given_up = running[0].first_due, True

    def _set_later(self, one: Promise, due: datetime) -> None:
        """A date set by hand after another: figures ask whether the first was kept."""
        one.own.due, one.first_given_up = due, True
        self.cycles[one.commitment] += 1
        one.cycle = self.cycles[one.commitment]

    def _due(self, name: str, event: Any, at: datetime) -> tuple[datetime, str]:
        if name == "supervision":
            return datetime.fromisoformat(event.detail["due_at"]).astimezone(CST), "cd"
        if name == "sender" and self.told.sender_due is not None:
            return self.told.sender_due, "cd"
        amount, unit = self.limit_of(name)
        return self.time.due(self._begins(event, at, name), amount, unit), unit

    def _begins(self, event: Any, at: datetime, name: str = "") -> datetime:
        """A letter's clock runs from the day it came in, but for a call at night; an offer recalled gives no new time."""
        if event.move == "recall" and self.offered_at is not None:
            return self.offered_at
        counts = event.move == "receive" and name != "duty_answer"
        came = event.detail.get("received_on") if counts else None
        return at if came is None else min(at, self.time.hours(datetime.fromisoformat(came).date())[-1][1])

    def make(self, name: str, at: datetime, due: datetime, unit: str) -> Promise:
        self.cycles[name] += 1
        one = Promise(name, self.cycles[name], at, Clock(unit, due), due)
        if self.stands_still(name):
            self.stop(one, at)
        self.promises.append(one)
        return one

    def limit_of(self, stage: str) -> tuple[int, str]:
        """The platform's limit for an urgency, else the category's own, else the platform's."""
        house = rules()["limits"].get(stage, {})
        own = rules()["categories"][self.told.category]["limits"].get(stage)
        urgent = house.get(self.told.urgency) if self.told.urgency != "normal" else None
        written = str(urgent or (own["limit"] if own else house["normal"]))
        digits = written.rstrip("abcdefghijklmnopqrstuvwxyz")
        return int(digits), written[len(digits) :]

    def _end(self, event: Any, at: datetime) -> None:
        for one in self.running():
            outlives = rules()["commitments"][one.commitment].get("outlives", [])
            if one.duty_of is None and event.to_state not in outlives:
                one.void = at

    def _after(self, event: Any, at: datetime) -> None:
        """A rung that asks for a review opens a duty with a clock of its own."""
        hands = (event.traces or {}).get("hands", (None, None, None))
        self.hands |= {one for one in (hands[0], hands[2]) if one is not None}
        self.held, self.first = hands[2] or hands[0], hands[0]
        self.taken = hands[2] is not None
        if event.move != "escalate":
            return
        named = tuple(event.detail[name] for name in ("commitment", "rung", "cycle"))
        ladder = rules()["ladders"][rules()["commitments"][named[0]]["ladder"]]
        if next(rung for rung in ladder if str(rung["at"]) == named[1]).get("review"):
            amount, unit = self.limit_of("review")
            self.make("review", at, self.time.due(at, amount, unit), unit).duty_of = named

    def _cued(self, cues: Iterable[Any], event: Any) -> bool:
        for cue in cues:
            move, when = (cue, None) if isinstance(cue, str) else (cue["move"], cue.get("when"))
            if move == event.move and (when is None or facts_of(self, event)[when]):
                return True
        return False
