"""The forms that speak of respondents offer those of the complaint to choose from; nothing is typed by its code."""

from __future__ import annotations

import re
from typing import Any

from complaints.infrastructure.database import db, transaction
from complaints.models import Respondent
from tests.house import House
from tests.support.stories import EC
from tests.web.api import ANSWER, Api
from tests.web.pages import words_on


def logged(house: House, *about: dict[str, str], **words: Any) -> str:
    return str(Api(house).logged(respondents=list(about), **words)["tracking_number"]).replace("-", "")


def rows(house: House, number: str) -> list[Respondent]:
    db.session.rollback()
    query = db.select(Respondent).filter_by(complaint_id=house.complaint(number).id)
    return list(db.session.scalars(query.order_by(Respondent.id)))


def options(page: str, name: str) -> list[str]:
    """Values of the radio buttons of that name."""
    return re.findall(rf'<input type="radio"[^>]*name="{name}" value="([^"]*)"', page)


def test_answer_form_has_a_finding_for_each_respondent(house: House, at_desk: Any) -> None:
    number = logged(house, {"officer": "centre.he"}, {"name": "某公证处"})
    first, second = rows(house, number)
    Api(house).by("window").move(number, "assign", {"unit": EC})
    feng = at_desk("handler")
    Api(house).by("handler").move(number, "sign_for")

    said = words_on(feng.get(f"/desk/c/{number}/answer"))
    answer = feng.post(
        f"/desk/c/{number}/answer",
        **{**ANSWER, f"finding_{first.id}": "substantiated", f"finding_{second.id}": "unsubstantiated"},
    )

    assert "某公证处" in said and answer.status_code == 303, words_on(answer)
    assert [row.finding for row in rows(house, number)] == ["substantiated", "unsubstantiated"]
    said = words_on(feng.follow(answer))
    assert "某公证处 不属实" in said


def test_finding_left_empty_shares_that_of_the_answer(house: House, at_desk: Any) -> None:
    number = logged(house, {"officer": "centre.he"}, {"name": "某公证处"})
    lin = at_desk("window")
    lin.get(f"/desk/c/{number}/answer_on_the_spot")
    first = rows(house, number)[0].id

    words = {**ANSWER, "reply": "", f"finding_{first}": "partly"}
    wrong = lin.post(f"/desk/c/{number}/answer_on_the_spot", **words)
    answer = lin.post(f"/desk/c/{number}/answer_on_the_spot", **{**ANSWER, f"finding_{first}": ""})

    assert wrong.status_code == 422 and '"partly" selected' in wrong.text
    assert answer.status_code == 303, words_on(answer)


def test_one_respondent_needs_no_finding_of_its_own(house: House, at_desk: Any) -> None:
    number = logged(house, {"officer": "centre.he"})

    assert "finding_" not in at_desk("window").get(f"/desk/c/{number}/answer_on_the_spot").text


def test_respondent_to_clear_is_chosen_from_those_named(house: House, at_desk: Any) -> None:
    number = logged(house, {"officer": "handler"}, {"name": "某某律师事务所"})
    lin = at_desk("window")
    page = lin.get(f"/desk/c/{number}/clear_respondent")
    named = rows(house, number)
    assert options(page.text, "respondent") == [str(row.id) for row in named]
    assert "某某律师事务所" in words_on(page)

    nothing = lin.post(f"/desk/c/{number}/clear_respondent", reason="写错")
    answer = lin.post(f"/desk/c/{number}/clear_respondent", respondent=named[1].id, reason="写错")

    assert nothing.status_code == 422 and 'href="#respondent"' in nothing.text
    assert answer.status_code == 303, words_on(answer)
    assert [row.cleared_at is None for row in rows(house, number)] == [True, False]
    page = lin.get(f"/desk/c/{number}/clear_respondent")
    assert options(page.text, "respondent") == [str(named[0].id)]


def test_respondent_of_another_complaint_is_not_cleared(house: House, at_desk: Any) -> None:
    number, other = logged(house, {"officer": "handler"}), logged(house, {"officer": "centre.he"})
    lin = at_desk("window")
    lin.get(f"/desk/c/{number}/clear_respondent")

    answer = lin.post(f"/desk/c/{number}/clear_respondent", respondent=rows(house, other)[0].id, reason="x")

    assert answer.status_code == 422
    assert rows(house, other)[0].cleared_at is None and rows(house, number)[0].cleared_at is None


def test_likely_matches_are_offered_with_unit_and_post(house: House, at_desk: Any) -> None:
    namesake = house.officer("leader")
    with transaction():
        house.officer("handler").name_zh = namesake.name_zh
    number = house.logs("2026-09-18T09:00", respondent_name=namesake.name_zh)
    lin = at_desk("window")

    page = lin.get(f"/desk/c/{number}/settle_respondent")
    offered = options(page.text, "officer")
    said = words_on(page)
    answer = lin.post(f"/desk/c/{number}/settle_respondent", officer="leader", same="true")

    assert set(offered) >= {"leader", "handler"} and "window" not in offered
    assert namesake.unit.name_zh in said and "单位负责人" in said
    assert answer.status_code == 303, words_on(answer)
    assert house.complaint(number).respondent_officer.username == "leader"


def test_confirmed_match_is_one_respondent_and_can_be_cleared(house: House, at_desk: Any) -> None:
    leader = house.officer("leader")
    number = house.logs("2026-09-18T09:00", respondent_name=leader.name_zh)
    lin = at_desk("window")
    lin.get(f"/desk/c/{number}/settle_respondent")
    lin.post(f"/desk/c/{number}/settle_respondent", officer="leader", same="true")

    page = lin.get(f"/desk/c/{number}/clear_respondent")
    chosen = options(page.text, "respondent")
    answer = lin.post(f"/desk/c/{number}/clear_respondent", respondent=chosen[0], reason="不是此人")

    assert len(chosen) == 1 and answer.status_code == 303, words_on(answer)
    assert all(row.cleared_at for row in rows(house, number))


def test_clearing_an_officer_leaves_the_unit_named_beside_them(house: House, at_desk: Any) -> None:
    number = logged(house, {"unit": EC}, {"officer": "handler"})
    lin = at_desk("window")
    lin.get(f"/desk/c/{number}/clear_respondent")

    answer = lin.post(
        f"/desk/c/{number}/clear_respondent", respondent=rows(house, number)[1].id, reason="不是此人"
    )

    assert answer.status_code == 303, words_on(answer)
    assert [row.unit_id for row in rows(house, number) if row.cleared_at is None] == [house.unit(EC).id]
    assert house.complaint(number).respondent_unit_id == house.unit(EC).id


def test_nothing_is_offered_to_clear_where_nobody_is_named(house: House, at_desk: Any) -> None:
    number, lin = house.logs("2026-09-18T09:00"), at_desk("window")

    assert "clear_respondent" not in lin.get(f"/desk/c/{number}").text
    assert "没有列明被投诉人" in words_on(lin.get(f"/desk/c/{number}/clear_respondent"))


def test_wrong_respondent_and_the_right_one_are_one_form(house: House, at_desk: Any) -> None:
    number, lin = logged(house, {"officer": "handler"}), at_desk("window")
    page = lin.get(f"/desk/c/{number}/clear_respondent")
    assert {"respondent", "instead_unit", "instead_officer", "instead_name", "reason"} <= set(
        re.findall(r'name="(\w+)"', page.text)
    )

    answer = lin.post(
        f"/desk/c/{number}/clear_respondent",
        respondent=rows(house, number)[0].id,
        instead_officer="centre.he",
        reason="写错",
    )

    assert answer.status_code == 303, words_on(answer)
    assert house.complaint(number).respondent_officer.username == "centre.he"
    said = words_on(lin.follow(answer))
    assert "写错" in said and "更正被投诉人" in said
