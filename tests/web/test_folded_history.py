"""Steps the clock makes by itself are folded on the page of a complaint and left out of the board."""

from __future__ import annotations

import re

import pytest

from complaints.infrastructure import clock
from complaints.infrastructure.database import db
from complaints.models import Event
from tests.house import House, shanghai
from tests.support.stories import in_hand, offered
from tests.web.pages import signed_in, words_on

FOLDED = re.compile(r"在此之前还有 (\d+) 次自动提醒和升级")


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: shanghai("2026-10-15T10:00"))


def steps(house: House, number: str) -> list[Event]:
    """Newest first."""
    query = db.select(Event).filter_by(complaint_id=house.complaint(number).id).order_by(Event.seq.desc())
    return list(db.session.scalars(query))


def stalled(house: House, until: str) -> str:
    number = in_hand(house)
    house.sweeps(until)
    return number


def test_stalled_complaint_shows_newest_step_of_clock_and_folds_the_rest(house: House) -> None:
    number = stalled(house, "2026-10-14T09:00")
    last_deed = next(index for index, one in enumerate(steps(house, number)) if one.by_id is not None)

    page = signed_in(house, "handler").get(f"/desk/c/{number}")

    assert last_deed > 4 and FOLDED.findall(words_on(page)) == [str(last_deed - 1)]
    assert page.text.count('class="seal"') == len(steps(house, number))  # folded, not left out


def test_few_steps_of_clock_stay_open(house: House) -> None:
    number = stalled(house, "2026-09-23T18:00")

    page = signed_in(house, "handler").get(f"/desk/c/{number}")

    assert any(one.move == "escalate" for one in steps(house, number)) and not FOLDED.search(words_on(page))


def test_deeds_between_keep_stretches_apart(house: House) -> None:
    number = stalled(house, "2026-09-30T09:00")
    house.does("handler", number, "report_progress", "2026-09-30T10:00", note="还在核实")
    house.sweeps("2026-10-14T09:00")

    words = words_on(signed_in(house, "handler").get(f"/desk/c/{number}"))

    assert len(FOLDED.findall(words)) == 2 and words.index("还在核实") > FOLDED.search(words).start()


def test_board_tells_no_step_that_made_itself(house: House) -> None:
    number = offered(house)
    house.sweeps("2026-09-18T17:00")
    house.does("window", number, "recall", "2026-09-18T17:10", reason="派错")
    assert any(one.move == "end_reviews" for one in steps(house, number))

    words = words_on(signed_in(house, "supervisor").get("/supervise"))

    assert "派错" in words and "升级自行终结" not in words and "promise_ended" not in words
