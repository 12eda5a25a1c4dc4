"""Times to rate and to ask for a review run from when the answer came to the citizen, not from when it was written."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from complaints.casework.deliveries import deliver_and_record
from tests.house import House, shanghai
from tests.support.plain_time import PlainTime
from tests.support.post_office import PostOffice
from tests.support.rule_words import rules
from tests.support.stories import ANSWER, answered, in_hand, refusal, told
from tests.web.citizens import looks_up
from tests.web.pages import Visitor

WRITTEN = "2026-09-21T15:00"
CATEGORIES = ("ATTITUDE", "LAID", "PETITION", "FORENSIC", "PRIVACY")
HANDED_OVER = {"how": "letter", "note": "已当面交给本人"}


def by_law(category: str, stage: str, begun: datetime) -> datetime:
    """From the text of the rulebook and literal dates alone."""
    own = rules()["categories"][category]["limits"].get(stage)
    written = str(own["limit"] if own else rules()["limits"][stage]["normal"])
    digits = written.rstrip("abcdefghijklmnopqrstuvwxyz")
    return PlainTime().due(begun, int(digits), written[len(digits) :])


def periods(house: House, number: str) -> tuple[datetime, datetime]:
    complaint = house.complaint(number)
    return complaint.appeal_by, complaint.rate_by


def counted_from(category: str, at: str) -> tuple[datetime, datetime]:
    begun = shanghai(at)
    return by_law(category, "appeal_period", begun), by_law(category, "closing", begun)


def feedback_by_text(house: House, **words: Any) -> str:
    number = answered(house, **words)
    house.does("window", number, "give_feedback", WRITTEN, method="sms")
    return number


def reach(house: House, number: str, how: str, at: str) -> None:
    if how == "delivered":
        deliver_and_record(lambda: shanghai(at))
    elif how == "told by a person":
        house.does("window", number, "tell_answer", at, **HANDED_OVER)
    elif how == "called back":
        house.does("leader", number, "call_back", at, how="phone", reached=True, true=True, content=True)
    else:
        house.does("citizen", number, "rate", at, grade=3)


HOWS = ("delivered", "told by a person", "called back", "rated")


@pytest.mark.parametrize("how", HOWS)
def test_times_run_from_when_the_answer_came(mailing: House, office: PostOffice, how: str) -> None:
    number = feedback_by_text(mailing)

    reach(mailing, number, how, "2026-09-24T10:00")

    assert periods(mailing, number) == counted_from("ATTITUDE", "2026-09-24T10:00")


@pytest.mark.parametrize("category", CATEGORIES)
def test_times_of_each_category_are_as_its_law_says(
    mailing: House, office: PostOffice, category: str
) -> None:
    number = feedback_by_text(mailing, category=category)

    reach(mailing, number, "delivered", "2026-09-29T10:00")

    assert periods(mailing, number) == counted_from(category, "2026-09-29T10:00")


@pytest.mark.parametrize("move", ["rate", "appeal"])
def test_no_time_runs_out_while_the_answer_is_on_its_way(mailing: House, move: str) -> None:
    """The file is closed meanwhile; the rights of who was never told wait for them."""
    number, words = feedback_by_text(mailing), {"grade": 1} if move == "rate" else {"reason": "不服"}
    mailing.sweeps("2026-12-15T10:00")
    assert mailing.complaint(number).state == "closed"

    assert refusal(mailing, "citizen", number, move, "2026-12-15T11:00", **words) == ""


@pytest.mark.parametrize("at, refused", [("2026-10-09T10:00", ""), ("2026-10-20T10:00", "NotNow")])
def test_who_is_told_after_the_file_was_closed_has_the_whole_time(
    mailing: House, office: PostOffice, at: str, refused: str
) -> None:
    number = feedback_by_text(mailing)
    mailing.sweeps("2026-09-30T09:00")
    assert mailing.complaint(number).state == "closed"
    reach(mailing, number, "delivered", "2026-10-08T10:00")

    assert refusal(mailing, "citizen", number, "rate", at, grade=4) == refused


def test_a_later_message_brings_no_time_back(mailing: House, office: PostOffice) -> None:
    number = feedback_by_text(mailing)
    reach(mailing, number, "told by a person", "2026-09-22T10:00")
    reach(mailing, number, "delivered", "2026-10-12T10:00")

    assert periods(mailing, number) == counted_from("ATTITUDE", "2026-09-22T10:00")


def test_answer_told_at_once_counts_from_then(either_house: House) -> None:
    number = told(either_house)

    assert periods(either_house, number) == counted_from("ATTITUDE", WRITTEN)
    late = "2026-11-10T10:00"
    assert refusal(either_house, "citizen", number, "appeal", late, reason="不服") == "NotNow"


def test_second_answer_is_counted_on_its_own(mailing: House, office: PostOffice) -> None:
    """The times of the first round are over; the second answer is on its way."""
    number = in_hand(mailing)
    mailing.does("handler", number, "answer", "2026-09-21T10:00", **ANSWER)
    mailing.does("window", number, "give_feedback", WRITTEN, method="phone")
    mailing.does("citizen", number, "rate", "2026-09-22T10:00", grade=1)
    redo = {"unit": mailing.unit("HR-BUREAU"), "reason": "核实后重办"}
    mailing.does("supervisor", number, "reopen", "2026-09-29T09:00", **redo)
    mailing.does("other", number, "sign_for", "2026-09-29T10:00")
    mailing.does("other", number, "answer", "2026-09-30T10:00", **ANSWER)
    mailing.does("window", number, "give_feedback", "2026-09-30T11:00", method="sms")

    reach(mailing, number, "delivered", "2026-10-09T10:00")

    assert periods(mailing, number) == counted_from("ATTITUDE", "2026-10-09T10:00")


def test_page_says_until_when(mailing: House, office: PostOffice) -> None:
    number = feedback_by_text(mailing)
    visitor, code = Visitor(mailing.app), mailing.codes[number]
    assert "从结果送达您时起算" in visitor.follow(looks_up(visitor, number, code)).text

    reach(mailing, number, "delivered", "2026-09-24T10:00")

    text = visitor.follow(looks_up(visitor, number, code)).text
    for until in counted_from("ATTITUDE", "2026-09-24T10:00"):
        assert f'datetime="{until:%Y-%m-%dT%H:%M}' in text
