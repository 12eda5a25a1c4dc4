"""The desk without JavaScript: everything can be done, nothing typed is lost, no one sees what is not theirs."""

from __future__ import annotations

import re
from contextlib import contextmanager

import pytest
from sqlalchemy import event, func, select

from complaints.infrastructure import clock
from complaints.infrastructure.database import db
from complaints.infrastructure.tracking_numbers import grouped
from complaints.models import AccessLog, Complaint, Event, IdempotencyKey
from complaints.queries import saved_searches, worklists
from tests.house import PASSWORD
from tests.support.stories import ANSWER
from tests.web.pages import Visitor, words_on

EC = "EC-BUREAU"
BROWSER = {"Sec-Fetch-Mode": "navigate"}
TYPED = {
    "phone": "139 0013 9000",
    "name": "王阿姨",
    "category": "SHIRK",
    "urgency": "normal",
    "channel": "window",
    "narrative": "三个窗口互相推，没人接材料。",
}


@pytest.fixture
def at_desk(house, now):
    def sign_in(username):
        visitor = Visitor(house.app)
        visitor.get("/login")
        assert visitor.post("/login", username=username, password=PASSWORD).status_code == 303
        return visitor

    return sign_in


@pytest.fixture
def lin(at_desk):
    return at_desk("window")


def logs(visitor, **words):
    """Fill in the form and send it; the answer to the sending."""
    page = visitor.get("/desk/new")
    return visitor.post("/desk/new", **{"once": token_on(page), "then": "log", **TYPED, **words})


def token_on(page):
    return re.search(r'name="once"[^>]*value="([^"]+)"', page.text)[1]


def version_on(page):
    return re.search(r'name="version" value="(\d+)"', page.text)[1]


@contextmanager
def queries(house):
    asked = []
    listener = lambda *words: asked.append(words[2])  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", listener)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", listener)


def how_many(house):
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Complaint))


# Logging ------------------------------------------------------------------------------------------------------


def test_a_complaint_is_logged_and_assigned_in_one_breath_and_its_receipt_printed(house, lin):
    answer = logs(lin, then="assign", unit=EC, note="请核对取号记录")
    receipt = lin.follow(answer)

    complaint = db.session.scalars(select(Complaint)).one()
    assert house.moves(complaint.tracking_number) == ["receive", "assign"]
    assert complaint.first_responder.username == "window" and complaint.offered_unit_id == house.unit(EC).id
    said = words_on(receipt)
    assert grouped(complaint.tracking_number) in said and re.search(
        r"查询码（请勿告诉别人） \d{3} \d{3}", said
    )
    assert complaint.tracking_number not in answer.headers["Location"]


def test_what_can_be_answered_on_the_spot_is_answered_at_once(house, lin):
    logs(lin, then="answer", outcome="substantiated", findings="确有其事", reply="已道歉并受理材料")

    complaint = db.session.scalars(select(Complaint)).one()
    assert (complaint.state, complaint.reply) == ("handled", "已道歉并受理材料")


def test_a_second_press_of_the_button_logs_nothing_more(house, lin):
    lin.get("/desk/new")

    answers = [lin.post("/desk/new", once="the same form", then="log", **TYPED) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert how_many(house) == 1


def test_sending_the_same_form_again_shows_the_receipt_made_then_and_says_so(house, lin):
    once = token_on(lin.get("/desk/new"))
    first = lin.follow(lin.post("/desk/new", once=once, then="log", **TYPED))

    again = lin.follow(lin.post("/desk/new", once=once, then="log", **{**TYPED, "name": " 王阿姨 "}))

    assert "已登记过，这是当时的回执" in words_on(again) and "已登记过" not in words_on(first)
    assert how_many(house) == 1


def test_going_back_to_a_form_that_was_sent_leads_to_its_receipt(house, lin):
    address = lin.get("/desk/new", headers=BROWSER).headers["Location"]
    receipt = lin.post("/desk/new", once=token_on(lin.get(address)), then="log", **TYPED).headers["Location"]

    back = lin.get(address, headers=BROWSER)

    assert back.headers["Location"] == receipt and "已登记过，这是当时的回执" in words_on(lin.follow(back))
    assert lin.get("/desk/new", headers=BROWSER).headers["Location"] != address


def test_the_same_form_of_another_officer_is_another_one(house, at_desk, lin):
    address = lin.get("/desk/new", headers=BROWSER).headers["Location"]
    once = token_on(lin.get(address))
    lin.post("/desk/new", once=once, then="log", **TYPED)
    he = at_desk("centre.he")

    assert he.get(address, headers=BROWSER).status_code == 200
    assert he.post("/desk/new", once=once, then="log", **TYPED).status_code == 303 and how_many(house) == 2


def test_the_token_of_a_form_stands_in_no_address(house, lin):
    once = token_on(lin.get("/desk/new"))
    answer = lin.post("/desk/new", once=once, then="log", **TYPED)

    receipt = lin.follow(answer)

    assert once not in answer.headers["Location"] and once not in receipt.text


def test_another_complaint_in_a_form_that_was_sent_is_told_so_and_sending_it_again_logs_it(house, lin):
    lin.get("/desk/new")
    first = lin.post("/desk/new", once="the same form", then="log", **TYPED).headers["Location"]
    other = {**TYPED, "narrative": "另一件事"}

    answer = lin.post("/desk/new", once="the same form", then="log", **other)
    assert answer.status_code == 422 and "已经登记过一件" in words_on(answer)
    assert how_many(house) == 1 and "另一件事" in answer.text and f'href="{first}"' in answer.text

    again = lin.post("/desk/new", once=token_on(answer), then="log", **other)
    assert again.status_code == 303 and again.headers["Location"] != first and how_many(house) == 2


def test_what_is_wrong_is_said_at_its_field_and_everything_typed_is_still_there(house, lin):
    answer = logs(lin, phone="12", category="", then="assign", unit="")

    assert answer.status_code == 422
    for name in ("phone", "category", "unit"):
        assert f'href="#{name}"' in answer.text
    assert TYPED["narrative"] in answer.text and 'value="王阿姨"' in answer.text
    assert how_many(house) == 0


def test_a_refused_assignment_logs_nothing_and_keeps_the_form(house, lin):
    answer = logs(lin, then="assign", unit=EC, respondent_unit=EC)

    assert answer.status_code == 422 and "不能派给被投诉的单位" in words_on(answer)
    assert how_many(house) == 0 and db.session.scalar(select(func.count(IdempotencyKey.key))) == 0


def test_earlier_complaints_of_a_sender_are_shown_to_whom_may_see_them(house, at_desk, lin):
    number = house.logs("2026-09-18T10:00", category="SHIRK", sender_number="热线-2026-0918")
    elsewhere = at_desk("other")
    asked = {"phone": "", "category": "ATTITUDE", "sender_number": "热线 2026 0918"}
    lin.get("/desk/new")
    elsewhere.get("/desk/new")

    said = words_on(lin.post("/desk/earlier", **asked))

    assert grouped(number) in said and "可能重复" in said
    told = elsewhere.post(
        "/desk/earlier", **asked
    ).text  # who holds the same letter learns the number and the unit
    assert grouped(number) in told and f"/desk/c/{number}" not in told and "窗口态度" not in told


def test_earlier_complaints_of_a_phone_are_shown_to_whom_may_see_them(house, at_desk, lin):
    number = house.logs("2026-09-18T10:00", category="SHIRK")
    elsewhere = at_desk("other")
    asked = {"phone": "138 0013 8000", "category": "SHIRK"}
    lin.get("/desk/new")
    elsewhere.get("/desk/new")

    said = words_on(lin.post("/desk/earlier", **asked))

    assert grouped(number) in said and "可能重复" in said
    assert grouped(number) not in elsewhere.post("/desk/earlier", **asked).text


def test_the_button_beside_the_phone_looks_without_a_script_and_loses_nothing(house, lin):
    number = house.logs("2026-09-18T10:00")
    lin.get("/desk/new")

    page = lin.post("/desk/new", once="x", do="look", **{**TYPED, "phone": "13800138000"})

    assert grouped(number) in words_on(page) and TYPED["narrative"] in page.text and how_many(house) == 1


def test_the_receipt_is_for_whoever_logged_it_alone(house, at_desk, lin):
    address = logs(lin).headers["Location"]

    assert lin.get(address).status_code == 200
    assert at_desk("other").get(address).status_code == 404


# The desk -------------------------------------------------------------------------------------------------------


def test_what_was_taken_in_stays_on_the_desk_wherever_it_is(house, lin):
    number = house.logs("2026-09-18T16:00")
    house.does("window", number, "assign", "2026-09-18T17:00", unit=EC)
    house.does("handler", number, "sign_for", "2026-09-20T09:00")

    said = words_on(lin.get("/desk"))

    assert grouped(number) in said and "吴舟" in said
    assert grouped(number) in words_on(lin.get("/desk?list=tracking"))


def test_the_next_promise_comes_first_and_says_which_it_is(house, lin):
    later = house.logs("2026-09-20T16:00")
    sooner = house.logs("2026-09-21T09:30", urgency="urgent")

    page = words_on(lin.get("/desk"))

    assert page.index(grouped(sooner)) < page.index(grouped(later))
    assert "受理审查" in page and "今天到期" in page


def test_the_counts_on_the_tabs_are_what_stands_behind_them(house, at_desk):
    for hour in range(9, 12):
        number = house.logs(f"2026-09-18T{hour:02}:00")
        house.does("window", number, "assign", f"2026-09-18T{hour:02}:30", unit=EC)
    house.does("handler", number, "sign_for", "2026-09-18T14:00")
    for username in ("window", "handler", "leader", "other"):
        officer = house.officer(username)
        counted = worklists.counts(officer, clock.now())
        shown = {name: len(worklists.page(name, officer, clock.now()).complaints) for name in worklists.LISTS}
        assert counted == shown
    assert words_on(at_desk("handler").get("/desk")).count("派给本单位 2") == 1


def test_an_offer_is_taken_or_returned_with_a_reason_where_it_stands(house, at_desk):
    first, second = (house.logs(f"2026-09-21T09:0{minute}") for minute in (1, 2))
    for number in (first, second):
        house.does("window", number, "assign", "2026-09-21T09:30", unit=EC)
    wu = at_desk("handler")
    page = wu.get("/desk?list=offered")

    wu.post(f"/desk/c/{first}/sign_for", version=version_on(page))
    wu.post(f"/desk/c/{second}/return", reason="不属于本单位职责")

    assert house.complaint(first).handler.username == "handler"
    assert house.complaint(second).state == "received" and house.complaint(second).returns == 1


def test_a_colleague_offered_the_work_may_say_no_where_it_stands(house, at_desk):
    number = house.logs("2026-09-21T09:01")
    house.does("window", number, "assign", "2026-09-21T09:10", unit=EC)
    house.does("handler", number, "sign_for", "2026-09-21T09:20")
    house.does("leader", number, "reassign", "2026-09-21T09:30", officer="echeng.xie", reason="出差")
    xie = at_desk("echeng.xie")

    offered = xie.get("/desk?list=offered")
    assert f"/desk/c/{number}/refuse_reassignment" in offered.text
    assert f"/desk/c/{number}/return" not in offered.text
    xie.post(f"/desk/c/{number}/refuse_reassignment", version=version_on(offered), reason="手头已满")

    assert house.complaint(number).answerable.username == "handler"
    assert "手头已满" in words_on(at_desk("handler").get(f"/desk/c/{number}"))


def test_a_page_of_the_desk_asks_the_same_number_of_questions_whatever_stands_on_it(house, lin):
    house.logs("2026-09-18T09:00")
    for name in ("mine", "unit"):
        lin.get(f"/desk?list={name}")
        with queries(house) as few:
            lin.get(f"/desk?list={name}")
        for minute in range(10, 22):
            house.logs(f"2026-09-18T09:{minute}")
        with queries(house) as many:
            lin.get(f"/desk?list={name}")
        assert len(many) == len(few) <= 12


def test_the_next_page_goes_on_where_the_first_ended(house, lin, monkeypatch):
    monkeypatch.setattr(worklists, "ON_A_PAGE", 2)
    numbers = [house.logs(f"2026-09-18T09:0{minute}") for minute in range(5)]
    found, address = [], "/desk"
    while address:
        page = lin.get(address)
        found += re.findall(r'row-link" href="/desk/c/(\d+)"', page.text)
        following = re.search(r'rel="next" href="([^"]+)"', page.text)
        address = following and following[1].replace("&amp;", "&")

    assert sorted(found) == sorted(numbers) and len(found) == 5


def test_the_respondent_sees_nothing_of_it(house, at_desk):
    number = house.logs("2026-09-18T16:00", respondent_officer="handler", narrative="吴舟态度恶劣")
    house.does("window", number, "assign", "2026-09-18T17:00", unit=EC)
    wu = at_desk("handler")
    wu.get("/desk/search")

    for page in (
        wu.get("/desk"),
        wu.get("/desk?list=offered"),
        wu.get("/desk?list=unit"),
        wu.post("/desk/search", number=number),
        wu.post("/desk/search", words="恶劣"),
        wu.get("/desk/inbox"),
    ):
        assert grouped(number) not in words_on(page)
    assert wu.get(f"/desk/c/{number}").status_code == 404
    assert wu.post(f"/desk/c/{number}/urge").status_code == 404


def test_an_administrator_has_no_desk(at_desk):
    assert at_desk("admin").get("/desk").status_code == 403


# One complaint --------------------------------------------------------------------------------------------------


def test_the_page_says_who_holds_it_why_then_and_what_may_be_done(house, lin):
    number = house.logs("2026-09-18T16:00")
    house.does("window", number, "accept", "2026-09-18T17:00")

    said = words_on(lin.get(f"/desk/c/{number}"))

    assert "现在由谁负责 您 · 林溪" in said
    assert "09-20 1 09-21 2 09-22 3 09-23 4 09-24 5" in said  # the make-up Sunday counts
    assert "派单" in said and "该投诉已经受理，不必再次受理。" in said


def test_the_history_says_how_urgent_it_was_and_is(house, lin):
    number = house.logs("2026-09-18T16:00")
    house.does(
        "supervisor", number, "change_urgency", "2026-09-18T16:30", urgency="critical", reason="来电扬言自伤"
    )

    assert "一般 → 特急" in words_on(lin.get(f"/desk/c/{number}"))


def test_the_history_tells_the_words_of_each_step_and_no_code(house, lin):
    number = house.logs("2026-09-18T09:00")
    house.does("window", number, "assign", "2026-09-18T10:00", unit=EC, officer="handler")
    house.does("handler", number, "sign_for", "2026-09-18T10:30")
    house.does(
        "handler", number, "contact", "2026-09-18T10:45", how="phone", reached=False, note="两次无人接听"
    )
    house.does("handler", number, "suspend", "2026-09-18T11:00", reason="expert_appraisal", evidence="委托书")
    house.does("leader", number, "confirm_suspension", "2026-09-18T11:30")
    house.does("handler", number, "resume", "2026-09-18T14:30")
    house.does("handler", number, "answer", "2026-09-18T15:00", **ANSWER)
    house.does("window", number, "send_back", "2026-09-18T15:30", reason="没有答复第二项")
    second = {**ANSWER, "reply": "第二项也已更正。"}
    house.does("handler", number, "answer", "2026-09-18T16:00", **second)
    house.does("window", number, "give_feedback", "2026-09-18T16:30", method="phone")

    page = lin.get(f"/desk/c/{number}")
    said = words_on(page)

    for words in (
        f"承办单位 鄂城区司法局 承办人 {house.officer('handler').name_zh}",
        "联系方式 电话 联系上了吗 没有联系上",
        "中止事由 等待专业鉴定、评估结论 证明材料 委托书",
        "办理结论 属实",
        f"当时的答复 查明的事实 {ANSWER['findings']} 给投诉人的答复 {ANSWER['reply']}",
        "怎样告知 电话 可申请复查到 2026年10月",
    ):
        assert words in said, words
    assert said.count("第二项也已更正。") == 1
    assert not re.search(r">\s*\w*(expert_appraisal|substantiated|phone)\w*\s*<", page.text)


def test_the_page_of_a_complaint_asks_the_same_number_of_questions_however_long_it_is(house, lin):
    number = house.logs("2026-09-18T16:00")
    house.does("window", number, "assign", "2026-09-18T17:00", unit=EC)
    house.does("handler", number, "sign_for", "2026-09-20T09:00")
    lin.get(f"/desk/c/{number}")
    with queries(house) as few:
        lin.get(f"/desk/c/{number}")
    for hour in range(9, 17):
        house.does("handler", number, "report_progress", f"2026-09-21T{hour:02}:00", note="有进展")
    with queries(house) as many:
        lin.get(f"/desk/c/{number}")

    assert len(many) == len(few) <= 20


def test_a_stale_form_tells_what_happened_meanwhile_and_keeps_what_was_typed(house, lin):
    number = house.logs("2026-09-18T16:00")
    page = lin.get(f"/desk/c/{number}/decline")
    version, seq = version_on(page), re.search(r'name="seq" value="(\d+)"', page.text)[1]
    house.does("window", number, "accept", "2026-09-18T17:00", note="电话里先受理了")

    answer = lin.post(
        f"/desk/c/{number}/decline",
        version=version,
        seq=seq,
        reason_code="not_our_remit",
        competent_body="市人社局",
        contact="12333",
    )

    said = words_on(answer)
    assert answer.status_code == 409 and "您打开之后发生的事" in said and "电话里先受理了" in said
    assert 'value="市人社局"' in answer.text and version_on(answer) != version
    assert house.complaint(number).state == "received"


def test_a_rule_that_refuses_says_its_sentence_and_keeps_what_was_typed(house, lin):
    number = house.logs("2026-09-18T16:00", respondent_unit=EC)

    answer = lin.post(f"/desk/c/{number}/assign", unit=EC, note="请尽快") if lin.get("/desk") else None

    assert answer.status_code == 409 and "不能派给被投诉的单位" in words_on(answer)
    assert "请尽快" in answer.text and re.search(rf'value="{EC}"[^>]* selected', answer.text)


def test_what_is_missing_is_listed_once_one_item_a_line(house, lin):
    number = house.logs("2026-09-18T16:00")
    lin.get("/desk")

    answer = lin.post(f"/desk/c/{number}/ask_supplement", items="受理通知书\n\n 申请日期 ")

    assert answer.status_code == 303
    asked = db.session.scalars(select(Event).filter_by(move="ask_supplement")).one()
    assert asked.detail["items"] == ["受理通知书", "申请日期"]


@pytest.mark.parametrize(
    "move",
    [
        "accept",
        "decline",
        "assign",
        "answer_on_the_spot",
        "ask_supplement",
        "urge",
        "merge",
        "recuse",
        "change_first_responder",
    ],
)
def test_every_move_has_a_form(house, at_desk, move):
    number = house.logs("2026-09-18T16:00")
    for username in ("window", "centre.chen"):
        assert at_desk(username).get(f"/desk/c/{number}/{move}").status_code == 200


def test_what_is_no_move_is_not_found(house, lin):
    number = house.logs("2026-09-18T16:00")

    assert lin.get(f"/desk/c/{number}/escalate").status_code == 404
    assert lin.get("/desk/c/123456789012").status_code == 404


def test_reading_a_restricted_complaint_is_written_down(house, at_desk):
    number = house.logs("2026-09-18T16:00", category="DISC")
    assert at_desk("window").get(f"/desk/c/{number}").status_code == 404

    assert at_desk("disc.qin").get(f"/desk/c/{number}").status_code == 200

    rows = list(db.session.scalars(select(AccessLog)))
    assert [(row.officer_id, row.what) for row in rows] == [(house.officer("disc.qin").id, "desk page")]


def test_whose_a_confidential_complaint_is_only_who_carries_it_learns(house, at_desk, lin):
    number = house.logs("2026-09-18T16:00", confidential=True)
    he = at_desk("centre.he")

    assert "李大爷" in lin.get(f"/desk/c/{number}").text
    page = he.get(f"/desk/c/{number}")
    assert page.status_code == 200 and "李大爷" not in page.text and "13800138000" not in page.text
    assert grouped(number) not in words_on(he.post("/desk/search", phone="13800138000"))


# Search ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wanted",
    [
        {"phone": "138 0013 8000"},
        {"name": "李大爷"},
        {"words": "态度 窗口"},
        {"category": "ATTITUDE", "since": "2026-09-18", "until": "2026-09-18"},
        {"unit": "EZ-CENTRE", "state": "received"},
    ],
)
def test_a_complaint_is_found_again(house, lin, wanted):
    number = house.logs("2026-09-18T16:00")
    lin.get("/desk/search")

    assert grouped(number) in words_on(lin.post("/desk/search", **wanted))


@pytest.mark.parametrize(
    "wanted", [{"name": "张三"}, {"words": "电梯"}, {"since": "2026-09-19", "until": "2026-09-20"}]
)
def test_what_does_not_fit_is_not_found(house, lin, wanted):
    number = house.logs("2026-09-18T16:00")
    lin.get("/desk/search")

    page = words_on(lin.post("/desk/search", **wanted))

    assert grouped(number) not in page and "没有找到" in page


def test_a_wrong_digit_in_a_number_is_told_not_searched_for(house, lin):
    number = house.logs("2026-09-18T16:00")
    lin.get("/desk/search")
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)

    assert "校验位不对" in words_on(lin.post("/desk/search", number=wrong))
    assert grouped(number) in words_on(lin.post("/desk/search", number=grouped(number)))


def test_a_view_is_kept_without_any_person_in_it(house, lin):
    number = house.logs("2026-09-18T16:00")
    lin.get("/desk/search")

    answer = lin.post(
        "/desk/search", do="save", title="态度类", category="ATTITUDE", phone="13800138000", name="李大爷"
    )

    assert answer.headers["Location"].endswith("/desk/search?category=ATTITUDE")
    page = lin.follow(answer)
    assert "态度类" in words_on(page) and grouped(number) in words_on(page)
    view = re.search(r'name="view" value="(\d+)"', page.text)[1]
    assert "态度类" not in words_on(lin.follow(lin.post("/desk/search/forget", view=view)))


FIRST_BUTTON = re.compile(r'<button[^>]*form="search"[^>]*>')


def test_enter_saves_the_view_whose_name_was_written_and_searches_where_none_was(house, lin):
    number = house.logs("2026-09-18T16:00")
    default = FIRST_BUTTON.search(lin.get("/desk/search").text)[0]  # Enter in any field presses the first

    saved = lin.post("/desk/search", title="态度类", category="ATTITUDE")
    searched = lin.post("/desk/search", title="", category="ATTITUDE")

    assert "name=" not in default
    assert saved.headers["Location"].endswith("/desk/search?category=ATTITUDE")
    assert "态度类" in words_on(lin.follow(saved))
    assert grouped(number) in words_on(searched)


def test_the_search_button_searches_and_the_name_of_a_view_is_still_there(house, lin):
    lin.get("/desk/search")

    for pressed in ({"do": "search"}, {"theme": "dark"}):
        page = lin.post("/desk/search", title="态度类", category="ATTITUDE", **pressed)

        assert page.status_code == 200 and 'value="态度类"' in page.text
        assert saved_searches.of(house.officer("window")) == []


@pytest.mark.parametrize("wrong", [{"since": "abc"}, {"since": "2026-09-20", "until": "2026-09-19"}])
def test_a_view_with_days_that_cannot_be_is_not_kept(house, lin, wrong):
    lin.get("/desk/search")

    answer = lin.post("/desk/search", do="save", title="九月", state="received", **wrong)

    assert answer.status_code == 422 and 'value="九月"' in answer.text
    assert "日期" in words_on(answer) and saved_searches.of(house.officer("window")) == []


def test_days_in_the_wrong_order_are_told_at_their_field(lin):
    lin.get("/desk/search")

    page = lin.post("/desk/search", since="2026-09-20", until="2026-09-19")

    assert "结束的日期早于开始的 2026-09-20" in words_on(page) and 'id="until-wrong"' in page.text
    assert "没有找到" not in words_on(page)


def test_notices_are_read_and_counted(house, lin):
    number = house.logs("2026-09-17T16:00")
    house.does("window", number, "assign", "2026-09-17T16:30", unit=EC)
    house.does("handler", number, "sign_for", "2026-09-18T09:00")
    page = lin.get("/desk/inbox")
    assert grouped(number) in words_on(page) and "未读" in words_on(page)

    up_to = re.search(r'name="up_to" value="(\d+)"', page.text)[1]
    assert "未读" not in words_on(lin.follow(lin.post("/desk/inbox/read", up_to=up_to)))


def test_a_view_more_than_fits_is_refused_with_a_sentence_and_none_is_kept_unseen(lin):
    lin.get("/desk/search")
    titles = [f"第{n:02}个视图" for n in range(saved_searches.MOST_KEPT + 1)]

    *kept, refused = [lin.post("/desk/search", do="save", title=one, state="received") for one in titles]

    assert {answer.status_code for answer in kept} == {303}
    assert refused.status_code == 422 and "最多保存 12 个视图" in words_on(refused)
    assert f'value="{titles[-1]}"' in refused.text
    again = lin.post("/desk/search", do="save", title=titles[0], state="assigned")
    assert again.status_code == 303
    shown = words_on(lin.get("/desk/search"))
    assert [one in shown for one in titles] == [True] * saved_searches.MOST_KEPT + [False]
