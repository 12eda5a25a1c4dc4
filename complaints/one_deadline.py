"""The clock of one deadline: it is met, stops, gives back working time, and stands before the next rung (promise 5)."""

from __future__ import annotations

from datetime import UTC, datetime

from complaints import calendar_rows
from complaints.models import Deadline
from workflows.calendar import Due
from workflows.language import Rung


def meet(deadline: Deadline, at: datetime, seq: int) -> None:
    """`seq` counts the events before this step: the step that meets it is the next."""
    deadline.met_at, deadline.met_seq, deadline.next_at = at.astimezone(UTC), seq + 1, None


def stop(deadline: Deadline, at: datetime) -> None:
    """Stop the clock and keep what is left of the promise, in its own unit. What is already broken keeps its due time."""
    deadline.paused_at, deadline.next_at = at.astimezone(UTC), None
    deadline.remaining = calendar_rows.calendar().remaining(at, deadline.due_at, _unit(deadline))


def run_on(deadline: Deadline, at: datetime, ladder: tuple[Rung, ...]) -> None:
    """Give back the working time the clock stood still (domain §9.1); a due time never moves earlier."""
    paused_at, deadline.paused_at = deadline.paused_at, None
    if paused_at is not None and deadline.due_at > paused_at:
        fresh = calendar_rows.calendar().resume(at, deadline.remaining or 0, _unit(deadline))
        move_due(deadline, fresh)
    deadline.remaining = None
    set_next(deadline, ladder)


def stands_at(deadline: Deadline, at: datetime) -> datetime:
    """When it would be due if its clock ran on now."""
    if deadline.paused_at is None or deadline.due_at <= deadline.paused_at:
        return deadline.due_at
    return calendar_rows.calendar().resume(at, deadline.remaining or 0, _unit(deadline)).at


def move_due(deadline: Deadline, fresh: Due) -> None:
    """A due time that was told is moved later or not at all."""
    later = max(deadline.due_at, fresh.at.astimezone(UTC))
    deadline.provisional = fresh.provisional
    deadline.due_at = later


def _unit(deadline: Deadline) -> str:
    return deadline.limit[-2:] if deadline.limit[-2:] in ("wh", "wd", "cd") else "wd"


def skip_what_is_past(deadline: Deadline, ladder: tuple[Rung, ...], at: datetime) -> None:
    """A reminder that would stand before the promise was made is left out, as for a promise of one day."""
    set_next(deadline, ladder)
    while deadline.next_at and deadline.next_at <= at and ladder[deadline.next_rung].offset.value < 0:
        deadline.next_rung += 1
        set_next(deadline, ladder)


def set_next(deadline: Deadline, ladder: tuple[Rung, ...]) -> None:
    """When the next rung of the ladder is reached; none when the ladder is done, or the deadline is not running."""
    at: datetime | None = None
    if deadline.is_running and not deadline.paused_at and deadline.next_rung < len(ladder):
        at = (
            calendar_rows.calendar()
            .rung_at(deadline.due_at, ladder[deadline.next_rung].offset)
            .astimezone(UTC)
        )
    deadline.next_at = at
