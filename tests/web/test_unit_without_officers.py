"""Work is not offered to a unit where no one could take it: that is said at once, in every place a unit is chosen."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from complaints.casework.references import rows_for
from complaints.infrastructure import clock
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.errors import BadInput
from complaints.models import Officer
from complaints.rulebooks import store
from tests.house import PASSWORD, shanghai
from tests.web.pages import Visitor, words_on
from workflows.language import Act

EC, PLACE = "EC-BUREAU", "鄂城区司法局现在没有可以签收的工作人员"


@pytest.fixture
def empty_unit(house, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: shanghai("2026-09-21T10:00"))
    with transaction():
        for officer in db.session.scalars(select(Officer).filter_by(unit_id=house.unit(EC).id)):
            officer.active = False


@pytest.fixture
def lin(house, empty_unit):
    visitor = Visitor(house.app)
    visitor.get("/login")
    visitor.post("/login", username="window", password=PASSWORD)
    return visitor


def test_it_is_said_on_the_form_of_the_move_and_nothing_has_changed(house, lin):
    number = house.logs("2026-09-18T16:00")
    lin.get(f"/desk/c/{number}/assign")

    answer = lin.post(f"/desk/c/{number}/assign", unit=EC, note="请核对取号记录")

    assert answer.status_code == 422 and PLACE in words_on(answer)
    assert 'href="#unit"' in answer.text and "请核对取号记录" in answer.text
    assert house.moves(number) == ["receive"]


@pytest.mark.parametrize("move", ["assign", "designate", "reopen"])
def test_it_holds_for_every_move_that_chooses_a_unit(house, empty_unit, move):
    complaint = house.complaint(house.logs("2026-09-18T16:00"))
    with pytest.raises(BadInput) as refused:
        rows_for(
            complaint, Act(move, house.officer("supervisor"), clock.now(), {"unit": EC}), store.current()
        )

    assert "Nobody at Echeng" in refused.value.fields["unit"].en


def test_a_unit_that_never_handles_complaints_is_told_that_instead(house, lin):
    number = house.logs("2026-09-18T16:00")
    lin.get(f"/desk/c/{number}/assign")

    answer = lin.post(f"/desk/c/{number}/assign", unit="EC-LAW-1")

    assert answer.status_code == 409 and "该单位不承办投诉" in words_on(answer)
