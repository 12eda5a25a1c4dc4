"""A rulebook may be a folder with a file for each section: what holds for one file holds for the folder, faults name the file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import Result

from complaints.rulebooks import store
from schemas.rulebook import load_rulebook
from tests.house import House
from tests.support.foreign_rulebooks import foreign

TEXT = store.SHIPPED.read_text("utf8")


def rulebook(house: House, *words: str | Path) -> Result:
    return house.app.test_cli_runner().invoke(args=["rulebook", *map(str, words)])


@pytest.fixture
def folder(house: House, tmp_path: Path) -> Path:
    """The shipped rulebook as a folder, under the next version."""
    place = tmp_path / "rules"
    assert rulebook(house, "split", store.SHIPPED, place).exit_code == 0
    change(place / "rulebook.yaml", 'version: "2026.1"', 'version: "2026.2"')
    return place


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf8")


def refused(house: House, folder: Path) -> str:
    result = rulebook(house, "check", folder)
    assert result.exit_code == 1 and isinstance(result.exception, SystemExit), result.exception
    published = rulebook(house, "publish", folder)
    assert published.exit_code == 1 and store.current().version == "2026.1"
    return result.output


def test_split_writes_a_file_for_each_section(folder):
    names = {file.stem for file in folder.iterdir()}

    assert names == {
        "rulebook",
        "states",
        "moves",
        "commitments",
        "ladders",
        "bases",
        "limits",
        "categories",
        "codes",
    }


@pytest.mark.parametrize("name", ["complaint", "hospital", "ombudsman", "grievance"])
def test_folder_means_what_the_file_means(house, tmp_path, name):
    place, file = tmp_path / "rules", tmp_path / "rules.yaml"
    file.write_text(TEXT if name == "complaint" else foreign(name), "utf8")
    rulebook(house, "split", file, place)

    diagrams = [rulebook(house, "diagram", one).output for one in (file, place)]

    assert diagrams[0] == diagrams[1] and "stateDiagram" in diagrams[0]
    assert rulebook(house, "check", place).output == rulebook(house, "check", file).output


def test_each_comment_goes_with_its_section(folder):
    text = "".join(file.read_text("utf8") for file in folder.iterdir())

    for line in TEXT.splitlines():
        assert line.replace("2026.1", "2026.2") in text.splitlines() or line in text.splitlines()


def test_folder_is_published_once(house, folder):
    result = rulebook(house, "publish", folder)
    assert result.exit_code == 0, result.output
    assert store.current().version == "2026.2"
    assert store.current().sha256 in result.output

    again = rulebook(house, "publish", folder)
    assert again.exit_code == 0 and "nothing changed" in again.output


def test_order_and_other_files_of_a_folder_do_not_matter(house, folder, tmp_path):
    """A folder copied elsewhere, with notes beside it, is the same text."""
    rulebook(house, "publish", folder)
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    (copy / "README.md").write_text("what lawyers should know", "utf8")
    (copy / ".states.yaml.swp").write_bytes(b"\0\xff")

    assert "nothing changed" in rulebook(house, "publish", copy).output


def test_every_change_of_a_section_changes_the_hash(house, folder):
    rulebook(house, "publish", folder)

    change(folder / "bases.yaml", "verified: true", "verified:  true")

    assert refused_text(house, folder)


def refused_text(house: House, folder: Path) -> bool:
    """Another text under a version that is published."""
    result = rulebook(house, "publish", folder)
    return result.exit_code == 1 and "2026.2" in result.output


def test_fault_of_yaml_names_file_and_line(house, folder):
    lines = (folder / "moves.yaml").read_text("utf8").splitlines()
    lines.insert(3, "  broken: [1, 2")
    (folder / "moves.yaml").write_text("\n".join(lines), "utf8")

    said = refused(house, folder)

    assert "moves.yaml" in said and "states.yaml" not in said and "行" in said


def test_section_written_twice_names_both_files(house, folder):
    (folder / "more.yaml").write_text("# ours\nstates:\n  lost: {}\n", "utf8")

    said = refused(house, folder)

    assert "states" in said and "states.yaml" in said and "more.yaml:2" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- one\n- two\n", "more.yaml"),
        ("just words\n", "more.yaml"),
        ("---\ntitle2: 1\n", "more.yaml:1"),
        ("{urgent_words2: [a]}\n", "more.yaml:1"),
        ("  inset: 1\n", "more.yaml:1"),
        ("weather: rain\n", "weather"),
        ("%YAML 1.1\n---\nx: 1\n", "more.yaml:1"),
        ("x: 1\n...\n", "more.yaml:2"),
    ],
)
def test_file_of_a_folder_that_is_no_section(house, folder, text, said):
    (folder / "more.yaml").write_text(text, "utf8")

    assert said in refused(house, folder)


def test_empty_files_and_files_of_comments_say_nothing(house, folder):
    (folder / "empty.yaml").write_text("", "utf8")
    (folder / "notes.yml").write_text("# to be written\n", "utf8")

    assert rulebook(house, "check", folder).exit_code == 0


def test_missing_section_is_named(house, folder):
    (folder / "ladders.yaml").unlink()

    assert "ladders" in refused(house, folder)


def test_folder_without_files_is_refused(house, tmp_path):
    (tmp_path / "rules").mkdir()

    assert ".yaml" in refused(house, tmp_path / "rules")


def test_unreadable_file_of_a_folder_is_named(house, folder):
    (folder / "codes.yaml").write_bytes(b"\xff\xff\xff codes")

    assert "codes.yaml" in refused(house, folder)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_files_of_a_folder_in_usual_encodings(house, folder, encoding):
    for file in folder.iterdir():
        file.write_bytes(file.read_text("utf8").replace("\n", "\r\n").encode(encoding))

    assert rulebook(house, "check", folder).exit_code == 0


def test_split_overwrites_nothing(house, folder):
    before = {file: file.read_bytes() for file in folder.iterdir()}

    result = rulebook(house, "split", store.SHIPPED, folder)

    assert result.exit_code == 1 and str(folder) in result.output
    assert {file: file.read_bytes() for file in folder.iterdir()} == before


def test_split_refuses_a_file_that_is_no_rulebook(house, tmp_path):
    file = tmp_path / "words.yaml"
    file.write_text("units: []\n", "utf8")

    result = rulebook(house, "split", file, tmp_path / "rules")

    assert result.exit_code == 1 and not (tmp_path / "rules").exists()


def test_replay_takes_a_folder(house, folder, tmp_path):
    change(folder / "limits.yaml", "handling: {normal: 5wd", "handling: {normal: 3wd")
    log = tmp_path / "log.csv"
    log.write_text("case,activity,officer,at\n1,Assign seriousness,wu,2012-10-10 09:00\n", "utf8")

    result = house.app.test_cli_runner().invoke(args=["replay", "--rulebook", str(folder), str(log)])

    assert result.exit_code == 0, result.output
    assert "2026.2" in result.output
    (folder / "moves.yaml").unlink()
    assert (
        house.app.test_cli_runner().invoke(args=["replay", "--rulebook", str(folder), str(log)]).exit_code
        == 2
    )


def test_split_text_loads_as_before(folder):
    parts = sorted(folder.glob("*.yaml"))
    joined = load_rulebook("".join(part.read_text("utf8") for part in parts))

    assert joined.version == "2026.2" and len(joined.moves) == len(load_rulebook(TEXT).moves)
