"""Only complaints/infrastructure/clock.py reads the clock; everywhere else time is an argument (design §5)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.laws.tree import ROOT, dotted, full_names, plant, product

CLOCK = "complaints/infrastructure/clock.py"
READERS = {
    *(f"datetime.datetime.{name}" for name in ("now", "utcnow", "today")),
    "datetime.date.today",
    *(f"time.{name}" for name in ("time", "time_ns", "ctime", "localtime", "gmtime")),
}
DATABASE_CLOCKS = ("func.now", "func.current_timestamp", "func.localtimestamp")


def other_clocks(root: Path) -> list[str]:
    """Places that read a clock, called or merely named (as in `default=datetime.now`), renamed or not."""
    found = []
    for source in product(root):
        if source.name == CLOCK:
            continue
        names = full_names(source)
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Name | ast.Attribute) and _reads(dotted(node, names)):
                found.append(f"{source.name}:{node.lineno} reads {ast.unparse(node)}")
    return found


def _reads(name: str) -> bool:
    return name in READERS or name.endswith(DATABASE_CLOCKS)


def test_only_the_clock_reads_the_clock():
    assert other_clocks(ROOT) == []


@pytest.mark.parametrize(
    "text",
    [
        "import datetime\nat = datetime.datetime.now(datetime.UTC)",
        "from datetime import datetime\nat = datetime.utcnow()",
        "from datetime import datetime as dt\ndef f(at=dt.now): pass",
        "from datetime import date\nday = date.today()",
        "import time\nat = time.time()",
        "from time import time as t\nat = t()",
        "from sqlalchemy import func\nat = func.now()",
        "from complaints.infrastructure.database import db\nat = db.func.now()",
    ],
)
def test_a_second_clock_is_seen(tmp_path, text):
    assert len(other_clocks(plant(tmp_path, complaints__sweep=text))) == 1


def test_the_clock_itself_durations_and_tests_are_let_be(tmp_path):
    now = "from datetime import UTC, datetime\nat = datetime.now(UTC)"
    tree = plant(
        tmp_path,
        complaints__infrastructure__clock=now,
        tests__x=now,
        complaints__sweep="import time\nfrom complaints.infrastructure import clock\nat = clock.now(), time.monotonic()",
    )

    assert other_clocks(tree) == []
