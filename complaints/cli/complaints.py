"""Commands that work on complaints: the sweep, the scheduler, notices, the ledger."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, TextIO

import click
from flask.cli import with_appcontext

from complaints.casework import ledger, ledger_anchors, ledger_export, seals
from complaints.cli.arguments import read_near_today
from complaints.escalation.duty_calls import call_duty
from complaints.escalation.sweep import sweep
from complaints.infrastructure import clock, seal_key
from complaints.infrastructure.database import transaction
from complaints.models import audit
from schemas.dates import explain, moment_in
from schemas.fields import FIRST_YEAR, LAST_YEAR
from schemas.table_text import text_of
from workflows.calendar import SHANGHAI


class Moment(click.ParamType[datetime]):
    """An ISO 8601 time; without a zone it is Shanghai time, and a date alone is its first moment."""

    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            moment = read_near_today(moment_in, str(value))
        except ValueError as error:
            zh, en = explain(error)
            self.fail(
                f"“{value}”不是时间{zh}，请写成 2026-09-18T16:00 (write a time like 2026-09-18T16:00){en}.",
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
    at = at or clock.now()
    click.echo(json.dumps(vars(sweep(at))))
    call_duty(at)


@click.group("ledger")
def ledger_group() -> None:
    """The hash-chained record. 台账。"""


_READ, _WRITE = click.File("rb"), click.File("w", encoding="utf8")


@ledger_group.command("verify")
@click.option(
    "--keep",
    type=_WRITE,
    help="Write how far each chain has come, when all are whole, to be kept elsewhere. 全部完好时另存各链末端。",
)
@click.option(
    "--since", type=_READ, help="What was kept that way: all of it must still be there. 与另存的比对。"
)
@with_appcontext
def verify_command(keep: TextIO | None, since: BinaryIO | None) -> None:
    """Walk every chain; names the first break of each complaint, and each gap. 校验台账。"""
    complaints = events = 0
    broken = set[str]()
    for read, fault in ledger.breaks():
        complaints, events = complaints + 1, events + read
        broken |= _report_break(fault)
    for fault in (*ledger.breaks_beside_complaints(), *(_lost(since) if since else ())):
        broken |= _report_break(fault)
    for said in seals.broken():
        broken |= _report_break(ledger.Break("-", 0, said))
    if keep and not broken:
        keep.writelines(f"{line}\n" for line in ledger_anchors.kept())
    gaps = _report_gaps()
    found = {"complaints": complaints, "events": events, "broken": len(broken)}
    click.echo(json.dumps(found | ({"gaps": gaps} if gaps else {})))
    if broken:
        raise SystemExit(1)


@ledger_group.command("export")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file. 输出文件。"
)
@with_appcontext
def export_command(out: Path) -> None:
    """Write the ledger, the changes and the seals as one signed file; docs/verify_ledger.py verifies it. 导出台账。"""
    counts = ledger_export.write_bundle(out, clock.now())
    with transaction():
        audit.note("ledger exported", clock.now(), {"events": counts["events.jsonl"]})
    click.echo(json.dumps(counts))


@ledger_group.command("key")
@with_appcontext
def key_command() -> None:
    """Print the public key that verifies seals and exports; hand it to those who check. 公钥。"""
    click.echo(json.dumps(seal_key.public_numbers()))


def _report_gaps() -> int:
    count = 0
    for number, seq, seconds in ledger.gaps():
        count += 1
        click.echo(f"{number}, event {seq}: gap, the clock was {seconds} seconds behind", err=True)
    return count


def _report_break(fault: ledger.Break | None) -> set[str]:
    if fault is None:
        return set()
    click.echo(f"{fault.tracking_number}, event {fault.seq}: {fault.what}", err=True)
    return {fault.tracking_number}


def _lost(since: BinaryIO) -> Iterator[ledger.Break]:
    try:
        yield from ledger_anchors.lost(text_of(since.read()).splitlines())
    except ValueError as error:
        raise click.ClickException(
            f"{since.name} 不是 --keep 写出的文件 (was not written by --keep)."
        ) from error


COMMANDS = [sweep_command, ledger_group]
