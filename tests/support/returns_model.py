"""The promises to judge returns, computed from the events alone: one for each return, met by its own judgement."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.support.promise_model import Model

NAME = "return_judgement"


def hear(model: Model, event: Any, at: datetime) -> None:
    """A unit returns a complaint once: the judgement names it."""
    if event.move == "return":
        amount, unit = model.limit_of(NAME)
        made = model.make(NAME, at, model.time.due(at, amount, unit), unit)
        model.returned[event.detail["refused_by"]] = made
    elif event.move == "judge_return":
        promise = model.returned[event.detail["refused_by"]]
        if promise.runs:
            model._meet(promise, event, at)
