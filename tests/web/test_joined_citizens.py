"""A citizen whose complaint was joined to another rates, urges and asks for a review for themselves (promise 9)."""

from __future__ import annotations

from typing import Any

import pytest

from complaints.infrastructure.database import db
from complaints.models import Complaint, Notice
from tests.house import House
from tests.web.api import ANSWER, Api, problem


@pytest.fixture
def api(house: House, now: Any) -> Api:
    return Api(house)


def keys(logged: dict[str, Any]) -> dict[str, str]:
    return {name: logged[name] for name in ("tracking_number", "query_code")}


def joined(api: Api, count: int = 1) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A leading complaint in the handler's hands, and those joined to it."""
    leading = api.with_handler()
    others = [api.logged(complainant={"name": f"乙{n}", "phone": f"1370000000{n}"}) for n in range(count)]
    for one in others:
        words = {"leading": leading["tracking_number"]}
        assert api.by("window").move(one["tracking_number"], "merge", words).status_code == 201
    return leading, others


def tell(api: Api, leading: dict[str, Any]) -> None:
    number = leading["tracking_number"]
    assert api.by("handler").move(number, "answer", ANSWER).status_code == 201
    feedback = {"method": "phone", "note": "已告知"}
    assert api.by("window").move(number, "give_feedback", feedback).status_code == 201


def acts(api: Api, logged: dict[str, Any], move: str, **words: Any) -> Any:
    return api.by(None).post(f"/status/moves/{move}", {**keys(logged), **words})


def state(api: Api, logged: dict[str, Any]) -> str:
    return str(api.by("supervisor").get(f"/complaints/{logged['tracking_number']}").json["state"])


def test_good_rating_of_one_closes_nothing_for_the_other(api: Api) -> None:
    leading, (other,) = joined(api)
    tell(api, leading)

    assert acts(api, leading, "rate", grade=5).status_code == 201

    assert state(api, leading) == "feedback"
    assert acts(api, other, "rate", grade=5).status_code == 201
    assert state(api, leading) == "closed"


def test_bad_rating_of_the_joined_citizen_opens_the_verification(api: Api) -> None:
    leading, (other,) = joined(api)
    tell(api, leading)
    acts(api, leading, "rate", grade=5)

    answer = acts(api, other, "rate", grade=1)

    assert answer.status_code == 201 and answer.json["state"] == "merged"
    shown = api.by("supervisor").get(f"/complaints/{leading['tracking_number']}").json
    assert shown["state"] == "feedback" and "reopen" in shown["moves"]
    assert "verification" in {row["commitment"] for row in shown["deadlines"] if not row["met_at"]}
    problem(api.by("window").move(leading["tracking_number"], "close"), 409)


def test_rating_of_each_is_their_own_and_confirmed_to_them_alone(api: Api, house: House) -> None:
    leading, (one, two) = joined(api, 2)
    tell(api, leading)

    acts(api, one, "rate", grade=4)

    assert api.by(None).post("/status", keys(one)).json["grade"] == 4
    assert api.by(None).post("/status", keys(two)).json["grade"] is None
    assert api.by(None).post("/status", keys(leading)).json["grade"] is None
    told = db.session.scalars(db.select(Notice.complaint_id).filter_by(kind="rate", recipient="citizen"))
    assert list(told) == [house.complaint(one["tracking_number"].replace("-", "")).id]


def test_joined_citizen_sees_what_they_may_do_and_what_they_did(api: Api) -> None:
    leading, (one, two) = joined(api, 2)
    tell(api, leading)

    before = api.by(None).post("/status", keys(one)).json
    acts(api, one, "rate", grade=3)
    after = [api.by(None).post("/status", keys(who)).json for who in (one, two)]

    assert {"rate", "appeal", "urge"} <= set(before["moves"]) and before["reply"] == ANSWER["reply"]
    assert [any(step["move"] == "rate" for step in one["steps"]) for one in after] == [True, False]


def test_each_asks_for_a_review_once_for_themselves(api: Api) -> None:
    leading, (other,) = joined(api)
    tell(api, leading)
    acts(api, leading, "rate", grade=5)
    acts(api, other, "rate", grade=5)

    answer = acts(api, other, "appeal", reason="不服")

    assert answer.status_code == 201, answer.text
    assert state(api, leading) == "assigned"


def test_each_urges_once_a_day(api: Api) -> None:
    leading, (other,) = joined(api)

    answers = [acts(api, who, "urge").status_code for who in (leading, other, other)]

    assert answers == [201, 201, 409]


def test_rating_of_a_joined_citizen_is_recorded_by_a_third_person_alone(api: Api) -> None:
    leading, (other,) = joined(api)
    tell(api, leading)
    number, words = other["tracking_number"], {"grade": 2, "heard": {"how": "call_back"}}

    problem(api.by("window").move(number, "rate", words), 403)
    answer = api.by("supervisor").move(number, "rate", words)

    assert answer.status_code == 201, answer.text
    assert answer.json["detail"]["joined"] == number.replace("-", "")


def test_joined_citizen_withdraws_nothing_of_the_others(api: Api) -> None:
    leading, (other,) = joined(api)

    problem(acts(api, other, "withdraw"), 409)

    assert state(api, leading) == "assigned"


def test_rating_period_ends_for_all_who_said_nothing(api: Api, house: House) -> None:
    leading, (other,) = joined(api)
    tell(api, leading)
    acts(api, leading, "rate", grade=5)

    house.sweeps("2026-09-30T08:30")

    assert house.complaint(leading["tracking_number"].replace("-", "")).state == "closed"
    assert acts(api, other, "appeal", reason="不服").status_code == 201


def told_of(move: str) -> set[str]:
    """The numbers of the complaints whose citizens get a notice of it."""
    query = db.select(Complaint.tracking_number).join(Notice, Notice.complaint_id == Complaint.id)
    return set(db.session.scalars(query.filter(Notice.kind == move, Notice.recipient == "citizen")))


OF_ONE_CITIZEN = {
    "reissue_code": {"checked": "身份证"},
    "correct": {"changes": {"phone": "13900139000", "agent": {"name": "李小妹"}}, "reason": "抄错"},
}


@pytest.mark.parametrize("move", OF_ONE_CITIZEN)
def test_what_is_about_one_citizen_is_told_to_them_alone(api: Api, move: str) -> None:
    """No one hears that their code is dead because another got a new one."""
    leading, _ = joined(api, 2)
    number = leading["tracking_number"]

    made = api.by("window").move(number, move, OF_ONE_CITIZEN[move])

    assert made.status_code == 201 and told_of(move) == {number.replace("-", "")}


def test_what_is_about_the_matter_is_told_to_all(api: Api) -> None:
    leading, others = joined(api, 2)
    words = {"changes": {"category": "NOTICE", "phone": "13900139000"}, "reason": "归类有误"}

    assert api.by("window").move(leading["tracking_number"], "correct", words).status_code == 201

    assert told_of("correct") == {one["tracking_number"].replace("-", "") for one in (leading, *others)}


def row(house: House, logged: dict[str, Any]) -> Complaint:
    return house.complaint(logged["tracking_number"].replace("-", ""))


def test_review_is_taken_back_by_the_joined_citizen_who_asked_and_by_no_other(api: Api, house: House) -> None:
    leading, (asks, other) = joined(api, 2)
    tell(api, leading)
    for one, grade in ((leading, 4), (asks, 3), (other, 3)):
        assert acts(api, one, "rate", grade=grade).status_code == 201
    assert acts(api, asks, "appeal", reason="不服").status_code == 201
    assert row(house, leading).review_from is not None

    for one in (leading, other):
        problem(acts(api, one, "withdraw"), 409)
    assert acts(api, asks, "withdraw").status_code == 201

    assert state(api, leading) == "feedback" and row(house, leading).round == 1
    assert (row(house, leading).grade, row(house, asks).grade, row(house, other).grade) == (4, 3, 3)
    ratings = {one.of_id: one.grade for one in row(house, leading).citizen_ratings}
    assert ratings == {None: 4, row(house, asks).id: 3, row(house, other).id: 3}
    assert [row(house, one).reviews_asked for one in (leading, asks, other)] == [0, 0, 0]
    assert row(house, asks).appealed_at is None
    assert acts(api, other, "appeal", reason="不服").status_code == 201
    assert [row(house, one).reviews_asked for one in (leading, asks, other)] == [0, 0, 1]


def test_review_of_the_leading_citizen_is_taken_back_by_no_joined_one(api: Api, house: House) -> None:
    leading, (other,) = joined(api)
    tell(api, leading)
    assert acts(api, other, "rate", grade=3).status_code == 201
    assert acts(api, leading, "appeal", reason="不服").status_code == 201

    problem(acts(api, other, "withdraw"), 409)
    assert acts(api, leading, "withdraw").status_code == 201

    assert [row(house, one).reviews_asked for one in (leading, other)] == [0, 0]
