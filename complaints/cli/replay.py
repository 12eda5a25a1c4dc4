"""`flask replay`: a foreign log through the rulebook, in a scratch database that is removed afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import click
from flask.cli import with_appcontext

from complaints.cli.arguments import name_of, read_text
from complaints.cli.rulebook_texts import read_rulebook
from complaints.simulation import replay as replay_package
from complaints.simulation.replay.account import DoesNotBalance
from complaints.simulation.replay.organisation import house_rulebook
from complaints.simulation.replay.reading import UnreadableLog, read
from complaints.simulation.replay.report import report, totals
from complaints.simulation.replay.running import Outcome, replay
from complaints.simulation.replay.whatif import with_limits
from schemas.replay import MappingError, ReplayMapping, load_mapping
from schemas.rulebook import load_rulebook
from workflows.errors import RulebookError
from workflows.limits import BadLimit

HELPDESK = Path(replay_package.__file__).with_name("helpdesk.yaml")
FILE = click.Path(path_type=Path)


class Unusable(click.ClickException):
    """A file or an option that cannot be used: nothing was replayed."""

    exit_code = 2


@click.command("replay")
@click.argument("file", type=FILE)
@click.option("--mapping", type=FILE, default=HELPDESK, help="What each activity means. 活动对照表。")
@click.option(
    "--rulebook", "other", type=FILE, help="What if: the same log under this rulebook too. 另一份规则。"
)
@click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="STAGE=LIMIT",
    help="What if: with another limit, such as handling=10wd. 改变一个时限。",
)
@click.option("--report", "target", type=FILE, help="Write the report to this file as well. 报告另存为文件。")
@click.option("--limit", type=click.IntRange(min=1), help="Only the first N cases. 只取前 N 件。")
@with_appcontext
def replay_command(  # noqa: PLR0913, PLR0917 (one for each option)
    file: Path,
    mapping: Path,
    other: Path | None,
    changes: tuple[str, ...],
    target: Path | None,
    limit: int | None,
) -> None:
    """Replay a log (case, activity, officer, at) and report what the rules and promises make of it. 重放日志。"""
    try:
        meanings = load_mapping(_text(mapping))
        rulebooks = _rulebooks(other, changes)
        outcomes = _outcomes(file, meanings, rulebooks, limit)
    except (MappingError, RulebookError, UnreadableLog, BadLimit) as error:
        raise Unusable(str(error)) from error
    except DoesNotBalance as error:
        raise click.ClickException(str(error)) from error
    _tell(report(outcomes, f"{name_of(file)}, {meanings.title.zh} {meanings.title.en}"), outcomes, target)


def _rulebooks(other: Path | None, changes: tuple[str, ...]) -> list[str]:
    """The rulebook of this house, and the one to compare it with where one was asked for; both without a fault."""
    ours = house_rulebook()
    if other is None and not changes:
        return [ours]
    theirs = _checked(_text(other, read_rulebook)) if other else ours
    return [ours, _checked(with_limits(theirs, changes)) if changes else theirs]


def _checked(text: str) -> str:
    load_rulebook(text)
    return text


def _outcomes(file: Path, mapping: ReplayMapping, rulebooks: list[str], limit: int | None) -> list[Outcome]:
    log = read(file, mapping.zone, limit)
    return [replay(log, mapping, rulebook) for rulebook in rulebooks]


def _tell(text: str, outcomes: list[Outcome], target: Path | None) -> None:
    click.echo(text)
    if target is not None:
        try:
            target.write_text(text, "utf8")
        except OSError as error:
            raise click.ClickException(
                f"写不了 {target} ({target} cannot be written): {error.strerror}"
            ) from error
    faults = sum(outcome.account.faults for outcome in outcomes)
    if faults:
        click.echo(
            f"程序故障，{faults} 个事件未能重放 ({faults} events failed by a fault of the program).", err=True
        )
    found = [{"rulebook": outcome.book.version, **totals(outcome)} for outcome in outcomes]
    click.echo(json.dumps(found[0] | ({"other": found[1]} if len(found) > 1 else {}), ensure_ascii=False))
    if faults:
        raise SystemExit(1)


def _text(file: Path, reader: Callable[[Path], str] = read_text) -> str:
    try:
        return reader(file)
    except click.ClickException as error:
        raise Unusable(error.message) from error


COMMANDS = [replay_command]
