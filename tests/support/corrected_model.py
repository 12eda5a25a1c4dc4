"""Promises after a correction of the category, computed again from the pauses and extensions since they began."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.support.rule_words import rules

if TYPE_CHECKING:
    from tests.support.promise_model import Clock, Model, Promise

Given = tuple[
    datetime, str, int, str
]  # when; stop, run or the promise that was extended; days and their unit


def follow_category(model: Model, event: Any, at: datetime) -> None:
    """Running promises take the limits of the right category, never later, and never before one working day is over."""
    running = [one for one in model.running() if one.commitment in rules()["limits"]]
    before = {one.commitment: model.limit_of(one.commitment) for one in running}
    model.told.category = event.detail["changes"]["category"]["to"]
    own = rules()["categories"][model.told.category]
    for one in model.running():
        if one.commitment in own["limits"] and one.duty_of is None:
            _make_sooner(model, one, at, before[one.commitment])
    in_time = event.from_state in ("received", "assigned") and not model.cycles["handling"]
    if own.get("counted_from") == "receive" and in_time:
        _make(model, "handling", model.came_in or at, at)


def _make_sooner(model: Model, one: Promise, at: datetime, before: tuple[int, str]) -> None:
    from_receipt = rules()["categories"][model.told.category].get("counted_from") == "receive"
    began = one.began
    if one.commitment == "handling" and from_receipt and model.came_in is not None:
        began = min(began, model.came_in)
    if (model.limit_of(one.commitment), began) == (before, one.began):
        return
    _, stands = _made_again(model, one.commitment, began, at)
    if stands < model._stands(one, at):
        one.void = at
        fresh = _make(model, one.commitment, began, at)
        fresh.beside = [replace(one.own), *one.beside]


def _make(model: Model, name: str, began: datetime, at: datetime) -> Promise:
    clock, stands = _made_again(model, name, began, at)
    fresh = model.make(name, began, clock.due, clock.unit)
    fresh.own.had_least, fresh.own.pauses = clock.had_least, clock.pauses
    fresh.own.stopped = fresh.own.stopped and (clock.stopped or at)
    extended = any(what == name and given >= began for given, what, _, _ in model.given)
    fresh.renewed = extended and stands > model.time.due(at, 1, "wd")
    return fresh


def _made_again(model: Model, name: str, began: datetime, at: datetime) -> tuple[Clock, datetime]:
    """Its clock, and when it is due if that runs on now."""
    from tests.support.promise_model import Clock

    limit, unit = model.limit_of(name)
    clock, pausable = (
        Clock(unit, model.time.due(began, limit, unit)),
        rules()["commitments"][name]["pausable"],
    )
    for given, what, days, of_unit in model.given:
        if what == "stop" and pausable:
            clock.stopped = clock.stopped or max(given, began)
        elif given >= began and what == "run" and clock.stopped is not None:
            _run_on(model, clock, given)
        elif what == "run":
            clock.stopped = None
        elif given >= began and what == name:
            clock.due, clock.stopped = max(clock.due, model.time.due(clock.due, days, of_unit)), None
    past = clock.stopped is not None and clock.due <= clock.stopped
    stands = clock.due if past else model._resumed(clock, at)
    floor = model.time.due(at, 1, "wd")
    if stands < floor:
        return Clock(unit, floor, clock.stopped and at), floor
    return clock, stands


def _run_on(model: Model, clock: Clock, at: datetime) -> None:
    if clock.stopped is not None and clock.due > clock.stopped:
        least, before = model._takes_least(clock, at), clock.due
        clock.due = max(clock.due, model._resumed(clock, at))
        if clock.due > before:
            clock.pauses.append((clock.stopped, at))
        clock.had_least |= least
    clock.stopped = None
