"""Groups told by every way, at random: who was told, their times and the promises are what the events say, by a model."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest

from complaints.casework import citizen_view
from complaints.casework.deliveries import deliver_and_record
from complaints.intake.complainant import Person
from tests.house import House, shanghai
from tests.notifications.test_times_from_delivery import HANDED_OVER
from tests.support.figure_checks import Watch
from tests.support.post_office import PostOffice
from tests.support.stories import ANSWER, in_hand, refusal

PEOPLE = (
    Person(name="王女士", phone="027-87654321"),
    Person(name="李大爷", phone="+8613800138000"),
    Person(name="赵师傅"),
)


class Group:
    def __init__(self, house: House, chance: random.Random) -> None:
        self.house, self.chance, self.watch = house, chance, Watch(messages=True)
        self.at = shanghai("2026-09-22T09:00")
        self.leading = in_hand(house, person=chance.choice(PEOPLE))
        self.numbers = [self.leading]
        for _ in range(2):
            self.join("2026-09-18T11:00")
        house.does("handler", self.leading, "answer", "2026-09-21T10:00", **ANSWER)
        house.does("window", self.leading, "give_feedback", "2026-09-21T15:00", method=self.method())

    def method(self) -> str:
        return self.chance.choice(("sms", "phone"))

    def join(self, at: str) -> None:
        one = self.house.logs("2026-09-18T10:30", person=self.chance.choice(PEOPLE))
        if refusal(self.house, "window", one, "merge", at, leading=self.leading) == "":
            self.numbers.append(one)

    def acts(self) -> str:
        self.at += timedelta(hours=self.chance.choice((1, 3, 26)))
        at, one = f"{self.at:%Y-%m-%dT%H:%M}", self.chance.choice(self.numbers)
        name = self.chance.choice(sorted(ACTS))
        by, move, words = ACTS[name](self.chance)
        if name == "deliver":
            deliver_and_record(lambda: self.at)
        elif name == "sweep":
            self.house.sweeps(at)
        elif name == "join":
            self.join(at)
        elif name in ("sign", "answer", "feedback"):
            handler = self.house.complaint(self.leading)
            offered = handler.handler or handler.first_responder
            user = {"sign": by, "answer": offered.username, "feedback": "window"}[name]
            refusal(self.house, user, self.leading, move, at, **words)
        else:
            refusal(self.house, by, one, move, at, **words)
        return f"{at} {name} {one}"


Words = tuple[str, str, dict[str, Any]]
CALL = {"how": "phone", "true": True, "content": True}
ACTS: dict[str, Any] = {
    "rate": lambda chance: ("citizen", "rate", {"grade": chance.randint(1, 5)}),
    "appeal": lambda chance: ("citizen", "appeal", {"reason": "不服"}),
    "withdraw": lambda chance: ("citizen", "withdraw", {}),
    "tell": lambda chance: ("window", "tell_answer", HANDED_OVER),
    "call": lambda chance: ("supervisor", "call_back", {**CALL, "reached": chance.random() < 0.6}),
    "separate": lambda chance: ("window", "unmerge", {"reason": "不是同一件事"}),
    "sign": lambda chance: ("bureau.yu", "sign_for", {}),
    "answer": lambda chance: ("", "answer", ANSWER),
    "feedback": lambda chance: ("", "give_feedback", {"method": chance.choice(("sms", "phone"))}),
    "join": lambda chance: ("", "", {}),
    "deliver": lambda chance: ("", "", {}),
    "sweep": lambda chance: ("", "", {}),
}


def violations(group: Group) -> list[str]:
    found = list(group.watch.differences(group.at))
    leading = group.house.complaint(group.leading)
    if leading.milestone not in ("told", "ended") or leading.ends_as in ("withdrawn", "merged"):
        return found
    for number in group.numbers:
        complaint = group.house.complaint(number)
        if complaint is not leading and complaint.leading_id != leading.id:
            continue
        model = group.watch.by_number[number]
        until = citizen_view.periods_of(complaint)
        if until.is_on_its_way == model.reached:
            found.append(f"{number}: reached {model.reached}, on its way {until.is_on_its_way}")
    return found


@pytest.mark.parametrize("seed", range(6))
def test_each_is_told_and_has_their_time(mailing: House, office: PostOffice, seed: int) -> None:
    group, told = Group(mailing, random.Random(seed)), []
    for _ in range(22):
        told.append(group.acts())
        group.watch.hear()
        lines = violations(group)
        assert not lines, f"seed {seed}: {lines[:4]} after {told}"


def test_model_sees_a_joined_citizen_taken_for_told(mailing: House) -> None:
    group = Group(mailing, random.Random(3))
    group.watch.hear()
    assert violations(group) == []
    for model in group.watch.models.values():
        model.reached = not model.reached

    assert violations(group)
