"""Handing over and taking over by API: outcomes of each duty, once for a key."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import OperationalError

from complaints.casework import moves
from complaints.infrastructure import clock
from complaints.infrastructure.tracking_numbers import grouped
from tests.house import House, shanghai
from tests.web.api import Api, problem
from tests.web.test_hand_over import of_handler

AT = "2026-09-22T09:00"
PLAN = {"from": "handler", "to": "echeng.xie", "reason": "leave"}


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: shanghai(AT))


@pytest.fixture
def api(house: House) -> Api:
    return Api(house)


def test_all_is_offered_and_taken(house: House, api: Api):
    numbers = of_handler(house, 2)

    offered = api.by("leader").post("/hand-over", PLAN)
    taken = api.by("echeng.xie").post("/take-over", {})

    expected = {(grouped(number), duty) for number in numbers for duty in ("first_responder", "handler")}
    for answer in (offered, taken):
        assert answer.status_code == 200, answer.text
        assert answer.json["left"] == 0
        assert {(row["tracking_number"], row["duty"]) for row in answer.json["outcomes"]} == expected
        assert all(row["done"] and row["why"] == [] for row in answer.json["outcomes"])
    xie = house.officer("echeng.xie").id
    assert {house.complaint(number).answerable_id for number in numbers} == {xie}


def test_chosen_numbers_alone_however_written(house: House, api: Api):
    first, second = of_handler(house, 2)

    answer = api.by("leader").post("/hand-over", {**PLAN, "numbers": [grouped(first), first]})

    assert [row["duty"] for row in answer.json["outcomes"]] == ["first_responder", "handler"]
    assert house.complaint(first).duty_offer is not None and house.complaint(second).duty_offer is None
    taken = api.by("echeng.xie").post("/take-over", {"numbers": [second]})
    assert [(row["duty"], row["done"]) for row in taken.json["outcomes"]] == [(None, False)]


def test_hidden_number_and_unknown_number_get_the_same_words(house: House, api: Api):
    (hidden,) = of_handler(house)
    house.does("leader", hidden, "recuse", AT, reason="投诉人是亲属。")
    unknown = "100000000009"

    answer = api.by("leader").post("/hand-over", {**PLAN, "numbers": [hidden, unknown]})

    said = [(row["duty"], row["done"], row["why"]) for row in answer.json["outcomes"]]
    assert said[0] == said[1] and said[0][:2] == (None, False)
    assert api.by("leader").post("/hand-over", PLAN).json == {"outcomes": [], "left": 0}


def test_refusals_are_told_singly(house: House, api: Api):
    of_handler(house)

    answer = api.by("leader", Accept_Language="en").post("/hand-over", {**PLAN, "to": "centre.luo"})

    by_duty = {row["duty"]: row for row in answer.json["outcomes"]}
    assert by_duty["first_responder"]["done"] and not by_duty["handler"]["done"]
    assert by_duty["handler"]["why"] == ["That person is not an active officer of the unit."]


def test_only_leaders_hand_over(house: House, api: Api):
    problem(api.by("handler").post("/hand-over", PLAN), 403)
    problem(api.by(None).post("/take-over", {}), 401)


@pytest.mark.parametrize(
    "wrong",
    [
        {"from": "no.such"},
        {"to": "no.such"},
        {"reason": ""},
        {"numbers": []},
        {"numbers": ["1"] * 101},
        {"x": 1},
    ],
)
def test_malformed_is_refused_whole(house: House, api: Api, wrong: dict):
    (number,) = of_handler(house)

    problem(api.by("leader").post("/hand-over", {**PLAN, **wrong}), 422)

    assert house.complaint(number).duty_offer is None


def test_retry_with_the_same_key_gets_the_first_answer(house: House, api: Api):
    (number,) = of_handler(house)
    first = api.by("leader").post("/hand-over", PLAN, Idempotency_Key="k1")
    steps = house.moves(number)

    again = api.by("leader").post("/hand-over", PLAN, Idempotency_Key="k1")

    assert again.json == first.json and again.headers["Idempotent-Replayed"] == "true"
    assert house.moves(number) == steps
    problem(api.by("leader").post("/hand-over", {**PLAN, "reason": "sick"}, Idempotency_Key="k1"), 422)


def test_first_answer_leaves_out_what_is_hidden_since(house: House, api: Api):
    hidden, seen = of_handler(house, 2)
    api.by("leader").post("/hand-over", PLAN, Idempotency_Key="k1")
    house.does("leader", hidden, "recuse", AT, reason="投诉人是亲属。")

    again = api.by("leader").post("/hand-over", PLAN, Idempotency_Key="k1")

    assert {row["tracking_number"] for row in again.json["outcomes"]} == {grouped(seen)}


def test_trouble_in_the_middle_keeps_what_was_done(house: House, api: Api, monkeypatch):
    numbers = of_handler(house, 2)
    make, made = moves.perform_as_written, []

    def fail_at_the_third(complaint, act):
        made.append(act)
        if len(made) == 3:
            raise OperationalError("UPDATE", {}, Exception("disk is full"))
        return make(complaint, act)

    with monkeypatch.context() as broken:
        broken.setattr(moves, "perform_as_written", fail_at_the_third)
        answer = api.by("leader").post("/hand-over", PLAN)

    assert [row["done"] for row in answer.json["outcomes"]] == [True, True, False, False]
    rest = api.by("leader").post("/hand-over", PLAN)
    assert sum(row["done"] for row in rest.json["outcomes"]) == 2
    assert all(house.complaint(number).work_offer for number in numbers)
