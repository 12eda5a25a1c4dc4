"""What the citizen learns of a restricted complaint: that it came in, or why it was not taken up (domain §7, DISC). The status
page and the messages go by this one rule."""

from complaints.models import Event

SHOWN = ("receive", "decline", "withdraw")


def is_shown(event: Event) -> bool:
    return event.move in SHOWN
