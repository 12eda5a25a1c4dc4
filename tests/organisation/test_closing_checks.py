"""Posts on which a promise rests: the last holder keeps one until another officer has it too (promises 6 and 7)."""

from __future__ import annotations

import pytest

from complaints.escalation import reviews
from complaints.infrastructure.database import transaction
from complaints.infrastructure.errors import WorkError
from complaints.organisation import officers
from tests.house import House, shanghai
from tests.support.stories import in_hand

AT = "2026-09-28T10:00"


def closes(house: House, *usernames: str) -> None:
    for username in usernames:
        with transaction():
            officers.close(house.officer(username), shanghai(AT))


@pytest.mark.parametrize(
    ("held_by", "post"),
    [
        (("bureau.jiang", "disc.meng"), "最后责任人"),
        (("disc.qin", "disc.bai", "disc.meng"), "纪检人员"),
        (("bureau.tan", "disc.bai", "disc.meng", "bureau.jiang", "supervisor"), "督办人员"),
        (("admin",), "管理员"),
    ],
)
def test_the_last_who_holds_a_post_is_not_closed(either_house, held_by, post):
    house = either_house
    if post == "督办人员":  # two of them are the last resort as well
        with transaction():
            officers.set_roles(
                house.officer("leader"), ["officer", "unit_supervisor", "last_resort"], shanghai(AT)
            )
    closes(house, *held_by[:-1])

    with pytest.raises(WorkError, match=post):
        closes(house, held_by[-1])

    assert house.officer(held_by[-1]).active


def test_the_last_resort_is_not_taken_from_the_last_who_holds_it(house):
    closes(house, "bureau.jiang")

    with pytest.raises(WorkError, match="最后责任人"), transaction():
        officers.set_roles(house.officer("disc.meng"), ["officer", "discipline", "supervisor"], shanghai(AT))

    assert "last_resort" in house.officer("disc.meng").roles


def test_who_holds_a_post_with_others_is_closed(house):
    closes(house, "bureau.jiang")

    assert not house.officer("bureau.jiang").active


def test_whoever_a_review_waits_for_is_not_closed_before_it_is_done(house):
    number = in_hand(house)
    house.sweeps("2026-09-28T08:30")
    assert "leader" in {row.reviewer.username for row in house.complaint(number).escalations if row.reviewer}

    with pytest.raises(WorkError, match="升级"):
        closes(house, "leader")

    with transaction():
        words = {"act": "interviewed", "note": "已约谈。"}
        reviews.review_all(number, house.officer("leader"), shanghai(AT), words)
    closes(house, "leader")
    assert not house.officer("leader").active


def test_whoever_the_work_was_offered_to_by_name_is_not_closed_before_they_answered(house):
    number = house.logs("2026-09-17T09:00")
    words = {"unit": "EC-BUREAU", "officer": "echeng.xie", "reason": "两次退回"}
    house.does("supervisor", number, "designate", "2026-09-17T09:30", **words)

    with pytest.raises(WorkError, match="1 件"):
        closes(house, "echeng.xie")

    house.does("supervisor", number, "designate", "2026-09-17T09:40", unit="HR-BUREAU", reason="另行指定")
    closes(house, "echeng.xie")
