"""A replay and a simulation live in a house of their own, and take it away with them."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from app import create_app
from complaints.cli.replay import replay_command
from complaints.cli.simulate import simulate_command
from complaints.infrastructure.database import db
from complaints.models import Complaint
from complaints.simulation.scratch_database import scratch_folder, scratch_house
from tests.house import House


@pytest.fixture
def instance(house: House) -> Path:
    folder: Path = house.app.config["SHOUWEN"].instance
    return folder


def test_simulation_leaves_real_database_unchanged(house: House, instance: Path) -> None:
    before = sorted(instance.iterdir())

    done = house.app.test_cli_runner().invoke(simulate_command, ["--days", "1", "--per-day", "1"])

    assert done.exit_code == 0, done.output
    assert sorted(instance.iterdir()) == before
    assert db.session.scalars(select(Complaint.id)).all() == []


def test_scratch_database_is_removed_after_failure(house: House, instance: Path) -> None:
    before = sorted(instance.iterdir())

    with (
        pytest.raises(RuntimeError),
        scratch_folder("test") as folder,
        scratch_house(folder),
    ):
        assert list(folder.glob("*.sqlite"))
        raise RuntimeError

    assert sorted(instance.iterdir()) == before


def test_replay_without_database_creates_none(tmp_path: Path) -> None:
    log, instance = tmp_path / "log.csv", tmp_path / "instance"
    log.write_text("case,activity,officer,at\n1,Assign seriousness,wu,2012-10-10\n", "utf8")
    app = create_app({"SHOUWEN_INSTANCE": str(instance), "SHOUWEN_LOG_LEVEL": "CRITICAL"})
    before = sorted(instance.iterdir())

    done = app.test_cli_runner().invoke(replay_command, [str(log)])

    assert done.exit_code == 0, done.output
    assert sorted(instance.iterdir()) == before
