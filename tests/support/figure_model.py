"""The indicators of a month counted again from events and from promises computed from events, one by one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.support.plain_time import CST
from tests.support.promise_model import Model, Promise

PROMISED = ("due", "kept", "late", "due_first", "kept_first", "due_renewed", "kept_renewed")
OFFERS = ("assign", "designate", "raise_level", "reassign", "reopen", "appeal")
Span = tuple[datetime, datetime]
HANDED_UP = "handed up"
NOT_OF_ITS_UNIT = ("signing", "take_over")
RETURNS = ("return", "refuse_reassignment")
ANSWERS = ("answer", "answer_on_the_spot")


@dataclass
class Story:
    """The history of one complaint for the indicators: each record with its round."""

    received: datetime | None = None
    round: int = 1
    opened: int = 1
    before: list[tuple[int, datetime | None]] = field(default_factory=list)  # what each review began from
    closed_at: datetime | None = None
    answered_by: dict[int, int | None] = field(default_factory=dict)  # the handler, by round
    offered: bool = False
    records: list[tuple[str, int, Any, datetime, Any]] = field(default_factory=list)
    steps: list[tuple[str, datetime]] = field(default_factory=list)
    judged: list[tuple[datetime, bool]] = field(default_factory=list)  # returns, and whether they were proper
    calls: list[tuple[datetime, list[str]]] = field(default_factory=list)

    def hear(self, event: Any) -> None:
        at, detail = event.at.astimezone(CST), event.detail
        self.steps.append((event.move, at))
        if event.move == "receive":
            self.received = at
        if (detail.get("handed_up") or {}).get(
            "handler"
        ):  # from one kept out to another person, who has it at once
            self.steps.append((HANDED_UP, at))
        self.offered = self.offered or bool({HANDED_UP, *OFFERS} & {name for name, _ in self.steps})
        if event.move in ("appeal", "reopen"):
            self.before.append((self.round, self.closed_at))
            self.opened += 1
            self.round = self.opened
            self.records.append(
                ("review" if event.move == "appeal" else "reopened", self.round, None, at, None)
            )
        if event.move in ("withdraw", "end_review") and detail.get("back_to"):
            self.round, self.closed_at = self.before.pop()
        self.closed_at = (self.closed_at or at) if event.to_state == "closed" else None
        if event.move in ANSWERS:
            self.records.append(("answer", self.round, None, at, detail["outcome"]))
            self.answered_by[self.round] = event.by_id if event.move == "answer" else None
        if event.move == "give_feedback":
            self.records.append(("feedback", self.round, None, at, None))
        if event.move == "judge_return":
            self.judged.append((at, detail["proper"]))
        if event.move == "call_back":
            answers = [name for name in ("contacted", "solved", "satisfied") if name in detail]
            self.calls.append((at, ["all", *(f"{name}_asked" for name in answers)]))
            self.calls[-1][1].extend(name for name in ("reached", *answers) if detail[name] is True)
        if event.move == "rate":
            self.records.append(("rating", self.round, detail.get("joined"), at, int(detail["grade"])))

    def last_of_each(self, kind: str) -> Iterator[tuple[int, datetime, Any]]:
        """Done over in the same round by the same citizen, it counts as it was done last."""
        last = {(number, of): (number, at, what) for k, number, of, at, what in self.records if k == kind}
        yield from last.values()


def count_month(
    stories: dict[int, Story], models: dict[int, Model], begins: datetime, at: datetime
) -> Counter[str]:
    """By counter and what it counts, as the program names them."""
    found: Counter[str] = Counter()
    for one, story in stories.items():
        found.update(_registered(story, models[one], begins, at))
        found.update(_closed(story, begins, at))
        found.update(_happened(story, begins, at))
        for promise in models[one].promises:
            found.update(_promised(promise, begins, at))
    return found


def _registered(story: Story, model: Model, begins: datetime, at: datetime) -> Iterable[str]:
    if story.received is None or not begins <= story.received < at:
        return
    yield "registered all"
    if model.accepted_at is not None:
        yield "registered accepted"
    if model.state != "declined":
        yield "registered not_declined"
    if model.state == "merged":
        yield "registered joined"


def _closed(story: Story, begins: datetime, at: datetime) -> Iterable[str]:
    if story.closed_at is not None and begins <= story.closed_at < at:
        yield "closed all"
        yield from [] if story.offered else ["closed on_the_spot"]


def _happened(story: Story, begins: datetime, at: datetime) -> Iterable[str]:
    for move, when in story.steps:
        if begins <= when < at:
            yield from ["work offered"] if move in (HANDED_UP, *OFFERS) else []
            yield from ["work returned"] if move in RETURNS else []
            yield from ["work lapsed"] if move == "lapse" else []
            yield from ["granted extension"] if move == "grant_extension" else []
    for when, proper in story.judged:
        if begins <= when < at:
            yield "judged all"
            yield from [] if proper else ["judged improper"]
    for when, told in story.calls:
        yield from (f"called_back {what}" for what in told if begins <= when < at)
    for kind in ("answer", "feedback", "review"):
        for number, when, what in story.last_of_each(kind):
            if begins <= when < at:
                yield f"round {kind}"
                yield from ["round answer_again"] if kind == "answer" and number > 1 else []
                yield from (
                    ["found ['substantiated', 'partly']"] if what in ("substantiated", "partly") else []
                )
    for _, when, grade in story.last_of_each("rating"):
        if begins <= when < at:
            yield "rated [1, 2, 3, 4, 5]"
            yield from ["rated [3, 4, 5]"] if grade >= 3 else []


def _promised(one: Promise, begins: datetime, at: datetime) -> Iterable[str]:
    if one.first_given_up:
        yield from _given_up(one, begins, at)
        return
    fell = one.broken_at or one.own.due
    stands = one.own.stopped is not None and one.met is None
    counts = one.broken or (one.own.due < at and one.void is None and not stands)
    if not counts or one.own.due < begins or not begins <= fell < at:
        return
    kept = not (
        one.broken or (one.void is None and one.own.stopped is None and one.own.due < (one.met or at))
    )
    ended = one.met or one.void or at
    closed_day = (
        one.closed_day and one.own.due > fell and (ended <= one.own.due or one.own.stopped is not None)
    )
    yield from [f"late_closed_day {one.commitment}"] if not kept and closed_day else []
    part = "renewed" if one.renewed else "first"
    yield f"due {one.commitment}"
    yield f"due_{part} {one.commitment}"
    yield f"{'kept' if kept else 'late'} {one.commitment}"
    yield from [f"kept_{part} {one.commitment}"] if kept else []


def _given_up(one: Promise, begins: datetime, at: datetime) -> Iterable[str]:
    """A date that another replaced counts when it passed, kept where the work was done by then."""
    ended_before = one.void is not None and one.void <= one.first_due
    if ended_before or not begins <= one.first_due < at:
        return
    kept = one.met is not None and one.met <= one.first_due
    yield f"due {one.commitment}"
    yield f"due_first {one.commitment}"
    yield f"{'kept' if kept else 'late'} {one.commitment}"
    yield from ["kept_first " + one.commitment] if kept else []


def answers_elsewhere(
    stories: dict[int, Story], units: dict[int, int], told: Iterable[tuple[str, int, int]], span: Span
) -> list[str]:
    """Each handler's answer counts at their unit, wherever the complaint went since; those on the spot are left out."""
    computed = Counter(
        units[by]
        for story in stories.values()
        for number, when, _ in story.last_of_each("answer")
        if span[0] <= when < span[1] and (by := story.answered_by[number]) is not None
    )
    counted = {unit: many for name, unit, many in told if name == "round answer"}
    return [
        f"answers at unit {unit}: events say at least {many}, figures {counted.get(unit, 0)}"
        for unit, many in sorted(computed.items())
        if counted.get(unit, 0) < many
    ]


def promises_elsewhere(
    models: Iterable[Model], units: dict[int, int], told: Iterable[tuple[str, int, int]], span: Span
) -> list[str]:
    """Each promise counts at the unit of who had the work when it was broken or met; an offer, at the unit it was made to."""
    computed: Counter[tuple[str, int]] = Counter()
    for model in models:
        for promise in model.promises:
            held = promise.held or model.who_held(promise)
            if held is not None:
                computed.update((name, units[held]) for name in _promised(promise, *span))
    counted = {(name, unit): many for name, unit, many in told}
    names = {name for name, _ in counted}
    return [
        f"{name} at unit {unit}: events say {computed[name, unit]}, figures {counted.get((name, unit), 0)}"
        for name, unit in sorted({*computed, *counted})
        if name.split()[0] in PROMISED
        and name.split()[1] not in NOT_OF_ITS_UNIT
        and name in names
        and computed[name, unit] != counted.get((name, unit), 0)
    ]


def differences(
    computed: Counter[str], told: Iterable[tuple[str, int, int]], names: Iterable[str]
) -> list[str]:
    """What the program counts by unit, summed; `names` are all it counts."""
    sums: dict[str, int] = defaultdict(int)
    for name, _, many in told:
        sums[name] += many
    return [
        f"{name}: events say {computed[name]}, figures {sums[name]}"
        for name in sorted(names)
        if computed[name] != sums[name]
    ]
