"""Making moves over the API: the whole life, and every kind of refusal."""

from __future__ import annotations

from datetime import timedelta

import pytest

from complaints.infrastructure import clock
from tests.house import House
from tests.web.api import ANSWER, EC, Api, problem


@pytest.fixture
def api(either_house: House) -> Api:
    return Api(either_house)


@pytest.fixture
def small(house: House) -> Api:
    return Api(house)


def test_a_complaint_is_carried_from_the_window_to_its_end(api):
    logged = api.with_handler()
    number, code = logged["tracking_number"], logged["query_code"]
    told = {"method": "phone", "note": "已电话告知", "remedies": "可申请复查"}

    assert api.by("handler").move(number, "contact", {"how": "phone", "note": "已联系"}).status_code == 201
    assert api.by("handler").move(number, "answer", ANSWER).json["to"] == "handled"
    assert api.by("window").move(number, "give_feedback", told).json["to"] == "feedback"
    rated = api.by(None).post(
        "/status/moves/rate", {"tracking_number": number, "query_code": code, "grade": 5}
    )

    assert (rated.status_code, rated.json["state"]) == (201, "closed")
    late = problem(api.by("window").move(number, "give_feedback", told), 409)
    assert late["reasons"]


def test_an_event_says_who_did_what_when_and_the_etag_moves_on(small):
    logged = small.logged()

    answer = small.by("window").move(logged["tracking_number"], "assign", {"unit": EC, "note": "请办"})

    event = answer.json
    assert (event["seq"], event["move"], event["by"], event["to"]) == (2, "assign", "window", "assigned")
    assert (event["note"], event["detail"]) == ("请办", {"unit": EC})
    assert event["at"].endswith("+08:00")
    seen = small.by("window").get(f"/complaints/{logged['tracking_number']}")
    assert answer.headers["ETag"] == seen.headers["ETag"] != f'"v{logged["version"]}"'


def test_a_move_that_is_not_yours_says_whose_it_is(small):
    number = small.with_handler()["tracking_number"]

    refused = problem(small.by("window", Accept_Language="en").move(number, "answer", ANSWER), 403)

    assert refused["reasons"] == ["“Answer” is for the handler only."]


def test_a_move_that_is_not_open_now_says_why(small):
    number = small.with_handler()["tracking_number"]

    refused = problem(small.by("handler", Accept_Language="en").move(number, "sign_for"), 409)

    assert refused["reasons"] == ["No offer is waiting to be taken."]


def test_an_unknown_move_an_unknown_number_and_a_move_of_the_system_are_not_found(small):
    number = small.logged()["tracking_number"]

    for path in (f"{number}/moves/dance", f"{number}/moves/escalate", "1234-5678-9012/moves/accept"):
        problem(small.by("window").post(f"/complaints/{path}"), 404)


@pytest.mark.parametrize("seen", ['"v1"', '"v99"', "v2", "nonsense", ""])
def test_what_was_decided_on_an_old_version_is_refused(small, seen):
    number = small.logged()["tracking_number"]

    problem(small.by("window").move(number, "accept", If_Match=seen), 412)

    assert small.by("window").get(f"/complaints/{number}").json["accepted_at"] is None


def test_the_version_that_was_seen_may_be_named_in_every_way(small):
    for form in ('"v{}"', 'W/"v{}"', "*", '"v77", "v{}"'):
        logged = small.logged()
        etag = form.format(logged["version"])
        moved = small.by("window").move(logged["tracking_number"], "accept", If_Match=etag)
        assert moved.status_code == 201, form


@pytest.mark.parametrize(
    ("move", "words", "field"),
    [
        ("assign", {"unit": "NOWHERE"}, "unit"),
        ("assign", {"unit": EC, "officer": "nobody"}, "officer"),
        ("assign", {}, "unit"),
        ("decline", {"reason_code": "bored", "competent_body": "法院", "contact": "12368"}, "reason_code"),
        ("answer_on_the_spot", {**ANSWER, "outcome": "maybe"}, "outcome"),
        ("merge", {"leading": "1234-5678-9012"}, "leading"),
        ("accept", {"nott": "x"}, "nott"),
        ("accept", {"note": "a\x00b"}, "note"),
    ],
)
def test_words_that_cannot_be_used_change_nothing(small, move, words, field):
    logged = small.logged()
    number = logged["tracking_number"]

    assert field in problem(small.by("window").move(number, move, words), 422)["errors"]

    assert small.by("window").get(f"/complaints/{number}").json["version"] == logged["version"]


def test_a_complaint_joins_another_one(small):
    leading, number = small.logged()["tracking_number"], small.logged()["tracking_number"]

    assert small.by("window").move(number, "merge", {"leading": leading}).json["to"] == "merged"
    assert small.by("window").move(leading, "merge", {"leading": number}).status_code == 409


def test_a_binding_date_in_the_past_is_refused_and_one_in_an_unknown_year_is_provisional(small):
    number = small.logged()["tracking_number"]
    supervisor = small.by("supervisor")

    past = {"due_at": "2020-01-01", "instruction": "限期"}
    problem(supervisor.move(number, "supervise", past), 409)
    far = (clock.now() + timedelta(days=900)).isoformat()
    assert supervisor.move(number, "supervise", {"due_at": far, "instruction": "限期"}).status_code == 201

    deadlines = supervisor.get(f"/complaints/{number}").json["deadlines"]
    assert [row["provisional"] for row in deadlines if row["commitment"] == "supervision"] == [True]


def test_the_unit_that_returned_it_is_named(small):
    number = small.logged()["tracking_number"]
    small.by("window").move(number, "assign", {"unit": EC})

    small.by("handler").move(number, "return", {"reason": "不属于本单位职责"})

    seen = small.by("window").get(f"/complaints/{number}").json
    assert (seen["state"], seen["refusing_units"], seen["returns"]) == ("received", [EC], 1)
    assert seen["answerable"] == "window"


def test_a_declined_complaint_takes_no_further_move(small):
    number = small.logged()["tracking_number"]
    words = {"reason_code": "not_our_remit", "competent_body": "市人社局", "contact": "12333"}

    assert small.by("window").move(number, "decline", words).json["to"] == "declined"

    for move, more in (("accept", {}), ("assign", {"unit": EC}), ("urge", {})):
        assert problem(small.by("window").move(number, move, more), 409)["reasons"]


def test_feedback_says_when_the_citizen_was_told_and_reopening_may_name_an_officer_alone(house):
    number = house.logs("2026-09-18T16:00")
    house.does("window", number, "answer_on_the_spot", "2026-09-18T16:10", **ANSWER)
    api = Api(house)

    told = api.by("window").post(
        f"/complaints/{number}/moves/give_feedback",
        {"method": "phone", "when": "2026-09-18T16:20:00+08:00", "remedies": "可申请复查"},
    )
    house.does("citizen", number, "rate", "2026-09-21T10:00", grade=1)
    again = api.by("supervisor").post(
        f"/complaints/{number}/moves/reopen", {"officer": "handler", "reason": "重新核实"}
    )

    assert told.status_code == 201 and told.json["detail"]["when"].startswith("2026-09-18T08:20")
    assert again.status_code == 201 and again.json["detail"]["unit"] == "EC-BUREAU"
