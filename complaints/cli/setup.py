"""Setup commands: organisation, accounts."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from complaints.cli.arguments import read_text
from complaints.infrastructure import clock
from complaints.infrastructure.database import transaction
from complaints.infrastructure.errors import BadInput, NotFound, WorkError
from complaints.organisation import confirmations, officers
from complaints.organisation.seed import SHIPPED, seed
from complaints.rulebooks import store


@click.command("seed")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=SHIPPED)
@with_appcontext
def seed_command(file: Path) -> None:
    """Load the organisation, the shipped rulebook and the demo accounts; a second time changes nothing. 初始化。"""
    try:
        with transaction(alone=True):
            tally = seed(read_text(file), clock.now())
            waits = store.shipped_waits()
    except BadInput as error:
        said = "\n".join(f"{fault.zh}\n{fault.en}" for fault in error.fields.values())
        raise click.ClickException(said) from error
    click.echo(
        f"units {tally.units}, officers {tally.officers}, rosters {tally.rosters}, rulebook {tally.rulebook}"
    )
    if waits:
        click.echo(f"{waits.zh}\n{waits.en}", err=True)
    password = current_app.config["SHOUWEN"].demo_password
    if password:
        click.echo(f"demo accounts: window handler leader other supervisor admin; password: {password}")


@click.command("password")
@click.argument("username")
@with_appcontext
def password_command(username: str) -> None:
    """Give an account a one-time password; at the next sign-in they choose their own. 重置密码。"""
    try:
        with transaction():
            officer = officers.found(username)
            password = confirmations.reset_password(officer, clock.now())
            waits = officer.awaits_confirmation
    except NotFound as error:
        raise click.ClickException(f"没有“{username}”这个账号 (there is no account “{username}”).") from error
    click.echo(password)
    if waits:
        click.echo(
            "另一人确认以前，这个账号打不开保密投诉 (until a second person confirms, it opens nothing restricted).",
            err=True,
        )


@click.command("confirm")
@click.argument("username")
@with_appcontext
def confirm_command(username: str) -> None:
    """Confirm the account of a channel that has no second officer yet. 确认账号（渠道里还没有第二人时）。"""
    try:
        with transaction(alone=True):
            done = confirmations.confirm_by_command(officers.found(username), clock.now())
    except NotFound as error:
        raise click.ClickException(f"没有“{username}”这个账号 (there is no account “{username}”).") from error
    except WorkError as error:
        raise click.ClickException(f"{error.text.zh}\n{error.text.en}") from error
    click.echo(f"confirmed {len(done)}")


COMMANDS = [seed_command, password_command, confirm_command]
