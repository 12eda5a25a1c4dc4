"""The published criteria of third-party evaluation, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from marshmallow import Schema

from schemas.fields import Typed, Whole, Words
from schemas.lengths import NOTE
from workflows.language import Text

FILE = Path(__file__).with_suffix(".yaml")
MOST = 100  # points


@dataclass(frozen=True, slots=True)
class Criterion:
    code: str
    weight: int  # percent
    beside: str  # an indicator
    label: Text
    help: Text


@dataclass(frozen=True, slots=True)
class Criteria:
    version: str
    all: tuple[Criterion, ...]

    def total(self, scores: Mapping[str, float]) -> float:
        return sum(one.weight * scores[one.code] for one in self.all) / 100


@cache
def criteria() -> Criteria:
    data: dict[str, Any] = yaml.safe_load(FILE.read_text("utf8"))
    rows = tuple(
        Criterion(row["code"], row["weight"], row["beside"], Text(**row["label"]), Text(**row["help"]))
        for row in data["criteria"]
    )
    return Criteria(data["version"], rows)


def score_form() -> Schema:
    """The points by criterion, and a note."""
    points = {one.code: Whole(0, MOST, required=True) for one in criteria().all}
    return Typed.from_dict({**points, "note": Words(NOTE)}, name="ScoreForm")()
