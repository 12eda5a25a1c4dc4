"""By which channel a citizen gets messages: a text message, or mail where they asked for it or no text reaches them."""

from __future__ import annotations

from flask import current_app

from complaints.models import Complainant

BY_MAIL = "email"  # how a citizen wants to be told


def texted(person: Complainant) -> str | None:
    """The number that gets text messages, where a channel for them is set up: one said to be in use now, else the first."""
    if not current_app.config["SHOUWEN"].citizen_notice_url:
        return None
    reached = sorted((one for one in person.numbers if one.gets_texts), key=lambda one: not one.is_in_use)
    return reached[0].number if reached else None


def mailed(person: Complainant) -> str | None:
    return person.email or None if current_app.config["SHOUWEN"].citizen_mail_url else None


def addresses(person: Complainant) -> list[str]:
    """Where a message could go."""
    return [one for one in (texted(person), mailed(person)) if one]


def template(person: Complainant) -> str:
    """The address template of the channel for this citizen."""
    settings = current_app.config["SHOUWEN"]
    by_mail = mailed(person) and (person.tell_by == BY_MAIL or not texted(person))
    return str(settings.citizen_mail_url if by_mail else settings.citizen_notice_url)


def template_to(address: str) -> str:
    """The same for one address that the citizen had."""
    settings = current_app.config["SHOUWEN"]
    return str(settings.citizen_mail_url if "@" in address else settings.citizen_notice_url)
