"""docs/rulebook.md is run as it is written: its commands, in an empty folder, by the shell."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from complaints.casework.effects.registry import BY_NAME
from complaints.cli.vocabulary import vocabulary
from complaints.rulebooks import store
from tests.house import House
from tests.laws.tree import ROOT
from workflows.guards import GUARDS

DOCUMENT = ROOT / "docs" / "rulebook.md"
BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)


def blocks() -> list[str]:
    return BLOCK.findall(DOCUMENT.read_text("utf8"))


def test_the_document_leads_to_a_published_rulebook(house: House, tmp_path: Path) -> None:
    rulebooks = tmp_path / "workflows" / "rulebooks"
    rulebooks.mkdir(parents=True)
    shutil.copy(store.SHIPPED, rulebooks)
    commands = [line for block in blocks() for line in block.splitlines()]
    in_shell, by_flask = ([c for c in commands if c.startswith("flask") is flask] for flask in (False, True))
    subprocess.run(["bash", "-ec", "\n".join(in_shell)], cwd=tmp_path, check=True)

    def runs(command: str) -> None:
        words = [str(tmp_path / w) if w.endswith((".yaml", ".txt")) else w for w in command.split()[1:]]
        result = house.app.test_cli_runner().invoke(args=words)
        assert result.exit_code == 0, (command, result.output)

    back = next(place for place, command in enumerate(by_flask) if " use " in command)
    for command in by_flask[:back]:
        runs(command)
    assert house.complaint(house.logs("2026-09-18T16:00")).rulebook_version == "ours-1"
    assert "in_the_ward" in store.current().states

    for command in by_flask[back:]:
        runs(command)
    assert store.current().version == "2026.1"


def test_every_word_of_the_program_is_listed(house: House) -> None:
    output = house.app.test_cli_runner().invoke(args=["rulebook", "words"]).output

    for name in (*GUARDS, *BY_NAME, *(word for words in vocabulary().values() for word in words)):
        assert f"  {name}" in output
