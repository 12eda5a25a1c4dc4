"""Commands around what happens by the clock: delivery, the scheduler, and what it could not do."""

from __future__ import annotations

import json
import os
import signal
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click
import structlog
from flask import Flask, current_app
from flask.cli import with_appcontext

from complaints.escalation import set_aside
from complaints.infrastructure import clock
from complaints.infrastructure.database import transaction
from complaints.infrastructure.errors import NotFound
from complaints.infrastructure.tracking_numbers import grouped

if TYPE_CHECKING:
    from apscheduler.schedulers.blocking import BlockingScheduler

PATIENCE = timedelta(seconds=5)  # what a running job gets to end after SIGTERM


@click.command("deliver")
@with_appcontext
def deliver_command() -> None:
    """Deliver the notices that are owed, once. 发送一次待发通知。"""
    from complaints.casework.deliveries import deliver_and_record

    click.echo(json.dumps(vars(deliver_and_record(clock.now))))


@click.command("scheduler")
@with_appcontext
def scheduler_command() -> None:
    """Sweep and deliver until told to stop (SIGTERM, Ctrl-C). 定时任务。"""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # jobs run in threads of their own
    scheduler = _scheduler(app)
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: _stop(scheduler))
    structlog.get_logger().info("scheduler started", jobs=[job.id for job in scheduler.get_jobs()])
    scheduler.start()
    _leave()


def _scheduler(app: Flask) -> BlockingScheduler:
    """Jobs live in memory: due times are rows, so nothing is lost when this stops. Each runs once at the start."""
    from apscheduler.schedulers.blocking import BlockingScheduler

    from complaints.cli import schedule

    once = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    scheduler = BlockingScheduler(timezone=UTC, job_defaults=once)
    for job in schedule.jobs(app.config["SHOUWEN"]):
        scheduler.add_job(
            schedule.run,
            "interval",
            seconds=job.every.total_seconds(),
            args=(app, job),
            id=job.name,
            next_run_time=clock.now(),
        )
    return scheduler


def _stop(scheduler: BlockingScheduler) -> None:
    if not scheduler.running:  # not yet, or no longer
        raise SystemExit(0)
    scheduler.shutdown(wait=False)


def _leave() -> None:
    """Let what runs end, for a few seconds. To break it off then is safe: its transaction is undone, its claims end."""
    running = [one for one in threading.enumerate() if one is not threading.current_thread()]
    for thread in running:
        thread.join(PATIENCE.total_seconds() / len(running))
    broken_off = any(thread.is_alive() and not thread.daemon for thread in running)
    structlog.get_logger().info("scheduler stopped", broken_off=broken_off)
    if broken_off:
        os._exit(0)


@click.group("notices")
def notices_group() -> None:
    """Notices that could not be delivered. 未能送达的通知。"""


@notices_group.command("dead")
@with_appcontext
def dead_command() -> None:
    """List what was given up, newest first. 列出已放弃的通知。"""
    from complaints.notifications import delivery

    for notice in delivery.dead_letters():
        _echo_row(notice.key, notice.dead_at, notice.kind, notice.last_error)


@notices_group.command("retry")
@click.argument("key")
@with_appcontext
def retry_notice_command(key: str) -> None:
    """Owe a dead letter again. 重新发送。"""
    from complaints.notifications import delivery

    with transaction():
        found = delivery.retry(key, clock.now())
    if not found:
        raise click.ClickException(f"没有这封未送达的通知 (no such dead letter): {key}")
    click.echo(key)


@click.group("set-aside")
def set_aside_group() -> None:
    """Complaints the sweep could not work. 自动处理失败、已搁置的投诉。"""


@set_aside_group.command("list")
@with_appcontext
def list_aside_command() -> None:
    """List them, the longest waiting first. 列出。"""
    for complaint in set_aside.laid_aside():
        _echo_row(grouped(complaint.tracking_number), complaint.set_aside_at, complaint.failure)


@set_aside_group.command("retry")
@click.argument("number")
@with_appcontext
def retry_aside_command(number: str) -> None:
    """Let the next sweep try again. 重试。"""
    try:
        with transaction():
            found = set_aside.retry(number, clock.now())
    except NotFound as error:
        raise click.ClickException(f"{error.text.zh} ({error.text.en})") from error
    if not found:
        raise click.ClickException(f"本件没有被搁置 (it was not set aside): {number}")
    click.echo(number)


def _echo_row(name: str, since: datetime | None, *rest: str | None) -> None:
    click.echo("\t".join([name, since.isoformat(timespec="seconds") if since else "", *map(str, rest)]))


COMMANDS = [deliver_command, scheduler_command, notices_group, set_aside_group]
