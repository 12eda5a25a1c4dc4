"""Citizen and officers write to each other: words and files from the citizen's own page at any time."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from complaints.infrastructure.database import db
from complaints.models import Attachment, Event
from tests.web.citizens import JPEG, looks_up
from tests.web.pages import Visitor, words_on

DISGUISED = (b"MZ\x90\x00 a program", "现场.jpg")


@pytest.fixture
def opened(house, now):
    """A citizen with their complaint open in a browser, and its number."""
    number = house.logs("2026-09-21T09:00")
    visitor = Visitor(house.app)
    looks_up(visitor, number, house.codes[number])
    return visitor, number


def files_of(number, house):
    rows = db.session.scalars(select(Attachment).order_by(Attachment.id))
    return [one.name for one in rows if one.complaint_id == house.complaint(number).id]


def newest(house, number):
    return db.session.scalars(
        select(Event).filter_by(complaint_id=house.complaint(number).id).order_by(Event.seq.desc())
    ).first()


def test_citizen_adds_words_and_a_photo_on_their_page(opened, house):
    visitor, number = opened
    page = visitor.get("/status/add")
    assert 'name="note"' in page.text and 'name="files"' in page.text

    answer = visitor.post("/status/add", note="还有一名证人。", files={"files": (JPEG, "现场.jpg")})

    assert answer.status_code == 303
    step = newest(house, number)
    assert (step.move, step.note) == ("add", "还有一名证人。") and files_of(number, house) == ["现场.jpg"]


def test_a_file_alone_is_enough(opened, house):
    visitor, number = opened
    visitor.get("/status/add")

    assert visitor.post("/status/add", note="", files={"files": (JPEG, "现场.jpg")}).status_code == 303
    assert files_of(number, house) == ["现场.jpg"]


@pytest.mark.parametrize("move", ["add", "supplement"])
@pytest.mark.parametrize(
    ("file", "sentence"), [(DISGUISED, "没有收下"), ((JPEG + b"x" * 11_000_000, "大.jpg"), "太大")]
)
def test_words_stay_when_a_file_is_refused(opened, house, move, file, sentence):
    visitor, number = opened
    house.does("window", number, "ask_supplement", "2026-09-21T09:10", items=["收据", "日期"])
    visitor.get(f"/status/{move}")

    answer = visitor.post(f"/status/{move}", note="写了一半的话", files={"files": file})

    assert answer.status_code == 422 and sentence in words_on(answer)
    assert "写了一半的话" in answer.text and "请再选一次" in words_on(answer)
    assert files_of(number, house) == []


def test_each_item_asked_for_has_its_own_slot(opened, house):
    visitor, number = opened
    house.does("window", number, "ask_supplement", "2026-09-21T09:10", items=["收据", "合同"])
    page = visitor.get("/status/supplement")
    assert 'name="item_1"' in page.text and 'name="item_2"' in page.text
    assert "第 2 项：合同" in words_on(page)

    answer = visitor.post("/status/supplement", note="", files={"item_2": (JPEG, "合同.jpg")})

    assert answer.status_code == 303
    assert [(one["name"], one["item"]) for one in newest(house, number).detail["files"]] == [("合同.jpg", 2)]
    assert house.complaint(number).pause_reason is None


def test_a_refused_file_of_an_item_is_told_at_its_slot(opened, house):
    visitor, number = opened
    house.does("window", number, "ask_supplement", "2026-09-21T09:10", items=["收据"])
    visitor.get("/status/supplement")

    answer = visitor.post(
        "/status/supplement", note="见图", files={"item_1": (JPEG + b"x" * 11_000_000, "大.jpg")}
    )

    assert answer.status_code == 422 and 'href="#item_1"' in answer.text and "见图" in answer.text
