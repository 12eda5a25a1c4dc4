"""The corrections a handler or the citizen asks for, on the pages of those who decide them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from complaints.access.personal_data import may_see_person
from complaints.casework.effects.corrections import BY_CITIZEN, asked_for, respondent_asked_for
from complaints.casework.named_respondents import list_respondents
from complaints.casework.written_facts import OF_THE_PERSON, text_of
from complaints.models import Complaint, Officer
from complaints.web.forms.field_labels import YES_NO, word_for
from complaints.web.forms.spoken_facts import spoken_fact
from complaints.web.page.template_globals import said
from complaints.web.page.translation import gettext
from workflows.guards.correcting import is_asked_about
from workflows.language import Act, Text
from workflows.rulebook import Rulebook

ABOUT = ("unit", "officer", "name")


@dataclass(frozen=True, slots=True)
class Asked:
    """`told` holds label and value of each change; `typed` the filled-in form of the move that grants it, `fills`."""

    told: tuple[tuple[Text, str], ...]
    reason: str
    typed: dict[str, str]
    fills: str = "correct"
    by_citizen: bool = False


def asked_correction(book: Rulebook, complaint: Complaint, asker: Officer) -> Asked | None:
    """None where nothing waits, or for an officer whom it may mean. What identifies the citizen is for those who may know
    them, and is told whole: who decides compares it."""
    ask = complaint.pending("correction")
    if ask is None or is_asked_about(complaint, Act("", asker, ask.at)):
        return None
    known = may_see_person(complaint, asker)
    told: list[tuple[Text, str]] = []
    typed: dict[str, str] = {}
    for name, value in asked_for(complaint).items():
        field, hidden = f"changes_{name}", name in OF_THE_PERSON and not known
        told.append((word_for("correct", field).label, _spoken(book, name, value, hidden)))
        if not hidden:
            typed |= _typed(name, value)
    for name, value in respondent_asked_for(complaint).items():
        field = f"respondent_{name}"
        spoken = said(YES_NO[field][0 if value else 1]) if field in YES_NO else str(value)
        told.append((word_for("request_correction", field).label, spoken))
    by_citizen = bool(ask.words.get(BY_CITIZEN))
    reason, fills = str(ask.words["reason"] or gettext("投诉人指出")), "correct"
    if respondent := respondent_asked_for(complaint):
        fills = "clear_respondent" if respondent.get("wrong") else "name_respondent"
        typed = _chosen(complaint, respondent) if respondent.get("wrong") else _named(respondent)
    return Asked(tuple(told), reason, {**typed, "reason": reason}, fills, by_citizen)


def _named(respondent: dict[str, Any]) -> dict[str, str]:
    return {name: str(respondent[name]) for name in ABOUT if respondent.get(name)}


def _chosen(complaint: Complaint, respondent: dict[str, Any]) -> dict[str, str]:
    """The one respondent on record that the words of the request name; else who decides chooses."""
    wanted = _named(respondent)
    found = [one for one in list_respondents(complaint) if wanted and wanted.items() <= one.words.items()]
    return {"respondent": found[0].key} if len(found) == 1 else {}


def _typed(name: str, value: object) -> dict[str, str]:
    """As the form of `correct` has it; what goes is chosen there, one thing at a time."""
    if value is None:
        return {"changes_remove": "agent" if name.startswith("agent_") else name}
    return {f"changes_{name}": str(value).lower() if isinstance(value, bool) else text_of(value) or ""}


def _spoken(book: Rulebook, name: str, value: object, hidden: bool) -> str:
    if hidden:
        return gettext("已封存，只有能看投诉人身份的人可见")
    return gettext("（删去）") if value is None else spoken_fact(book, name, value)
