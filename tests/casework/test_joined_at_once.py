"""On PostgreSQL, at the same moment: citizens of joined complaints and officers on the leading one wait for each other, and
no act is lost. Changes of the organisation and moves do the same."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest

from complaints.casework import moves
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.errors import NotFound, PostChanged, WorkError
from complaints.organisation import officers
from tests.house import House, opened, shanghai
from tests.support.stories import ANSWER, EC, HR, in_hand, offered
from workflows.errors import Refused
from workflows.language import CITIZEN, Act

pytestmark = pytest.mark.postgres
AT = "2026-09-21T10:00"


@pytest.fixture
def house() -> Iterator[House]:
    with opened("postgresql") as it:
        yield it


@pytest.fixture
def meeting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each goes on from its first lock when the other has one too, or has waited for it a moment."""
    barrier, locked, seen = threading.Barrier(2), moves._locked, threading.local()

    def after_the_other(*conditions: Any) -> Any:
        complaint = locked(*conditions)
        if threading.current_thread() is not threading.main_thread() and not hasattr(seen, "met"):
            seen.met = True
            with suppress(threading.BrokenBarrierError):
                barrier.wait(0.7)
        return complaint

    monkeypatch.setattr(moves, "_locked", after_the_other)


def at_once(house: House, *acts: Callable[[], Any]) -> list[Exception]:
    """What went wrong, each act in a connection of its own."""
    faults: list[Exception] = []

    def carry_out(act: Callable[[], Any]) -> None:
        with house.app.app_context():
            try:
                act()
            except Exception as error:
                faults.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=carry_out, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    db.session.remove()
    return faults


def makes(house: House, by: str, number: str, move: str, **words: Any) -> Callable[[], Any]:
    """As every door does."""

    def act() -> None:
        actor = CITIZEN if by == "citizen" else house.officer(by)
        with transaction():
            moves.make_move(number, Act(move, actor, shanghai(AT), words))

    return act


def merged(house: House, joined: str, leading: str) -> None:
    with transaction():
        window = house.officer("window")
        words = {"leading": moves.take(leading)}
        moves.perform(moves.take(joined, window), Act("merge", window, shanghai("2026-09-18T12:00"), words))


JOINED = {
    "urge": {},
    "request_recusal": {"reason": "亲戚"},
    "unmerge": {"reason": "不是一件事"},
}


@pytest.mark.parametrize("leading_first", [True, False], ids=["leading older", "joined older"])
@pytest.mark.parametrize("move", ["urge", "request_recusal", "unmerge"])
def test_joined_and_leading_moved_at_once_are_both_moved(
    house: House, meeting: None, move: str, leading_first: bool
) -> None:
    if leading_first:
        leading, joined = in_hand(house), house.logs("2026-09-18T11:00")
    else:
        joined, leading = house.logs("2026-09-18T08:00"), in_hand(house)
    merged(house, joined, leading)
    by = "window" if move == "unmerge" else "citizen"

    faults = at_once(
        house,
        makes(house, by, joined, move, **JOINED[move]),
        makes(house, "handler", leading, "answer", **ANSWER),
    )

    assert not [one for one in faults if not isinstance(one, Refused)], faults
    assert house.complaint(leading).state == "handled"
    here = joined if move == "unmerge" else leading
    assert (move in house.moves(here)) == (not faults)


def test_joined_citizen_acts_while_leading_is_joined_to_another(house: House, meeting: None) -> None:
    """The act is done on whichever leads by then."""
    joined, leading, last = (house.logs(f"2026-09-18T09:0{one}") for one in range(3))
    merged(house, joined, leading)

    faults = at_once(
        house,
        makes(house, "window", leading, "merge", leading=last),
        makes(house, "citizen", joined, "urge"),
    )

    assert faults == []
    assert house.complaint(joined).leading_id == house.complaint(last).id
    assert "urge" in house.moves(leading) + house.moves(last)


def moves_away(house: House) -> None:
    with transaction(alone=True):
        officers.move(house.officer("handler"), HR, shanghai(AT))


def is_closed(house: House) -> None:
    with transaction(alone=True):
        officers.close(house.officer("handler"), shanghai(AT))


def loses_the_post(house: House) -> None:
    with transaction(alone=True):
        officers.set_roles(house.officer("handler"), ["supervisor"], shanghai(AT))


@pytest.mark.parametrize("change", [moves_away, is_closed, loses_the_post], ids=lambda one: one.__name__)
@pytest.mark.parametrize("turn", range(4))
def test_officer_changed_while_signing_never_answers_without_a_post(
    house: House, change: Callable[[House], None], turn: int
) -> None:
    """Either they signed, and the change is refused while they hold it; or they changed, and the signing is."""
    number = offered(house)
    acts = [makes(house, "handler", number, "sign_for"), lambda: change(house)]

    faults = at_once(house, *(acts if turn % 2 else reversed(acts)))

    complaint, handler = house.complaint(number), house.officer("handler")
    assert len(faults) == 1 and isinstance(faults[0], (NotFound, PostChanged, WorkError, Refused)), faults
    assert complaint.answerable.active
    if complaint.handler_id == handler.id:
        assert handler.active and handler.unit.code == EC and "officer" in handler.roles
        assert moves.take(number, handler).answerable_id == handler.id
    else:
        assert complaint.answerable_id == complaint.first_responder_id
    db.session.rollback()


def test_citizens_of_both_urge_at_once(house: House, meeting: None) -> None:
    leading, joined = house.logs("2026-09-18T08:00"), house.logs("2026-09-18T08:30")
    merged(house, joined, leading)

    faults = at_once(house, makes(house, "citizen", joined, "urge"), makes(house, "citizen", leading, "urge"))

    assert faults == [] and house.moves(leading).count("urge") == 2
