"""The form that marks an absence: what was typed, and what is wrong with it in the words of the form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from marshmallow import Schema

from complaints.infrastructure.errors import BadInput
from complaints.web.page.request_values import read_form
from complaints.web.page.template_globals import said


def take_absence(
    schema: Schema, mark: Callable[[Mapping[str, Any]], None], at_field: Mapping[str, str]
) -> dict[str, str]:
    """Mark what the form says; the faults by field, none if it is done. `at_field` names the field a fault is shown at."""
    try:
        mark(read_form(schema))
    except BadInput as error:
        return {at_field.get(name, name): said(text) for name, text in error.fields.items()}
    return {}
