"""Fixtures of casework."""

from __future__ import annotations

import pytest

from complaints.casework import moves


@pytest.fixture
def leading_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stories name the leading complaint by its number."""
    perform = moves.perform

    def by_number(complaint, act):  # type: ignore[no-untyped-def]
        if isinstance(act.words.get("leading"), str):
            act.words["leading"] = moves.take(act.words["leading"])
        return perform(complaint, act)

    monkeypatch.setattr(moves, "perform", by_number)
