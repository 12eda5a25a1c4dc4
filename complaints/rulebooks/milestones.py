"""The state a complaint comes to, in the words of its rulebook and in those of the program."""

from __future__ import annotations

from complaints.models import Complaint
from complaints.rulebooks import store


def enter_state(complaint: Complaint, name: str) -> None:
    state = store.book(complaint.rulebook_version).states[name]
    assert state.milestone is not None  # `check` refuses a rulebook that does not say it
    complaint.state, complaint.milestone, complaint.ends_as = name, state.milestone, state.ends_as
