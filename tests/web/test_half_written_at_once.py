"""Two saves of one draft, or a save and the move, at the same moment: one row or none, and no failure."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select

from complaints.casework import half_written, moves
from complaints.infrastructure.database import db, transaction
from complaints.models import HalfWritten
from tests.house import opened, shanghai
from tests.support.stories import ANSWER
from workflows.language import Act

pytestmark = pytest.mark.postgres
AT = "2026-09-21T09:30"


@pytest.fixture
def house():
    with opened("postgresql") as it:
        yield it


@pytest.fixture
def number(house):
    return house.logs("2026-09-21T09:00")


def drafts():
    db.session.rollback()
    return [one.words for one in db.session.scalars(select(HalfWritten))]


def meanwhile(house, first, second):
    """`second` begins in another connection while `first` is done and not stored yet. Returns what failed."""
    failed = []

    def other():
        with house.app.app_context():
            try:
                with transaction():
                    second()
            except Exception as error:
                failed.append(error)

    thread = threading.Thread(target=other)
    with transaction():
        first()
        thread.start()
        thread.join(1)
    thread.join(30)
    return failed


def test_two_saves_at_once_keep_the_later_one(house, number):
    place = house.officer("window").id, house.complaint(number).id, "answer_on_the_spot"

    failed = meanwhile(
        house,
        lambda: half_written.keep(place, {"findings": "一"}, shanghai(AT)),
        lambda: half_written.keep(place, {"findings": "二"}, shanghai(AT)),
    )

    assert not failed and len(drafts()) == 1 and "二" in drafts()[0]


def test_a_save_during_the_move_keeps_nothing(house, number):
    officer, complaint = house.officer("window"), house.complaint(number)
    place, seen = (officer.id, complaint.id, "answer_on_the_spot"), complaint.seq

    def answer():
        act = Act("answer_on_the_spot", house.officer("window"), shanghai(AT), ANSWER)
        moves.make_move(number, act)

    failed = meanwhile(
        house, answer, lambda: half_written.keep(place, {"findings": "一"}, shanghai(AT), seen)
    )

    assert [getattr(one, "fields", one) for one in failed] == [{"main": half_written.MADE}] and drafts() == []
