"""A file or a time that cannot be used is refused by the commands with a sentence, and nothing is done."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result

from complaints.rulebooks.store import SHIPPED
from tests.house import House

NO_DAY = "2026-02-30"


def refused(house: House, *words: str) -> str:
    """What is said; never the trace of a fault of ours."""
    result: Result = house.app.test_cli_runner().invoke(args=list(words))

    assert result.exit_code in (1, 2) and isinstance(result.exception, SystemExit), result.exception
    return result.output


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "file.yaml"


@pytest.mark.parametrize("command", ["check", "publish", "diagram"])
@pytest.mark.parametrize("text", [f"a: {NO_DAY}\n", "? [a, b]\n: 1\n"])
def test_rulebook_with_bad_value_names_line(house, file, command, text):
    """A rulebook with a value that is none is refused with its line."""
    file.write_text(text, "utf8")

    assert "Line 1" in refused(house, "rulebook", command, str(file))


def test_rulebook_with_bad_day_names_line(house, file):
    """A rulebook with a day that is none is refused with its line."""
    lines = SHIPPED.read_text("utf8").splitlines()
    place = next(n for n, line in enumerate(lines) if "effective_from: " in line)
    lines[place] = lines[place].partition("effective_from: ")[0] + f"effective_from: {NO_DAY}"
    file.write_text("\n".join(lines), "utf8")

    assert f"Line {place + 1}" in refused(house, "rulebook", "check", str(file))


@pytest.mark.parametrize(
    "raw", [b"just a sentence", f"units: {NO_DAY}".encode(), b"units: [1, 2", b"\xff\xfe", b"units: 1"]
)
def test_an_organisation_that_is_none_is_refused(house, file, raw):
    file.write_bytes(raw)

    assert "组织" in refused(house, "seed", str(file)) or raw == b"\xff\xfe"


def test_mapping_with_bad_value_names_line(house, file):
    """A mapping with a value that is none is refused with its line."""
    file.write_text(f"title: {NO_DAY}", "utf8")

    assert "Line 1" in refused(house, "replay", str(file), "--mapping", str(file))


@pytest.mark.parametrize("at", ["0001-01-01", "9999-12-31T23:59:59-14:00", "1999-12-31", "soon"])
def test_sweep_refuses_time_outside_known_years(house, at):
    assert "2026-09-18T16:00" in refused(house, "sweep", "--at", at)
