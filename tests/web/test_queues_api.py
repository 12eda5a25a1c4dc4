"""The queues over the API: who finds what where, and paging that loses and repeats nothing."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event, select

from complaints.infrastructure.database import db, transaction
from complaints.models import Complaint
from complaints.queries import queues
from tests.house import House, shanghai
from tests.web.api import EC, Api, problem


@pytest.fixture
def api(either_house: House) -> Api:
    return Api(either_house)


@pytest.fixture
def small(house: House) -> Api:
    return Api(house)


def numbers(api: Api, person: str, queue: str, **more: Any) -> list[str]:
    answer = api.by(person).get(f"/complaints?queue={queue}")
    assert answer.status_code == 200, answer.text
    return [item["tracking_number"] for item in answer.json["items"]]


def test_a_complaint_moves_from_queue_to_queue_with_the_work(api):
    number = api.logged()["tracking_number"]
    assert numbers(api, "window", "mine") == [number] and numbers(api, "window", "tracking") == []

    api.by("window").move(number, "assign", {"unit": EC})
    assert numbers(api, "window", "tracking") == [number] == numbers(api, "window", "mine")
    assert numbers(api, "handler", "offered") == [number] and numbers(api, "handler", "mine") == []
    assert numbers(api, "other", "offered") == []

    api.by("handler").move(number, "sign_for")
    assert numbers(api, "window", "mine") == [] and numbers(api, "window", "tracking") == [number]
    assert numbers(api, "handler", "mine") == [number] and numbers(api, "handler", "offered") == []
    assert numbers(api, "leader", "unit") == [number] == numbers(api, "supervisor", "unit")
    assert numbers(api, "other", "unit") == []


def test_an_offer_to_one_officer_by_name_is_in_that_officers_queue_alone(api):
    number = api.logged()["tracking_number"]
    api.by("window").move(number, "assign", {"unit": EC, "officer": "handler"})

    assert numbers(api, "handler", "offered") == [number]
    assert numbers(api, "echeng.xie", "offered") == []


def test_who_stepped_aside_is_offered_it_no_more(api):
    number = api.logged()["tracking_number"]
    api.by("window").move(number, "assign", {"unit": EC})
    api.by("handler").move(number, "recuse", {"reason": "亲属"})

    assert numbers(api, "handler", "offered") == []
    assert numbers(api, "echeng.xie", "offered") == [number]


def test_what_climbed_is_escalated_and_overdue_to_those_it_concerns(api):
    number = api.house.logs("2026-09-18T16:00")
    api.house.sweeps("2026-09-21T09:00")
    found = [f"{number[:4]}-{number[4:8]}-{number[8:]}"]

    assert numbers(api, "supervisor", "escalated") == numbers(api, "window", "overdue") == found
    assert numbers(api, "other", "escalated") == numbers(api, "admin", "escalated") == []


def test_a_clock_that_stands_still_is_not_overdue(api):
    house = api.house
    waits, runs = house.logs("2026-09-18T16:00"), house.logs("2026-09-18T16:00")
    house.does("window", waits, "ask_supplement", "2026-09-18T16:05", items=["收据"])

    late = queues.page("overdue", house.officer("window"), shanghai("2026-09-21T10:00")).complaints

    assert [one.tracking_number for one in late] == [runs]


def test_pages_together_hold_every_complaint_once_also_without_a_due_time(api):
    logged = [api.house.logs(f"2026-11-{day:02}T10:00") for day in (2, 3, 3, 4, 5, 6, 9)]
    with transaction():
        for one in db.session.scalars(select(Complaint).filter(Complaint.tracking_number.in_(logged[2:4]))):
            one.next_due_at = None

    found, after, pages = [], "", 0
    while pages == 0 or after:
        answer = api.by("window").get(f"/complaints?limit=2{after}").json
        found += [item["tracking_number"].replace("-", "") for item in answer["items"]]
        after, pages = f"&after={answer['next']}" if answer["next"] else "", pages + 1

    assert sorted(found) == sorted(logged) and pages == 4
    assert set(found[-2:]) == set(logged[2:4])


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("queue=everything", "queue"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=x", "limit"),
        ("after=x", "after"),
        ("after=WyJtaW5lIixudWxsLDFd.AAAA", "after"),
        ("colour=red", "colour"),
    ],
)
def test_a_question_that_cannot_be_answered_names_its_field(small, query, field):
    assert field in problem(small.by("window").get(f"/complaints?{query}"), 422)["errors"]


def test_the_cursor_of_one_queue_is_none_of_another(small):
    for _ in range(2):
        small.logged()
    cursor = small.by("window").get("/complaints?queue=mine&limit=1").json["next"]

    assert small.by("window").get(f"/complaints?queue=mine&after={cursor}").status_code == 200
    problem(small.by("window").get(f"/complaints?queue=unit&after={cursor}"), 422)


def test_a_full_page_costs_as_many_questions_as_a_short_one(small):
    def questions(limit: int) -> int:
        asked: list[str] = []
        engine = db.engine
        listener = lambda *args: asked.append(args[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", listener)
        assert small.by("window").get(f"/complaints?limit={limit}").status_code == 200
        event.remove(engine, "before_cursor_execute", listener)
        return len(asked)

    for _ in range(8):
        small.logged(respondent={"unit": EC})
    questions(1)

    assert questions(2) == questions(8) <= 8


def test_every_queue_hides_a_complaint_from_whom_it_is_about(house: House):
    house.logs("2026-09-18T16:00", respondent_officer="centre.he")
    house.sweeps("2026-10-09T09:00")

    for queue in queues.QUEUES:
        assert not queues.page(queue, house.officer("centre.he"), shanghai("2026-10-09T10:00")).complaints
