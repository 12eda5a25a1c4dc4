"""What invented people say: complaints to bring, and words for every move."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from complaints.intake.complainant import Person
from complaints.intake.intake import Intake
from complaints.models import Officer, Unit
from complaints.rulebooks import store
from complaints.simulation.actors import Cast

FILE = Path(__file__).with_name("narratives.yaml")
BY_HAND = ("window", "phone", "letter", "box")


@dataclass(frozen=True)
class Likelihood:
    """Chances, from 0 to 1, of what may be particular about a complaint."""

    anonymous: float = 0.12
    urgent: float = 0.08
    names_unit: float = 0.35
    names_officer: float = 0.06
    confidential: float = 0.05


LIKELY = Likelihood()


@cache
def load_narratives() -> dict[str, Any]:
    words: dict[str, Any] = yaml.safe_load(FILE.read_text("utf8"))
    return words


def say(rng: Random, *keys: str) -> str:
    """One sentence from the file, by its place there."""
    words: Any = load_narratives()
    for key in keys:
        words = words[key]
    return str(rng.choice(words))


def any_category(rng: Random, rulebook: str | None = None) -> str:
    """Of the rulebook of that name, else of every one in use."""
    books = [one for one in store.in_use() if rulebook in (None, one.name)]
    codes = sorted({code for one in books for code in one.categories})
    weights = load_narratives()["weights"]
    code: str = rng.choices(codes, [weights.get(one, 1) for one in codes])[0]
    return code


def any_person(rng: Random) -> Person:
    if rng.random() < LIKELY.anonymous:
        return Person(anonymous=True)
    name = rng.choice(load_narratives()["surnames"]) + rng.choice(load_narratives()["given"])
    return Person(name=name, phone=f"+86139000{rng.randrange(100_000):05}")


def any_intake(rng: Random, cast: Cast, logger: Officer | None, category: str | None = None) -> Intake:
    """A complaint a citizen brings to `logger`, or on the web when there is none."""
    category = category or any_category(rng)
    words = load_narratives()
    story = rng.choice(words["complaints"].get(category) or words["complaints"][words["for_others"]])
    urgent = rng.random() < LIKELY.urgent
    text = _filled(rng, story["text"] + (words["urgent"] if urgent else ""))
    unit, officer = _respondent(rng, cast, story, logger)
    return Intake(
        category=category,
        channel=rng.choice(BY_HAND) if logger else "web",
        subject=story["subject"],
        narrative=text,
        urgency="urgent" if urgent else "normal",
        person=any_person(rng),
        respondent_unit=unit,
        respondent_officer=officer,
        confidential=rng.random() < LIKELY.confidential,
    )


def _filled(rng: Random, text: str) -> str:
    words = load_narratives()
    return text.format(
        place=rng.choice(words["places"]), day=rng.choice(words["days"]), who=rng.choice(words["people"])
    )


def _respondent(
    rng: Random, cast: Cast, story: dict[str, Any], logger: Officer | None
) -> tuple[Unit | None, Officer | None]:
    kinds = story.get("about", ())
    if kinds and rng.random() < LIKELY.names_unit:
        return rng.choice([unit for unit in cast.units.values() if unit.kind in kinds]), None
    if logger is not None and rng.random() < LIKELY.names_officer:
        return None, rng.choice(cast.of_unit(logger.unit_id))
    return None, None
