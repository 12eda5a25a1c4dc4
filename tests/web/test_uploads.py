"""A photo of twenty megabytes, or a program that calls itself one: a sentence wherever files are taken, nothing typed lost."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from complaints.infrastructure.database import db
from complaints.models import Attachment
from tests.house import PASSWORD
from tests.web.citizens import JPEG, writes
from tests.web.pages import Visitor, words_on

HUGE = (JPEG + b"x" * 20_000_000, "现场.jpg")
BAD = [(HUGE, "太大，最多 10 MB"), ((b"MZ\x90\x00 a program", "现场.jpg"), "没有收下")]


def how_many():
    db.session.rollback()
    return db.session.scalar(select(func.count(Attachment.id)))


@pytest.fixture
def handling(house, now):
    """An officer with a complaint of their own, and the address where files are added to it."""
    number = house.logs("2026-09-21T09:00")
    lin = Visitor(house.app)
    lin.get("/login")
    lin.post("/login", username="window", password=PASSWORD)
    lin.get(f"/desk/c/{number}/files")
    return lin, f"/desk/c/{number}/files"


@pytest.mark.parametrize(("file", "sentence"), BAD)
def test_a_citizen_is_told_and_goes_on(li, file, sentence):
    writes(li)

    answer = li.post("/complain/files", files={"files": file})

    assert answer.status_code == 422 and sentence in words_on(answer)
    assert "希望道歉" in li.get("/complain/check").text and how_many() == 0
    assert li.post("/complain/files", files={"files": (JPEG, "小.jpg")}).status_code == 303


@pytest.mark.parametrize(("file", "sentence"), BAD)
def test_an_officer_is_told_and_goes_on(handling, file, sentence):
    lin, address = handling

    answer = lin.post(address, files={"files": file}, note="说到一半")

    assert answer.status_code == 422 and sentence in words_on(answer) and "说到一半" in answer.text
    assert how_many() == 0
    assert lin.post(address, files={"files": (JPEG, "小.jpg")}, note="说到一半").status_code == 303


def test_a_session_that_ended_before_the_photo_came_keeps_the_words(handling, now):
    lin, address = handling
    now("2026-09-22T08:40")

    ended = lin.post(address, files={"files": HUGE}, note="说到一半")

    assert ended.status_code == 401 and "选好的文件需要重新选一次" in words_on(ended)
    assert how_many() == 0
