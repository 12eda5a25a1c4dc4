"""The rules in force, read once a request, so that a page agrees with itself."""

from __future__ import annotations

from flask import g

from complaints.rulebooks import store
from workflows.rulebook import Rulebook


def current_rules() -> Rulebook:
    rules: Rulebook | None = g.get("current_rules")
    if rules is None:
        rules = g.current_rules = store.current()
    return rules
