"""What an officer began to write in a form is there again, for them alone, until it is sent."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from complaints.cli.schedule import forget_drafts
from complaints.infrastructure.database import db
from complaints.models import HalfWritten
from tests.house import shanghai
from tests.web.api import Api
from tests.web.pages import signed_in, words_on

HALF = "查明：三号窗口当日……"


@pytest.fixture
def number(house, now):
    return house.logs("2026-09-21T09:00")


def rows():
    db.session.rollback()
    return db.session.scalar(select(func.count(HalfWritten.id)))


def begins(house, number, **words):
    lin = signed_in(house, "window")
    lin.get(f"/desk/c/{number}/answer_on_the_spot")
    kept = lin.post(f"/desk/c/{number}/answer_on_the_spot/keep", findings=HALF, **words)
    assert kept.status_code == 204
    return lin


def test_it_is_there_after_signing_out(house, number):
    begins(house, number, outcome="partly").post("/logout")

    page = signed_in(house, "window").get(f"/desk/c/{number}/answer_on_the_spot")

    assert HALF in page.text and "存的草稿" in words_on(page)
    assert 'value="partly" selected' in page.text


def test_a_button_keeps_it_without_scripts(house, number):
    lin = begins(house, number)

    answer = lin.post(f"/desk/c/{number}/answer_on_the_spot/keep", findings=HALF, by_button="1")

    assert answer.status_code == 303 and "已存草稿" in words_on(lin.follow(answer)) and rows() == 1


def test_it_is_for_its_officer_alone_and_sealed(house, number):
    begins(house, number)

    page = signed_in(house, "centre.he").get(f"/desk/c/{number}/answer_on_the_spot")

    assert HALF not in page.text
    stored = db.session.connection().exec_driver_sql("SELECT words FROM half_written").scalar_one()
    assert HALF not in stored and "u67e5" not in stored


def test_it_is_gone_once_the_move_is_made(house, number):
    lin = begins(house, number)

    words = {"outcome": "partly", "findings": HALF, "reply": "已道歉"}
    assert lin.post(f"/desk/c/{number}/answer_on_the_spot", **words).status_code == 303

    assert rows() == 0


def test_a_refused_move_leaves_it(house, number):
    lin = begins(house, number)

    assert lin.post(f"/desk/c/{number}/answer_on_the_spot", findings=HALF).status_code == 422
    assert rows() == 1


def test_what_was_emptied_is_kept_no_more(house, number):
    lin = begins(house, number)

    assert lin.post(f"/desk/c/{number}/answer_on_the_spot/keep", findings=" ").status_code == 204
    assert rows() == 0


@pytest.mark.parametrize("move", ["reissue_code", "accept", "nothing"])
def test_of_other_moves_nothing_is_kept(house, number, move):
    lin = begins(house, number)

    assert lin.post(f"/desk/c/{number}/{move}/keep", note="x").status_code == 404


def test_strangers_keep_nothing(house, number):
    other = signed_in(house, "other")
    other.get("/desk")

    assert other.post(f"/desk/c/{number}/answer_on_the_spot/keep", findings=HALF).status_code == 404


def test_too_long_a_draft_is_told(house, number):
    lin = begins(house, number)

    assert lin.post(f"/desk/c/{number}/answer_on_the_spot/keep", findings="字" * 60_001).status_code == 422


def test_after_a_month_it_is_forgotten(house, number, now):
    begins(house, number)

    forget_drafts(shanghai("2026-10-21T09:00"))
    assert rows() == 1
    forget_drafts(shanghai("2026-10-21T10:01"))

    assert rows() == 0


MADE = {"outcome": "partly", "findings": HALF, "reply": "已道歉"}


def test_what_comes_after_the_move_is_kept_no_more(house, number):
    lin, seen = begins(house, number), str(house.complaint(number).seq)
    assert lin.post(f"/desk/c/{number}/answer_on_the_spot", **MADE).status_code == 303

    late = lin.post(f"/desk/c/{number}/answer_on_the_spot/keep", findings=HALF, seq=seen)

    assert late.status_code == 422 and "已经办过" in late.text and rows() == 0


def test_what_others_do_meanwhile_stops_no_draft_and_is_told(house, number, now):
    lin, seen = begins(house, number), str(house.complaint(number).seq)
    house.does("citizen", number, "add", "2026-09-21T10:20", note="还有证人")
    assert "又有新的办理" in words_on(lin.get(f"/desk/c/{number}/answer_on_the_spot"))

    assert lin.post(f"/desk/c/{number}/answer_on_the_spot/keep", findings=HALF, seq=seen).status_code == 204
    assert rows() == 1


def test_a_move_made_by_a_program_forgets_the_draft_of_its_officer_alone(house, number):
    begins(house, number)
    he = signed_in(house, "centre.he")
    he.get(f"/desk/c/{number}/answer_on_the_spot")

    assert Api(house).by("window").move(number, "answer_on_the_spot", MADE).status_code == 201

    assert rows() == 0
