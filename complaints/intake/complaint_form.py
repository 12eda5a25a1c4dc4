"""From what was typed about a complaint to an Intake: rows for codes, and the urgency the words call for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from complaints.casework import references
from complaints.casework.danger_words import NORMAL, URGENT, danger_in
from complaints.casework.written_facts import LONGEST_LYING, require_recent
from complaints.commitments.calendar.current import closing_of
from complaints.infrastructure.errors import BadInput
from complaints.intake.complainant import Person
from complaints.intake.intake import Intake
from complaints.intake.respondents import Named
from complaints.rulebooks import store
from workflows.calendar import SHANGHAI
from workflows.language import Text
from workflows.rulebook import Rulebook

AT_ONCE = ("window", "web")
PLAIN = ("category", "channel", "subject", "narrative", "confidential", "received_on", "received_evidence")


def intake_of(words: Mapping[str, Any], at: datetime) -> Intake:
    """`words` as `schemas.intake.ComplaintIn` gives them. Raises BadInput naming what cannot be used."""
    references.require_code("category", words["category"], store.current().categories)
    book = store.book_for(words["category"])
    references.require_code("channel", words["channel"], book.codes["channels"])
    references.require_code("urgency", words["urgency"], book.codes["urgencies"])
    sender_due_at = _sender_due_at(words.get("sender_due_at"), at)
    require_recent(words.get("received_on"), at)
    first, *more = _respondents(words)
    return Intake(
        **{name: words[name] for name in PLAIN if name in words},
        urgency=urgency_of(book, words["urgency"], words["subject"], words["narrative"]),
        person=Person(**words["complainant"]),
        respondent_unit=first.unit,
        respondent_officer=first.officer,
        respondent_name=first.name,
        more_respondents=tuple(more),
        sender_number=words.get("sender_number") or None,
        sender_due_at=sender_due_at,
        unit=references.unit_called(words["unit"]) if words.get("unit") else None,
    )


def require_came_before(words: Mapping[str, Any], at: datetime) -> None:
    """For a person at the form: what is said at a window, or typed on the web by the citizen, is here the moment it is
    logged. Raises BadInput."""
    day = words.get("received_on")
    if day is not None and words["channel"] in AT_ONCE and day < at.astimezone(SHANGHAI).date():
        raise BadInput({"received_on": _CAME_AT_ONCE})


_CAME_AT_ONCE = Text(
    "窗口来访和网上提交的，登记之时就是收到之时；来信、来电记录或者转来的，请改选相应的来源，再写收到日期。",
    "What comes at a window or by the web is received as it is logged. For a letter, a note of a call or what was passed on, "
    "choose that channel and give the day it came.",
)


def _respondents(words: Mapping[str, Any]) -> list[Named]:
    """Short form and list, each respondent once; at least one, possibly empty. Former units and officers can be named."""
    given = [(words["respondent"], "respondent")]
    given += [(one, f"respondents.{place}") for place, one in enumerate(words.get("respondents", ()))]
    named = [
        Named(
            references.ever_unit(about["unit"], f"{field}.unit") if about.get("unit") else None,
            references.officer_called(about["officer"], f"{field}.officer", past_too=True)
            if about.get("officer")
            else None,
            about.get("name") or None,
        )
        for about, field in given
    ]
    found = [one for place, one in enumerate(named) if not one.is_empty and one not in named[:place]]
    return found or [Named()]


def urgency_of(book: Rulebook, urgency: str, *texts: str) -> str:
    """Words of danger to people or to a right raise a normal complaint to urgent (domain §7, urgency)."""
    raised = urgency == NORMAL and danger_in(book, *texts) is not None
    return URGENT if raised else urgency


def _sender_due_at(given: date | None, at: datetime) -> datetime | None:
    """A letter that comes late may be due already: it is late at once. Raises BadInput for what is over a year ago."""
    due = closing_of(given) if given else None
    if due is not None and due < at - LONGEST_LYING:
        raise BadInput(
            {
                "sender_due_at": Text(
                    "转来单位要求的期限已过一年以上，请与其核对。",
                    "The sender's due time passed more than a year ago; ask the sender.",
                )
            }
        )
    return due
