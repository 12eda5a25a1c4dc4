"""The text of the shipped rulebook as plain words, and what its conditions mean for an event; nothing of the engine."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.support import plain_yaml, reaching_model

if TYPE_CHECKING:
    from tests.support.promise_model import Model

ROOT = Path(__file__).resolve().parents[2]


@cache
def rules() -> dict[str, Any]:
    text = (ROOT / "workflows" / "rulebooks" / "complaint-2026.yaml").read_text("utf8")
    return dict(plain_yaml.load(text))


def facts_of(model: Model, event: Any) -> dict[str, bool]:
    grade, bad = int(event.detail.get("grade") or 0), reaching_model.bad_raters(model)
    rater = model.others.get(event.detail.get("joined") or "", model)
    category = rules()["categories"][model.told.category]
    return {
        "reached": bool(event.detail.get("reached")),
        "citizen_can_be_contacted": model.told.contactable,
        "may_be_called_back": any(one.told.contactable for one in reaching_model.group(model))
        and not category["restricted"],
        "each_was_called_back": not reaching_model.uncalled(model),
        "some_are_still_to_call": bool(reaching_model.uncalled(model)),
        "counts_from_receipt": category.get("counted_from") == "receive",
        "badly_rated": grade in (1, 2),
        "rated_in_the_middle": grade == 3,
        "badly_rated_by_one_who_can_be_contacted": grade in (1, 2) and rater.told.contactable,
        "rated_badly_before": bool(bad),
        "not_rated_badly_before": not bad,
        "rated_badly_before_by_one_who_can_be_contacted": any(one.told.contactable for one in bad),
        "nobody_has_taken_it": event.to_state == "received",
        "work_falls_back": event.to_state == "received" and event.from_state == "assigned",
        "by_a_verifier": bool(event.detail.get("reached"))
        and event.party == "supervisor"
        and event.by_id not in model.hands,
        "told_by_message_or_person": any(map(reaching_model.must_be_told, reaching_model.group(model))),
        "told_directly": reaching_model.is_direct(model, event),
        "each_was_told_directly": reaching_model.is_direct(model, event)
        and not reaching_model.waiting(model),
        "each_was_reached": bool(event.detail.get("reached", True)) and not reaching_model.waiting(model),
        "last_reached_in_own_name": event.party == "citizen" and not reaching_model.waiting(model),
        "some_are_still_to_reach": bool(reaching_model.waiting(model)),
        "no_call_is_left": bool(event.detail.get("all_delivered")),
        "in_own_name": event.party == "citizen",
        "by_an_officer": event.party not in ("citizen", "system"),
        "urgent_while_closed": model.told.urgency != "normal"
        and (model.is_closed(event.at) or model.is_closed(event.at + timedelta(minutes=59))),
        "first_review": rater.reviews == 1,
        "second_review": rater.reviews == 2,
        "was_in_a_handlers_hands": model.taken,
        "lies_with_the_first_responder": model.accepted and not model.taken,
        "leading_is_answered": model.leading_is_answered(event),
        "leading_is_unanswered": not model.leading_is_answered(event),
        "leading_was_answered": event.detail.get("step") in ("answer", "answer_on_the_spot"),
        "leading_was_sent_back": event.detail.get("step") == "send_back",
        "leading_is_supervised": event.detail.get("step") == "supervise",
        "correction_is_decided": model.asked is None,
        "sender_gave_a_date": model.told.sender_due is not None,
        "brought_by_a_group": False,
        "turns_out_to_be_a_group": False,
        "by_the_successor": False,
        "enters_the_restricted_channel": False,
    }
