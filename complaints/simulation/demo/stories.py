"""The stories of stories.yaml, read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("stories.yaml")


@dataclass(frozen=True)
class Step:
    """`back`: working days before the next office day, or before today when it is one."""

    back: int
    at: str
    who: str
    move: str
    inputs: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Story:
    """`by`: who logs it, or "citizen" on the web; `about`: a unit or officer by code."""

    name: str
    category: str
    logged: tuple[int, str]
    steps: tuple[Step, ...]
    by: str = "window"
    about: dict[str, str] = field(default_factory=dict)


def load_stories() -> tuple[Story, ...]:
    content = yaml.safe_load(FILE.read_text("utf8"))
    return tuple(_story(content["parts"], **story) for story in content["stories"])


def _story(parts: dict[str, Any], *, logged: str, steps: tuple[Any, ...] = (), **story: Any) -> Story:
    back, at = logged.split()
    return Story(logged=(int(back), at), steps=tuple(_steps(parts, steps)), **story)


def _steps(parts: dict[str, Any], steps: list[Any] | tuple[Any, ...], later: int = 0) -> Iterator[Step]:
    """`later`: the day a part begins on, added to the days of its steps."""
    for step in steps:
        [(what, inputs)] = step.items() if isinstance(step, dict) else [(step, {})]
        if what in parts:
            yield from _steps(parts, parts[what], later + inputs)
        else:
            back, at, who, move = what.split()
            yield Step(int(back) + later, at, who, move, inputs)


STORIES = load_stories()
