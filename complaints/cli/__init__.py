"""The commands of `flask`. Each is as thin as a view."""

from __future__ import annotations

from flask import Flask

from complaints.cli import calendar, house, jobs, replay, work


def set_up(app: Flask) -> None:
    for command in (*work.COMMANDS, *jobs.COMMANDS, *house.COMMANDS, *calendar.COMMANDS, *replay.COMMANDS):
        app.cli.add_command(command)
