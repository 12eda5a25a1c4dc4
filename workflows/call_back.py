"""Which feedbacks are called back: all, or a sample by category that leaves out none of those which matter most."""

from __future__ import annotations

import hashlib
from datetime import datetime
from enum import StrEnum

from workflows.case import Case
from workflows.language import Act

ALL = 100  # percent


class Why(StrEnum):
    """Why a citizen is called back, the first that holds."""

    ALL = "all"  # the category has no sample
    GROUP = "group"  # several complain together, or their complaints were joined
    AGAIN = "again"  # answered again, after a bad rating or a review
    BROKEN = "broken"  # a promise of the office was broken
    DRAWN = "drawn"


def place_of(seed: str, number: str) -> int:
    """0 to 99. SHA-256 of seed, colon and tracking number: its first 64 bits, as a fraction of a hundred, rounded down."""
    digest = hashlib.sha256(f"{seed}:{number}".encode()).digest()
    return int.from_bytes(digest[:8]) * ALL >> 64


def why_called_back(case: Case, at: datetime) -> Why | None:
    """None for one the sample leaves out. A bad rating is called by those who verify it, drawn or not."""
    always = why_always_called(case, at)
    if always is not None:
        return always
    return Why.DRAWN if case.place_in_call_sample(at) < case.rules.call_back_share else None


def why_always_called(case: Case, at: datetime) -> Why | None:
    """None for one that only a draw may choose."""
    return why_of_itself(case) or (Why.BROKEN if case.broke_a_promise(at) else None)


def why_of_itself(case: Case) -> Why | None:
    """Without a look at its promises."""
    if case.rules.call_back_share >= ALL:
        return Why.ALL
    if case.leads_others or (case.group_size or 0) > 1:
        return Why.GROUP
    return Why.AGAIN if case.round > 1 else None


def may_be_called_back(case: Case, act: Act) -> bool:
    """The citizen hears only the receipt of a report of misconduct (domain §7, DISC)."""
    if case.rules.restricted:
        return False
    can_be = case.contactable or (case.leads_others and any(one.contactable for one in case.citizen_ratings))
    return can_be and why_called_back(case, act.at) is not None


def each_was_called_back(case: Case, act: Act) -> bool:
    """With this act each citizen who can be called was reached, was called often enough in vain, or has rated."""
    return not case.still_to_call_after(act)


def some_are_still_to_call(case: Case, act: Act) -> bool:
    return not each_was_called_back(case, act)
