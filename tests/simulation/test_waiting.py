"""Two people at one complaint at the same moment: the second waits, and then works on what the first left."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest

from complaints.casework import ledger, moves
from complaints.casework.references import rows_for
from complaints.infrastructure.database import db, transaction
from complaints.rulebooks import store
from tests.house import House, opened, shanghai
from workflows.language import Act

pytestmark = pytest.mark.postgres


@pytest.fixture
def postgres_house() -> Iterator[House]:
    with opened("postgresql") as it:
        yield it


@contextmanager
def _meanwhile(house: House, what: Callable[[], None]) -> Iterator[threading.Thread]:
    """`what` in another connection, started while the block runs and awaited after it."""

    def work() -> None:
        with house.app.app_context():
            what()

    thread = threading.Thread(target=work)
    thread.start()
    yield thread
    thread.join(30)
    assert not thread.is_alive()


def _waits_for_a_lock() -> None:
    """Until some session of this database waits for a lock."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    for _ in range(200):
        with db.engine.connect() as connection:
            if connection.exec_driver_sql(waiting).scalar_one():
                return
        threading.Event().wait(0.05)
    raise AssertionError("nobody waited")


def test_waiting_move_sees_deadlines_after_wait(postgres_house: House) -> None:
    """A move that waited goes by the clocks as they are after the wait."""
    house = postgres_house
    number = house.logs("2026-09-18T16:00")
    house.does("window", number, "accept", "2026-09-18T17:00")
    house.does("window", number, "assign", "2026-09-18T17:05", unit="EC-BUREAU")

    def contact() -> None:
        house.does("handler", number, "contact", "2026-09-20T10:00", how="phone", reached=True)

    with ExitStack() as after_the_commit, transaction():
        me = house.officer("handler")
        complaint = moves.take(number, me)
        moves.perform(complaint, Act("sign_for", me, shanghai("2026-09-20T09:00"), {}))
        after_the_commit.enter_context(_meanwhile(house, contact))
        _waits_for_a_lock()

    deadlines = {row.commitment: row for row in house.complaint(number).deadlines}
    assert deadlines["first_contact"].met_at == shanghai("2026-09-20T10:00")
    assert deadlines["signing"].met_at == shanghai("2026-09-20T09:00")


def test_complaint_merges_into_one_being_changed(postgres_house: House) -> None:
    house = postgres_house
    leading, number = house.logs("2026-09-18T16:00"), house.logs("2026-09-18T16:05")

    def merge() -> None:
        with transaction():
            me = house.officer("window")
            complaint = moves.take(number, me)
            at = shanghai("2026-09-18T16:10")
            typed = Act("merge", me, at, {"leading": leading})
            words = rows_for(complaint, typed, store.book(complaint.rulebook_version))
            moves.perform(complaint, Act("merge", me, at, words))

    with ExitStack() as after_the_commit, transaction():
        me = house.officer("window")
        moves.perform(moves.take(leading, me), Act("accept", me, shanghai("2026-09-18T16:10"), {}))
        after_the_commit.enter_context(_meanwhile(house, merge))
        _waits_for_a_lock()

    assert house.complaint(number).state == "merged"
    assert house.complaint(leading).leads_others


def test_ledger_verifies_during_writes(postgres_house: House) -> None:
    house = postgres_house
    numbers = [house.logs("2026-09-18T16:00") for _ in range(3)]

    walk = ledger.breaks()
    found = [next(walk)]
    with _meanwhile(house, lambda: [house.does("window", n, "accept", "2026-09-18T17:00") for n in numbers]):
        pass  # the heads were read before these steps, the events are read after them
    found += walk

    assert [fault for _, fault in found] == [None, None, None]
