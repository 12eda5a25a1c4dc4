"""Within three working days of the feedback a person who had no part in the work calls the citizen back (domain §12)."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from types import SimpleNamespace

import pytest

from complaints.casework.documents.documents import documents_of
from complaints.casework.ledger import events_of
from complaints.escalation.reviews import climbed
from complaints.intake.complainant import Person
from complaints.models import Deadline
from complaints.queries.statistics.indicators import Chosen, count_figures
from tests.house import House, shanghai
from tests.support.stories import refusal, told
from tests.web.api import Api
from tests.web.pages import signed_in
from workflows.conditions import CONDITIONS
from workflows.language import Act

CALL = {"how": "phone", "reached": True, "note": "对结果满意"}


def clock(house: House, number: str):
    rows = [row for row in house.complaint(number).deadlines if row.commitment == "call_back"]
    return rows[-1] if rows else None


def test_feedback_promises_a_call_within_three_working_days(either_house: House) -> None:
    """Feedback on Monday the 21st; the 25th is a day off."""
    number = told(either_house)

    assert either_house.due(number, "call_back") == shanghai("2026-09-24T17:30")
    assert clock(either_house, number).limit == "3wd"


@pytest.mark.parametrize("by", ["leader", "supervisor"])
def test_person_without_a_part_keeps_it(house: House, by: str) -> None:
    number = told(house)

    event = house.does(by, number, "call_back", "2026-09-22T09:00", **CALL)

    assert (event.party, event.detail["reached"]) == ("third_person", True)
    assert clock(house, number).met_at == shanghai("2026-09-22T09:00")
    assert house.complaint(number).state == "feedback"


@pytest.mark.parametrize("by", ["window", "handler"])
def test_person_with_a_part_may_not_call(house: House, by: str) -> None:
    number = told(house)

    assert refusal(house, by, number, "call_back", "2026-09-22T09:00", **CALL) == "NotYours"


def test_former_first_responder_may_not_call(house: House) -> None:
    number = told(house)
    words = {"officer": "centre.he", "reason": "leave"}
    successor = words["officer"]
    house.does("centre.chen", number, "change_first_responder", "2026-09-21T16:00", **words)
    house.does(successor, number, "take_first_responder", "2026-09-21T16:10")

    assert refusal(house, "window", number, "call_back", "2026-09-22T09:00", **CALL) == "NotYours"


def test_citizen_who_rated_needs_no_call(house: House) -> None:
    number = told(house)

    house.does("citizen", number, "rate", "2026-09-22T09:00", grade=3)

    assert clock(house, number).met_at == shanghai("2026-09-22T09:00")


def test_citizen_without_a_phone_is_promised_no_call(house: House) -> None:
    assert clock(house, told(house, person=Person())) is None


def test_report_of_misconduct_is_promised_no_call() -> None:
    restricted = SimpleNamespace(contactable=True, rules=SimpleNamespace(restricted=True))

    assert not CONDITIONS["may_be_called_back"](restricted, Act("give_feedback", None, None, {}))


def test_call_left_out_climbs_to_the_leader_of_the_intake_unit(house: House) -> None:
    number = told(house)

    house.sweeps("2026-09-24T17:31")
    house.sweeps("2026-09-28T18:00")

    rows = [row for row in house.complaint(number).escalations if row.commitment == "call_back"]
    assert [(row.rung, row.reviewer.username if row.reviewer else None) for row in rows] == [
        ("-2wh", None),
        ("0", None),
        ("+1wd", "supervisor"),
    ]
    assert climbed((house.officer("supervisor"), shanghai("2026-09-28T18:00")))
    assert clock(house, number).breached_at == shanghai("2026-09-24T17:30")


VAIN = {"how": "phone", "reached": False, "note": "无人接听"}


def call_in_vain(house: House, number: str, *times: str) -> None:
    for at in times:
        house.does("supervisor", number, "call_back", at, **VAIN)


def test_calls_in_vain_keep_the_promise_only_on_the_third_working_day(either_house: House) -> None:
    """Domain §7: unreachable means at least three attempts on different working days."""
    house = either_house
    number = told(house)

    call_in_vain(house, number, "2026-09-22T09:00", "2026-09-22T15:00", "2026-09-23T09:00")
    assert clock(house, number).is_running
    call_in_vain(house, number, "2026-09-24T10:00")

    assert clock(house, number).met_at == shanghai("2026-09-24T10:00")


def test_call_that_reached_the_citizen_after_a_vain_one_keeps_the_promise(house: House) -> None:
    number = told(house)

    call_in_vain(house, number, "2026-09-22T09:00")
    house.sweeps("2026-09-24T17:31")
    house.does("supervisor", number, "call_back", "2026-09-28T09:00", **CALL)

    assert clock(house, number).breached_at == shanghai("2026-09-24T17:30")
    assert clock(house, number).met_at == shanghai("2026-09-28T09:00")


def test_call_is_made_over_the_api(house: House) -> None:
    number = told(house)

    answer = Api(house).by("supervisor").move(number, "call_back", CALL)

    assert answer.status_code == 201, answer.text
    assert answer.json["detail"]["how"] == "phone"


ANSWERS = {"contacted": True, "solved": False, "satisfied": False}


def file_of(house: House, number: str, code: str) -> str:
    """The document of this kind, as one text without signs of direction."""
    complaint = house.complaint(number)
    made = documents_of(complaint, events_of(complaint))
    found = "\n".join(next(one for one in made if one.code == code).paragraphs)
    return "".join(sign for sign in found if unicodedata.category(sign) != "Cf")


def test_citizen_answers_the_questions_of_a_call(either_house: House) -> None:
    """Did they contact you, is it solved, are you satisfied, and what else: kept, shown and on the record."""
    house = either_house
    number = told(house)

    event = house.does("supervisor", number, "call_back", "2026-09-22T09:00", **CALL, **ANSWERS)

    assert {name: event.detail[name] for name in ANSWERS} == ANSWERS
    written = file_of(house, number, "call_back")
    for words in ("是否联系过：联系过", "是否解决：没有解决", "是否满意：不满意", "意见：对结果满意"):
        assert words in written


def test_question_left_open_was_not_answered(house: House) -> None:
    number = told(house)

    house.does("supervisor", number, "call_back", "2026-09-22T09:00", **CALL, solved=True)

    written = file_of(house, number, "call_back")
    assert "是否解决：解决了" in written and "是否满意：没有说" in written


def test_citizen_who_was_not_reached_answered_nothing(house: House) -> None:
    number, api = told(house), Api(house)
    vain = {**CALL, "reached": False, "note": "无人接听"}

    wrong = api.by("supervisor").move(number, "call_back", {**vain, "solved": True})
    right = api.by("supervisor").move(number, "call_back", vain)

    assert wrong.status_code == 422 and list(wrong.json["errors"]) == ["solved"]
    assert right.status_code == 201
    written = file_of(house, number, "call_back")
    assert "没有联系上" in written and "是否解决" not in written


def test_answers_are_counted(either_house: House) -> None:
    house = either_house
    for day, words in (
        (22, {**CALL, **ANSWERS}),
        (23, {**CALL, "contacted": True, "solved": True}),
        (24, {**CALL, "reached": False}),
    ):
        house.does("supervisor", told(house), "call_back", f"2026-09-{day}T09:00", **words)

    chosen = Chosen(
        house.officer("supervisor"), date(2026, 9, 1), date(2026, 9, 30), shanghai("2026-10-01T09:00")
    )
    shares = {one.indicator.name: (one.whole.over, one.whole.of) for one in count_figures(chosen)}
    names = ("reached_back", "contacted_said", "solved_said", "satisfied_said")
    assert [shares[name] for name in names] == [(2, 3), (2, 2), (1, 2), (0, 1)]


def test_supervisor_asks_the_questions_on_a_page(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A question may stay open: that is chosen first."""
    number = told(house)
    monkeypatch.setattr("complaints.infrastructure.clock.now", lambda: shanghai("2026-09-22T09:00"))
    visitor, page = signed_in(house, "supervisor"), f"/desk/c/{number}/call_back"

    shown = visitor.get(page).text
    sent = visitor.post(page, how="phone", reached="true", contacted="", solved="false", note="说还是没人管")

    for name in ANSWERS:
        assert re.search(rf'name="{name}" value="" checked', shown), name
        assert shown.index(f'name="{name}"') < shown.index('name="note"'), name
    assert sent.status_code == 303
    detail = events_of(house.complaint(number))[-1].detail
    assert detail["solved"] is False and "contacted" not in detail
    assert "没有解决" in visitor.get(f"/desk/c/{number}").text


def reviewed(house: House, number: str, since: str, until: str) -> Deadline:
    """A review asked for and withdrawn again."""
    house.does("citizen", number, "appeal", since, reason="不服")
    house.does("citizen", number, "withdraw", until)
    return clock(house, number)


def test_call_owed_before_a_withdrawn_review_is_owed_again(either_house: House) -> None:
    """The office time of the review is given back; nothing was kept by a review that is no more."""
    number = told(either_house)
    first_due = clock(either_house, number).due_at

    row = reviewed(either_house, number, "2026-09-22T10:00", "2026-09-23T10:00")

    assert row.is_running and row.cycle == 1 and row.breached_at is None
    assert (first_due, row.due_at) == (shanghai("2026-09-24T17:30"), shanghai("2026-09-28T17:30"))
    either_house.does("supervisor", number, "call_back", "2026-09-28T17:00", **CALL)
    assert clock(either_house, number).met_at == shanghai("2026-09-28T17:00")


def test_call_late_before_a_withdrawn_review_stays_broken(house: House) -> None:
    number = told(house)

    row = reviewed(house, number, "2026-09-25T10:00", "2026-09-25T11:00")

    assert row.is_running and row.due_at == row.first_due_at
    assert row.breached_at == shanghai("2026-09-24T17:30")
