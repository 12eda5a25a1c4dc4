"""A return is an objection that its sender judges: never the returning unit, within the limit; twice improper, it is raised."""

from __future__ import annotations

import pytest

from complaints.infrastructure.database import transaction
from complaints.models import Notice
from complaints.organisation import officers
from complaints.queries.statistics import indicators, workload
from complaints.queries.statistics.indicators import Chosen
from complaints.rulebooks import store
from tests.house import House, shanghai
from tests.organisation.test_catalogue import disputed, entries
from tests.support.stories import EC, HR, offered, refusal

JUDGED = {"proper": False, "reason": "职责清单列明属该局。"}
CHANNEL = ("disc.qin", "disc.bai", "disc.meng")
AT = "2026-09-18T15:00"


def twice_returned(house: House) -> str:
    number = disputed(house)
    house.does("window", number, "judge_return", "2026-09-18T11:30", **JUDGED)
    house.does("window", number, "assign", "2026-09-18T12:00", unit=HR)
    house.does("other", number, "return", "2026-09-18T13:00", reason="也不属本单位职责。")
    return number


def test_sender_judges_the_return_once(either_house):
    number = disputed(either_house)
    event = either_house.does("window", number, "judge_return", AT, **JUDGED)

    assert (event.to_state, event.detail["refused_by"], event.detail["proper"]) == ("received", EC, False)
    assert either_house.complaint(number).improper_unit_ids == [either_house.unit(EC).id]
    assert refusal(either_house, "window", number, "judge_return", AT, **JUDGED) == "NotNow"


@pytest.mark.parametrize("by", ["handler", "leader", "echeng.xie"])
def test_returning_unit_never_judges_its_return(house, by):
    assert refusal(house, by, disputed(house), "judge_return", AT, **JUDGED) != ""


def test_return_is_judged_within_three_working_days(house):
    """The 20th works, so the third working day after Friday the 18th is Tuesday the 22nd."""
    first, second = disputed(house), disputed(house)

    assert refusal(house, "window", first, "judge_return", "2026-09-22T17:00", **JUDGED) == ""
    assert refusal(house, "window", second, "judge_return", "2026-09-23T09:00", **JUDGED) == "NotNow"


def test_nothing_waits_where_nothing_was_returned(house):
    assert refusal(house, "window", offered(house), "judge_return", AT, **JUDGED) == "NotNow"


def test_second_improper_return_raises_one_level_to_a_unit_that_cannot_return_it(either_house):
    house = either_house
    number = twice_returned(house)
    assert refusal(house, "supervisor", number, "raise_level", AT, reason="提级") == "NotNow"
    house.does("supervisor", number, "judge_return", "2026-09-18T14:00", **JUDGED)
    event = house.does("supervisor", number, "raise_level", AT, reason="两次不当退回")
    complaint = house.complaint(number)

    assert event.to_state == "assigned" and complaint.work_offer.designated
    unit = house.unit(event.detail["unit"])
    assert unit.id not in complaint.refusing_unit_ids and unit.path.count("/") <= house.unit(HR).path.count(
        "/"
    )
    assert refusal(house, "supervisor", number, "raise_level", AT, reason="再提") == "NotNow"


def test_only_who_may_designate_raises_after_two_returns(house):
    number = twice_returned(house)
    house.does("supervisor", number, "judge_return", "2026-09-18T14:00", **JUDGED)
    moves = store.current().moves

    assert moves["raise_level"].parties == moves["designate"].parties
    for by in ("window", "leader", "handler", "other", "centre.chen"):
        assert refusal(house, by, number, "raise_level", AT, reason="提级") in ("NotYours", "NotFound"), by
    assert refusal(house, "supervisor", number, "raise_level", AT, reason="提级") == ""


def test_restricted_complaint_is_not_raised_out_of_its_channel(either_house):
    """Returned twice before it was known to be one of misconduct: a unit of the channel takes it, by designation."""
    house = either_house
    number = twice_returned(house)
    house.does("supervisor", number, "judge_return", "2026-09-18T14:00", **JUDGED)
    house.does("window", number, "correct", "2026-09-18T14:30", changes={"category": "DISC"}, reason="收钱")

    refused = {by: refusal(house, by, number, "raise_level", AT, reason="提级") for by in CHANNEL}

    assert refused == {"disc.qin": "NotYours", "disc.bai": "NotNow", "disc.meng": "NotNow"}
    house.does("disc.meng", number, "designate", AT, unit="EZ-DISC", reason="渠道内承办")
    house.does("disc.bai", number, "sign_for", "2026-09-18T15:30")
    assert house.complaint(number).handler.username == "disc.bai"


def test_proper_return_raises_nothing(house):
    number = twice_returned(house)
    house.does("window", number, "judge_return", "2026-09-18T14:00", proper=True, reason="确不属其职责。")

    assert refusal(house, "supervisor", number, "raise_level", AT, reason="提级") == "NotNow"


def test_supervisor_who_finds_a_return_improper_teaches_the_catalogue(house):
    house.does("window", disputed(house), "judge_return", AT, **JUDGED)
    assert entries() == []
    house.does("supervisor", disputed(house), "judge_return", AT, **JUDGED, keywords="材料", basis="清单")
    assert [(row.unit.code, row.keywords, row.basis) for row in entries()] == [(EC, ["材料"], "清单")]
    house.does("supervisor", disputed(house), "judge_return", AT, **JUDGED, not_a_rule=True)
    assert len(entries()) == 1


def test_improper_returns_count_at_the_returning_unit(either_house):
    house = either_house
    numbers = [disputed(house) for _ in range(3)]
    for number, proper in zip(numbers, (True, False, False), strict=True):
        house.does("window", number, "judge_return", AT, proper=proper, reason="对照职责")
    at, officer = shanghai("2026-09-30T10:00"), house.officer("supervisor")
    chosen = Chosen(officer, shanghai("2026-09-01T00:00").date(), at.date(), at)
    figure = next(one for one in indicators.figures(chosen) if one.indicator.name == "improper_returns")
    behind = indicators.behind(figure.indicator.over, chosen).complaints

    assert (figure.whole.over, figure.whole.of) == (2, 3)
    assert [share.over for unit, share in figure.by_unit.items() if unit == house.unit(EC).id] == [2]
    assert {one.tracking_number for one in behind} == set(numbers[1:])
    assert workload.load_of(officer, at).of(house.unit(EC).id).improper == 2


def test_returning_unit_is_told_of_the_judgement(house):
    number = disputed(house)
    house.does("window", number, "judge_return", AT, **JUDGED)
    notices = Notice.query.filter_by(kind="judge_return").all()

    assert [(row.unit_id, row.role) for row in notices if row.unit_id] == [(house.unit(EC).id, "officer")]


@pytest.mark.parametrize("person", ["echeng.xie", "leader"])
def test_returner_and_head_of_that_time_judge_it_nowhere(either_house, person):
    """Moved to the unit that took it in, or made a supervisor, they still judge no return of their own."""
    house = either_house
    number = offered(house)
    house.does("echeng.xie", number, "return", "2026-09-18T11:00", reason="不属本单位职责。")
    with transaction():
        roles = ["supervisor"] if person == "leader" else ["unit_supervisor"]
        officers.set_roles(house.officer(person), roles, shanghai("2026-09-18T12:00"))
        unit = "EZ-BUREAU" if person == "leader" else "EZ-CENTRE"
        officers.move(house.officer(person), unit, shanghai("2026-09-18T12:00"))

    assert refusal(house, person, number, "judge_return", AT, **JUDGED) != ""
    assert refusal(house, "window", number, "judge_return", AT, **JUDGED) == ""


@pytest.mark.parametrize(
    "returned",
    [
        (("EZ-PETITION", "petition.yuan"), ("EZ-BUREAU", "bureau.yu")),
        (("EC-BUREAU", "handler"), ("EZ-BUREAU", "bureau.yu")),
        (("EZ-BUREAU", "bureau.yu"), ("EZ-PETITION", "petition.yuan")),
    ],
)
def test_raised_goes_to_a_unit_above_or_nowhere(house, returned):
    number = house.logs("2026-09-18T09:00", category="SHIRK")
    for hour, (unit, officer) in zip((10, 11), returned, strict=True):
        house.does("window", number, "assign", f"2026-09-18T{hour}:00", unit=unit)
        house.does(officer, number, "return", f"2026-09-18T{hour}:20", reason="不属本单位职责。")
        house.does("window", number, "judge_return", f"2026-09-18T{hour}:40", **JUDGED)
    paths = [house.unit(unit).path for unit, _ in returned]

    done = refusal(house, "supervisor", number, "raise_level", AT, reason="提级")

    offer = house.complaint(number).work_offer
    if done:
        assert done == "NotNow" and offer is None
        return
    unit = house.complaint(number).last_work_offer.unit
    assert unit.path not in paths and any(path.startswith(unit.path) for path in paths), unit.code
