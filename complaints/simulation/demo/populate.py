"""A few months of plausible complaints up to this moment, for a house that has none yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

from complaints.casework import moves
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.errors import WorkError
from complaints.intake.intake import Receipt, receive
from complaints.models import Complaint, Officer
from complaints.simulation import actors
from complaints.simulation.actions import DEEDS
from complaints.simulation.city import City, live, new_city, sweep_now
from complaints.simulation.demo import stories
from complaints.simulation.run import fill
from complaints.simulation.texts import any_intake
from workflows.calendar import SHANGHAI
from workflows.errors import Refused
from workflows.language import CITIZEN, Act
from workflows.limits import Limit

DAYS = 90  # of the calendar
PER_DAY = 2.0  # on a working day: with the written stories about 170 complaints
SEED = 27
TEMPERS = {
    "window": actors.STEADY,
    "handler": actors.SLOW,
    "leader": actors.PROMPT,
    "supervisor": actors.STEADY,
    "other": actors.STEADY,
}
TO_TRY = ("due today", "told, to be rated", "waiting for the citizen")


@dataclass(frozen=True)
class Made:
    """The city at the end, and the receipts of the written stories by name."""

    city: City
    receipts: dict[str, Receipt]


def populate(now: datetime, told: Callable[[int], Any] = int) -> Made:
    """Live through the months before `now`; `told` is called after each day with the days done."""
    now = now.astimezone(SHANGHAI).replace(microsecond=0)
    midnight = now.replace(hour=0, minute=0, second=0) - timedelta(days=DAYS)
    made = Made(new_city(SEED, midnight, TEMPERS), {})
    _plan_stories(made.city, now)
    deeds = {
        **DEEDS,
        "story": lambda city, key: _begin(made, key),
        "step": lambda city, key: _go_on(made, *key),
    }
    for number in range(DAYS + 1):
        day = midnight + timedelta(days=number)
        fill(made.city, day, PER_DAY, tries=0)
        live(made.city, min(day + timedelta(days=1), now), deeds)
        told(number)
    sweep_now(made.city, now)
    return made


def _plan_stories(city: City, now: datetime) -> None:
    office_day = city.calendar.working_day_after(now.date(), 0)
    for story in stories.STORIES:
        steps = [("step", (story, step), step.back, step.at) for step in story.steps]
        for what, key, back, at in [("story", story, *story.logged), *steps]:
            day = city.calendar.working_day_after(office_day, -back)
            moment = datetime.combine(day, time.fromisoformat(at), SHANGHAI)
            if moment < now:
                city.plan(moment, what, key)


def _begin(made: Made, story: stories.Story) -> None:
    city = made.city
    logger = city.cast.named.get(story.by)
    intake = any_intake(city.rng, city.cast, logger, story.category)
    intake = replace(
        intake,
        respondent_unit=city.cast.units.get(story.about.get("unit", "")),
        respondent_officer=city.cast.named.get(story.about.get("officer", "")),
        urgency="normal",  # so that the times of its steps fit its limits
    )
    with transaction():
        receipt = receive(intake, Act("receive", logger or CITIZEN, city.now))
    made.receipts[story.name] = receipt
    city.scripted.add(receipt.complaint.id)
    city.numbers.append(receipt.complaint.id)


def _go_on(made: Made, story: stories.Story, step: stories.Step) -> None:
    """A step that the rules refuse is a fault of the story; the others go on."""
    complaint_id = made.receipts[story.name].complaint.id
    try:
        with transaction():
            complaint = moves.take_by_id(complaint_id)
            actor = _actor(made.city, complaint, step.who)
            if isinstance(actor, Officer):
                moves.take(complaint.tracking_number, actor)
            moves.perform(complaint, Act(step.move, actor, made.city.now, _meant(made, step.inputs)))
    except (Refused, WorkError) as refused:
        made.city.faults.append(f"{story.name}, {step.move}: {refused}")


def _actor(city: City, complaint: Complaint, who: str) -> Any:
    if who == "citizen":
        return CITIZEN
    if who == "first":
        return city.cast.officers[complaint.first_responder_id]
    return city.cast.named[who]


def _meant(made: Made, words: dict[str, Any]) -> dict[str, Any]:
    """The words of a step with the rows they name."""
    city, meant = made.city, dict(words)
    if "unit" in meant:
        meant["unit"] = city.cast.units[meant["unit"]]
    if "officer" in meant:
        meant["officer"] = city.cast.named[meant["officer"]]
    if "leading" in meant:
        meant["leading"] = db.session.get_one(Complaint, made.receipts[meant["leading"]].complaint.id)
    if "due_in" in meant:
        meant["due_at"] = city.calendar.due(city.now, Limit(meant.pop("due_in"), "wd")).at
    return meant
