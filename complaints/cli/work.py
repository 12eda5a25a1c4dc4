"""Commands that work on complaints: the sweep, the scheduler, notices, the ledger."""

from __future__ import annotations

import json
from datetime import datetime

import click
from flask.cli import with_appcontext

from complaints import clock, ledger
from complaints.sweep import sweep
from schemas.fields import FIRST_YEAR, LAST_YEAR
from workflows.calendar import SHANGHAI


class Moment(click.ParamType[datetime]):
    """An ISO 8601 time; without a zone it is Shanghai time, and a date alone is its first moment."""

    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(
                f"“{value}”不是时间，请写成 2026-09-18T16:00 (write a time like 2026-09-18T16:00).",
                param,
                ctx,
            )
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            years = f"{FIRST_YEAR}–{LAST_YEAR}"
            self.fail(
                f"“{value}”不在 {years} 年，请写成 2026-09-18T16:00 (write a time of {years}, like 2026-09-18T16:00).",
                param,
                ctx,
            )
        return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


MOMENT = Moment()


@click.command("sweep")
@click.option("--at", type=MOMENT, help="As if it were this time. 视作此时。")
@with_appcontext
def sweep_command(at: datetime | None) -> None:
    """Climb every rung that is due, once. 执行一次到期升级。"""
    click.echo(json.dumps(vars(sweep(at or clock.now()))))


@click.group("ledger")
def ledger_group() -> None:
    """The hash-chained record. 台账。"""


@ledger_group.command("verify")
@with_appcontext
def verify_command() -> None:
    """Walk every chain; names the first break of each complaint. 校验台账。"""
    complaints = events = broken = 0
    for read, fault in ledger.breaks():
        complaints, events = complaints + 1, events + read
        if fault:
            broken += 1
            click.echo(f"{fault.tracking_number}, event {fault.seq}: {fault.what}", err=True)
    click.echo(json.dumps({"complaints": complaints, "events": events, "broken": broken}))
    if broken:
        raise SystemExit(1)


COMMANDS = [sweep_command, ledger_group]
