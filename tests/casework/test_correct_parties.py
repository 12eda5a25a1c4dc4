"""Every fact of the parties, and of how a complaint came, can be put right: who speaks, for how many, where to write."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from complaints.infrastructure.database import db
from complaints.infrastructure.errors import BadInput
from complaints.intake.complainant import Person
from complaints.models import Complaint, Correction, Event, SearchToken
from schemas.corrections import Changes
from schemas.fields import Inner
from tests.casework.test_correct import correct, kept, told_the_citizen
from tests.house import House
from tests.support.stories import in_hand, told
from workflows.errors import NotNow

DAUGHTER = {"name": "李小妹", "relation": "女儿", "phone": "13900139000", "authority": False}
FIVE = [{"name": f"代表{n}", "phone": f"1380000000{n}"} for n in range(5)]
PERSON = Person(
    name="李奶奶",
    phone="+8613800138000",
    address="文星路 1 号",
    email="li@example.org",
    tell_by="phone",
    language="zh",
    agent=DAUGHTER,
    group_size=7,
    representatives=({"name": "张三", "phone": "13800000001"},),
    identity_number="420704195001010011",
)
WORDS = {"person": PERSON, "sender_number": "12345-A", "channel": "phone"}
OTHER: dict[str, Any] = {  # by field: what is right
    "phone": "+8613700137000",
    "name": "王建国",
    "address": "滨湖东路 9 号",
    "email": "wang@example.org",
    "tell_by": "letter",
    "language": "en",
    "identity_number": "420704195001010038",
    "agent_name": "赵律师",
    "agent_relation": "委托律师",
    "agent_phone": "13600136000",
    "agent_authority": True,
    "group_size": 37,
    "representatives": FIVE,
    "category": "NOTICE",
    "subject": "收了我两百元",
    "narrative": "是二楼，不是一楼。",
    "confidential": True,
    "channel": "letter",
    "sender_number": "12345-B",
    "received_on": date(2026, 9, 16),
}
REMOVED = ("phone", "name", "address", "email", "tell_by", "identity_number", "group_size", "representatives")
REMOVED += ("sender_number",)
PERSONAL = set(OTHER) - {
    "group_size", "category", "subject", "confidential", "channel", "sender_number", "received_on"
}  # fmt: skip


def nested(name: str, value: Any) -> dict[str, Any]:
    return {"agent": {name.removeprefix("agent_"): value}} if name.startswith("agent_") else {name: value}


def standing(complaint: Complaint, name: str) -> Any:
    person = complaint.complainant
    if name.startswith("agent_"):
        return (person.agent or {}).get(name.removeprefix("agent_"))
    return getattr(person, name) if hasattr(person, name) else getattr(complaint, name)


def fields() -> set[str]:
    """Every fact the move takes, as the form has it."""
    found = set()
    for name, field in Changes().fields.items():
        inner = field.schema.fields if isinstance(field, Inner) else {}
        found |= {f"{name}_{one}" for one in inner} or {name}
    return found - {"remove"}


def test_story_below_names_every_fact_that_can_be_corrected() -> None:
    assert fields() == set(OTHER)


@pytest.mark.parametrize("name", OTHER)
def test_each_fact_is_corrected_and_the_citizen_told(either_house: House, name: str) -> None:
    house = either_house
    number = house.logs("2026-09-18T09:00", **WORDS)
    before = standing(house.complaint(number), name)

    event = correct(house, number, **nested(name, OTHER[name]))

    complaint = house.complaint(number)
    assert standing(complaint, name) == OTHER[name] != before
    assert event.detail["changes"].keys() == {name}
    assert [(row[0], bool(row[1]) or before in (None, False)) for row in kept(house)] == [(name, True)]
    assert told_the_citizen(number) == 1
    ledger = json.dumps([one.detail for one in db.session.scalars(db.select(Event))], ensure_ascii=False)
    assert (event.detail["changes"][name] == "sealed") is (name in PERSONAL)
    assert name not in PERSONAL or isinstance(OTHER[name], bool) or str(OTHER[name]) not in ledger


@pytest.mark.parametrize("name", REMOVED)
def test_each_fact_is_removed(house: House, name: str) -> None:
    number = house.logs("2026-09-18T09:00", **WORDS)

    correct(house, number, remove=name)

    assert standing(house.complaint(number), name) in (None, "")


def test_agent_is_removed_whole(house: House) -> None:
    number = house.logs("2026-09-18T09:00", **WORDS)

    event = correct(house, number, remove="agent")

    assert house.complaint(number).complainant.agent is None
    assert set(event.detail["changes"]) == {"agent_name", "agent_relation", "agent_phone", "agent_authority"}


def test_agent_is_named_later_with_an_authority(house: House) -> None:
    number = house.logs("2026-09-18T09:00")

    correct(house, number, agent={"name": "李小妹", "relation": "女儿", "authority": True})

    agent = house.complaint(number).complainant.agent
    assert agent == {"name": "李小妹", "relation": "女儿", "authority": True}


def test_relation_without_an_agent_is_refused_at_the_name(house: House) -> None:
    number = house.logs("2026-09-18T09:00")

    with pytest.raises(BadInput) as refused:
        correct(house, number, agent={"relation": "女儿"})

    assert list(refused.value.fields) == ["changes.agent.name"]


@pytest.mark.parametrize("changes", [{"agent": {"name": "李晓妹"}}, {"narrative": "工作人员态度叉。"}])
def test_slip_in_an_agents_name_or_in_the_text_troubles_no_citizen(
    house: House, changes: dict[str, Any]
) -> None:
    number = house.logs("2026-09-18T09:00", **WORDS)

    event = correct(house, number, **changes)

    assert event.detail["slip"] is True and told_the_citizen(number) == 0


def test_who_was_written_down_late_is_found(house: House) -> None:
    number = house.logs("2026-09-18T09:00")
    before = tokens()

    correct(house, number, agent={"name": "赵律师", "phone": "13600136000"}, representatives=FIVE)

    assert len(tokens() - before) > 20


def tokens() -> set[str]:
    return set(db.session.scalars(db.select(SearchToken.token)))


def test_what_turns_out_to_be_a_group_climbs_on_its_own_rung_once(house: House) -> None:
    number = in_hand(house)
    correct(house, number, group_size=37)
    correct(house, number, "2026-09-18T16:10", group_size=38)

    house.sweeps("2026-09-20T16:00")

    rungs = [row.act for row in house.complaint(number).escalations if row.commitment == "group"]
    assert rungs == ["notify_leader"]


def test_group_of_an_answered_complaint_starts_no_clock(house: House) -> None:
    number = told(house)

    correct(house, number, "2026-09-21T16:00", group_size=37)

    assert house.complaint(number).deadline("group") is None


def test_letter_that_came_earlier_is_due_earlier_but_not_before_a_working_day(house: House) -> None:
    number = house.logs("2026-09-18T09:00", category="LAID_OBJ")
    promised = house.due(number, "handling")

    event = correct(house, number, received_on=date(2026, 9, 15))

    assert "handling" in event.detail["sooner"]
    assert house.due(number, "handling") < promised


@pytest.mark.parametrize("day", [date(2026, 9, 19), date(2024, 1, 1)])
def test_letter_came_neither_later_than_it_was_logged_nor_long_ago(house: House, day: date) -> None:
    number = house.logs("2026-09-18T09:00")

    with pytest.raises(BadInput) as refused:
        correct(house, number, received_on=day)

    assert list(refused.value.fields) == ["changes.received_on"]


@pytest.mark.parametrize("name", ["channel", "narrative", "sender_number", "group_size"])
def test_matter_of_a_closed_complaint_is_not_corrected(house: House, name: str) -> None:
    number = told(house)
    house.does("citizen", number, "rate", "2026-09-21T16:00", grade=5)

    with pytest.raises(NotNow, match="只能更正"):
        correct(house, number, "2026-09-22T10:00", **{name: OTHER[name]})


def test_handler_asks_for_any_fact(house: House) -> None:
    number = in_hand(house, **WORDS)
    wanted = {name: value for name, value in OTHER.items() if not name.startswith("agent_")}
    wanted |= {"agent": {name.removeprefix("agent_"): OTHER[name] for name in OTHER if "agent_" in name}}

    asked = house.does(
        "handler", number, "request_correction", "2026-09-18T14:00", changes=wanted, reason="来电更正"
    )

    assert set(asked.detail["changes"]) == set(OTHER)
    assert db.session.scalar(db.select(db.func.count(Correction.id))) == 0
    correct(house, number, **wanted)
    assert house.complaint(number).pending("correction") is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"group_size": 1}, "group_size"),
        ({"group_size": 5, "representatives": FIVE}, "group_size"),
        (
            {"representatives": [*FIVE[:4], {"name": "代表5"}, {"name": "代表6"}, {"name": "代表7"}]},
            "representatives",
        ),
    ],
)
def test_group_smaller_than_those_it_names_is_not_written(
    house: House, changes: dict[str, Any], field: str
) -> None:
    number = house.logs("2026-09-18T09:00", **WORDS)

    with pytest.raises(BadInput) as refused:
        correct(house, number, **changes)

    assert list(refused.value.fields) == [f"changes.{field}"]
