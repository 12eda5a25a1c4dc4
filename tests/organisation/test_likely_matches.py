"""A likely match of a name keeps out what the officer would keep out, until it is settled; and settling comes first."""

from __future__ import annotations

import pytest

from complaints.simulation.city import new_city
from complaints.simulation.decisions import next_turn
from tests.house import House, shanghai
from tests.support.kept_out import kept_out_of
from tests.support.stories import ANSWER, refusal
from workflows.errors import NotNow

HEAD = "周宁"  # leads the Echeng bureau
AT = "2026-09-18T09:10"
ACCEPTING = (
    ("accept", {}),
    ("assign", {"unit": "HR-BUREAU"}),
    ("answer_on_the_spot", ANSWER),
)


def named(house: House, name: str = HEAD) -> tuple[str, str]:
    """Its number, and its first responder."""
    number = house.logs("2026-09-18T09:00", "citizen", respondent_name=name)
    return number, house.complaint(number).first_responder.username


def test_those_a_likely_match_leads_judge_nothing_until_it_is_settled(either_house: House) -> None:
    house = either_house
    number, first = named(house)

    assert kept_out_of(number) == {"leader": "name"}
    below = kept_out_of(number, "judging")
    assert {below[who] for who in ("handler", "echeng.xie", "eccentre.tang")} == {"led_by_match"}
    assert "other" not in below and house.complaint(number).shuts_out(house.unit("EC-CENTRE"))

    house.does(first, number, "settle_respondent", AT, officer="leader", same=False)

    assert kept_out_of(number, "judging") == {}
    assert not house.complaint(number).shuts_out(house.unit("EC-BUREAU"))
    house.does(first, number, "assign", "2026-09-18T09:20", unit="EC-BUREAU")


def test_a_confirmed_match_takes_the_place_of_the_likely_one(house: House) -> None:
    number, first = named(house)

    house.does(first, number, "settle_respondent", AT, officer="leader", same=True)

    assert "led_by_match" not in kept_out_of(number, "judging").values()
    assert kept_out_of(number)["handler"] in ("unit", "led_by_respondent")


def test_a_cleared_name_frees_those_its_match_leads(house: House) -> None:
    number, first = named(house)

    house.does(first, number, "clear_respondent", AT, name=HEAD, reason="写错")

    assert kept_out_of(number) == kept_out_of(number, "judging") == {}


@pytest.mark.parametrize(("move", "words"), ACCEPTING)
def test_nothing_is_accepted_before_the_matches_are_settled(house: House, move: str, words: dict) -> None:
    number, first = named(house, "吴舟")

    with pytest.raises(NotNow, match="请先用“核实被投诉人”"):
        house.does(first, number, move, AT, **words)
    house.does(first, number, "settle_respondent", AT, officer="handler", same=False)

    assert refusal(house, first, number, move, "2026-09-18T09:20", **words) == ""


def test_a_supervisor_designates_after_settling_too(house: House) -> None:
    number, _ = named(house, "吴舟")
    words = {"unit": "HR-BUREAU", "reason": "指定"}

    assert refusal(house, "supervisor", number, "designate", AT, **words) == "NotNow"
    house.does("supervisor", number, "settle_respondent", AT, officer="handler", same=False)
    assert refusal(house, "supervisor", number, "designate", AT, **words) == ""


def test_one_act_says_that_none_of_the_matches_is_meant(either_house: House) -> None:
    house = either_house
    number, first = named(house, "鄂城区司法局的人")
    assert len(house.complaint(number).likely_respondent_ids) > 1

    with pytest.raises(NotNow, match="哪一位"):
        house.does(first, number, "settle_respondent", AT, same=True)
    house.does(first, number, "settle_respondent", AT, same=False)

    assert kept_out_of(number) == kept_out_of(number, "judging") == {}
    house.does(first, number, "accept", "2026-09-18T09:20")


def test_the_promise_of_acceptance_climbs_while_nobody_settles(house: House) -> None:
    """And the reviewer it climbed to may settle."""
    number, first = named(house)

    house.sweeps("2026-10-12T18:00")

    late = [row for row in house.complaint(number).escalations if row.commitment == "acceptance"]
    assert any(not row.reminder for row in late)
    reviewer = next(row.reviewer.username for row in late[::-1] if row.reviewer)
    assert refusal(house, reviewer, number, "settle_respondent", "2026-10-12T18:10", same=False) == ""
    assert first != reviewer


@pytest.mark.parametrize("name", [HEAD, "吴舟", "顾言"])
def test_actors_of_the_simulation_settle_first(house: House, name: str) -> None:
    number, _ = named(house, name)
    city = new_city(1, shanghai(AT))

    turn = next_turn(city.desk(house.complaint(number)))

    assert turn is not None and turn.move == "settle_respondent"
    assert refusal(house, turn.actor.username, number, turn.move, AT, same=False) == ""
