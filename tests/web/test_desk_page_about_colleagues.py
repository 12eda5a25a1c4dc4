"""The page of a complaint about an officer asks the database no more than twenty things, whoever reads it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from complaints.infrastructure.database import db
from tests.house import House
from tests.support.stories import in_hand, offered, told
from tests.web.pages import signed_in

MOST = 20
READERS = ("window", "handler", "leader", "supervisor", "centre.he")
ABOUT: dict[str, dict[str, Any]] = {
    "a colleague": {"respondent_officer": "echeng.xie"},
    "two": {"respondent_officer": "echeng.xie", "respondent_name": "门口的保安"},
    "a unit": {"respondent_unit": "HR-BUREAU"},
}


@contextmanager
def statements() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *more: Any) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def logged(house: House, **words: Any) -> str:
    return house.logs("2026-09-18T09:00", **words)


@pytest.mark.parametrize("about", ABOUT)
@pytest.mark.parametrize("story", [logged, offered, in_hand, told])
def test_page_about_an_officer_asks_twenty_things_at_most(house: House, about: str, story: Any) -> None:
    number, read = story(house, **ABOUT[about]), 0
    for reader in READERS:
        visitor = signed_in(house, reader)
        if visitor.get(f"/desk/c/{number}").status_code != 200:
            continue
        with statements() as asked:
            visitor.get(f"/desk/c/{number}")
        assert len(asked) <= MOST, (reader, len(asked))
        read += 1
    assert read >= 2


def test_page_still_says_who_is_kept_out_and_of_which_units(house: House) -> None:
    number = in_hand(house, respondent_officer="echeng.xie")
    page = signed_in(house, "window").get(f"/desk/c/{number}").text
    xie = house.officer("echeng.xie")

    assert xie.name_zh in page and xie.unit.name_zh in page


def test_colleague_still_judges_nothing_of_theirs(house: House) -> None:
    """What the page read of posts is what a move asks for."""
    number = logged(house, respondent_officer="centre.chen")
    assert signed_in(house, "centre.he").get(f"/desk/c/{number}").status_code in (200, 404)
    other = in_hand(house, respondent_officer="echeng.xie")
    complaint = house.complaint(other)
    chen, leader = house.officer("centre.chen"), house.officer("leader")

    assert complaint.is_of_judged_unit(leader.unit_id) and not complaint.is_of_judged_unit(chen.unit_id)
    complaint.note_posts([house.officer("echeng.xie")], {})
    assert complaint.is_of_judged_unit(leader.unit_id) and not complaint.is_of_judged_unit(chen.unit_id)
