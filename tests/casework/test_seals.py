"""Seals and exports of the ledger: a program of its own verifies them, and finds every edit of what was sealed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select, text

from complaints.casework import seals
from complaints.infrastructure.database import db, transaction
from complaints.models import Seal, audit
from tests.house import House, opened, shanghai
from tests.laws.tree import ROOT
from tests.support.stories import told

VERIFIER = ROOT / "docs" / "verify_ledger.py"
NEXT_DAY = "2026-11-02T02:00"


def exports(house: House, folder: Path) -> tuple[Path, Path]:
    """The bundle, and the public key beside it."""
    run = house.app.test_cli_runner().invoke
    bundle, key = folder / "ledger.zip", folder / "key.json"
    assert run(args=["ledger", "export", "--out", str(bundle)]).exit_code == 0
    key.write_text(run(args=["ledger", "key"]).output)
    return bundle, key


def verified(*words: Path) -> tuple[int, str]:
    """By a Python that knows nothing of the program."""
    command = [sys.executable, "-I", str(VERIFIER), *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False)
    assert not done.stderr
    return done.returncode, done.stdout


def sealed_story(house: House) -> None:
    told(house)
    with transaction():
        audit.note("roles changed", shanghai("2026-10-30T10:00"), {"officer": "handler", "roles": "officer"})
    seals.seal(shanghai(NEXT_DAY))


def edited(*statements: str) -> None:
    with transaction():
        if db.engine.dialect.name == "sqlite":
            for name in (
                db.session.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
                .scalars()
                .all()
            ):
                db.session.execute(text(f"DROP TRIGGER {name}"))
        for statement in statements:
            db.session.execute(text(statement))
    db.session.rollback()


def test_honest_export_verifies_with_the_standard_library_alone(either_house, tmp_path):
    sealed_story(either_house)
    bundle, key = exports(either_house, tmp_path)

    code, said = verified(bundle, key)

    assert code == 0 and said.startswith("no fault: ") and "1 seals" in said
    assert list(seals.broken()) == []
    assert (
        len(VERIFIER.read_text("utf8").splitlines()) <= 110
        and imports_of(VERIFIER) <= sys.stdlib_module_names
    )


def imports_of(path: Path) -> set[str]:
    return set(re.findall(r"^(?:import|from) (\w+)", path.read_text("utf8"), re.MULTILINE))


EDITS = {
    "an event's words": "UPDATE event SET note = 'x' WHERE seq = 2",
    "the end of a chain": "DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)",
    "a change of roles": "UPDATE audit_note SET detail = '{}' WHERE what = 'roles changed'",
    "a change left out": "DELETE FROM audit_note WHERE what = 'roles changed'",
    "a notice": "DELETE FROM notice WHERE id = (SELECT max(id) FROM notice)",
    "the roster, with its sum": "DELETE FROM table_checksum WHERE name = 'roster'",
    "a seal": "UPDATE seal SET body = replace(body, 'count', 'Count')",
}


@pytest.mark.parametrize("edit", EDITS)
def test_edit_of_what_was_sealed_is_found_inside_and_outside(house, tmp_path, edit):
    sealed_story(house)
    edited(EDITS[edit])

    bundle, key = exports(house, tmp_path)
    inside = house.app.test_cli_runner().invoke(args=["ledger", "verify"])

    assert verified(bundle, key)[0] == 1 and inside.exit_code == 1


def test_seal_that_left_the_house_convicts_a_ledger_that_was_rewritten_whole(tmp_path):
    kept = tmp_path / "seals.txt"
    with opened("sqlite", SHOUWEN_SEAL_TO=str(kept)) as house:
        sealed_story(house)
        assert len(kept.read_text("utf8").splitlines()) == 1
        edited(EDITS["a change left out"], "DELETE FROM seal")
        seals.seal(shanghai(NEXT_DAY))
        bundle, key = exports(house, tmp_path)

    assert verified(bundle, key)[0] == 0
    code, said = verified(bundle, key, kept)
    assert code == 1 and "not in the export" in said


def test_bundle_signed_by_another_key_is_refused(house, tmp_path):
    sealed_story(house)
    bundle, key = exports(house, tmp_path)
    words = json.loads(key.read_text())
    key.write_text(json.dumps({**words, "n": words["n"][:-1] + ("0" if words["n"][-1] != "0" else "2")}))

    assert verified(bundle, key)[0] == 1


def test_each_day_is_sealed_once_and_names_the_one_before(house):
    sealed_story(house)
    seals.seal(shanghai("2026-11-02T03:00"))
    seals.seal(shanghai("2026-11-03T02:00"))

    first, second = db.session.scalars(select(Seal).order_by(Seal.id)).all()
    assert json.loads(second.body)["before"] == first.hash and json.loads(second.body)["events"]["count"] == 0
    assert json.loads(first.body)["events"]["count"] > 3 and list(seals.broken()) == []


def test_seals_hold_no_word_of_any_complaint(house):
    sealed_story(house)

    [seal] = db.session.scalars(select(Seal)).all()
    assert not [word for word in ("李大爷", "窗口", "handler", "13800138000") if word in seal.line]


def test_seal_that_could_not_be_sent_is_sent_with_the_next(tmp_path):
    folder = tmp_path / "away"
    with opened("sqlite", SHOUWEN_SEAL_TO=str(folder / "seals.txt")) as house:
        told(house)
        with pytest.raises(FileNotFoundError):
            seals.seal(shanghai(NEXT_DAY))
        folder.mkdir()

        assert seals.seal(shanghai("2026-11-03T02:00")) == 2
