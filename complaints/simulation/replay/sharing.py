"""A long log is played by two processes, each with half of the cases in a house of its own: cases are independent."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import reduce
from operator import add
from pathlib import Path

from complaints.infrastructure.database import db
from complaints.simulation.replay.account import Account
from complaints.simulation.replay.figures import Figures
from complaints.simulation.replay.organisation import replay_house
from complaints.simulation.replay.reading import Log
from complaints.simulation.replay.running import Outcome, replay_here, require_fit
from complaints.simulation.scratch_database import scratch_folder
from schemas.replay import ReplayMapping
from schemas.rulebook import load_rulebook

LONG = 500  # cases; fewer are played before a second process has read the rules
MOST = 2  # processes; each takes some 150 MB

Part = tuple[Account, Figures]


def replay(log: Log, mapping: ReplayMapping, rulebook: str) -> Outcome:
    """The whole log. Raises RulebookError, MappingError where the two do not fit, and DoesNotBalance."""
    book = load_rulebook(rulebook)
    require_fit(mapping, book)
    with scratch_folder("replay") as folder:
        works = [(share, mapping, rulebook, folder) for share in _shares(log)]
        parts = [_play(*work) for work in works] if len(works) == 1 else _side_by_side(works)
    accounts, found = zip(*parts, strict=True)
    outcome = Outcome(book, reduce(add, accounts), reduce(add, found))
    outcome.account.balance(log.events, len(log.cases))
    return outcome


def _shares(log: Log) -> list[Log]:
    """Every second case to each, so that both halves of the years are as long; the rest of the log goes with the first."""
    can_share = "fork" in multiprocessing.get_all_start_methods() and len(log.cases) >= LONG
    count = min(MOST, os.cpu_count() or 1) if can_share else 1
    cases = list(log.cases.items())
    halves = [replace(log, cases=dict(cases[start::count])) for start in range(count)]
    return [halves[0], *(replace(half, bad_rows=(), left_out=0) for half in halves[1:])]


def _side_by_side(works: list[tuple[Log, ReplayMapping, str, Path]]) -> list[Part]:
    db.session.rollback()
    db.engine.dispose()  # no connection of the real house goes into another process
    forking = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(len(works), mp_context=forking) as pool:
        return list(pool.map(_play, *zip(*works, strict=True)))


def _play(log: Log, mapping: ReplayMapping, rulebook: str, folder: Path) -> Part:
    with replay_house(folder):
        outcome = replay_here(log, mapping, rulebook)
    return outcome.account, outcome.figures
