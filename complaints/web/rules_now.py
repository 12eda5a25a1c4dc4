"""The rules in force, read once a request, so that a page agrees with itself."""

from __future__ import annotations

from flask import g

from complaints import rulebooks
from workflows.rulebook import Rulebook


def current_rules() -> Rulebook:
    if "current_rules" not in g:
        g.current_rules = rulebooks.current()
    return g.current_rules  # type: ignore[no-any-return]
