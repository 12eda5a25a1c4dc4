"""What climbed, seen and acted on over the API."""

from __future__ import annotations

import pytest

from tests.house import House
from tests.web.api import Api, problem


@pytest.fixture
def api(house: House) -> Api:
    house.logs("2026-09-18T16:00")
    house.sweeps("2026-09-30T23:00")
    return Api(house)


def waiting(api: Api, person: str, more: str = "") -> list[dict]:
    answer = api.by(person).get(f"/escalations{more}")
    assert answer.status_code == 200, answer.text
    return answer.json["items"]


def test_a_supervisor_sees_what_climbed_who_is_answerable_and_how_late_it_is(api):
    items = waiting(api, "supervisor")

    first = items[0]
    assert {item["commitment"] for item in items} >= {"acceptance"}
    assert (first["answerable"], first["state"], first["unit"]) == ("window", "received", "EZ-CENTRE")
    assert first["working_days_late"] > 0 and first["reviewed_at"] is None


def test_the_reviewer_sees_it_and_a_stranger_or_an_administrator_does_not(api):
    reviewers = {item["reviewer"] for item in waiting(api, "supervisor") if item["reviewer"]}

    assert reviewers
    for reviewer in reviewers:
        assert {item["reviewer"] for item in waiting(api, reviewer)} >= {reviewer}
    assert waiting(api, "other") == waiting(api, "admin") == waiting(api, "window") == []


def test_a_review_is_recorded_once_and_leaves_the_list(api):
    one = next(item for item in waiting(api, "supervisor") if item["reviewer"])
    words = {"act": "urge", "note": "已电话催办，要求明日受理"}

    done = api.by(one["reviewer"]).post(f"/escalations/{one['id']}/review", words)

    assert done.status_code == 201, done.text
    assert (done.json["move"], done.json["note"]) == ("review", words["note"])
    assert done.json["detail"]["act"] == "urge" and done.json["detail"]["rung"] == one["rung"]
    assert one["id"] not in [item["id"] for item in waiting(api, "supervisor")]
    kept = next(item for item in waiting(api, "supervisor", "?all=true") if item["id"] == one["id"])
    assert (kept["reviewed_by"], kept["review_act"]) == (one["reviewer"], "urge")
    for person in (one["reviewer"], "supervisor"):
        assert problem(api.by(person).post(f"/escalations/{one['id']}/review", words), 409)["reasons"]


def test_the_answerable_person_cannot_review_and_what_is_not_there_is_not_found(api):
    one = waiting(api, "supervisor")[0]
    words = {"act": "urge", "note": "x"}

    problem(api.by("window").post(f"/escalations/{one['id']}/review", words), 404)
    problem(api.by("supervisor").post("/escalations/987654/review", words), 404)
    problem(api.by("supervisor").post(f"/escalations/{10**30}/review", words), 404)
    assert set(problem(api.by("supervisor").post(f"/escalations/{one['id']}/review"), 422)["errors"]) == {
        "act", "note",
    }  # fmt: skip


def test_pages_of_escalations_hold_each_once(api):
    every = [item["id"] for item in waiting(api, "supervisor", "?limit=100")]
    found, after = [], ""
    for _ in every:
        page = api.by("supervisor").get(f"/escalations?limit=1{after}").json
        found += [item["id"] for item in page["items"]]
        after = f"&after={page['next']}"

    assert found == every and page["next"] is None
    climbed = [item["climbed_at"] for item in waiting(api, "supervisor", "?limit=100")]
    assert climbed == sorted(climbed, reverse=True)  # the ids tell no order
    problem(api.by("supervisor").get("/escalations?after=x"), 422)
