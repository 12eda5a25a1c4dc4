"""What if a promise had been longer or shorter: a rulebook text with other limits, under a version of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import yaml

from workflows.limits import BadLimit, Limit

LONGEST_VERSION = 40


def with_limits(rulebook: str, changes: Iterable[str]) -> str:
    """The rulebook with each change made, written like `handling=10wd`: the common limit for the stage, and that of
    every category that has one. Raises BadLimit for an unknown stage, or a limit that cannot be kept."""
    words = yaml.safe_load(rulebook)
    for change in changes:
        stage, _, written = change.partition("=")
        _change(words, stage.strip(), str(Limit.parse(written)))
        words["version"] = f"{words['version']}-{stage.strip()}-{written.strip()}".replace("_", "-")[
            -LONGEST_VERSION:
        ]
    text: str = yaml.safe_dump(words, allow_unicode=True, sort_keys=False)
    return text


def _change(words: dict[str, Any], stage: str, limit: str) -> None:
    found = [row["limits"][stage] for row in words["categories"].values() if stage in row["limits"]]
    if stage not in words["limits"] and not found:
        raise BadLimit(
            f"规则中没有名为“{stage}”的时限。", f"The rulebook promises no limit called “{stage}”."
        )
    for row in found:
        row["limit"] = limit
    if stage in words["limits"]:
        words["limits"][stage]["normal"] = limit
