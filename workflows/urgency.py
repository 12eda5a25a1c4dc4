"""How urgent a complaint can be (domain §7), and which of two is more urgent."""

from __future__ import annotations

URGENCIES = ("normal", "urgent", "critical")  # from the least to the most


def is_more_urgent(one: str, other: str) -> bool:
    """A code of old rules that is unknown today weighs as the least."""
    return _weight(one) > _weight(other)


def _weight(urgency: str) -> int:
    return URGENCIES.index(urgency) if urgency in URGENCIES else 0
