"""Erasing what is past its time."""

from __future__ import annotations

import json
from datetime import datetime

import click
from flask.cli import with_appcontext

from complaints.casework import erasing
from complaints.cli.complaints import MOMENT
from complaints.cli.progress import progress
from complaints.infrastructure import clock
from workflows.errors import RulebookError


@click.command("retention")
@click.option("--at", type=MOMENT, help="As if it were this time. 视作此时。")
@click.option("--dry-run", is_flag=True, help="Say how many, and erase nothing. 只数不清除。")
@with_appcontext
def retention_command(at: datetime | None, dry_run: bool) -> None:
    """Erase the personal data of complaints past their time. 清除保存期满的个人信息。

    Stopped half-way, it goes on with those that are left when it runs again.
    """
    moment = at or clock.now()
    try:
        due = erasing.count_due(moment)
    except RulebookError as error:
        raise click.ClickException(str(error)) from None
    if dry_run:
        click.echo(json.dumps({"due": due, "erased": 0, "failed": 0}))
        return
    with progress("complaints", due) as tell:
        tally = erasing.erase_due(moment, tell)
    click.echo(json.dumps(vars(tally)))
    if tally.failed:
        raise SystemExit(1)


COMMANDS = [retention_command]
