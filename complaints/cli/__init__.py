"""The commands of `flask`. Each is as thin as a view."""

from __future__ import annotations

from flask import Flask

from complaints.cli import (
    bulletin,
    calendar,
    case_file,
    complaints,
    demo,
    doctor,
    jobs,
    keys,
    replay,
    respondents,
    retention,
    rulebooks,
    setup,
    simulate,
)
from complaints.cli.arguments import refuse_unusable_texts
from complaints.cli.unready import say_so

COMMANDS = [
    command
    for family in (
        *(
            setup,
            rulebooks,
            complaints,
            jobs,
            calendar,
            replay,
            simulate,
            demo,
            doctor,
            bulletin,
            case_file,
            respondents,
            keys,
            retention,
        ),
    )
    for command in family.COMMANDS
]
for _command in COMMANDS:
    say_so(_command)
    refuse_unusable_texts(_command)


def set_up(app: Flask) -> None:
    for command in COMMANDS:
        app.cli.add_command(command)
    for command in app.cli.commands.values():  # those of libraries take texts too
        refuse_unusable_texts(command)
