"""The promises of those asked beside the lead, for an opinion or for help, computed from the events alone."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.support.promise_model import Model

MADE_BY = {
    "consult": "consultation",
    "add_assist": "assist_taking",
    "raise_assist": "assist_taking",
    "take_assist": "assist",
}
OF_THOSE_ASKED = ("consultation", "assist_taking", "assist")
MET_BY = ("answer_consultation", "take_assist", "return_assist", "lapse_assist", "answer_assist")
ENDED_BY = ("withdraw_consultation", "decline_consultation", "end_consultations", "end_assist", "end_assists")


def hear(model: Model, event: Any, at: datetime) -> None:
    numbers = event.detail.get("consultations") or event.detail.get("assists") or []
    own = [one for one in model.running() if one.part in numbers]
    if event.move == "take_assist" and any(one.commitment == "assist" for one in own):
        return  # a colleague takes over: the promise runs on
    for one in own:
        if event.move in MET_BY:
            model._meet(one, event, at)
        elif event.move in ENDED_BY:
            one.void = at
    if name := MADE_BY.get(event.move):
        amount, unit = model.limit_of(name)
        model.make(name, at, model.time.due(at, amount, unit), unit).part = numbers[0]
