"""An opinion asked for is a promise of those asked: it makes no complaint of the lead due or late (promise 2)."""

from __future__ import annotations

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import select

from complaints.infrastructure.database import db
from complaints.models import Complaint
from complaints.models.owed_by_others import OF_THOSE_ASKED
from complaints.queries import queues
from complaints.queries.board import rows
from complaints.queries.board.conditions import SECTIONS, Asked
from complaints.queries.board.sections import found
from complaints.queries.queues import Part
from tests.casework.test_assists import taken
from tests.casework.test_consultations import asked, promises
from tests.house import House, shanghai
from tests.support.misplaced import misplaced
from tests.support.stories import in_hand, rungs

BEFORE = "0062"
DUE_TODAY, LATE = "2026-09-21T10:00", "2026-09-21T18:00"  # the opinion, not the answer


def sections(house: House, number: str, at: str) -> dict[str, list[str]]:
    """On the supervisor's board, with the promises named there as the reason."""
    supervisor, moment = house.officer("supervisor"), shanghai(at)
    shown: dict[str, list[str]] = {}
    for name in SECTIONS:
        listed = rows.read(found(name, Asked(supervisor, moment), 50).ids)
        for one in listed.values():
            if one.tracking_number == number:
                shown[name] = [why.commitment for why in rows.why(one, name, supervisor, moment)]
    return shown


def due_at_of(number: str) -> object:
    return db.session.scalar(select(Complaint.house_due_at).filter_by(tracking_number=number))


def test_opinion_makes_the_lead_neither_due_nor_late(either_house: House) -> None:
    house = either_house
    number = in_hand(house)
    house.does("handler", number, "report_progress", "2026-09-18T10:50", note="…")
    before, on_board = due_at_of(number), [sections(house, number, at) for at in (DUE_TODAY, LATE)]

    asked(house, number)

    assert due_at_of(number) == before
    assert [sections(house, number, at) for at in (DUE_TODAY, LATE)] == on_board
    overdue = queues.page("overdue", house.officer("supervisor"), shanghai(LATE), Part(limit=50))
    assert number not in [one.tracking_number for one in overdue.complaints]
    assert misplaced(db.session()) == []
    [row] = promises(house, number)
    assert row.is_running and row.due_at < shanghai(LATE)


def test_late_lead_is_late_by_its_own_promise_alone(house: House) -> None:
    number = in_hand(house)
    asked(house, number)
    house.does("handler", number, "report_progress", "2026-09-23T10:00", note="…")

    assert sections(house, number, "2026-09-24T17:00") == {"soon": ["handling"]}
    assert sections(house, number, "2026-09-24T18:00") == {"overdue": ["handling"]}


def test_questions_already_open_are_taken_off_the_board(either_house: House) -> None:
    house = either_house
    number = in_hand(house)
    asked(house, number)
    in_hand(house)
    due = due_at_of(number)
    opinion = promises(house, number)[0].due_at
    db.session.remove()

    downgrade(revision=BEFORE)
    assert due_at_of(number) == opinion
    db.session.remove()
    upgrade()

    assert due_at_of(number) == due
    assert misplaced(db.session()) == []


def late_in(house: House, how: str) -> str:
    """An opinion, or help that was taken, which is late: its head was told, and no supervisor yet."""
    number = in_hand(house)
    if how == "opinion":
        asked(house, number)
    else:
        taken(house, number)
    house.does("handler", number, "report_progress", "2026-09-22T09:00", note="…")
    house.sweeps("2026-09-22T18:00" if how == "opinion" else "2026-09-23T18:00")
    return number


def escalated(house: House, at: str) -> list[str]:
    found = queues.page("escalated", house.officer("supervisor"), shanghai(at), Part(limit=50))
    return [one.tracking_number for one in found.complaints]


@pytest.mark.parametrize("how", ["opinion", "help"])
def test_lateness_of_others_is_no_climb_of_the_lead(either_house: House, how: str) -> None:
    house = either_house
    number = late_in(house, how)
    name = "consultation" if how == "opinion" else "assist"

    assert rungs(house, number, name)[-1] == "+1wd"
    complaint = house.complaint(number)
    assert (complaint.climbed_id, complaint.escalated_at) == (None, None)
    assert number not in escalated(house, "2026-09-23T18:00")
    assert misplaced(db.session()) == []


@pytest.mark.parametrize("how", ["opinion", "help"])
def test_review_of_others_lateness_is_found_by_its_reviewer(either_house: House, how: str) -> None:
    house = either_house
    number = late_in(house, how)
    due = house.complaint(number).next_due_at

    house.does("supervisor", number, "supervise", "2026-09-24T09:00", due_at=due, instruction="…")
    house.sweeps("2026-10-12T08:40")

    complaint = house.complaint(number)
    duties = [row for row in complaint.escalations if row.reviewer_id and row.commitment in OF_THOSE_ASKED]
    assert duties and complaint.climbed_id is not None and number in escalated(house, "2026-10-12T08:40")
    assert misplaced(db.session()) == []
