"""Everything that happens by the clock. Safe to run in several processes: what protects is the claim of a row and the
unique key of what is written, never the number of schedulers."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from flask import Flask

from complaints.access import citizen_sessions, sign_ins, staff_sessions
from complaints.casework import call_sample, erasing, half_written, seals, uploads
from complaints.casework.closures import move_due_times
from complaints.casework.deliveries import deliver_and_record
from complaints.casework.left_promises import end_left_promises
from complaints.commitments.calendar.current import calendar
from complaints.escalation.duty_calls import call_duty
from complaints.escalation.sweep import sweep
from complaints.infrastructure import clock
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.database_waits import short_waits
from complaints.intake import drafts, log_once
from complaints.notifications.calendar_warning import warn
from complaints.queries.bulletins import draft_month_before
from complaints.queries.open_data import publish_months
from complaints.queries.statistics import snapshots
from complaints.queries.statistics.precompute import count_ahead
from config import Settings
from workflows.calendar import SHANGHAI


@dataclass(frozen=True)
class Job:
    """Something done every so often; `run` is given the clock and says what it did."""

    name: str
    every: timedelta
    run: Callable[[Callable[[], datetime]], object]
    long: bool = False  # may ask the database for what takes longer than a request may


def jobs(settings: Settings) -> tuple[Job, ...]:
    return (
        Job("closures", timedelta(seconds=settings.sweep_seconds), lambda now: move_due_times(now())),
        Job("sweep", timedelta(seconds=settings.sweep_seconds), lambda now: sweep(now())),
        Job("duty calls", timedelta(seconds=settings.sweep_seconds), lambda now: call_duty(now())),
        Job("deliver", timedelta(seconds=settings.deliver_seconds), deliver_and_record),
        Job("count ahead", snapshots.AHEAD, count_ahead, long=True),
        Job("calendar alarm", timedelta(days=1), lambda now: warn(now())),
        Job("bulletin", timedelta(hours=6), lambda now: draft_bulletin(now()), long=True),
        Job("call-back seeds", timedelta(days=1), lambda now: call_sample.prepare_seeds(now())),
        Job("seal", timedelta(hours=1), lambda now: seals.seal(now()), long=True),
        Job("left promises", timedelta(days=1), lambda now: end_left_promises(now())),
        Job("retention", timedelta(days=1), lambda now: erasing.erase_due(now()), long=True),
        Job("forget answers", timedelta(days=1), lambda now: log_once.forget_old(now())),
        Job("forget drafts", timedelta(hours=1), lambda now: forget_drafts(now())),
    )


def draft_bulletin(at: datetime) -> int:
    """From the first working day of a month, draft the month before and its open data. Returns how many were made."""
    today = at.astimezone(SHANGHAI).date()
    days = (today.replace(day=day) for day in range(1, today.day + 1))
    if not any(calendar().is_working(day) for day in days):
        return 0
    with transaction():
        return draft_month_before(at) + publish_months(at)


def forget_drafts(at: datetime) -> None:
    """Forget unsent drafts of citizens, files never finished, visits, and ended sessions of staff."""
    with transaction():
        for kept in (drafts, uploads, half_written, citizen_sessions, staff_sessions, sign_ins):
            kept.forget_old(at)


def run(app: Flask, job: Job) -> None:
    """Run a job once with a session of its own. Its errors are logged, and it runs again next time."""
    log = structlog.get_logger().bind(job=job.name)
    with app.app_context(), nullcontext() if job.long else short_waits():
        try:
            did = _plain(job.run(clock.now))
            (log.info if did else log.debug)("job done", did=did)
        except (
            Exception
        ) as error:  # its words may hold what was sealed, so only where and what kind is logged
            last = traceback.extract_tb(error.__traceback__)[-1]
            log.error("job failed", error=type(error).__name__, at=f"{last.filename}:{last.lineno}")
        finally:
            db.session.remove()


def _plain(did: object) -> object:
    """What a job counted, without what stayed zero."""
    return {name: count for name, count in vars(did).items() if count} if hasattr(did, "__dict__") else did
