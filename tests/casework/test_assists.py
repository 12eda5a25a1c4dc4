"""协办: another unit helps with its own offer, clock and answer; the lead keeps the work, its clock and the citizen."""

from __future__ import annotations

from typing import Any

import pytest

from complaints.casework import ledger
from complaints.infrastructure.database import transaction
from complaints.infrastructure.errors import NotFound, WorkError
from complaints.models import Deadline
from complaints.organisation import officers, units
from tests.casework.test_consultations import (
    HEAD_OF_HR,
    LATER,
    asked,
    makes,
    notified,
    seen_by,
    steps,
)
from tests.house import House, shanghai
from tests.support.stories import ANSWER, EC, HR, answerable, in_hand, rungs
from workflows.calendar import SHANGHAI
from workflows.errors import NotNow, NotYours

ASKED_AT, SOON = "2026-09-18T11:00", "2026-09-18T14:45"
TASK = "请查 9 月 8 日上午的取号记录。"
FOUND = "取号记录附后，当事人 9:12 取号。"


def helping(house: House, number: str, at: str = ASKED_AT, by: str = "handler", unit: str = HR) -> None:
    makes(house, by, number, "add_assist", at, unit=unit, task=TASK)


def taken(house: House, number: str) -> None:
    helping(house, number)
    makes(house, "other", number, "take_assist", SOON, of=1)


def promises(house: House, number: str, name: str = "assist") -> list[Deadline]:
    return [row for row in house.complaint(number).deadlines if row.commitment == name]


def due(row: Deadline) -> str:
    return f"{row.due_at.astimezone(SHANGHAI):%m-%d %H:%M}"


def test_unit_takes_and_answers_and_the_work_stays(either_house: House) -> None:
    house = either_house
    number = in_hand(house)
    before = house.due(number, "handling")

    taken(house, number)
    makes(house, "other", number, "answer_assist", of=1, note=FOUND)

    assert steps(number) == [(1, "asked"), (1, "taken"), (1, "answered")]
    complaint = house.complaint(number)
    assert complaint.handler.username == "handler" and answerable(house, number) == "handler"
    assert house.due(number, "handling") == before and not complaint.consulting
    for name in ("assist_taking", "assist"):
        [row] = promises(house, number, name)
        assert row.met_at is not None and row.breached_at is None and row.unit_id == house.unit(HR).id
    assert {"take_assist", "answer_assist"} <= set(notified(house, "handler"))
    assert "add_assist" in notified(house, "other")
    house.does("handler", number, "answer", LATER, **ANSWER)
    assert [one for _, one in ledger.breaks() if one] == []


def test_assist_has_its_own_clock_with_its_basis(house: House) -> None:
    number = in_hand(house)
    taken(house, number)

    [taking], [help_] = promises(house, number, "assist_taking"), promises(house, number)
    assert (taking.limit, due(help_), help_.limit) == ("4wh", "09-22 17:30", "3wd")
    assert "济南" in help_.basis_zh and "Jinan" in help_.basis_en


def test_lead_answers_without_an_open_assist_only_with_a_reason(either_house: House) -> None:
    house = either_house
    number = in_hand(house)
    taken(house, number)

    with pytest.raises(NotNow, match="还有协办单位没有答复"):
        house.does("handler", number, "answer", LATER, **ANSWER)
    event = makes(house, "handler", number, "answer", LATER, without_assists="取号记录已另行取得。", **ANSWER)

    assert event.detail["without_assists"] == "取号记录已另行取得。"
    assert steps(number)[-1] == (1, "ended") and notified(house, "other")[0] == "end_assists"
    assert [row.void_at is not None for row in promises(house, number)] == [True]


def test_return_gives_the_task_back_to_the_lead(house: House) -> None:
    number = in_hand(house)
    helping(house, number)

    makes(house, "other", number, "return_assist", SOON, of=1, reason="记录在中心。")

    assert steps(number) == [(1, "asked"), (1, "returned")] and "return_assist" in notified(house, "handler")
    helping(house, number, LATER, unit="EZ-CENTRE")
    assert house.complaint(number).returns == 0


def test_assist_is_not_returned_late_or_once_taken(house: House) -> None:
    number = in_hand(house)
    helping(house, number)

    with pytest.raises(NotNow, match="时限"):
        makes(house, "other", number, "return_assist", "2026-09-20T10:00", of=1, reason="…")
    makes(house, "other", number, "take_assist", "2026-09-20T10:00", of=1)
    with pytest.raises(NotNow, match="不能退回"):
        makes(house, "other", number, "return_assist", "2026-09-20T10:00", of=1, reason="…")
    [row] = promises(house, number, "assist_taking")
    assert row.breached_at is not None


def test_assist_nobody_takes_lapses_with_its_head_told(either_house: House) -> None:
    house = either_house
    number = in_hand(house)
    helping(house, number)

    house.sweeps("2026-09-21T18:00")

    assert steps(number) == [(1, "asked"), (1, "lapsed")]
    assert "lapse_assist" in notified(house, "handler") and "escalate" in notified(house, HEAD_OF_HR)
    [row] = promises(house, number, "assist_taking")
    assert row.breached_at is not None and row.unit_id == house.unit(HR).id
    with pytest.raises((NotFound, NotYours, NotNow)):
        makes(house, "other", number, "take_assist", "2026-09-21T18:01", of=1)


def test_late_help_climbs_to_the_head_of_the_helping_unit(either_house: House) -> None:
    house = either_house
    number = in_hand(house)
    saw_before = seen_by(number)
    taken(house, number)
    house.does("handler", number, "report_progress", "2026-09-22T10:00", note="…")

    house.sweeps("2026-09-23T18:00")

    assert rungs(house, number, "assist")[-2:] == ["0", "+1wd"]
    assert "escalate" in notified(house, HEAD_OF_HR) and "escalate" in notified(house, "other")
    [late, *_] = [
        row for row in house.complaint(number).escalations if row.commitment == "assist" and not row.reminder
    ]
    assert late.late_id == house.officer("other").id and seen_by(number) == saw_before
    assert answerable(house, number) == "handler"


def test_only_the_one_who_took_it_answers(house: House) -> None:
    number = in_hand(house)
    helping(house, number)

    with pytest.raises(NotNow, match="先接下"):
        makes(house, "other", number, "answer_assist", of=1, note=FOUND)
    makes(house, "other", number, "take_assist", of=1)
    with pytest.raises(NotNow, match="先接下"):
        makes(house, HEAD_OF_HR, number, "answer_assist", of=1, note=FOUND)
    with pytest.raises(NotNow, match="已经在您手上"):
        makes(house, "other", number, "take_assist", of=1)


def test_colleague_takes_over_and_the_clock_runs_on(house: House) -> None:
    number = in_hand(house)
    taken(house, number)
    [before] = [due(row) for row in promises(house, number)]

    makes(house, HEAD_OF_HR, number, "take_assist", of=1)
    makes(house, HEAD_OF_HR, number, "answer_assist", of=1, note=FOUND)

    assert [step for _, step in steps(number)] == ["asked", "taken", "taken", "answered"]
    assert [due(row) for row in promises(house, number)] == [before]


def test_only_handler_and_head_add_and_end(house: House) -> None:
    number = in_hand(house)

    with pytest.raises(NotYours):
        helping(house, number, by="window")
    helping(house, number, by="leader")
    with pytest.raises(NotNow, match="已在协办"):
        helping(house, number)
    with pytest.raises(NotNow, match="主办单位"):
        helping(house, number, unit=EC)
    makes(house, "handler", number, "end_assist", of=1, reason="不需要了。")
    assert steps(number) == [(1, "asked"), (1, "withdrawn")] and notified(house, "other")[0] == "end_assist"


def test_several_units_help_beside_an_opinion(house: House) -> None:
    number = in_hand(house)
    asked(house, number)
    helping(house, number)
    helping(house, number, unit="EZ-CENTRE")

    with pytest.raises(NotNow, match="没有这一项"):
        makes(house, "other", number, "take_assist", of=1)
    makes(house, "other", number, "take_assist", of=2)
    with pytest.raises(NotNow, match="没有这一项"):
        makes(house, "other", number, "answer_consultation", of=2, opinion="…")

    assert [one.number for one in house.complaint(number).open_assists] == [2, 3]


def test_unit_complained_of_does_not_help(house: House) -> None:
    number = in_hand(house, respondent_unit=HR)

    with pytest.raises(NotNow, match="被投诉"):
        helping(house, number)


@pytest.mark.parametrize("is_taken", [True, False])
def test_help_of_a_unit_kept_out_goes_one_level_up(either_house: House, is_taken: bool) -> None:
    house = either_house
    number = in_hand(house)
    (taken if is_taken else helping)(house, number)

    house.does("window", number, "name_respondent", LATER, unit=HR, reason="投诉人补充")

    assert steps(number)[-2:] == [(1, "ended"), (2, "asked")]
    [part] = house.complaint(number).open_assists
    assert part.officer is not None and part.unit_id != house.unit(HR).id and part.words == TASK
    assert "raise_assist" in notified(house, part.officer.username) and notified(house, "other") == []
    with pytest.raises(NotFound):
        makes(house, "other", number, "take_assist", of=1)
    makes(house, part.officer.username, number, "take_assist", of=2)
    makes(house, part.officer.username, number, "answer_assist", of=2, note=FOUND)


def test_help_of_a_unit_kept_out_never_goes_to_the_lead_unit(house: House) -> None:
    number = in_hand(house)
    helping(house, number, unit="EC-CENTRE")

    house.does("window", number, "name_respondent", LATER, unit="EC-CENTRE", reason="投诉人补充")

    [part] = house.complaint(number).open_assists
    assert part.unit_id != house.complaint(number).unit_id and part.officer.username != "leader"


ENDS: dict[str, tuple[str, dict[str, Any]]] = {
    "withdraw": ("citizen", {}),
    "return": ("handler", {"reason": "不属本单位"}),
    "merge": ("window", {}),
}


@pytest.mark.parametrize("end", ENDS)
def test_every_end_of_the_work_ends_the_help(house: House, end: str) -> None:
    number = in_hand(house)
    taken(house, number)
    by, words = ENDS[end]
    if end == "merge":
        words = {"leading": in_hand(house)}

    house.does(by, number, end, LATER, **words)

    assert steps(number)[-1] == (1, "ended") and "end_assists" in notified(house, "other")


def test_unit_that_helps_is_not_closed(house: House) -> None:
    number = in_hand(house)
    taken(house, number)

    with pytest.raises(WorkError, match="协办"), transaction():
        units.close(house.unit(HR), shanghai(LATER))


def test_help_of_an_officer_who_leaves_goes_on_in_the_unit(either_house: House) -> None:
    house = either_house
    number = in_hand(house)
    taken(house, number)
    house.does("handler", number, "report_progress", "2026-09-22T10:00", note="…")
    with transaction():
        officers.close(house.officer("other"), shanghai(LATER))

    house.sweeps("2026-09-22T17:31")

    assert "escalate" in notified(house, HEAD_OF_HR)
    makes(house, HEAD_OF_HR, number, "take_assist", "2026-09-22T17:40", of=1)
    makes(house, HEAD_OF_HR, number, "answer_assist", "2026-09-22T17:41", of=1, note=FOUND)
    assert steps(number)[-1] == (1, "answered")
