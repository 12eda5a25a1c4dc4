"""Who was named by mistake and who was meant are put right in one act: two events, one transaction, one message."""

from __future__ import annotations

from typing import Any

import pytest

from complaints.infrastructure.database import db
from complaints.models import Event, Notice
from tests.house import House
from tests.support.kept_out import kept_out_of
from tests.support.stories import in_hand
from tests.web.api import Api, problem

INSTEAD = [{"officer": "centre.he"}, {"unit": "HR-BUREAU"}, {"name": "某某律师事务所"}]


def replaced(api: Api, number: str, wrong: dict[str, str], right: dict[str, str]) -> Any:
    return api.by("window").move(number, "clear_respondent", {**wrong, "instead": right, "reason": "写错"})


@pytest.mark.parametrize("right", INSTEAD)
def test_wrong_respondent_is_replaced_in_one_act(house: House, now: Any, right: dict[str, str]) -> None:
    number = house.logs("2026-09-18T09:00", respondent_officer="handler")

    made = replaced(Api(house), number, {"officer": "handler"}, right)

    assert made.status_code == 201, made.text
    assert house.moves(number)[-2:] == ["clear_respondent", "name_respondent"]
    events = db.session.scalars(db.select(Event).order_by(Event.seq.desc()).limit(2)).all()
    assert {one.detail.get("reason") for one in events} == {"写错"} and events[0].at == events[1].at
    rows = [row for row in house.complaint(number).respondents if row.cleared_at is None]
    assert len(rows) == 1 and "handler" not in kept_out_of(number)
    told = db.select(db.func.count()).select_from(Notice).filter(Notice.recipient == "citizen")
    assert db.session.scalar(told.filter(Notice.kind.in_(("clear_respondent", "name_respondent")))) == 1


def test_who_is_named_instead_is_kept_out_at_once(house: House, now: Any) -> None:
    number = in_hand(house, respondent_officer="other")

    made = replaced(Api(house), number, {"officer": "other"}, {"officer": "handler"})

    assert made.status_code == 201 and kept_out_of(number).keys() >= {"handler"}
    assert house.complaint(number).handler_id is None or house.complaint(number).handler.username != "handler"


REFUSED = [
    ({"officer": "handler"}, {"officer": "nobody.here"}),
    ({"officer": "handler"}, {"unit": "NO-SUCH"}),
    ({"officer": "handler"}, {"officer": "handler"}),
    ({"officer": "other"}, {"officer": "centre.he"}),
    ({"officer": "handler"}, {"name": "某某律师事务所"}),
]


@pytest.mark.parametrize(("wrong", "right"), REFUSED)
def test_where_one_half_is_refused_nothing_changes(
    house: House, now: Any, wrong: dict[str, str], right: dict[str, str]
) -> None:
    """Not there, the same, not named, or named already."""
    api = Api(house)
    about = [{"officer": "handler"}, {"name": "某某律师事务所"}]
    number = api.logged(respondents=about)["tracking_number"].replace("-", "").replace(" ", "")
    before = house.moves(number)

    problem(replaced(api, number, wrong, right), 422)

    assert house.moves(number) == before and "handler" in kept_out_of(number)


def test_respondent_is_cleared_alone_where_none_is_known(house: House, now: Any) -> None:
    number = house.logs("2026-09-18T09:00", respondent_officer="handler")

    words = {"officer": "handler", "reason": "写错"}
    assert Api(house).by("window").move(number, "clear_respondent", words).status_code == 201

    assert house.moves(number)[-1] == "clear_respondent"
