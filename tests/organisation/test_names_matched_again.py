"""Names stored before a version that reads them otherwise keep out whom they may mean by now."""

from __future__ import annotations

import json

import pytest

from complaints.cli.respondents import match_command
from complaints.organisation import interest
from tests.house import House
from tests.support.kept_out import kept_out_of

AT = "2026-09-18T09:00"
HEAD = "周宁"  # leads the Echeng bureau


def logged_before(house: House, monkeypatch: pytest.MonkeyPatch, **words: object) -> str:
    with monkeypatch.context() as before:
        before.setattr(interest, "likely_matches", lambda *_: set())
        return house.logs(AT, "citizen", **words)


def match(house: House) -> dict[str, int]:
    result = house.app.test_cli_runner().invoke(match_command)
    assert result.exit_code == 0, result.output
    return json.loads(result.output.splitlines()[-1])


def test_a_name_stored_before_keeps_out_whom_it_means_now(either_house: House, monkeypatch) -> None:
    number = logged_before(either_house, monkeypatch, respondent_name=HEAD)
    as_now = either_house.logs(AT, "citizen", respondent_name=HEAD)
    without = either_house.logs(AT, "citizen")
    assert kept_out_of(number) == {} and kept_out_of(as_now) == {"leader": "name"}

    assert match(either_house) == {"looked_at": 2, "changed": 1}

    for reach in ("all", "judging"):
        assert kept_out_of(number, reach) == kept_out_of(as_now, reach)
    assert either_house.moves(number)[-1] == "keep_out" and "keep_out" not in either_house.moves(without)
    assert match(either_house) == {"looked_at": 2, "changed": 0}, "a second time changes nothing"


def test_who_is_kept_out_by_now_loses_what_they_hold(either_house: House, monkeypatch) -> None:
    number = logged_before(either_house, monkeypatch, respondent_name="吴舟")
    holder = either_house.complaint(number).first_responder.username
    either_house.does(holder, number, "assign", AT, unit="EC-BUREAU")
    either_house.does("handler", number, "sign_for", AT)

    match(either_house)

    complaint = either_house.complaint(number)
    assert kept_out_of(number).get("handler") == "name"
    assert complaint.handler is None or complaint.handler.username != "handler"


def test_matches_that_were_settled_and_complaints_that_are_over_stay(house: House, monkeypatch) -> None:
    settled = house.logs(AT, "citizen", respondent_name=HEAD)
    first = house.complaint(settled).first_responder.username
    house.does(first, settled, "settle_respondent", AT, officer="leader", same=False)
    over = logged_before(house, monkeypatch, respondent_name=HEAD)
    house.does("citizen", over, "withdraw", AT)

    assert match(house) == {"looked_at": 1, "changed": 0}
    assert kept_out_of(settled) == kept_out_of(over) == {}
