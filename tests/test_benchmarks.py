"""The benchmarks run from end to end; how fast this machine is, is not judged here."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from benchmarks import __main__ as benchmarks
from benchmarks import loading
from benchmarks.figures import Figure, table
from benchmarks.measures import Size
from complaints.casework import ledger
from complaints.escalation.sweep import sweep
from complaints.infrastructure.database import db
from complaints.models import Complaint, Deadline, Handover
from tests.house import House


@pytest.fixture(autouse=True)
def _few_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "MADE_BY_HAND", 10)


@pytest.mark.slow
def test_every_benchmark_gives_a_figure_and_the_command_says_whether_the_floors_hold(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path
) -> None:
    monkeypatch.setattr(benchmarks, "QUICK", {"sqlite": Size(10, 20, 1)})
    monkeypatch.setattr(benchmarks, "_kinds", lambda: ["sqlite"])
    monkeypatch.setattr(benchmarks, "PAGE", tmp_path / "benchmarks.md")

    code = benchmarks.main(["--quick", "--write"])

    shown = capsys.readouterr().out
    assert code == (1 if "MISSED" in shown else 0)
    for name in (
        "sweep, nothing due",
        "intake beside",
        "report_progress beside",
        "first page of mine",
        "/supervise for supervisor",
        "rulebook",
    ):
        assert name in shown
    assert shown.strip() in (tmp_path / "benchmarks.md").read_text("utf8")


def test_a_missed_floor_is_shown_and_fails_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(benchmarks, "run", lambda sizes: iter([Figure("a tick", 1.4, "×", 1.3)]))

    assert benchmarks.main(["--quick"]) == 1
    assert "MISSED" in capsys.readouterr().out


def test_the_table_lines_up() -> None:
    lines = table(
        [Figure("a tick", 1.0, "×", 1.3, "0.5 ms"), Figure("throughput", 120, "complaints/s")]
    ).split("\n")

    assert len({len(line) for line in lines}) == 1


def test_the_loaded_complaints_are_ones_the_house_can_work_on(either_house: House) -> None:
    loading.load(either_house, 50)

    complaints = list(db.session.scalars(select(Complaint).order_by(Complaint.id)))
    assert len(complaints) == len({one.tracking_number for one in complaints}) == 50
    for one in complaints:
        assert one.next_due_at == min(row.due_at for row in one.running)
        assert one.next_action_at == min((row.next_at for row in one.running if row.next_at), default=None)
    assert _count(Deadline) % 5 == 0
    assert _count(Handover) % 5 == 0
    assert [fault for _, fault in ledger.breaks()][:10] == [None] * 10
    last = complaints[-1].id
    db.session.rollback()
    assert sweep(loading.NOW).due == 0
    later = either_house.logs("2026-09-21T11:00")
    assert either_house.complaint(later).id > last


def _count(model: type) -> int:
    return db.session.execute(select(func.count()).select_from(model)).scalar_one()
