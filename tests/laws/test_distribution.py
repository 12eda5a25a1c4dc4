"""What tests share is made once a run, not once a worker."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.distribution import pytest_collection_modifyitems

TESTS = Path(__file__).parents[1]
SCOPE = re.compile(r"""\bscope\s*=\s*(?:["']\w+["']|\w+)""")
SHARING = """
import pytest, time
from pathlib import Path

@pytest.fixture(scope="module")
def made():
    with (Path(__file__).parent / "made.txt").open("a") as file:
        file.write("once ")

@pytest.mark.parametrize("number", range(8))
def test_used(made, number):
    time.sleep(0.01)
"""


def test_shared_fixture_is_made_by_one_worker(tmp_path):
    (tmp_path / "test_sharing.py").write_text(SHARING)
    command = [sys.executable, "-m", "pytest", "-p", "xdist", "-p", "tests.distribution", "-n", "2"]

    run = subprocess.run(
        [
            *command,
            "--dist",
            "loadgroup",
            "--rootdir",
            tmp_path,
            "-c",
            "/dev/null",
            tmp_path / "test_sharing.py",
        ],
        cwd=TESTS.parent,
        env={
            **os.environ,
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        },  # three processes start, with what they need
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert "8 passed" in run.stdout, run.stdout + run.stderr
    assert (tmp_path / "made.txt").read_text() == "once "


def test_sharing_is_written_as_it_is_looked_for():
    """The distribution reads a file for these words, as it knows tests by name only."""
    others = (path for path in TESTS.rglob("*.py") if path.name != Path(__file__).name)
    scopes = {scope for path in others for scope in SCOPE.findall(path.read_text("utf8"))}

    assert scopes <= {'scope="module"', 'scope="session"'}


@pytest.mark.parametrize(
    ("config", "order"),
    [(SimpleNamespace(workerinput={}), "bdac"), (SimpleNamespace(), "abcd")],
    ids=["by a worker of several", "alone"],
)
def test_slow_tests_begin_first_where_there_are_workers(config, order):
    items = [
        SimpleNamespace(name=name, get_closest_marker=lambda mark, slow=slow: mark if slow else None)
        for name, slow in [("a", False), ("b", True), ("c", False), ("d", True)]
    ]

    pytest_collection_modifyitems(config, items)

    assert "".join(item.name for item in items) == order
