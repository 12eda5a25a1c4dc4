"""The clock of one deadline: it is met, stops, gives back working time, and stands before the next rung (promise 5)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from complaints.commitments.calendar import current as current_calendar
from complaints.models import Deadline
from workflows.calendar import Due
from workflows.language import Rung

# Of a promise that was made sooner since: its limit, its due time and, while it stands, what remains.
Clock = dict[str, Any]


def meet(deadline: Deadline, at: datetime, seq: int) -> None:
    """`seq` counts the events before this step: the step that meets it is the next."""
    deadline.met_at, deadline.met_seq, deadline.next_at = at.astimezone(UTC), seq + 1, None


def stop(deadline: Deadline, at: datetime) -> None:
    """Stop the clock and keep what is left of the promise, in its own unit. What is already broken keeps its due time."""
    deadline.paused_at, deadline.next_at = at.astimezone(UTC), None
    deadline.remaining = current_calendar.calendar().remaining(at, deadline.due_at, _unit(deadline.limit))
    deadline.former = [_stopped(clock, at) for clock in deadline.former or []] or None


def run_on(deadline: Deadline, at: datetime, ladder: tuple[Rung, ...]) -> None:
    """Give back the working time the clock stood still (domain §9.1); a due time never moves earlier."""
    if deadline.paused_at is not None and deadline.due_at > deadline.paused_at:
        told, running = deadline.due_at, [_run_on(clock, at) for clock in deadline.former or []]
        move_due(deadline, _resumed(deadline.limit, deadline.remaining, at))
        deadline.due_at = max(told, min([deadline.due_at, *map(_due_at, running)]))
        deadline.former = running or None
    deadline.paused_at = deadline.remaining = None
    set_next(deadline, ladder)


def stands_at(deadline: Deadline, at: datetime) -> datetime:
    """When it would be due if its clock ran on now."""
    if deadline.paused_at is None or deadline.due_at <= deadline.paused_at:
        return deadline.due_at
    own = _resumed(deadline.limit, deadline.remaining, at).at
    return min([own, *(_due_at(_run_on(clock, at)) for clock in deadline.former or [])])


def clocks_of(deadline: Deadline) -> list[Clock]:
    """Its own clock and those beside it, for the promise that is made in its place."""
    own = {"limit": deadline.limit, "due_at": deadline.due_at.isoformat(), "remaining": deadline.remaining}
    return [own, *(deadline.former or [])]


def _stopped(clock: Clock, at: datetime) -> Clock:
    left = current_calendar.calendar().remaining(at, _due_at(clock), _unit(clock["limit"]))
    return {**clock, "remaining": left}


def _run_on(clock: Clock, at: datetime) -> Clock:
    fresh = _resumed(clock["limit"], clock["remaining"], at)
    later = max(_due_at(clock), fresh.at.astimezone(UTC))
    return {**clock, "due_at": later.isoformat(), "remaining": None}


def _resumed(limit: str, remaining: int | None, at: datetime) -> Due:
    return current_calendar.calendar().resume(at, remaining or 0, _unit(limit))


def _due_at(clock: Clock) -> datetime:
    return datetime.fromisoformat(clock["due_at"])


def move_due(deadline: Deadline, fresh: Due) -> None:
    """A due time that was told is moved later or not at all."""
    later = max(deadline.due_at, fresh.at.astimezone(UTC))
    deadline.provisional = fresh.provisional
    deadline.due_at = later


def _unit(limit: str) -> str:
    return limit[-2:] if limit[-2:] in ("wh", "wd", "cd") else "wd"


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
            current_calendar.calendar()
            .rung_at(deadline.due_at, ladder[deadline.next_rung].offset)
            .astimezone(UTC)
        )
    deadline.next_at = at
