"""Whom a name written by a citizen may mean: likely matches, kept out until one free of interest settles them."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from complaints.infrastructure.database import db, transaction
from complaints.models import Officer
from complaints.organisation import officers
from complaints.organisation.name_matching import Named, is_named_in, likely_matches
from tests.house import House, shanghai
from tests.support.kept_out import kept_out_of
from tests.support.stories import refusal
from workflows.errors import NotNow

PEOPLE = [
    Named(1, "林溪", "Lin Xi", "鄂州市公共法律服务中心", leads=False),
    Named(2, "陈望", "Chen Wang", "鄂州市公共法律服务中心", leads=True),
    Named(3, "欧阳禾", "Ouyang He", "涂家垴镇公共法律服务工作站", leads=True),
    Named(4, "吴舟", "Wu Zhou", "鄂城区司法局", leads=False, username="wu.z"),
    Named(5, "周宁", "Zhou Ning", "鄂城区司法局", leads=True),
    Named(6, "吕微", "Lü Wei", "古楼街道公共法律服务工作站", leads=False),
    Named(7, "任静之", "Ren Jingzhi", "12348 公共法律服务热线鄂州坐席", leads=True),
    Named(8, "范晓舟", "Fan Xiaozhou", "12348 公共法律服务热线鄂州坐席", leads=False),
]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("林溪", {1}),
        (" 林 溪 ", {1}),
        ("窗口的林溪同志", {1}),
        ("林希", {1}),  # by sound
        ("陳望", {2}),  # traditional
        ("Lin Xi", {1}),
        ("xi lin", {1}),
        ("ＬＩＮＸＩ", {1}),
        ("lv wei", {6}),
        ("lu wei", {6}),
        ("林主任", {1}),
        ("姓林的", {1}),
        ("小林", {1}),
        ("林某", {1}),
        ("林", {1}),
        ("欧阳站长", {3}),
        ("鄂城区司法局局长", {5}),
        ("鄂城区司法局的人", {4, 5}),
        ("吴工", {4}),
        ("周局", {5}),
        ("Mr Wu", {4}),
        ("Director Zhou", {5}),
        ("wu.z", {4}),  # the name of the account
        ("ｗｕ．ｚ", {4}),
        ("wu z", {4}),
        ("Wu_Z", {4}),
        ("鄂城司法局", {4, 5}),  # without the word for its kind of place
        ("林副主任", {1}),
        ("周副局长", {5}),
        ("林姐", {1}),
        ("林哥", {1}),
        ("老林", {1}),
        ("小林同志", {1}),
        ("林姓工作人员", {1}),
        ("林○", {1}),
        ("林〇〇", {1}),
        ("林OO", {1}),
        ("林ｘ", {1}),
        ("林*禾", {1}),
        ("林＊＊", {1}),
        ("任静某", {7}),
        ("任静〇", {7}),
        ("任*之", {7}),
        ("LIN女士", {1}),
        ("Ｌｉｎ老师", {1}),
        ("姓Lin的", {1}),
        ("周边某人", set()),
        ("LINDA女士", set()),
        ("程望", {2}),  # ng and n are heard alike
        ("成旺", {2}),
        ("中心主任", {2}),
        ("公共法律服务中心主任", {2}),
        ("中心的一把手", {2}),
        ("公服中心", {1, 2}),
        ("司法局长", {5}),
        ("鄂城区司法局副局长", {4, 5}),  # a deputy post is kept nowhere: one of its people
        ("12348热线", {7, 8}),
        ("热线", {7, 8}),
        ("12348的接线员", {7, 8}),
        ("热线主任", {7}),
        ("主任", set()),  # the unit is unknown here
        ("王五", set()),
        ("工", set()),
        ("the office", set()),
        ("不知道叫什么", set()),
        ("", set()),
    ],
)
def test_names_are_read_as_people_write_them(text: str, meant: set[int]) -> None:
    assert likely_matches(text, PEOPLE) == meant


def test_a_full_name_is_found_in_a_longer_text() -> None:
    assert is_named_in("今天上午，林 溪骂了我。", "林溪")
    assert not is_named_in("今天上午有人骂了我。", "林溪")


@pytest.mark.parametrize("name", ["林溪", "林主任", "Lin Xi"])
def test_an_officer_named_in_words_is_never_first_responder_and_sees_nothing(house: House, name: str) -> None:
    """a5 of the shared cases, on every day of the roster and by every door."""
    for day in range(14, 19):
        number = house.logs(f"2026-09-{day}T09:00", "citizen", respondent_name=name)
        assert house.complaint(number).first_responder.username != "window"
        assert refusal(house, "window", number, "accept") == "NotFound"
        assert kept_out_of(number)["window"] == "name"


def test_an_officer_named_in_the_narrative_alone_is_not_first_responder(house: House) -> None:
    """A hint: another is chosen, and no officer is kept out for it."""
    narrative = "窗口的林溪今天上午骂我。"
    for day in range(14, 19):
        number = house.logs(f"2026-09-{day}T09:00", "citizen", narrative=narrative)
        assert house.complaint(number).first_responder.username != "window"
    number = house.logs("2026-09-18T09:00", narrative=narrative)
    assert house.complaint(number).first_responder.username != "window"
    assert kept_out_of(number) == {}


def test_who_is_not_the_one_named_is_kept_out_no_more(either_house: House) -> None:
    house = either_house
    number = house.logs("2026-09-18T09:00", "citizen", respondent_name="林主任")
    first = house.complaint(number).first_responder.username

    with pytest.raises(NotNow, match="推定"):
        house.does(first, number, "settle_respondent", "2026-09-18T09:30", officer="handler", same=False)
    house.does(first, number, "settle_respondent", "2026-09-18T09:30", officer="window", same=False)

    assert kept_out_of(number) == {}
    assert house.complaint(number).respondent_officer_id is None
    with transaction(alone=True):  # what was settled is not undone by a change of the organisation
        officers.set_roles(
            house.officer("window"), ["officer", "unit_supervisor"], shanghai("2026-09-19T10:00")
        )
    assert kept_out_of(number) == {}


def test_a_confirmed_match_is_the_respondent(either_house: House) -> None:
    house = either_house
    number = house.logs("2026-09-18T09:00", "citizen", respondent_name="周宁")
    first = house.complaint(number).first_responder.username

    house.does(first, number, "settle_respondent", "2026-09-18T09:30", officer="leader", same=True)

    kept = kept_out_of(number)
    assert {"leader", "handler", "echeng.xie"} <= kept.keys()  # a head represents the unit
    complaint = house.complaint(number)
    assert complaint.respondent_officer_id == house.officer("leader").id
    with pytest.raises(NotNow, match="没有等待核实的姓名"):
        house.does(first, number, "settle_respondent", "2026-09-18T09:40", officer="leader", same=False)


def test_a_match_holding_the_work_when_confirmed_loses_it(house: House) -> None:
    """Confirmed as its head, the unit that has the work is complained of too; until then its people judge nothing."""
    number = house.logs("2026-09-18T09:00", "citizen")
    first = house.complaint(number).first_responder.username
    house.does(first, number, "assign", "2026-09-18T09:10", unit="EC-BUREAU")
    house.does("handler", number, "sign_for", "2026-09-18T09:20")
    house.does(first, number, "name_respondent", "2026-09-18T09:25", name="周宁", reason="投诉人补充")
    assert house.complaint(number).handler.username not in {"handler", "leader", "echeng.xie"}

    house.does(first, number, "settle_respondent", "2026-09-18T09:30", officer="leader", same=True)

    complaint = house.complaint(number)
    assert complaint.handler.username not in {"handler", "leader", "echeng.xie"}
    assert complaint.unit.code != "EC-BUREAU"


def test_a_new_officer_of_that_name_is_kept_out_too(house: House) -> None:
    number = house.logs("2026-09-18T09:00", "citizen", respondent_name="司马青衫")
    words = {
        "username": "sima",
        "name_zh": "司马青衫",
        "name_en": "Sima Qingshan",
        "unit": "EZ-CENTRE",
        "email": "",
    }
    with transaction(alone=True):
        officers.add(words, ["officer"], shanghai("2026-09-19T10:00"))

    assert kept_out_of(number) == {"sima": "name"}
    db.session.rollback()
    assert db.session.scalars(select(Officer).filter_by(username="sima")).one().active


@pytest.mark.parametrize(
    "between", ["\u3164", "\u115f", "\u1160", "\uffa0", "ꞏ", "ㆍ", "ᐧ", "ʻ", "ـ", "丶", "\u2065", "·", " "]
)
def test_what_is_put_between_the_signs_of_a_name_hides_nobody(between: str) -> None:
    people = [Named(7, "吴舟", "Wu Zhou", "鄂城区司法局", False)]

    assert likely_matches(f"吴{between}舟", people) == {7}


def test_a_mask_within_a_name_means_all_it_may_stand_for() -> None:
    people = [Named(1, "罗禾", "Luo He", "x", False), Named(2, "罗青禾", "Luo Qinghe", "x", False)]

    assert likely_matches("罗*禾", people) == {1, 2}
