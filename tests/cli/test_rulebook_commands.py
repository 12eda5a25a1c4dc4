"""`flask rulebook`: check knows what this program can run, publish tries it out, use goes back to an older one."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import func, select

from complaints.infrastructure.database import db
from complaints.models import Complaint, Event, RulebookText
from complaints.rulebooks import store
from tests.house import House
from tests.support.own_states import with_own_states

TEXT = store.SHIPPED.read_text("utf8")
NEXT = TEXT.replace('version: "2026.1"', 'version: "2026.2"')


def rulebook(house: House, *words: str) -> Result:
    return house.app.test_cli_runner().invoke(args=["rulebook", *words])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "rules.yaml"


def mute_state(text: str) -> str:
    return text.replace("    milestone: in_work\n", "", 1)


def own_move(text: str) -> str:
    head, tail = text.split("\nmoves:\n", 1)
    name, _, rest = tail.partition("  accept:")
    accept = rest.split("\n  decline:", 1)[0]
    return f"{head}\nmoves:\n{name}  bless:{accept}\n  accept:{rest}"


@pytest.mark.parametrize(("change", "place"), [(mute_state, "states.assigned"), (own_move, "moves.bless")])
def test_check_refuses_what_the_program_cannot_run(house, file, change, place):
    file.write_text(change(NEXT), "utf8")

    for command in ("check", "publish"):
        result = rulebook(house, command, str(file))
        assert result.exit_code == 1 and place in result.output

    assert store.current().version == "2026.1"


def test_own_states_are_checked_and_published(house, file):
    file.write_text(with_own_states(TEXT, "2026.2"), "utf8")

    assert rulebook(house, "check", str(file)).exit_code == 0
    assert rulebook(house, "publish", str(file)).exit_code == 0

    assert house.complaint(house.logs("2026-09-18T16:00")).state == "logged"


def test_dry_run_refuses_a_category_nobody_can_take(house, file):
    file.write_text(NEXT.replace("unit_kind: centre", "unit_kind: shrine", 1), "utf8")

    result = rulebook(house, "publish", str(file))

    assert result.exit_code == 1 and "dry run" in result.output
    assert db.session.get(RulebookText, "2026.2") is None


def test_dry_run_names_category_and_move_that_fail(house, file, monkeypatch):
    """A fault inside a move is reported, never published."""

    def broken(complaint: Complaint, act: object) -> None:
        raise ZeroDivisionError("no such thing")

    monkeypatch.setattr("complaints.casework.handovers.offer_work", broken)
    file.write_text(NEXT, "utf8")

    result = rulebook(house, "publish", str(file))

    assert result.exit_code == 1
    assert "ATTITUDE" in result.output and "ZeroDivisionError" in result.output


def test_dry_run_leaves_nothing_behind(house, file):
    file.write_text(NEXT, "utf8")

    result = rulebook(house, "publish", str(file))

    assert result.exit_code == 0, result.output
    assert store.current().version == "2026.2"
    for rows in (Complaint, Event):
        assert db.session.scalar(select(func.count()).select_from(rows)) == 0


def test_version_refused_once_can_be_published_mended(house, file):
    """The refused text leaves no trace in this process either."""
    file.write_text(NEXT.replace("unit_kind: centre", "unit_kind: shrine", 1), "utf8")
    assert rulebook(house, "publish", str(file)).exit_code == 1

    file.write_text(NEXT, "utf8")
    assert rulebook(house, "publish", str(file)).exit_code == 0

    number = house.logs("2026-09-18T16:00")
    assert house.complaint(number).rulebook_version == "2026.2"
    assert store.book("2026.2").sha256 == store.current().sha256


def test_publishing_known_text_says_what_is_current(house, file):
    file.write_text(NEXT, "utf8")
    rulebook(house, "publish", str(file))

    result = rulebook(house, "publish")

    assert result.exit_code == 0
    assert "nothing changed" in result.output and "current is ezhou" not in result.output.split("\n")[0]
    assert "2026.2" in result.output and store.current().version == "2026.2"


def test_older_rulebook_is_used_again(house, file):
    file.write_text(NEXT, "utf8")
    rulebook(house, "publish", str(file))
    name = store.current().name

    result = rulebook(house, "use", name, "2026.1")

    assert result.exit_code == 0 and store.current().version == "2026.1"
    assert house.complaint(house.logs("2026-09-18T16:00")).rulebook_version == "2026.1"


@pytest.mark.parametrize("words", [("nothing", "2026.1"), ("", "2026.9"), ("complaint", "9")])
def test_unknown_rulebook_cannot_be_used(house, words):
    result = rulebook(house, "use", *words)

    assert result.exit_code == 1 and "Error" in result.output
    assert store.current().version == "2026.1"
