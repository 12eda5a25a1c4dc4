"""What the dispatch catalogue proposes on the forms that assign, and the word where another unit was chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request

from complaints.casework import competence
from complaints.models import CatalogueEntry, Complaint
from complaints.organisation import catalogue, directory
from complaints.web.page.dates import now
from complaints.web.page.template_globals import said
from complaints.web.page.translation import gettext
from workflows.office_hours import in_shanghai
from workflows.rulebook import Rulebook

PROPOSING = ("assign", "designate")


def propose_for_form(book: Rulebook) -> CatalogueEntry | None:
    """For a complaint that is being typed."""
    category = book.categories.get(request.form.get("category", ""))
    if category is None or category.restricted:
        return None
    texts = (request.form.get("subject", ""), request.form.get("narrative", ""))
    return catalogue.find_competent(category.code, texts, in_shanghai(now()).date())


def propose_for_move(complaint: Complaint, move: str) -> CatalogueEntry | None:
    return competence.find_competent_unit(complaint, now()) if move in PROPOSING else None


def tell_other_unit(detail: Mapping[str, Any]) -> str:
    """Empty where the competent unit was chosen, or the catalogue names none."""
    unit = directory.unit_called(detail.get(competence.UNIT) or "")
    if unit is None:
        return ""
    name = said(unit.name)
    return gettext("派单目录里这类事由%(unit)s承办；已按您的选择派出，并记录在案。", unit=name)
