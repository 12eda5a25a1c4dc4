"""Whether every complaint is on the board where its rows say, computed as in the migrations that filled the columns."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from types import ModuleType

from sqlalchemy import text
from sqlalchemy.orm import Session

ASKED_FOR = (
    "extension",
    "suspension",
    "recusal",
)  # what the board decides; a handler's correction is another's to make
NOT_OF_THE_LEAD = "'closing', 'supplement_wait', 'review', 'consultation', 'assist_taking', 'assist'"
OF_THOSE_ASKED = ("consultation", "assist_taking", "assist")
VERSIONS = Path(__file__).resolve().parents[2] / "migrations" / "versions"


def misplaced(session: Session) -> list[str]:
    """One line for each column of a complaint that says other than its deadlines, asks and escalations."""
    filled = _migration("0008_board")
    asked = filled.ASKED.replace("step = 'asked'", f"step = 'asked' AND kind IN {ASKED_FOR}")
    named = f"(commitment NOT IN {OF_THOSE_ASKED} OR reviewer_id IS NOT NULL)"
    climbed = filled.CLIMBED.replace("reminder IS FALSE", f"reminder IS FALSE AND {named}")
    of_open = {
        "house_due_at": _migration("0063_opinions_on_no_board").FIRST_DUE.format(left_out=NOT_OF_THE_LEAD),
        "progress_due_at": filled.PROGRESS,
        "asked_at": asked,
    }
    found = [_wrong(session, name, reckoned, "ended_at IS NULL") for name, reckoned in of_open.items()] + [
        _wrong(session, "climbed_id", climbed, "TRUE")
    ]
    return [line for lines in found for line in lines]


def _wrong(session: Session, name: str, reckoned: str, which: str) -> list[str]:
    query = text(
        f"SELECT tracking_number, {name}, {reckoned} FROM complaint"
        f" WHERE {which} AND {name} IS DISTINCT FROM {reckoned}"
    )
    return [f"{row[0]}: {name} is {row[1]}, its rows say {row[2]}" for row in session.execute(query)]


@cache
def _migration(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"migration_{name}", VERSIONS / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
