"""A citizen says on the web, without JavaScript, for whom they complain, with whom, about whom, and how to notify them."""

from __future__ import annotations

from typing import Any

import pytest

from complaints.infrastructure.database import db, transaction
from complaints.models import Complaint
from tests.house import House
from tests.web.api import Api
from tests.web.citizens import sends, writes
from tests.web.pages import Visitor, words_on

ALONE = {"named": "yes", "name": "李小妹", "phone": "139 0013 9000"}
FOR_MOTHER = {**ALONE, "principal_name": "李奶奶", "agent_relation": "女儿"}
TOGETHER = {**ALONE, "group_size": "37", "representative_name": "张三", "representative_2_name": "王五"}
BY_LETTER = {"named": "yes", "name": "李奶奶", "address": "鄂城区文星路 1 号", "tell_by": "letter"}
ABOUT = {
    "unit": "EC-CENTRE",
    "respondent_name": "三号窗口",
    "respondent_2_unit": "HR-BUREAU",
    "respondent_3_name": "某某律师事务所",
}


@pytest.fixture
def visitor(house: House, now: Any) -> Visitor:
    return Visitor(house.app)


def parties() -> dict[str, Any]:
    db.session.rollback()
    person = db.session.scalars(db.select(Complaint)).one().complainant
    names = ("name", "phone", "address", "tell_by", "agent", "group_size", "representatives", "anonymous")
    return {name: getattr(person, name) for name in names}


def test_daughter_complains_for_her_mother_on_the_web(visitor: Visitor) -> None:
    said = words_on(sends(visitor, reach=FOR_MOTHER))

    assert "受理编号" in said
    told = parties()
    assert told["name"] == "李奶奶" and told["phone"] == "+8613900139000"
    assert {"name": "李小妹", "relation": "女儿", "phone": "139 0013 9000"}.items() <= told["agent"].items()
    assert not told["agent"]["authority"]


def test_group_with_representatives_complains_on_the_web(visitor: Visitor) -> None:
    sends(visitor, reach=TOGETHER)

    told = parties()
    assert told["group_size"] == 37 and [one["name"] for one in told["representatives"]] == ["张三", "王五"]


def test_who_has_no_phone_is_told_by_letter(visitor: Visitor) -> None:
    sends(visitor, reach=BY_LETTER)

    told = parties()
    assert (told["address"], told["tell_by"]) == ("鄂城区文星路 1 号", "letter")
    assert not told["anonymous"] and told["phone"] is None


def test_who_leaves_nothing_to_be_reached_by_is_asked_for_something(visitor: Visitor) -> None:
    answer = writes(visitor, reach={"named": "yes", "name": "李奶奶"}, secret={})

    assert "secret" not in answer.headers.get("Location", "")
    page = visitor.post("/complain/reach", named="yes", name="李奶奶")
    assert page.status_code == 422 and 'href="#phone"' in page.text and "地址" in words_on(page)


def test_size_of_an_anonymous_group_goes_on_and_no_name_does(visitor: Visitor) -> None:
    sends(visitor, reach={**TOGETHER, "named": "no"})

    told = parties()
    assert (told["anonymous"], told["group_size"], told["name"], told["representatives"]) == (
        True,
        37,
        None,
        None,
    )


def test_several_respondents_are_named_on_the_web(house: House, visitor: Visitor) -> None:
    sends(visitor, who=ABOUT)

    complaint = db.session.scalars(db.select(Complaint)).one()
    named = [(row.unit_id, row.name) for row in complaint.respondents]
    assert named == [
        (house.unit("EC-CENTRE").id, "三号窗口"),
        (house.unit("HR-BUREAU").id, None),
        (None, "某某律师事务所"),
    ]


def test_former_unit_is_offered_on_the_web(house: House, visitor: Visitor) -> None:
    with transaction():
        house.unit("HR-BUREAU").active = False

    sends(visitor, who={"unit": "HR-BUREAU", "respondent_name": ""})

    complaint = db.session.scalars(db.select(Complaint)).one()
    assert complaint.respondent_unit_id == house.unit("HR-BUREAU").id


def test_all_that_was_written_is_read_once_more(visitor: Visitor) -> None:
    words = {
        **FOR_MOTHER,
        **TOGETHER,
        "principal_name": "李奶奶",
        "address": "文星路 1 号",
        "tell_by": "letter",
    }
    writes(visitor, reach=words, who=ABOUT)

    said = words_on(visitor.get("/complain/check"))

    for word in ("李奶奶", "女儿", "37", "王五", "文星路 1 号", "书面信函", "某某律师事务所", "三号窗口"):
        assert word in said


WRONG = {
    "email": {"email": "li at example"},
    "group_size": {"group_size": "很多"},
    "representative_2_phone": {"representative_2_name": "王五", "representative_2_phone": "12"},
    "representative_2_name": {"representative_2_phone": "13800138001"},
    "principal_name": {"agent_relation": "女儿"},
}


@pytest.mark.parametrize("field", WRONG)
def test_what_is_wrong_is_said_at_its_field_and_stays(visitor: Visitor, field: str) -> None:
    writes(visitor)

    answer = visitor.post("/complain/reach", **{**ALONE, **WRONG[field]})

    assert answer.status_code == 422 and f'href="#{field}"' in answer.text
    assert all(f'value="{words}"' in answer.text for words in WRONG[field].values())


def test_form_says_it_in_english_too(house: House, now: Any) -> None:
    visitor = Visitor(house.app, "en")
    writes(visitor)

    said = words_on(visitor.get("/complain/reach")) + words_on(visitor.get("/complain/who"))

    for words in ("for another person", "several of you", "Postal address", "more than one"):
        assert words in said


def test_public_api_takes_several_respondents_too(house: House, now: Any) -> None:
    api = Api(house)
    body = {
        "category": "SHIRK",
        "narrative": "互相推。",
        "complainant": {"name": "李大爷", "phone": "13800138000"},
        "respondents": [{"unit": "HR-BUREAU"}, {"officer": "handler"}],
    }

    answer = api.by(None).post("/intake", body)

    assert answer.status_code == 201, answer.text
    complaint = db.session.scalars(db.select(Complaint)).one()
    assert [(row.unit_id is None, row.name) for row in complaint.respondents] == [
        (False, None),
        (True, "handler"),
    ]


TOO_FEW = {"name": "张三", "group_size": "2", "representative_name": "王五", "representative_2_name": "赵六"}


def test_group_smaller_than_those_it_names_is_refused_on_the_web(visitor: Visitor) -> None:
    writes(visitor)

    answer = visitor.post("/complain/reach", **{**ALONE, **TOO_FEW})
    of_another = visitor.post("/complain/reach", **{**ALONE, **TOO_FEW, "group_size": "3"})

    assert answer.status_code == 422 and 'href="#group_size"' in answer.text
    assert of_another.status_code == 303
