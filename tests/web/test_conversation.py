"""Citizen and officers write to each other: words and files from the citizen's own page at any time."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from complaints.infrastructure.database import db
from complaints.models import Attachment, Event, Notice
from complaints.notifications.citizen_texts import citizen_message
from complaints.rulebooks.store import SHIPPED
from schemas.rulebook import load_rulebook
from tests.support.foreign_rulebooks import NAMES, foreign
from tests.support.stories import refusal
from tests.web.api import Api
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


@pytest.fixture
def api(house, now):
    return Api(house)


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


AT = "2026-09-21T09:30"


def asks(house, number, question="当天几点到的窗口？", by="window", at=AT):
    house.does(by, number, "ask_citizen", at, question=question)
    return newest(house, number).seq


def test_a_question_stops_no_clock_and_stands_on_top_until_answered(opened, house):
    visitor, number = opened
    due = house.due(number, "acceptance")

    asks(house, number)

    page = words_on(visitor.get("/status"))
    assert "办理人员问您：" in page and "当天几点到的窗口？" in page
    assert page.index("办理人员问您") < page.index("您可以")
    assert house.due(number, "acceptance") == due and house.complaint(number).pause_reason is None

    form = visitor.get("/status/answer_question")
    assert "当天几点到的窗口？" in words_on(form)
    answer = visitor.post("/status/answer_question", note="上午十点。", files={"files": (JPEG, "票.jpg")})

    assert answer.status_code == 303
    after = words_on(visitor.get("/status"))
    assert "办理人员问您：" not in after and "上午十点。" in after and "票.jpg" in after


def test_each_question_has_its_own_answer(opened, house):
    visitor, number = opened
    first, second = asks(house, number), asks(house, number, "还有谁在场？", at="2026-09-21T09:40")

    form = visitor.get(f"/status/answer_question?step={second}")
    assert "还有谁在场？" in words_on(form) and "几点到" not in words_on(form)
    visitor.post("/status/answer_question", note="我女儿。", asked_in=str(second))

    assert house.complaint(number).open_questions == [first]
    again = visitor.post("/status/answer_question", note="我女儿。", asked_in=str(second))
    assert again.status_code == 422 and "已经回答" in words_on(again) and "我女儿。" in again.text


def test_who_asked_is_told_by_unit_and_role_and_never_by_name(opened, house):
    visitor, number = opened
    officer = house.officer("window")
    asks(house, number)

    page = visitor.get("/status").text

    assert officer.unit.name.zh in page and "首问责任人" in page
    assert officer.username not in page and officer.name.zh not in page


def test_thread_is_in_order_on_both_sides(opened, house, at_desk):
    visitor, number = opened
    asks(house, number)
    visitor.get("/status/answer_question")
    visitor.post("/status/answer_question", note="上午十点。")
    visitor.get("/status/add")
    visitor.post("/status/add", note="还有一名证人。")

    for page in (visitor.get("/status"), at_desk("window").get(f"/desk/c/{number}")):
        thread = words_on(page).split("往来", 1)[1]
        places = [thread.index(one) for one in ("几点到的窗口", "上午十点。", "还有一名证人。")]
        assert places == sorted(places)


def test_what_the_citizen_wrote_waits_on_the_desk_until_an_officer_acts(opened, house, at_desk):
    visitor, number = opened
    visitor.get("/status/add")
    visitor.post("/status/add", note="还有一名证人。")
    lin = at_desk("window")
    assert "投诉人来话" in words_on(lin.get("/desk")) and "投诉人来话" in words_on(
        lin.get(f"/desk/c/{number}")
    )

    house.does("window", number, "ask_citizen", "2026-09-21T10:30", question="证人叫什么？")

    assert "投诉人来话" not in words_on(lin.get("/desk"))


def test_an_answer_heard_on_the_phone_is_recorded(opened, house, at_desk):
    visitor, number = opened
    asks(house, number)
    lin = at_desk("window")
    assert "当天几点到的窗口？" in words_on(lin.get(f"/desk/c/{number}/answer_question"))

    answer = lin.post(f"/desk/c/{number}/answer_question", note="十点", heard_how="phone")

    assert answer.status_code == 303 and house.complaint(number).open_questions is None
    assert "由工作人员代录" in words_on(visitor.get("/status"))


def test_a_question_is_told_by_a_short_text_without_the_question(opened, house):
    _, number = opened
    asks(house, number)
    row = db.session.scalars(
        select(Notice).filter_by(kind="ask_citizen", complaint_id=house.complaint(number).id)
    ).one()

    message = citizen_message(row, "https://tousu.example")

    assert row.recipient == "citizen" and "有一个问题" in message.body and "几点到" not in message.body
    assert len(message.body) <= 140


@pytest.mark.parametrize("name", ["complaint", *NAMES])
def test_citizen_adds_in_every_open_state_of_every_rulebook(name):
    book = load_rulebook(SHIPPED.read_text("utf8") if name == "complaint" else foreign(name))
    still_open = {state.name for state in book.states.values() if not state.is_end}
    for move in ("add", "answer_question", "ask_citizen"):
        assert still_open <= set(book.moves[move].sources), move


def test_restricted_complaints_are_asked_about_in_person(house, now):
    number = house.logs("2026-09-21T09:00", category="DISC")
    officer = house.complaint(number).first_responder.username

    assert refusal(house, officer, number, "ask_citizen", AT, question="几点？") == "NotNow"


def test_citizens_of_a_group_read_only_their_own(house, now):
    leading, number = house.logs("2026-09-21T08:50"), house.logs("2026-09-21T09:00")
    house.does("window", number, "merge", "2026-09-21T09:10", leading=leading)
    house.does("window", number, "ask_citizen", AT, question="只问并入的人")
    house.does("citizen", number, "add", "2026-09-21T09:40", note="并入的人说的")
    house.does("citizen", leading, "add", "2026-09-21T09:50", note="主件的人说的")

    pages = []
    for one in (leading, number):
        visitor = Visitor(house.app)
        looks_up(visitor, one, house.codes[one])
        pages.append(words_on(visitor.get("/status")))

    assert "主件的人说的" in pages[0] and "并入的人" not in pages[0]
    assert "并入的人说的" in pages[1] and "只问并入的人" in pages[1] and "主件的人" not in pages[1]


def test_the_thread_is_read_by_the_api_on_both_sides(house, api):
    logged = api.logged()
    number = logged["tracking_number"]
    api.by("window").move(number, "ask_citizen", {"question": "几点？"})
    keys = {"tracking_number": number, "query_code": logged["query_code"]}
    shown = api.by(None).post("/status", keys).json["thread"]
    assert [(one["words"], one["waits"], one["from_citizen"]) for one in shown] == [("几点？", True, False)]

    words = {**keys, "note": "十点", "asked_in": shown[0]["seq"]}
    assert api.by(None).post("/status/moves/answer_question", words).status_code == 201

    staff = api.by("window").get(f"/complaints/{number}/thread").json
    assert [one["words"] for one in staff] == ["几点？", "十点"] and staff[1]["answers"] == ["几点？"]
    assert api.by("window").get(f"/complaints/{number}").json["citizen_wrote_at"] is not None
    assert api.by("other").get(f"/complaints/{number}/thread").status_code == 404
