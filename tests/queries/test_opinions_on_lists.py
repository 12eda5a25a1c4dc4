"""An opinion asked for is a promise of those asked: it makes no complaint of the lead due or late (promise 2)."""

from __future__ import annotations

from flask_migrate import downgrade, upgrade
from sqlalchemy import select

from complaints.infrastructure.database import db
from complaints.models import Complaint
from complaints.queries import queues
from complaints.queries.board import rows
from complaints.queries.board.conditions import SECTIONS, Asked
from complaints.queries.board.sections import found
from complaints.queries.queues import Part
from tests.casework.test_consultations import asked, promises
from tests.house import House, shanghai
from tests.support.misplaced import misplaced
from tests.support.stories import in_hand

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
