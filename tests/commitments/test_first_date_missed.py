"""A later date that was set early, while the first had time left: row, API, page and figure agree on what is broken, and when."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from complaints.infrastructure import clock
from complaints.infrastructure.database import db
from complaints.models import Deadline
from complaints.models.deadline import fell_at, fell_due, was_broken
from tests.commitments.test_dates_set_again import set_date as set_again
from tests.commitments.test_dates_set_again import with_a_date
from tests.house import House, shanghai
from tests.support.stories import ANSWER
from tests.web.api import Api
from tests.web.pages import Visitor

FIRST = "2026-09-10"
SERIES = {
    "later": ["2026-09-24"],
    "later twice": ["2026-09-17", "2026-09-28"],
    "later, then between": ["2026-09-28", "2026-09-17"],
    "later, then before the first": ["2026-09-28", "2026-09-08"],
    "later, then the first again": ["2026-09-28", "2026-09-10"],
}
MOMENTS = ["2026-09-07T10:00", "2026-09-11T10:00", "2026-09-18T10:00", "2026-09-29T10:00"]


def _dated(house: House, commitment: str, dates: list[str]) -> str:
    number = with_a_date(house, commitment, FIRST[-2:])
    for hour, date in enumerate(dates, 10):
        set_again(house, number, commitment, f"2026-09-02T{hour}:00", date)
    return number


def _rows(house: House, number: str, commitment: str) -> list[Deadline]:
    query = select(Deadline).filter_by(complaint_id=house.complaint(number).id, commitment=commitment)
    return list(db.session.scalars(query.order_by(Deadline.id)))


def _broken_by_figure(row: Deadline, moment: str) -> object:
    at = shanghai(moment)
    query = select(fell_at()).where(Deadline.id == row.id, fell_due(at), was_broken(at))
    return db.session.execute(query).scalar_one_or_none()


@pytest.mark.parametrize("ended", ["", "2026-09-11T09:00", "2026-09-18T09:00"])
@pytest.mark.parametrize("series", SERIES)
@pytest.mark.parametrize("commitment", ["supervision", "sender"])
def test_row_api_and_figure_agree_on_what_is_broken(
    house: House, monkeypatch: pytest.MonkeyPatch, commitment: str, series: str, ended: str
) -> None:
    number, differing = _dated(house, commitment, SERIES[series]), []
    told = False
    for moment in MOMENTS:
        if ended and moment > ended and not told:
            house.does("handler", number, "answer", ended, **ANSWER)
            house.does("window", number, "give_feedback", ended, method="phone")
            told = True
        house.sweeps(moment)
        monkeypatch.setattr(clock, "now", lambda moment=moment: shanghai(moment))
        api = {
            (one["commitment"], one["cycle"]): one
            for one in Api(house).by("window").get(f"/complaints/{number}").json["deadlines"]
        }
        for row in _rows(house, number, commitment):
            figure = _broken_by_figure(row, moment)
            shown = api.get((row.commitment, row.cycle))
            said = (shown["breached_at"] and shanghai(shown["breached_at"][:16])) if shown else figure
            if said != figure or ((row.met_at or row.void_at) and row.breached_at != figure):
                differing.append((moment, row.cycle, figure, said, row.breached_at))

    assert differing == []


@pytest.mark.parametrize("series", ["later", "later twice", "later, then between"])
def test_first_date_stays_the_first_and_its_miss_is_shown(
    house: House, monkeypatch: pytest.MonkeyPatch, series: str
) -> None:
    number = _dated(house, "sender", SERIES[series])
    monkeypatch.setattr(clock, "now", lambda: shanghai("2026-09-11T10:00"))

    (row,) = [
        one
        for one in Api(house).by("window").get(f"/complaints/{number}").json["deadlines"]
        if one["commitment"] == "sender"
    ]
    assert row["first_due_at"] == row["breached_at"] == f"{FIRST}T17:30:00+08:00"
    visitor = Visitor(house.app)
    visitor.get("/")
    seen = {"tracking_number": number, "query_code": house.codes[number]}
    assert "原来的期限" in visitor.follow(visitor.post("/status", **seen)).text


def test_date_missed_first_is_noted_with_the_unit_that_had_it(house: House) -> None:
    number = _dated(house, "supervision", SERIES["later"])

    house.does("handler", number, "report_progress", "2026-09-11T10:00", note="…")

    (row,) = _rows(house, number, "supervision")
    assert row.breached_at == shanghai(f"{FIRST}T17:30")
    assert row.unit_id == house.unit("EC-BUREAU").id
