"""Rules published before a step was known to them: complaints pinned to them go on as they did."""

from __future__ import annotations

from complaints.infrastructure.database import transaction
from complaints.rulebooks.store import SHIPPED, publish
from tests.house import shanghai

END_REVIEWS = ("  end_reviews:", "  add:\n    label: {zh: 补充情况")


def rules_without_the_step() -> str:
    """Escalations that wait for a review still wait when the complaint is over."""
    text = SHIPPED.read_text("utf8").replace('version: "2026.1"', 'version: "2025.9"')
    begins, ends = map(text.index, END_REVIEWS)
    return text[:begins] + text[ends:]


def publish_rules_without_the_step() -> None:
    with transaction():
        publish(rules_without_the_step(), shanghai("2026-09-01T09:00"))
