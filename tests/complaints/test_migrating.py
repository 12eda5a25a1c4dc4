"""A database with complaints in it goes back to an older version and forward again, and the board says the same."""

from __future__ import annotations

from flask_migrate import downgrade, upgrade

from complaints.db import db
from complaints.models import Complaint
from tests.complaints.misplaced import misplaced
from tests.house import House

BEFORE_THE_BOARD = "0007"


def _standing() -> list[tuple[object, ...]]:
    columns = (Complaint.house_due_at, Complaint.progress_due_at, Complaint.asked_at, Complaint.climbed_id)
    rows = [tuple(row) for row in db.session.execute(db.select(*columns).order_by(Complaint.id))]
    db.session.remove()
    return rows


def test_the_board_is_filled_from_what_was_there(either_house: House) -> None:
    house = either_house
    house.logs("2026-09-07T09:00")  # never touched: it climbs
    working = house.logs("2026-09-18T09:00")
    house.does("window", working, "assign", "2026-09-18T09:10", unit="EC-BUREAU")
    house.does("handler", working, "sign_for", "2026-09-18T09:30")
    house.does(
        "handler",
        working,
        "request_extension",
        "2026-09-18T10:00",
        days=5,
        reason="待外省核实",
        basis="投诉办法",
    )
    house.sweeps("2026-09-18T11:00")
    before = _standing()
    assert all(any(row[n] for row in before) for n in range(4))

    downgrade(revision=BEFORE_THE_BOARD)
    upgrade()

    assert _standing() == before
    assert misplaced(db.session()) == []
