"""The clock of one deadline: it is met, stops, gives back working time, and waits for the next rung (promise 5)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from complaints.commitments.calendar import current as current_calendar
from complaints.models import Deadline
from complaints.models.deadline import DATING
from workflows.calendar import SHANGHAI, Due
from workflows.days_off import Pause
from workflows.language import Act, Rung
from workflows.limits import Limit

REMINDED_AGAIN = "move_sender_date"  # of another body; for a supervisor's own date the ladder only goes on
# Of a promise that was made sooner since: its limit, its due time and when its clock stopped.
Clock = dict[str, Any]


def meet(deadline: Deadline, at: datetime, seq: int) -> None:
    """`seq` counts the events before this step: the step that meets it is the next."""
    note_breach(deadline, at)
    deadline.met_at, deadline.met_seq, deadline.next_at = at.astimezone(UTC), seq + 1, None


def void(deadline: Deadline, at: datetime) -> None:
    """It ends unmet: the complaint ended, or a new promise takes its place. What was broken by then stays broken."""
    note_breach(deadline, at)
    deadline.next_rung = stands_on(deadline)
    deadline.void_at, deadline.next_at = at.astimezone(UTC), None


def note_breach(deadline: Deadline, at: datetime) -> None:
    """A due time that passed while the clock ran is a fact for ever, whatever happens to the promise next (promise 5)."""
    broken = broken_at(deadline, at)
    if broken != deadline.breached_at:  # else the row is compared column by column at each flush
        deadline.breached_at = broken


def broken_at(deadline: Deadline, at: datetime) -> datetime | None:
    """When it was broken first, noted by a step or a sweep or not yet. A first date is missed with its day, even where a later
    one was set early."""
    if deadline.breached_at is not None or not deadline.is_running:
        return deadline.breached_at
    if was_set_again(deadline):
        return deadline.first_due_at if deadline.first_due_at < at else None
    stood_before = deadline.paused_at is not None and deadline.paused_at < deadline.due_at
    return deadline.due_at if deadline.due_at < at and not stood_before else None


def was_set_again(deadline: Deadline) -> bool:
    """A date set by hand was replaced by a later one."""
    return any(step["reason"] in DATING for step in (deadline.moved or ())[:1])


def stop(deadline: Deadline, at: datetime) -> None:
    """Stop the clock. What is already broken keeps its due time."""
    note_breach(deadline, at)
    deadline.paused_at, deadline.next_at = at.astimezone(UTC), None
    deadline.former = [_stopped(clock, at) for clock in deadline.former or []] or None


def run_on(deadline: Deadline, at: datetime, ladder: tuple[Rung, ...], reason: str) -> None:
    """Give back the working time the clock stood still (domain §9.1); a due time never moves earlier."""
    note_breach(deadline, at)
    stopped_at, deadline.paused_at = deadline.paused_at, None
    if stopped_at is not None and deadline.due_at > stopped_at:
        running = [_run_on(clock, at) for clock in deadline.former or []]
        own, least = _resumed(_own_clock(deadline), stopped_at, at)
        fresh = Due(min([own.at, *map(_due_at, running)]), own.provisional)
        least_given = {"least": _said(own.at)} if least else {}
        move_due(deadline, fresh, at, reason=reason, stopped=_said(stopped_at), **least_given)
        deadline.former = running or None
    set_next(deadline, ladder)


def stands_at(deadline: Deadline, at: datetime) -> datetime:
    """When it would be due if its clock ran on now."""
    if deadline.paused_at is None or deadline.due_at <= deadline.paused_at:
        return deadline.due_at
    own, _ = _resumed(_own_clock(deadline), deadline.paused_at, at)
    return min([own.at, *(_due_at(_run_on(clock, at)) for clock in deadline.former or [])])


def clocks_of(deadline: Deadline) -> list[Clock]:
    """Its own clock and those beside it, for the promise that is made in its place."""
    own = _own_clock(deadline)
    return [
        own if deadline.paused_at is None else _stopped(own, deadline.paused_at),
        *(deadline.former or []),
    ]


def _stopped(clock: Clock, at: datetime) -> Clock:
    """A clock that had stopped already keeps that time."""
    return clock if clock.get("stopped_at") else {**clock, "stopped_at": at.isoformat()}


def _run_on(clock: Clock, at: datetime) -> Clock:
    if not clock.get("stopped_at"):
        return clock
    fresh, least = _resumed(clock, datetime.fromisoformat(clock["stopped_at"]), at)
    due_at, had_least = fresh.at.astimezone(UTC).isoformat(), clock.get("least") or least
    return {**clock, "due_at": due_at, "stopped_at": None, "least": had_least}


def _own_clock(deadline: Deadline) -> Clock:
    """The least an officer has after a pause, the rest of the next working day, is given once for each promise."""
    had_least = any("least" in one for one in deadline.moved or ())
    due_at = deadline.due_at.isoformat()
    return {"limit": deadline.limit, "due_at": due_at, "stopped_at": None, "least": had_least}


def _resumed(clock: Clock, stopped_at: datetime, at: datetime) -> tuple[Due, bool]:
    """The due time, and whether it is the least given and not the time lost."""
    stood = _due_at(clock), stopped_at, at, unit_of(clock["limit"])
    exact = current_calendar.calendar().given_back(*stood)
    given = exact if clock.get("least") else current_calendar.calendar().resumed(*stood)
    return given, given.at > exact.at


def _due_at(clock: Clock) -> datetime:
    return datetime.fromisoformat(clock["due_at"])


def move_due(deadline: Deadline, fresh: Due, at: datetime, **because: str) -> None:
    """Move an announced due time later or not at all, and store each move with its reason: `reason`, and after a pause
    `stopped`, when the clock had stopped."""
    later = max(deadline.due_at, fresh.at.astimezone(UTC))
    deadline.provisional = fresh.provisional
    if later > deadline.due_at:
        moved = {"from": _said(deadline.due_at), "to": _said(later), "at": _said(at), **because}
        deadline.moved = [*(deadline.moved or []), moved]
        deadline.due_at = later


def pauses_of(deadline: Deadline) -> list[Pause]:
    """The pauses that moved its due time, in their order."""
    pauses = [(one["stopped"], one["at"]) for one in deadline.moved or () if "stopped" in one]
    return [(datetime.fromisoformat(stopped), datetime.fromisoformat(at)) for stopped, at in pauses]


def _said(at: datetime) -> str:
    return at.astimezone(SHANGHAI).isoformat(timespec="seconds")


def unit_of(limit: str) -> str:
    """The unit of a limit; a fixed date moves only as a limit in calendar days does."""
    return limit.lstrip("0123456789") if limit[:1].isdigit() else "cd"


def skip_what_is_past(deadline: Deadline, ladder: tuple[Rung, ...], at: datetime) -> None:
    """Skip a reminder that would come before the promise was made, as for a promise of one day."""
    set_next(deadline, ladder)
    while deadline.next_at and deadline.next_at <= at and ladder[deadline.next_rung].offset.value < 0:
        deadline.next_rung += 1
        set_next(deadline, ladder)


def _rung_at(deadline: Deadline, rung: Rung) -> datetime:
    calendar = current_calendar.calendar()
    if rung.offset.value < 0 and unit_of(deadline.limit) == "h":
        return calendar.reminder_at(deadline.due_at, rung.offset, Limit.read(deadline.limit))
    return calendar.rung_at(deadline.due_at, rung.offset)


def set_next(deadline: Deadline, ladder: tuple[Rung, ...]) -> None:
    """When the next rung of the ladder is reached; none when the ladder is done, or the deadline is not running."""
    at: datetime | None = None
    if deadline.is_running and not deadline.paused_at and deadline.next_rung < len(ladder):
        rung = ladder[deadline.next_rung]
        at = _rung_at(deadline, rung).astimezone(UTC)
        if rung.offset.value > 0 and _waits_since_missed_dates(deadline):
            at = deadline.due_at
    deadline.next_at = at


def move_date(deadline: Deadline, fresh: Due, act: Act, ladder: tuple[Rung, ...]) -> None:
    """A date set by hand, in the place of one it comes after. The ladder goes on where the missed dates left it; the date of
    another body has its own reminder and its own rung before that, where time is left to remind of it."""
    note_breach(deadline, act.at)
    stood = stands_on(deadline)
    move_due(deadline, fresh, act.at, reason=act.move, rungs=str(stood))
    deadline.next_rung = 0
    skip_what_is_past(deadline, ladder, act.at)
    if _dates_missed(deadline) and (deadline.next_rung > 0 or act.move != REMINDED_AGAIN):
        deadline.next_rung = min(stood, len(ladder) - 1)
        set_next(deadline, ladder)


def keep_first_date(fresh: Deadline, before: Deadline, act: Act) -> None:
    """A date between the first one and the latest is a later date too, as far as the first was promised and has not passed."""
    first = before.first_due_at
    if act.at <= first < fresh.due_at:
        moved = {"from": _said(first), "to": _said(fresh.due_at), "at": _said(act.at), "reason": act.move}
        fresh.first_due_at, fresh.moved = first, [{**moved, "rungs": str(stands_on(before))}]


def climb_on(deadline: Deadline, ladder: tuple[Rung, ...]) -> None:
    """The rung after this one; after those of a date set again, the rung where the missed dates left the ladder. The last
    rung is climbed again for each miss after it."""
    was_of_the_date = ladder[deadline.next_rung].offset.value <= 0
    deadline.next_rung += 1
    above = ladder[deadline.next_rung :]
    if was_of_the_date and above and above[0].offset.value > 0:
        deadline.next_rung = max(deadline.next_rung, min(stands_on(deadline), len(ladder) - 1))
    set_next(deadline, ladder)


def stands_on(deadline: Deadline) -> int:
    """How far the ladder was climbed, for this date or for the missed ones before it."""
    return max([deadline.next_rung, *(int(one.get("rungs", 0)) for one in _dates_missed(deadline))])


def _dates_missed(deadline: Deadline) -> list[Clock]:
    """The dates set by hand that had passed when another was set in their place."""
    dates = [one for one in deadline.moved or () if one["reason"] in DATING]
    return [one for one in dates if datetime.fromisoformat(one["from"]) < datetime.fromisoformat(one["at"])]


def _waits_since_missed_dates(deadline: Deadline) -> bool:
    """Two dates were missed and replaced before the next rung came, or it was climbed for a date before: then it comes with
    the miss of this one, or evening after evening it would come never. Climbed on since, the offsets hold again."""
    missed = _dates_missed(deadline)
    return len(missed) > 1 and deadline.next_rung <= int(missed[-1]["rungs"])
