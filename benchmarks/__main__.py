"""python -m benchmarks [--quick] [--write]: measures, prints a table, and exits 1 where a floor is missed."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import beside_bare, measures, pages
from benchmarks.figures import Figure, table
from benchmarks.measures import Size
from tests.databases import Kind, postgres_url

PAGE = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
SIZES: dict[Kind, Size] = {"postgresql": Size(1_000, 300_000, 25), "sqlite": Size(1_000, 20_000, 25)}
QUICK: dict[Kind, Size] = {"postgresql": Size(300, 3_000, 5), "sqlite": Size(300, 3_000, 5)}
TEXT = """# Benchmarks

`make bench` measures and fails where a floor is missed; `.venv/bin/python -m benchmarks --write` also writes this page.
What holds on any machine is a ratio: both sides are timed in turn, in one process, and the medians compared. The
milliseconds are those of the machine that wrote this page, a PostgreSQL without fsync and a SQLite file beside it; without
the wait for a disk a bare INSERT is at its fastest, so the ratios beside it are at their worst. Other work was going on
there: a load of {load:.0f} on {cores} cores.

{table}

Pages go through the whole application, as a server calls it, without the network; one complaint in ten is open there, the
others are of the two years before. Elsewhere all are open. The slowest page is the one whose median is highest with many
complaints, with its milliseconds on this machine. Where a page keeps counts for a while it is measured as it is used, and
"counted anew" before each call; the sums of load, calendar and charts are made ahead by the scheduler, so no person waits
for these, and are left out of the slowest.

The milliseconds of the slowest page follow the machine: how fast it was at that time, the last two figures tell. `--many N`
measures with another number than 300,000.

"Open" complaints are rows the desk itself wrote, copied inside the database with their deadlines, escalations, hand-overs
and events; a tenth of them are long overdue and escalated. All are held by a few units, as in a city; no person brought more
than thirty.
"""


def run(sizes: dict[Kind, Size]) -> Iterator[Figure]:
    for kind in _kinds():
        size = sizes[kind]
        yield from beside_bare.of_intake_and_move(kind, size.times * 2)
        yield from measures.of_few_and_many(kind, size)
        yield from pages.of_pages(kind, size)
    yield from measures.of_time_and_rules(sizes["sqlite"].times)


def _kinds() -> list[Kind]:
    try:
        postgres_url()
    except pytest.skip.Exception as trouble:
        print(f"Without PostgreSQL: {trouble}", file=sys.stderr)
        return ["sqlite"]
    return ["postgresql", "sqlite"]


def main(words: list[str] | None = None) -> int:
    asked = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    asked.add_argument("--quick", action="store_true", help="few complaints and few runs, under a minute")
    asked.add_argument("--write", action="store_true", help=f"write {PAGE.name} too")
    asked.add_argument("--many", type=int, help="complaints in PostgreSQL, instead of 300,000")
    options = asked.parse_args(words)
    sizes = dict(QUICK if options.quick else SIZES)
    if options.many:
        sizes["postgresql"] = replace(sizes["postgresql"], many=options.many)
    figures = []
    for figure in run(sizes):
        print(f"{figure.name}: {figure.value:.3g} {figure.unit}", file=sys.stderr, flush=True)
        figures.append(figure)
    print(table(figures))
    if options.write:
        load, cores = os.getloadavg()[0], os.cpu_count()
        PAGE.write_text(TEXT.format(table=table(figures), load=load, cores=cores), "utf8")
    return 0 if all(figure.holds for figure in figures) else 1


if __name__ == "__main__":
    raise SystemExit(main())
