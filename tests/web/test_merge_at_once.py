"""Two people join two complaints to each other at the same moment: one is done, the other gets the reason why not."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from werkzeug.test import TestResponse

from complaints.casework import references
from complaints.infrastructure.tracking_numbers import digits_of
from tests.house import PASSWORD, House, opened
from tests.web.api import Api, problem
from tests.web.pages import Visitor, words_on

pytestmark = pytest.mark.postgres

OVER = "The leading complaint must be another one that is still open."


@pytest.fixture
def house() -> Iterator[House]:
    with opened("postgresql") as it:
        yield it


def both_hold_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither looks for the leading complaint before the other holds theirs, or has waited for it a moment."""
    meeting, rows_for = threading.Barrier(2), references.rows_for

    def after_the_other(*words: Any) -> Any:
        with suppress(threading.BrokenBarrierError):
            meeting.wait(0.5)
        return rows_for(*words)

    monkeypatch.setattr(references, "rows_for", after_the_other)


def at_once(house: House, *asks: Any) -> list[TestResponse]:
    """What each is answered, each asking in a connection of its own."""
    answers: list[TestResponse] = []

    def ask_for(one: Any) -> None:
        with house.app.app_context():
            answers.append(one())

    threads = [threading.Thread(target=ask_for, args=(one,)) for one in asks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(answers, key=lambda answer: answer.status_code)


def one_leads_the_other(house: House, first: str, second: str) -> bool:
    rows = house.complaint(first), house.complaint(second)
    merged, leading = sorted(rows, key=lambda row: row.state != "merged")
    return (merged.state, merged.leading_id) == ("merged", leading.id) and leading.leading_id is None


def test_of_two_programs_one_merges_and_the_other_is_refused(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    api = Api(house)
    first, second = (digits_of(api.logged()["tracking_number"]) for _ in range(2))
    window = api.by("window", Accept_Language="en")
    both_hold_their_own(monkeypatch)

    done, refused = at_once(
        house,
        lambda: window.move(first, "merge", {"leading": second}),
        lambda: window.move(second, "merge", {"leading": first}),
    )

    assert done.status_code == 201
    assert problem(refused, 409)["reasons"]
    assert one_leads_the_other(house, first, second)


def test_of_two_people_at_their_desks_one_merges_and_the_other_is_refused(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (house.logs("2026-09-18T10:00") for _ in range(2))
    at_desk = {number: Visitor(house.app, "en") for number in (first, second)}
    for number, visitor in at_desk.items():
        visitor.get("/login")
        visitor.post("/login", username="window", password=PASSWORD)
        visitor.get(f"/desk/c/{number}/merge")
    both_hold_their_own(monkeypatch)

    done, refused = at_once(
        house,
        lambda: at_desk[first].post(f"/desk/c/{first}/merge", leading=second),
        lambda: at_desk[second].post(f"/desk/c/{second}/merge", leading=first),
    )

    assert done.status_code == 303
    assert refused.status_code == 409
    assert "possible only while it is" in words_on(refused) or OVER in words_on(refused)
    assert one_leads_the_other(house, first, second)


def test_joined_complaints_move_on_with_the_one_they_were_joined_to(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One tries to move an earlier joined complaint while the one it was joined to is joined to a third."""
    api = Api(house)
    joined, first, third = (digits_of(api.logged()["tracking_number"]) for _ in range(3))
    window = api.by("window")
    assert window.move(joined, "merge", {"leading": first}).status_code == 201
    both_hold_their_own(monkeypatch)

    done, refused = at_once(
        house,
        lambda: window.move(first, "merge", {"leading": third}),
        lambda: window.move(joined, "merge", {"leading": first}),
    )

    assert done.status_code == 201
    problem(refused, 409)
    assert house.complaint(joined).leading_id == house.complaint(third).id
