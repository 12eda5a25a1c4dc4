"""Mixed texts as every argument and option of every command of ours: a sentence or an answer, never a trace of a fault, and no
sign that no text holds is taken."""

from __future__ import annotations

import os
from collections.abc import Iterator
from random import Random

import click
import pytest

from complaints.cli.arguments import DAY, TextArgument
from complaints.cli.complaints import MOMENT
from tests.house import House
from tests.support.mixed_texts import code_of, refused_sign, texts

COUNT = int(os.environ.get("SHOUWEN_TEST_TEXTS", "240"))
EACH = 3 if COUNT < 1000 else COUNT // 100  # of each command, whose arguments take a text each
OF_LIBRARIES = ("db", "users", "roles", "openapi", "run", "shell", "routes")
LIKELY = {"year": "2027", "working": "off", "day": "2026-10-09", "limit": "5wd", "start": "2026-09-18T16:00"}


def commands(
    group: click.Group, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        elif not path or path[0] not in OF_LIBRARIES:
            yield (*path, name), command


def typed(command: click.Command) -> list[click.Parameter]:
    return [one for one in command.params if isinstance(one.type, TextArgument) or one.type in (DAY, MOMENT)]


def with_texts(house: House) -> dict[str, tuple[tuple[str, ...], click.Command]]:
    found = commands(house.app.cli)  # type: ignore[arg-type]
    return {
        " ".join(path): (path, command)
        for path, command in found
        if typed(command) and path[0] not in OF_LIBRARIES
    }


def test_no_text_breaks_a_command(house: House, tmp_path) -> None:
    words, random = texts(10**9, seed=95), Random(96)
    there = with_texts(house)
    assert {"password", "calendar set", "calendar hours", "case-file", "rulebook use", "bulletin"} <= set(
        there
    )
    for path, command in there.values():
        for _ in range(EACH):
            said = _arguments(command, words, random, str(tmp_path / "out"))
            result = house.app.test_cli_runner().invoke(args=[*path, *said])

            assert result.exception is None or isinstance(result.exception, SystemExit), (
                path,
                ascii(said),
                result.exc_info,
            )
            signs = [code_of(sign) for sign in map(refused_sign, said) if sign]
            if signs:
                assert result.exit_code == 2, (path, ascii(said), result.output)


def _arguments(command: click.Command, words: Iterator[str], random: Random, out: str) -> list[str]:
    options: list[str] = []
    arguments: list[str] = []
    for one in command.params:
        text = next(words).replace("\0", "") if one in typed(command) else LIKELY.get(str(one.name), out)
        likely = LIKELY.get(str(one.name))
        value = likely if likely and random.random() < 0.5 else text
        if isinstance(one, click.Argument):
            arguments.append(value)
        elif one.required or one in typed(command):
            options.append(f"{one.opts[0]}={value}")
    return [*options, "--", *arguments]


@pytest.mark.parametrize("day", ["2026-10-09", "2026年10月9日", "2026/10/9"])
def test_a_day_is_read_as_on_every_page(house: House, day: str) -> None:
    result = house.app.test_cli_runner().invoke(args=["calendar", "set", day, "off", "停电"])

    assert result.exit_code == 0 and result.output.startswith("2026-10-09 off"), result.output


@pytest.mark.parametrize("words", [("users", "deactivate"), ("roles", "create")])
def test_commands_of_libraries_refuse_the_same_signs(house: House, words: tuple[str, ...]) -> None:
    result = house.app.test_cli_runner().invoke(args=[*words, "x\x07"])

    assert result.exit_code == 2 and "U+0007" in result.output, result.output
