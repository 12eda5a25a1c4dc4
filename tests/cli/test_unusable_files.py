"""A file or a time that cannot be used is refused by the commands with a sentence, and nothing is done."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result

from complaints.cli.replay import HELPDESK
from complaints.organisation.seed import SHIPPED as SHIPPED_SEED
from complaints.rulebooks.store import SHIPPED
from tests.house import House

NO_DAY = "2026-02-30"
ENCODINGS = ("utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be")


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


def said(house: House, *words: str) -> str:
    result = house.app.test_cli_runner().invoke(args=list(words))

    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_command_reads_its_file_in_any_usual_encoding(house, file, encoding):
    """What a command makes of a rulebook, an organisation or a mapping does not hang on how an editor saved it."""
    log = file.with_suffix(".csv")
    log.write_bytes("case,activity,officer,at\n1,Assign seriousness,甲,2026-01-05 09:00\n".encode(encoding))
    shipped = {"check": SHIPPED, "diagram": SHIPPED, "publish": SHIPPED}
    for command, text in shipped.items():
        file.write_bytes(text.read_text("utf8").replace("\n", "\r\n").encode(encoding))
        assert said(house, "rulebook", command, str(file)) == said(house, "rulebook", command, str(text)), (
            command
        )
    file.write_bytes(SHIPPED_SEED.read_text("utf8").encode(encoding))
    assert "units" in said(house, "seed", str(file))
    file.write_bytes(HELPDESK.read_text("utf8").encode(encoding))
    plain = said(house, "replay", str(log))
    assert said(house, "replay", str(log), "--mapping", str(file)).splitlines()[2:] == plain.splitlines()[2:]


@pytest.mark.parametrize(
    "command", ["rulebook check", "rulebook publish", "rulebook diagram", "seed", "replay"]
)
def test_file_of_no_encoding_names_file_and_line(house, file, command):
    """A file in no encoding is refused with its name, the line, and what would be right."""
    file.write_bytes("名称: 甲\n".encode() + b"\xff\xff\x81\n")
    mapping = ["--mapping", str(file)] if command == "replay" else []

    output = refused(house, *command.split(), str(file), *mapping)

    assert f"{file.name}:2" in output and "UTF-8" in output


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_kept_ends_are_compared_as_an_editor_saved_them(house, file, encoding):
    """What `--keep` wrote is known again in another encoding."""
    said(house, "ledger", "verify", "--keep", str(file))
    file.write_bytes(file.read_text("utf8").encode(encoding))

    assert '"broken": 0' in said(house, "ledger", "verify", "--since", str(file))
