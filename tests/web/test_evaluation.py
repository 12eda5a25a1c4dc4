"""Third-party evaluation: a drawn sample without persons, scored by outsiders, beside our own figures, then public."""

from __future__ import annotations

import json
import re

import pytest
from sqlalchemy import select

from complaints.infrastructure.database import db, transaction
from complaints.intake.complainant import Person
from complaints.models import AccessLog, Complaint, EvaluationCase, EvaluationScore, KeptOut, Officer
from complaints.organisation import officers
from complaints.queries import evaluation_results, evaluations
from complaints.queries.evaluation_criteria import criteria
from complaints.queries.statistics.indicators import indicators
from tests.house import House, shanghai
from tests.support.stories import told
from tests.web.api import COMPLAINT, Api
from tests.web.pages import ADMIN, signed_in, words_on

PERIOD = "2026-09"
SCORES = {"timely": "80", "contact": "90", "procedure": "70", "result": "60"}
SECRETS = (
    "李大爷",
    "13800138000",
    "138 0013 8000",
    "文星路",
    "420704",
    "窗口态度",
    "工作人员态度差",
    "查明属实",
    "批评教育",
)
PERSON = Person(
    name="李大爷", phone="+8613800138000", address="文星路 1 号", identity_number="420704195001010011"
)


@pytest.fixture(autouse=True)
def october(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("complaints.infrastructure.clock.now", lambda: shanghai("2026-10-09T10:00"))


def closed(house: House, count: int) -> list[str]:
    numbers = [told(house, person=PERSON) for _ in range(count)]
    for number in numbers:
        house.does("citizen", number, "rate", "2026-09-22T10:00", grade=5)
    return numbers


def evaluator(house: House, username: str = "other") -> None:
    with transaction(alone=True):
        officers.set_roles(house.officer(username), ["evaluator"], shanghai("2026-10-01T09:00"))


def drawn(house: House, size: int) -> None:
    visitor = signed_in(house, "supervisor")
    visitor.get("/supervise/evaluations")
    assert visitor.post("/supervise/evaluations", period=PERIOD, size=str(size)).status_code == 303


def scored(house: House, username: str, place: int, **scores: str) -> int:
    visitor = signed_in(house, username)
    visitor.get(f"/evaluate/{PERIOD}/{place}")
    return visitor.post(f"/evaluate/{PERIOD}/{place}", **{**SCORES, **scores}).status_code


def test_same_seed_draws_the_same_sample() -> None:
    population = [
        (code, f"/EZ/{unit}/", f"{n:012}", n) for n, (code, unit) in enumerate([("A", 1), ("B", 2)] * 50)
    ]

    first, again, other = (evaluations.draw(population, 10, seed) for seed in ("a1", "a1", "b2"))

    assert first == again == evaluations.draw(population[::-1], 10, "a1") and first != other
    assert len(set(first)) == 10 and sum(one % 2 for one in first) == 5  # half of each stratum


def test_each_stratum_has_its_share() -> None:
    """Ninety of one category and ten of another: nine and one, whatever the seed."""
    population = [("A" if n < 90 else "B", "/EZ/", f"{n:012}", n) for n in range(100)]

    for seed in map(str, range(20)):
        ids = evaluations.draw(population, 10, seed)
        assert sum(one >= 90 for one in ids) == 1 and len(set(ids)) == 10


def test_sample_is_drawn_once_for_a_period(either_house: House) -> None:
    house = either_house
    closed(house, 3)
    drawn(house, 2)

    visitor = signed_in(house, "supervisor")
    visitor.get("/supervise/evaluations")
    again = visitor.post("/supervise/evaluations", period=PERIOD, size="2")

    assert again.status_code == 422 and "不能重抽" in words_on(again)
    sample = evaluations.sample_of(PERIOD)
    assert (sample.size, sample.population) == (2, 3)
    assert sample.seed in words_on(visitor.get(f"/supervise/evaluations/{PERIOD}"))


@pytest.mark.parametrize(
    "words",
    [
        {"period": "2026-10"},
        {"period": "x"},
        {"period": "2026-09-01/2026-09-09"},
        {"size": "0"},
        {"size": "²"},
    ],
)
def test_impossible_sample_is_refused(house: House, words: dict[str, str]) -> None:
    closed(house, 1)
    visitor = signed_in(house, "supervisor")
    visitor.get("/supervise/evaluations")

    assert (
        visitor.post("/supervise/evaluations", **{"period": PERIOD, "size": "5", **words}).status_code == 422
    )
    assert evaluations.list_samples() == []


def test_evaluator_sees_no_person(house: House) -> None:
    """Neither the citizen, nor an officer, nor anything a person typed, nor the number of the complaint."""
    [number] = closed(house, 1)
    drawn(house, 1)
    evaluator(house)

    page = signed_in(house, "other").get(f"/evaluate/{PERIOD}/1")

    assert page.status_code == 200 and "办结" in words_on(page) and "第 4 天" in words_on(page)
    people = [one.name_zh for one in db.session.scalars(select(Officer)) if one.username != "other"]
    hidden = (*SECRETS, *people, number)
    assert [secret for secret in hidden if secret in words_on(page)] == []


def test_each_opened_case_is_an_audit_row(house: House) -> None:
    closed(house, 1)
    drawn(house, 1)
    evaluator(house)

    signed_in(house, "other").get(f"/evaluate/{PERIOD}/1")

    rows = db.session.execute(select(AccessLog.what, AccessLog.officer_id)).all()
    assert ("evaluation", house.officer("other").id) in [tuple(row) for row in rows]


def test_evaluator_opens_nothing_else(house: House) -> None:
    [number] = closed(house, 1)
    drawn(house, 1)
    evaluator(house)
    visitor, api = signed_in(house, "other"), Api(house).by("other")

    for page in (
        *ADMIN,
        "/desk",
        "/desk/search?q=a",
        "/desk/inbox",
        "/desk/leave",
        "/supervise",
        "/supervise/figures",
        "/supervise/call-backs",
        "/supervise/evaluations",
        f"/supervise/evaluations/{PERIOD}",
        "/audit",
        "/confirmations",
        f"/desk/c/{number}",
    ):
        assert visitor.get(page).status_code in (403, 404), page
    assert api.get(f"/complaints/{number}").status_code == 404
    assert api.get("/complaints?queue=unit").json["items"] == []
    assert api.post("/complaints", COMPLAINT).status_code == 403
    assert api.get("/call-backs?period=2026-09").status_code == 403
    assert api.move(number, "accept").status_code == 404


@pytest.mark.parametrize("username", ["window", "supervisor", "admin"])
def test_others_score_nothing(house: House, username: str) -> None:
    closed(house, 1)
    drawn(house, 1)

    assert signed_in(house, username).get("/evaluate").status_code == 403
    assert signed_in(house, username).get(f"/evaluate/{PERIOD}/1").status_code == 403


def test_evaluator_holds_no_other_role() -> None:
    assert officers._roles_wrong(["evaluator", "officer"]) and not officers._roles_wrong(["evaluator"])


def test_score_is_corrected_by_a_new_row(either_house: House) -> None:
    house = either_house
    closed(house, 1)
    drawn(house, 1)
    evaluator(house)

    assert [scored(house, "other", 1, timely=points) for points in ("80", "100")] == [303, 303]

    assert [
        row.scores["timely"]
        for row in db.session.scalars(select(EvaluationScore).order_by(EvaluationScore.id))
    ] == [80, 100]
    results = evaluation_results.results_of(evaluations.sample_of(PERIOD), shanghai("2026-10-09T10:00"))
    assert results.beside[0].mean == 100 and results.total == 80.5  # 30 + 18 + 17.5 + 15


@pytest.mark.parametrize("sign", ["\ufdd0", "\x07"])
def test_note_with_a_sign_no_text_holds_is_refused(house: House, sign: str) -> None:
    closed(house, 1)
    drawn(house, 1)
    evaluator(house)

    assert scored(house, "other", 1, note=f"材料齐全{sign}") == 422
    assert db.session.scalars(select(EvaluationScore)).all() == []


@pytest.mark.parametrize("wrong", ["", "101", "-1", "8.5", "²"])
def test_score_outside_the_range_is_refused_and_kept(house: House, wrong: str) -> None:
    closed(house, 1)
    drawn(house, 1)
    evaluator(house)

    assert scored(house, "other", 1, timely=wrong) == 422
    assert db.session.scalars(select(EvaluationScore)).all() == []


def test_scores_of_others_are_seen_after_ones_own(house: House) -> None:
    closed(house, 1)
    drawn(house, 1)
    evaluator(house)
    evaluator(house, "huarong.lei")
    scored(house, "huarong.lei", 1, timely="10", contact="10", procedure="10", result="10")

    before = words_on(signed_in(house, "other").get(f"/evaluate/{PERIOD}/1"))
    scored(house, "other", 1)
    after = words_on(signed_in(house, "other").get(f"/evaluate/{PERIOD}/1"))

    assert "10.0" not in before and "其他评估人的评分 10.0" in after


def test_results_stand_beside_our_own_figures(house: House) -> None:
    closed(house, 2)
    drawn(house, 2)
    evaluator(house)
    scored(house, "other", 1)
    scored(house, "other", 2)

    page = words_on(signed_in(house, "supervisor").get(f"/supervise/evaluations/{PERIOD}"))

    assert "办理及时 80.0 按期办结率 100.0% 评估低 20.0" in page


def test_few_scored_cases_are_not_published(house: House) -> None:
    closed(house, 2)
    drawn(house, 2)
    evaluator(house)
    scored(house, "other", 1)
    visitor = signed_in(house, "supervisor")
    visitor.get(f"/supervise/evaluations/{PERIOD}")

    answer = visitor.follow(visitor.post(f"/supervise/evaluations/{PERIOD}"))

    assert "不能公布" in words_on(answer)
    assert house.app.test_client().get("/evaluations.json").json == []


def test_published_summary_is_public_and_coarse(either_house: House) -> None:
    """Counts in tens, points in fives; after it nothing is scored."""
    house = either_house
    numbers = closed(house, 11)
    drawn(house, 11)
    evaluator(house)
    with transaction():
        sample = evaluations.sample_of(PERIOD)
        for place in range(1, 12):
            case = evaluations.case_of(sample, place)
            evaluations.add_score(
                case, {**SCORES, "timely": "83"}, house.officer("other").id, shanghai("2026-10-09T10:00")
            )
    visitor = signed_in(house, "supervisor")
    visitor.get(f"/supervise/evaluations/{PERIOD}")
    assert visitor.post(f"/supervise/evaluations/{PERIOD}").status_code == 303

    [row] = house.app.test_client().get("/evaluations.json").json
    assert (row["cases"], row["total"], row["scores"][0]["score"]) == (10, 75, 85)
    page = house.app.test_client().get("/evaluations").text
    assert "2026-09" in page and not [one for one in (*SECRETS, *numbers) if one in page + json.dumps(row)]
    assert scored(house, "other", 1) == 422


def test_criteria_weigh_a_hundred_and_stand_beside_known_figures() -> None:
    assert sum(one.weight for one in criteria().all) == 100
    assert all(one.beside in indicators() for one in criteria().all)


def test_restricted_complaint_is_never_drawn(house: House) -> None:
    [number] = closed(house, 1)
    with transaction():
        house.complaint(number).restricted = True
    closed(house, 1)
    drawn(house, 5)

    ids = set(db.session.scalars(select(EvaluationCase.complaint_id)))
    assert house.complaint(number).id not in ids and len(ids) == 1


def test_evaluator_reads_and_scores_by_the_api(house: House) -> None:
    [number] = closed(house, 1)
    drawn(house, 1)
    evaluator(house)
    api, case = Api(house).by("other"), f"/evaluations/{PERIOD}/cases/1"
    points = {name: int(one) for name, one in SCORES.items()}

    sent = api.post(f"{case}/scores", {"scores": points})
    found = api.get(case)

    assert (sent.status_code, sent.json["total"]) == (201, 74.5), sent.text
    assert found.status_code == 200 and [one["scores"] for one in found.json["own"]] == [points]
    people = [one.name_zh for one in db.session.scalars(select(Officer))]
    assert [
        one for one in (*SECRETS, *people, number) if one in json.dumps(found.json, ensure_ascii=False)
    ] == []
    assert api.post(f"{case}/scores", {"scores": {**points, "timely": 101}}).status_code == 422
    assert api.post(f"{case}/scores", {"scores": {"timely": 1}}).status_code == 422
    assert api.get(f"/evaluations/{PERIOD}/cases/9").status_code == 404
    assert Api(house).by("supervisor").get(case).status_code == 403


def test_lowest_scored_are_shown_to_those_who_may_see_them(house: House) -> None:
    """Nor does a size or a population tell a supervisor complained of that one is missing."""
    numbers = closed(house, 12)
    drawn(house, 500)
    evaluator(house)
    for place in range(1, 11):
        scored(house, "other", place, result=str(place))
    with transaction(alone=True):
        hidden = house.complaint(numbers[0])
        why = {"reason": "recused", "reach": "all", "cause": "recused", "since_seq": 1}
        since = shanghai("2026-10-01T09:00")
        officer_id = house.officer("supervisor").id
        db.session.add(KeptOut(complaint_id=hidden.id, officer_id=officer_id, since_at=since, **why))
        hidden.keeps_out = True

    visitor = signed_in(house, "supervisor")
    page = visitor.get(f"/supervise/evaluations/{PERIOD}").text
    assert page.count("/desk/c/") == 5
    assert f"/desk/c/{numbers[0]}" not in page
    listed = words_on(visitor.get("/supervise/evaluations"))
    assert "2026-09 10 10 多件" in listed


@pytest.mark.parametrize("part", ["handled it", "is complained of", "was of the unit complained of"])
def test_no_evaluator_scores_what_they_had_a_part_in(house: House, part: str) -> None:
    words: dict[str, str] = {
        "handled it": {},
        "is complained of": {"respondent_officer": "other"},
        "was of the unit complained of": {"respondent_unit": "HR-BUREAU"},
    }[part]
    own = told(house, person=PERSON, **words)
    [free] = closed(house, 1)
    house.does("citizen", own, "rate", "2026-09-22T10:00", grade=5)
    drawn(house, 10)
    who = "handler" if part == "handled it" else "other"
    evaluator(house, who)
    sample, api = evaluations.sample_of(PERIOD), Api(house).by(who)
    ids = {house.complaint(own).id, *([house.complaint(free).id] if who == "handler" else [])}
    concerned = {
        evaluations.case_of(sample, place).place
        for place in (1, 2)
        if evaluations.case_of(sample, place).complaint_id in ids
    }
    visitor = signed_in(house, who)
    page = visitor.get("/evaluate")

    for place in (1, 2):
        case = f"/evaluations/{PERIOD}/cases/{place}"
        expected = 404 if place in concerned else 200
        assert api.get(case).status_code == visitor.get(f"/evaluate/{PERIOD}/{place}").status_code == expected
        points = {name: int(one) for name, one in SCORES.items()}
        assert api.post(f"{case}/scores", {"scores": points}).status_code == (
            404 if place in concerned else 201
        )
        assert (f"/evaluate/{PERIOD}/{place}" in page.text) is (place not in concerned)
    assert concerned


def offered_to(house: House, username: str) -> tuple[list[str], str]:
    """The numbers an evaluator is offered, as linked, and what the page says."""
    page = signed_in(house, username).get("/evaluate")
    return re.findall(rf"/evaluate/{PERIOD}/(\d+)", page.text), words_on(page)


@pytest.mark.parametrize("hidden", [0, 1, 3])
def test_sample_tells_an_evaluator_nothing_of_what_is_kept_from_them(house: House, hidden: int) -> None:
    """As many are offered, numbered without a gap, whatever of the sample they had a part in."""
    closed(house, 12)
    drawn(house, 5)
    evaluator(house)
    sample = evaluations.sample_of(PERIOD)
    for place in range(1, hidden + 1):
        keep_out(house, evaluations.case_of(sample, place).complaint_id, "other")

    numbers, said = offered_to(house, "other")

    assert numbers == ["1", "2", "3", "4", "5"] and "5 件，已评 0 件" in said
    assert Api(house).by("other").get(f"/evaluations/{PERIOD}/cases/6").status_code == 404
    own = [evaluations.case_of(sample, n, house.officer("other").id).place for n in range(1, 6)]
    assert own == list(range(hidden + 1, hidden + 6))


def test_number_of_a_case_is_the_one_it_is_offered_under(house: House) -> None:
    closed(house, 12)
    drawn(house, 5)
    evaluator(house)
    sample = evaluations.sample_of(PERIOD)
    keep_out(house, evaluations.case_of(sample, 1).complaint_id, "other")

    assert scored(house, "other", 1) == 303

    score = db.session.scalars(select(EvaluationScore)).one()
    assert score.case_id == evaluations.case_of(sample, 2).id
    assert "第 1 件" in words_on(signed_in(house, "other").get(f"/evaluate/{PERIOD}/1"))
    assert Api(house).by("other").get(f"/evaluations/{PERIOD}/cases/1").json["place"] == 1
    assert evaluations.count_scored(sample, house.officer("other").id) == {1}


def test_whole_of_a_small_period_tells_no_number(house: House) -> None:
    """Where fewer were closed than are to be drawn, the list says so, and no more."""
    closed(house, 3)
    drawn(house, 8)

    listed = words_on(signed_in(house, "supervisor").get("/supervise/evaluations"))
    opened = words_on(signed_in(house, "supervisor").get(f"/supervise/evaluations/{PERIOD}"))

    assert f"{PERIOD} 不足十件 不足十件" in listed and "样本 不足十件" in opened


def keep_out(house: House, complaint_id: int, username: str) -> None:
    with transaction(alone=True):
        why = {"reason": "recused", "reach": "all", "cause": "recused", "since_seq": 1}
        since, officer_id = shanghai("2026-10-01T09:00"), house.officer(username).id
        db.session.add(KeptOut(complaint_id=complaint_id, officer_id=officer_id, since_at=since, **why))
        db.session.get_one(Complaint, complaint_id).keeps_out = True
