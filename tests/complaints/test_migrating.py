"""A database with complaints in it goes back to an older version and forward again, and the board says the same."""

from __future__ import annotations

from flask_migrate import downgrade, upgrade

from complaints.db import db
from complaints.models import Complaint
from tests.complaints.misplaced import misplaced
from tests.complaints.stories import ANSWER, in_hand
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


def closed_after_an_urging(house: House) -> str:
    """Urged when its time was over, which is nobody's duty to review; answered and rated well a little later."""
    number = in_hand(house)
    house.does("handler", number, "report_progress", "2026-09-23T09:00", note="…")
    house.sweeps("2026-09-24T17:31")
    house.does("handler", number, "answer", "2026-09-24T17:40", **ANSWER)
    house.does("window", number, "give_feedback", "2026-09-24T17:45", method="phone")
    house.does("citizen", number, "rate", "2026-09-24T17:50", grade=5)
    return number


def test_what_waits_for_nobody_of_a_closed_complaint_is_not_put_on_the_board(either_house: House) -> None:
    number = closed_after_an_urging(either_house)
    assert either_house.complaint(number).climbed_id is None
    db.session.remove()

    downgrade(revision=BEFORE_THE_BOARD)
    upgrade()

    assert either_house.complaint(number).climbed_id is None
    assert misplaced(db.session()) == []


def test_after_an_appeal_an_urging_not_yet_reviewed_stands_on_the_board_again(either_house: House) -> None:
    number = closed_after_an_urging(either_house)

    either_house.does("citizen", number, "appeal", "2026-09-28T09:00")

    assert either_house.complaint(number).climbed_id is not None
    assert misplaced(db.session()) == []
