"""Commands about who is complained of."""

from __future__ import annotations

import json

import click
from flask.cli import with_appcontext

from complaints.casework import reorganisation
from complaints.infrastructure import clock


@click.group("respondents")
def respondents_group() -> None:
    """Who is complained of. 被投诉人。"""


@respondents_group.command("match")
@with_appcontext
def match_command() -> None:
    """Read the names in open complaints again, and keep out the officers they may mean. 重新核对姓名。"""
    looked_at, changed = reorganisation.match_names_again(clock.now())
    click.echo(json.dumps({"looked_at": looked_at, "changed": changed}))


COMMANDS = (respondents_group,)
