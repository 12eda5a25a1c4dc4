"""The published criteria of third-party evaluation, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from workflows.language import Text

FILE = Path(__file__).with_suffix(".yaml")
MOST = 100  # points
WHOLE = Text("请填 0 到 100 的整数。", "A whole number from 0 to 100.")


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


def read_scores(typed: Mapping[str, str]) -> tuple[dict[str, int], dict[str, Text]]:
    """The scores as typed, and what is wrong by criterion."""
    scores, faults = dict[str, int](), dict[str, Text]()
    for one in criteria().all:
        text = typed.get(one.code, "").strip()
        if text.isascii() and text.isdecimal() and len(text) <= 3 and int(text) <= MOST:
            scores[one.code] = int(text)
        else:
            faults[one.code] = WHOLE
    return scores, faults
