"""Which worker of a run gets which tests, and when: a file whose tests share what takes long to make stays with one of them.

pytest-xdist 3.8 does not see its own `xdist_group` with pytest 9.2 (pytest-dev/pytest-xdist#1386), and half a minute of
demonstration was made once a worker.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

SHARES = 'scope="module"'  # says a fixture


class FilesThatShareStayWhole(LoadScopeScheduling):
    """Files that share come first, the longest in tests before the others; every other test is on its own."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return file if shares(self.config.rootpath / file) else nodeid


@cache
def shares(file: Path) -> bool:
    return SHARES in file.read_text("utf8")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling | None:
    return FilesThatShareStayWhole(config, log) if config.getvalue("dist") == "loadgroup" else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes long begins first: at the end of a run no worker is alone with it."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: item.get_closest_marker("slow") is None)
