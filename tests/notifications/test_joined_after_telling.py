"""Joined to a complaint whose answer was told, and whose citizen was called back: its own citizen is told and called all the same."""

from __future__ import annotations

import pytest

from complaints.casework.deliveries import deliver_and_record
from complaints.infrastructure.database import db
from complaints.intake.complainant import Person
from complaints.models import Deadline, Notice
from tests.house import House, shanghai
from tests.notifications.test_times_from_delivery import HANDED_OVER, counted_from, periods
from tests.support.post_office import PostOffice
from tests.support.stories import ANSWER, in_hand, rungs

LANDLINE = Person(name="王女士", phone="027-87654321")
TEXT = Person(name="李大爷", phone="+8613800138000")
NO_PHONE = Person(name="孙先生")
CALL = {"how": "phone", "reached": True, "note": "对结果满意"}
JOINED, AFTER = "2026-09-24T10:00", "2026-09-25T10:00"


def told(house: House, *, calls: bool = True, **words: object) -> str:
    """Told on Monday the 21st, its citizen called back the next day."""
    leading = in_hand(house, **words)
    house.does("handler", leading, "answer", "2026-09-21T10:00", **ANSWER)
    house.does("window", leading, "give_feedback", "2026-09-21T15:00", method="phone")
    if calls:
        house.does("supervisor", leading, "call_back", "2026-09-22T10:00", **CALL)
    return leading


def join(house: House, leading: str, at: str = JOINED, **words: object) -> str:
    number = house.logs("2026-09-24T09:00", **words)
    house.does("window", number, "merge", at, leading=leading)
    return number


def running(house: House, number: str, commitment: str) -> Deadline | None:
    return house.complaint(number).deadline(commitment)


@pytest.mark.parametrize("is_kept", [True, False])
def test_citizen_joined_late_is_called_back(either_house: House, is_kept: bool) -> None:
    house = either_house
    leading = told(house)
    assert running(house, leading, "call_back") is None
    number = join(house, leading)

    promised = running(house, leading, "call_back")
    assert promised is not None and promised.due_at > shanghai(JOINED)
    due_at = promised.due_at
    if is_kept:
        house.does("supervisor", number, "call_back", AFTER, **CALL)
        rows = [row for row in house.complaint(leading).deadlines if row.commitment == "call_back"]
        assert [row.met_at for row in rows] == [shanghai("2026-09-22T10:00"), shanghai(AFTER)]
    else:
        house.sweeps("2026-10-09T18:00")
        rows = [row for row in house.complaint(leading).deadlines if row.commitment == "call_back"]
        assert [row.breached_at for row in rows] == [None, due_at]


def test_each_joined_late_is_called_back(house: House) -> None:
    leading = told(house)
    one, other = join(house, leading), join(house, leading)

    house.does("supervisor", one, "call_back", AFTER, **CALL)
    assert running(house, leading, "call_back") is not None
    house.does("supervisor", other, "call_back", AFTER, **CALL)

    assert running(house, leading, "call_back") is None


def test_group_joined_late_is_called_back(house: House) -> None:
    """Complaints that lead others are joined with them: each citizen is called."""
    leading = told(house)
    main = house.logs("2026-09-23T09:00", person=NO_PHONE)
    below = house.logs("2026-09-23T10:00")
    house.does("window", below, "merge", "2026-09-23T11:00", leading=main)
    house.does("window", main, "merge", JOINED, leading=leading)

    house.does("supervisor", below, "call_back", AFTER, **CALL)

    rows = [row for row in house.complaint(leading).deadlines if row.commitment == "call_back"]
    assert rows[-1].met_at == shanghai(AFTER)


def test_running_promise_to_call_covers_who_joins(house: House) -> None:
    leading = told(house, calls=False)
    before = running(house, leading, "call_back")
    assert before is not None
    join(house, leading)

    rows = [row for row in house.complaint(leading).deadlines if row.commitment == "call_back"]
    assert [row.id for row in rows] == [before.id]


def test_who_left_no_number_is_promised_no_call(house: House) -> None:
    leading = told(house)
    join(house, leading, person=NO_PHONE)

    assert running(house, leading, "call_back") is None


def test_call_owed_to_one_that_leaves_again_ends(house: House) -> None:
    leading = told(house)
    number = join(house, leading)
    house.does("window", number, "unmerge", AFTER, reason="不是同一件事")

    assert running(house, leading, "call_back") is None


def kinds_sent(house: House, number: str) -> list[str]:
    query = db.select(Notice.kind).filter_by(complaint_id=house.complaint(number).id, recipient="citizen")
    return list(db.session.scalars(query))


def test_citizen_joined_late_is_told_by_message(mailing: House, office: PostOffice) -> None:
    leading = told(mailing)
    number = join(mailing, leading, person=TEXT)
    promised = running(mailing, number, "telling")
    assert promised is not None and promised.due_at > shanghai(JOINED)
    assert kinds_sent(mailing, number).count("owe_answer") == 1

    deliver_and_record(lambda: shanghai(AFTER))

    assert running(mailing, number, "telling") is None
    assert periods(mailing, number) == counted_from("ATTITUDE", AFTER)


def test_citizen_joined_late_is_told_by_a_person(mailing: House) -> None:
    leading = told(mailing)
    number = join(mailing, leading, person=LANDLINE)

    mailing.does("window", number, "tell_citizen", AFTER, **HANDED_OVER)

    assert running(mailing, number, "telling") is None
    assert periods(mailing, number) == counted_from("ATTITUDE", AFTER)


@pytest.mark.parametrize(
    ("by", "move", "words"),
    [
        ("citizen", "rate", {"grade": 3}),
        ("citizen", "appeal", {"reason": "不服"}),
        ("supervisor", "call_back", CALL),
    ],
)
def test_who_acts_on_the_answer_knows_it(
    mailing: House, by: str, move: str, words: dict[str, object]
) -> None:
    leading = told(mailing)
    number = join(mailing, leading, person=LANDLINE)

    mailing.does(by, number, move, AFTER, **words)

    assert running(mailing, number, "telling") is None


def test_call_in_vain_tells_nothing(mailing: House) -> None:
    leading = told(mailing)
    number = join(mailing, leading, person=LANDLINE)

    mailing.does("supervisor", number, "call_back", AFTER, **CALL | {"reached": False})

    assert running(mailing, number, "telling") is not None


def test_each_that_comes_along_is_told(mailing: House) -> None:
    leading = told(mailing)
    main = mailing.logs("2026-09-23T09:00", person=LANDLINE)
    below = mailing.logs("2026-09-23T10:00", person=TEXT)
    mailing.does("window", below, "merge", "2026-09-23T11:00", leading=main)
    mailing.does("window", main, "merge", JOINED, leading=leading)

    assert running(mailing, main, "telling") and running(mailing, below, "telling")
    assert kinds_sent(mailing, below).count("owe_answer") == 1


def test_citizen_left_untold_breaks_the_promise(mailing: House) -> None:
    leading = told(mailing)
    number = join(mailing, leading, person=LANDLINE)
    promised = running(mailing, number, "telling")
    assert promised is not None
    due_at = promised.due_at

    mailing.sweeps("2026-10-09T18:00")

    late = running(mailing, number, "telling")
    assert late is not None and late.breached_at == due_at
    assert "0" in rungs(mailing, number, "telling")


def test_page_is_all_there_is_where_no_message_goes_out(house: House) -> None:
    leading = told(house)
    number = join(house, leading)

    assert running(house, number, "telling") is None
    assert periods(house, number) == counted_from("ATTITUDE", JOINED)


def test_joined_before_the_answer_was_told_is_told_with_it(mailing: House) -> None:
    leading = in_hand(mailing)
    number = join(mailing, leading, at="2026-09-24T09:30", person=LANDLINE)

    assert running(mailing, number, "telling") is None
