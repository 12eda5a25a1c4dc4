"""Answered on the spot at the window, each respondent gets a finding of its own in the same form."""

from __future__ import annotations

from typing import Any

import pytest

from complaints.infrastructure.database import db
from complaints.models import Respondent
from tests.house import House
from tests.web.pages import words_on
from tests.web.test_parties_on_forms import TYPED, Visitor, lin, logs, only_complaint  # noqa: F401

SPOT = {
    **TYPED,
    "then": "answer",
    "outcome": "partly",
    "findings": "查明。",
    "reply": "已道歉。",
    "respondent_unit": "HR-BUREAU",
    "respondent_3_name": "某所",
    "respondent_4_officer": "centre.he",
}


def findings() -> list[str | None]:
    db.session.rollback()
    return [row.finding for row in db.session.scalars(db.select(Respondent).order_by(Respondent.id))]


def test_finding_on_each_respondent_is_chosen_by_its_row(house: House, lin: Visitor) -> None:  # noqa: F811
    answer = logs(lin, **SPOT, finding_1="substantiated", finding_3="unsubstantiated")

    assert answer.status_code == 303, words_on(answer)
    assert only_complaint().state == "handled"
    assert findings() == ["substantiated", "unsubstantiated", None]


def test_row_typed_twice_is_one_respondent_with_one_finding(lin: Visitor) -> None:  # noqa: F811
    twice = {**SPOT, "respondent_2_unit": "HR-BUREAU"}

    answer = logs(lin, **twice, finding_3="substantiated", finding_4="other")

    assert answer.status_code == 303, words_on(answer)
    assert findings() == [None, "substantiated", "other"]


@pytest.mark.parametrize("wrong", [{"finding_2": "other"}, {"finding_1": "NO-SUCH"}])
def test_wrong_finding_logs_nothing_and_keeps_what_was_typed(lin: Visitor, wrong: dict[str, Any]) -> None:  # noqa: F811
    answer = logs(lin, **SPOT, **wrong)

    assert answer.status_code == 422 and findings() == []
    for words in ("查明。", "已道歉。", "某所"):
        assert words in answer.text


def test_form_asks_for_each_finding_once_there_are_several(lin: Visitor) -> None:  # noqa: F811
    assert "finding_1" not in lin.get("/desk/new").text

    page = lin.post("/desk/new", **{**SPOT, "do": "respondent", "finding_3": "other"})

    assert 'name="finding_1"' in page.text and 'name="finding_5"' in page.text
    chosen = page.text[page.text.index('name="finding_3"') :]
    assert 'value="other" selected' in chosen[: chosen.index("</select>")]


def test_other_ways_to_go_on_take_no_finding(lin: Visitor) -> None:  # noqa: F811
    answer = logs(lin, **{**SPOT, "then": "log"}, finding_1="other", finding_2="other")

    assert answer.status_code == 303 and set(findings()) == {None}
