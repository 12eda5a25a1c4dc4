"""The command that lets a city live and judges whether the promises held."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import click
from flask.cli import with_appcontext

from complaints.cli.progress import progress
from complaints.cli.rulebook_texts import read_rulebook
from complaints.infrastructure.database import transaction
from complaints.organisation.seed import SHIPPED, seed
from complaints.rulebooks import store
from complaints.simulation.scratch_database import scratch_folder, scratch_house

SOON = timedelta(seconds=1)


@click.command("simulate")
@click.option(
    "--days", type=click.IntRange(1, 3650), default=30, show_default=True, help="Days of the calendar. 天数。"
)
@click.option(
    "--seed",
    "number",
    type=int,
    default=1,
    show_default=True,
    help="The same seed, the same history. 随机种子。",
)
@click.option(
    "--per-day",
    type=click.FloatRange(0.1, 500),
    default=6.0,
    show_default=True,
    help="Complaints on a working day. 每日件数。",
)
@click.option(
    "--rulebook",
    "place",
    type=click.Path(exists=True, path_type=Path),
    help="Publish this file or folder beside the shipped one; the complaints are of its categories. 规则文件。",
)
@with_appcontext
def simulate_command(days: int, number: int, per_day: float, place: Path | None) -> None:
    """A city's life of complaints, in a database of its own; the promises are judged every week. 仿真。"""
    from complaints.simulation.report import figures, lines
    from complaints.simulation.run import STARTS, Span, simulate

    with scratch_folder("simulation") as folder, scratch_house(folder):
        with transaction():
            seed(SHIPPED.read_text("utf8"), STARTS)
            name = store.publish(read_rulebook(place), STARTS + SOON).name if place else None
        with progress("days", days) as told:
            outcome = simulate(Span(days, number, per_day, rulebook=name), told=told)
        found = figures(outcome)
        click.echo("\n".join(lines(outcome, found)))
    click.echo(json.dumps({"days": days, "seed": number, **asdict(found)}))
    if outcome.broken:
        raise SystemExit(1)


COMMANDS = [simulate_command]
