"""A joined complaint is on the list that holds its leading one, for its first responder, who serves both citizens."""

from __future__ import annotations

import pytest

from complaints.access.visibility import find_visible
from complaints.casework import moves
from complaints.intake.complainant import Person
from complaints.queries import queues, worklists
from complaints.queries.exports import of_desk, of_queue, read_pages
from complaints.queries.queues import Part
from tests.house import House, shanghai
from tests.support.stories import ANSWER, in_hand

pytestmark = pytest.mark.usefixtures("leading_by_number")
AT = shanghai("2026-09-18T15:00")
LIU = Person(name="刘女士", phone="027-87654321")
DESK, QUEUES = worklists.LISTS, queues.QUEUES


def joined(house: House, leading: str, by: str = "hrcentre.gong") -> str:
    number = house.logs("2026-09-18T11:00", by=by, person=LIU)
    house.does(by, number, "merge", "2026-09-18T11:30", leading=leading)
    return number


def on_desk(house: House, who: str, number: str) -> set[str]:
    """Lists of the desk that hold it: each shows, counts and exports the same."""
    officer, found = house.officer(who), set()
    for name in DESK:
        shown = {row.tracking_number for row in worklists.page(name, officer, AT).complaints}
        assert worklists.counts(officer, AT)[name] == len(shown), name
        lines = [line for page in read_pages(of_desk(name, officer, AT), officer) for line in page]
        assert {line.values["tracking_number"] for line in lines} == shown, name
        found |= {name} if number in shown else set()
    return found


def on_queues(house: House, who: str, number: str) -> set[str]:
    """Queues of the API, page by page."""
    officer, found = house.officer(who), set()
    for name in QUEUES:
        after, shown = None, []
        while True:
            page = queues.page(name, officer, AT, Part(after, 1))
            shown += [one.tracking_number for one in page.complaints]
            after = page.next
            if after is None:
                break
        assert len(shown) == len(set(shown)), name
        lines = [line for page in read_pages(of_queue(name, officer, AT), officer) for line in page]
        assert {line.values["tracking_number"] for line in lines} == set(shown), name
        found |= {name} if number in shown else set()
    return found


@pytest.fixture
def leading_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stories name the leading complaint by its number."""
    perform = moves.perform

    def by_number(complaint, act):  # type: ignore[no-untyped-def]
        if isinstance(act.words.get("leading"), str):
            act.words["leading"] = moves.take(act.words["leading"])
        return perform(complaint, act)

    monkeypatch.setattr(moves, "perform", by_number)


@pytest.mark.parametrize("by", ["hrcentre.gong", "window"])
def test_joined_one_is_where_its_leading_one_is(either_house: House, by: str) -> None:
    house = either_house
    leading = in_hand(house)
    number = joined(house, leading, by)

    assert on_desk(house, "window", leading) == on_desk(house, "window", number) == {"mine", "tracking"}
    assert on_queues(house, "window", leading) == on_queues(house, "window", number) == {"tracking"}


def test_joined_one_is_mine_while_the_leading_one_is(either_house: House) -> None:
    house = either_house
    leading = house.logs("2026-09-18T09:00")
    number = joined(house, leading)

    assert "mine" in on_desk(house, "window", number) and "tracking" not in on_desk(house, "window", number)
    assert on_queues(house, "window", number) == {"mine"}


def test_joined_one_is_on_no_list_of_who_does_not_serve_it(house: House) -> None:
    """The handler of the leading one, and who logged the joined one."""
    leading = in_hand(house)
    number = joined(house, leading)

    for who in ("handler", "hrcentre.gong", "centre.chen"):
        assert not on_desk(house, who, number) and not on_queues(house, who, number), who


def test_joined_one_leaves_the_lists_with_its_leading_one(house: House) -> None:
    leading = in_hand(house)
    number = joined(house, leading)
    house.does("handler", leading, "answer", "2026-09-18T13:00", **ANSWER)
    house.does("window", leading, "give_feedback", "2026-09-18T14:00", method="phone")
    assert "mine" in on_desk(house, "window", number)
    for one in (leading, number):
        house.does("citizen", one, "rate", "2026-09-18T14:30", grade=5)

    assert not on_desk(house, "window", number) and not on_queues(house, "window", number)


def test_kept_out_first_responder_has_it_on_no_list(house: House) -> None:
    leading = house.logs("2026-09-18T09:00")
    number = joined(house, leading)
    house.does("supervisor", number, "name_respondent", "2026-09-18T12:00", officer="window", reason="补")

    assert find_visible(number, house.officer("window")) is None
    assert not on_desk(house, "window", number) and not on_queues(house, "window", number)
