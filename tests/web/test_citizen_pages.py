"""The citizen's pages without JavaScript: nothing typed is lost, nothing personal shows, every reader gets the truth."""

from __future__ import annotations

import re
import sqlite3
from html import unescape

import pytest
from sqlalchemy import event, func, make_url, select

from complaints.infrastructure import clock
from complaints.infrastructure.database import db, transaction
from complaints.intake import drafts
from complaints.models import Attachment, Complaint, Draft, Event, Visit
from tests.house import PASSWORD, opened
from tests.web.citizens import JPEG, looks_up, paper_of, sends, writes
from tests.web.pages import Visitor, words_on


def complaint_of(number):
    db.session.rollback()
    plain = number.replace("-", "")
    return db.session.scalars(select(Complaint).filter_by(tracking_number=plain)).one()


def test_a_complaint_is_logged_and_has_somebody_answerable(li):
    receipt = sends(li)

    number, code = paper_of(receipt)
    complaint = complaint_of(number)
    assert (complaint.channel, complaint.category, complaint.confidential) == ("web", "ATTITUDE", True)
    assert complaint.complainant.phone == "+8613800138000"
    assert "首问责任人" in words_on(receipt) and "最晚" in words_on(receipt)
    assert len(code) == 6


def test_both_databases_take_it_in_once_and_let_its_citizen_in(either_house, now):
    visitor = Visitor(either_house.app)
    writes(visitor)
    visitor.post("/complain/files", files={"files": (JPEG, "a.jpg")})
    number, code = paper_of(visitor.follow(visitor.post("/complain/check")))
    visitor.post("/status/leave")

    assert number in visitor.follow(looks_up(visitor, number, code)).text
    assert visitor.post("/status/urge").status_code == 303
    assert "90 天" in words_on(visitor.get("/commitments"))


def test_the_receipt_names_a_unit_and_no_person(li, house):
    receipt = words_on(sends(li))

    assert "鄂州市公共法律服务中心" in receipt
    assert not [who for who in ("林溪", "陈望", "何安", "罗青禾") if who in receipt]


@pytest.mark.parametrize(
    ("step", "typed", "kept"),
    [
        ("what", {"narrative": "很长的话" * 6000}, "很长的话很长的话"),
        ("reach", {"named": "yes", "name": "李大爷", "phone": "12"}, "李大爷"),
        ("reach", {"named": "yes", "name": "", "phone": "13800138000"}, "13800138000"),
    ],
)
def test_what_cannot_be_used_is_kept_and_said(li, step, typed, kept):
    writes(li)

    answer = li.post(f"/complain/{step}", **typed)

    assert answer.status_code == 422
    assert kept in answer.text and 'role="alert"' in answer.text
    assert kept in li.get(f"/complain/{step}").text


def test_a_step_left_empty_is_asked_for_in_plain_words(li):
    li.get("/complain/category")

    answer = li.post("/complain/category")

    assert answer.status_code == 422 and "请选一类。" in words_on(answer)


def test_what_was_written_is_there_again_after_the_connection_was_lost(li):
    li.get("/complain/category")
    li.post("/complain/category", category="FEE")
    li.post("/complain/keep/what", narrative="写到一半")

    assert "写到一半" in li.get("/complain/what").text
    assert "接着上次的写" in words_on(li.get("/complain"))


def test_a_draft_is_sealed_and_forgotten_after_a_day(li, house, now):
    writes(li)
    raw = sqlite3.connect(make_url(house.app.config["SQLALCHEMY_DATABASE_URI"]).database)
    assert "说话难听" not in str(raw.execute("SELECT * FROM draft").fetchall())

    now("2026-09-22T10:01")
    with transaction():
        drafts.forget_old(clock.now())

    assert db.session.scalar(select(func.count()).select_from(Draft)) == 0
    assert "说话难听" not in li.get("/complain/what").text


def test_clearing_leaves_nothing_behind(li):
    writes(li)
    li.post("/complain/files", files={"files": (JPEG, "a.jpg")})

    li.post("/complain/clear")

    assert db.session.scalar(select(func.count()).select_from(Draft)) == 0
    assert db.session.scalar(select(func.count()).select_from(Attachment)) == 0


def test_pressing_send_twice_logs_one_complaint(li):
    writes(li)
    first = li.client.get_cookie("session").value
    answer = li.post("/complain/check")
    li.client.set_cookie("session", first)

    again = li.post("/complain/check")

    assert (answer.status_code, again.status_code) == (303, 303)
    assert paper_of(li.follow(again))
    assert db.session.scalar(select(func.count()).select_from(Complaint)) == 1


def test_an_anonymous_complaint_keeps_no_name(li):
    number, _ = paper_of(sends(li, reach={"named": "no", "name": "李大爷", "phone": "13800138000"}))

    person = complaint_of(number).complainant
    assert (person.anonymous, person.name, person.phone) == (True, None, None)


def test_a_photo_comes_with_the_complaint_sealed(li, house):
    writes(li)
    li.post("/complain/files", files={"files": (JPEG, "..\\现场<b>.exe")})
    number, _ = paper_of(li.follow(li.post("/complain/check")))

    row = db.session.scalars(select(Attachment)).one()
    assert (row.complaint_id, row.draft_hash, row.kind) == (complaint_of(number).id, None, "image/jpeg")
    assert (row.body, row.name) == (JPEG, "现场<b>.jpg")
    raw = sqlite3.connect(make_url(house.app.config["SQLALCHEMY_DATABASE_URI"]).database)
    assert b"a photo" not in raw.execute("SELECT body FROM attachment").fetchone()[0]


@pytest.mark.parametrize(
    "body", [b"MZ\x90\x00 program", b"<html><script>", b"PK\x03\x04", b"", b"%PDF-1.7 no end"]
)
def test_a_disguised_program_is_refused_with_a_sentence(li, body):
    writes(li)

    answer = li.post("/complain/files", files={"files": (body, "photo.jpg")})

    assert answer.status_code == 422 and "没有收下" in words_on(answer)
    assert "说话难听" in li.get("/complain/what").text


def test_a_photo_that_is_too_large_is_told_and_nothing_is_lost(li):
    writes(li)

    answer = li.post("/complain/files", files={"files": (JPEG + b"x" * 20_000_000, "big.jpg")})

    assert answer.status_code == 422 and "太大" in words_on(answer)
    assert "说话难听" in li.get("/complain/check").text


def test_at_most_five_files_come_with_a_complaint(li):
    writes(li)
    for _ in range(5):
        li.post("/complain/files", files={"files": (JPEG, "a.jpg")})

    answer = li.post("/complain/files", files={"files": (JPEG, "a.jpg")})

    assert answer.status_code == 422 and "最多附 5 个文件" in words_on(answer)


def test_wrong_and_unknown_numbers_cannot_be_told_apart(li, house):
    number, _ = paper_of(sends(li))
    li.post("/status/leave")

    wrong = looks_up(li, number, "000000")
    unknown = looks_up(li, "1234-5678-9012", "000000")

    assert wrong.status_code == unknown.status_code == 404
    assert words_on(wrong) == words_on(unknown)
    assert wrong.text.count("<") == unknown.text.count("<")


def test_the_status_page_opens_with_number_and_code_and_ends_when_left(li, house):
    number, code = paper_of(sends(li))
    li.post("/status/leave")

    page = li.follow(looks_up(li, number, code))
    assert number in page.text and code not in page.text

    li.post("/status/leave")
    assert number not in li.get("/status").text
    assert db.session.scalar(select(func.count()).select_from(Visit)) == 0


def test_a_visit_ends_by_itself_after_twenty_minutes(li, now):
    number, _ = paper_of(sends(li))

    now("2026-09-21T10:21")

    assert number not in li.get("/status").text
    assert li.get("/receipt").status_code == 302


def test_nothing_personal_stands_in_an_address_a_title_or_a_cache(li):
    pages = [writes(li), li.get("/complain/check")]
    sent = li.post("/complain/check")
    receipt = li.follow(sent)
    number, code = paper_of(receipt)
    found = looks_up(Visitor(li.client.application), number, code)
    pages += [sent, receipt, found, li.get("/status")]

    for page in pages:
        address = f"{page.request.full_path} {page.headers.get('Location', '')}"
        title = "".join(re.findall("<title>(.*?)</title>", page.text))
        for secret in (number, number.replace("-", ""), code, "李大爷", "13800138000"):
            assert secret not in address and secret not in title
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["Referrer-Policy"] == "no-referrer"


def test_the_code_on_the_paper_holds_no_query_code(li, house):
    import segno

    receipt = sends(li)
    number, code = paper_of(receipt)
    made = segno.make(f"http://localhost/status#{number}", micro=False, error="m")

    assert re.search(r'<path[^>]*d="([^"]+)"', receipt.text[receipt.text.index('class="qr"') :])[
        1
    ] in made.svg_inline(omitsize=True, border=2)
    assert code not in f"http://localhost/status#{number}"


def test_the_citizen_urges_once_a_day(li):
    sends(li)
    li.get("/status")

    first, second = li.post("/status/urge"), li.post("/status/urge")

    assert first.status_code == 303
    assert second.status_code == 409 and "今天已经催办过一次" in words_on(second)


@pytest.mark.parametrize("move", ["urge", "withdraw", "request_recusal"])
def test_what_the_citizen_says_with_an_act_reaches_whoever_is_answerable(li, move):
    number, _ = paper_of(sends(li))
    box = re.search(r'<textarea id="(\w+)"', li.get(f"/status/{move}").text)[1]

    li.post(f"/status/{move}", **{box: "下周一就要用这份材料"})

    complaint = complaint_of(number)
    event = db.session.scalars(select(Event).filter_by(complaint_id=complaint.id, move=move)).one()
    assert "下周一就要用这份材料" in (event.note, event.detail.get("reason"))


def test_what_is_missing_is_listed_where_it_is_supplied(house, now):
    number = house.logs("2026-09-18T10:00")
    house.does("window", number, "ask_supplement", "2026-09-18T10:10", items=["哪个窗口", "大概时间"])
    visitor = Visitor(house.app)

    page = visitor.follow(looks_up(visitor, number, house.codes[number]))

    assert "哪个窗口" in words_on(page)
    assert "大概时间" in words_on(visitor.get("/status/supplement"))


@pytest.mark.parametrize("move", ["supplement", "withdraw", "rate", "appeal", "request_recusal", "urge"])
def test_every_act_of_the_citizen_has_its_page(li, move):
    sends(li)

    assert li.get(f"/status/{move}").status_code == 200


@pytest.mark.parametrize(
    ("move", "why"),
    [
        ("rate", "本件现在是“已登记”，“评价”只能在"),
        ("appeal", "本件现在是“已登记”，“申请复查”只能在"),
        ("supplement", "没有等待补正的事项。"),
    ],
)
def test_an_act_that_can_only_be_refused_says_so_and_asks_for_no_words(li, move, why):
    sends(li)

    page = li.get(f"/status/{move}")

    assert why in words_on(page) and "返回进度" in words_on(page)
    assert f'action="/status/{move}"' not in page.text and "<textarea" not in page.text


def test_whoever_urged_today_is_told_so_before_writing_and_after_writing_keeps_the_words(li):
    sends(li)
    assert "<textarea" in li.get("/status/urge").text
    li.post("/status/urge")

    before, after = li.get("/status/urge"), li.post("/status/urge", note="下周一就要用")

    assert "今天已经催办过一次" in words_on(before) and "<textarea" not in before.text
    assert after.status_code == 409 and "下周一就要用" in after.text and "<textarea" in after.text


def test_after_the_end_no_act_asks_for_words(li):
    sends(li)
    li.post("/status/withdraw")

    pages = [li.get(f"/status/{move}") for move in ("urge", "withdraw", "rate")]

    assert ["本件现在是" in words_on(page) for page in pages] == [True] * 3
    assert not [page for page in pages if 'id="words"' in page.text]


def test_withdrawing_is_asked_twice(li):
    number, _ = paper_of(sends(li))

    assert "不能恢复" in words_on(li.get("/status/withdraw"))
    li.post("/status/withdraw")

    assert complaint_of(number).state == "withdrawn"


def test_a_promise_that_was_not_kept_is_told_honestly(house, now):
    number = house.logs("2026-09-10T10:00")
    house.does("window", number, "accept", "2026-09-10T11:00")
    house.sweeps("2026-09-21T09:00")
    visitor = Visitor(house.app)

    page = words_on(visitor.follow(looks_up(visitor, number, house.codes[number])))

    assert "已超过承诺时限，已报上级督办" in page


def test_an_extension_is_told_with_its_reason(house, now):
    number = house.logs("2026-09-18T10:00")
    house.does("window", number, "accept", "2026-09-18T10:10")
    house.does("window", number, "assign", "2026-09-18T10:20", unit="EC-BUREAU")
    house.does("handler", number, "sign_for", "2026-09-18T11:00")
    house.does(
        "handler",
        number,
        "request_extension",
        "2026-09-18T11:10",
        days=5,
        reason="需要调监控",
        basis="情况复杂",
    )
    house.does("leader", number, "grant_extension", "2026-09-18T11:20")
    visitor = Visitor(house.app)

    page = words_on(visitor.follow(looks_up(visitor, number, house.codes[number])))

    assert "需要调监控" in page and "情况复杂" in page


def test_a_change_of_urgency_is_told_without_its_reason(house, now):
    number = house.logs("2026-09-18T10:00")
    house.does(
        "supervisor", number, "change_urgency", "2026-09-18T10:30", urgency="critical", reason="来电扬言自伤"
    )
    visitor = Visitor(house.app)

    page = words_on(visitor.follow(looks_up(visitor, number, house.codes[number])))

    assert "紧急程度：特急" in page and "扬言" not in page


def test_the_citizen_rates_and_a_bad_grade_opens_a_verification(house, now):
    number = house.logs("2026-09-18T10:00")
    house.does(
        "window",
        number,
        "answer_on_the_spot",
        "2026-09-18T10:30",
        outcome="other",
        findings="无",
        reply="答复内容",
    )
    house.does("window", number, "give_feedback", "2026-09-18T11:00", method="phone")
    visitor = Visitor(house.app)
    page = words_on(visitor.follow(looks_up(visitor, number, house.codes[number])))
    assert "答复内容" in page

    empty = visitor.post("/status/rate")
    visitor.post("/status/rate", grade="1", comment="没解决")

    assert empty.status_code == 422 and "请选一项。" in words_on(empty)
    assert complaint_of(number).grade == 1
    again = visitor.get("/status/rate")
    assert 'name="grade"' in again.text, "within the rating period a wrong star is mended by rating again"
    visitor.post("/status/rate", grade="5")
    assert complaint_of(number).grade == 5 and complaint_of(number).state == "closed"


def told_the_result(house):
    number = house.logs("2026-09-18T10:00")
    answered = {"outcome": "other", "findings": "无", "reply": "答复内容"}
    house.does("window", number, "answer_on_the_spot", "2026-09-18T10:30", **answered)
    house.does("window", number, "give_feedback", "2026-09-18T11:00", method="phone")
    return number


@pytest.mark.parametrize(
    ("language", "grade", "comes_next"),
    [
        ("zh", "1", "将由没有经手的人在规定时间内核实"),
        ("zh", "3", "接下来本件将归档"),
        ("zh", "5", "本件已归档"),
        ("en", "2", "an officer who had no part in it looks into it within the time promised"),
        ("en", "3", "Next, the complaint will be closed."),
    ],
)
def test_whoever_has_rated_is_told_what_comes_next_and_not_asked_again(
    house, now, language, grade, comes_next
):
    number = told_the_result(house)
    visitor = Visitor(house.app, language)
    before = words_on(visitor.follow(looks_up(visitor, number, house.codes[number])))
    assert "请评价" in before or "Please rate it" in before
    visitor.get("/status/rate")

    page = visitor.follow(visitor.post("/status/rate", grade=grade)).text.partition('<ol class="history">')[0]

    assert comes_next in re.search(r'<p class="lead">(.*?)</p>', page)[1]
    assert not [words for words in ("请评价", "请您评价", "Please rate", "asked to rate") if words in page]


@pytest.mark.parametrize(
    ("language", "until", "clears"),
    [
        ("zh", "登记后 20 分钟内，这台设备上还能再看到查询码", "记好了，结束并清除"),
        ("en", "For 20 minutes after logging, the code can be seen again", "Noted down: finish and clear"),
    ],
)
def test_the_receipt_says_until_when_its_code_can_be_seen_again(house, now, language, until, clears):
    visitor = Visitor(house.app, language)
    sends(visitor)

    page = visitor.get("/receipt")

    assert until in words_on(page) and words_on(page).count(clears) == 2
    now("2026-09-21T10:19")
    assert "receipt-code" in visitor.get("/receipt").text
    visitor.post("/status/leave")
    assert visitor.get("/receipt").status_code == 302


def test_after_that_time_the_code_is_gone_from_the_device(house, now):
    visitor = Visitor(house.app)
    sends(visitor)

    now("2026-09-21T10:21")

    assert visitor.get("/receipt").status_code == 302


def test_of_a_restricted_complaint_only_that_it_is_in_is_told(house, now):
    number = house.logs("2026-09-18T10:00", category="DISC")
    visitor = Visitor(house.app)

    page = words_on(visitor.follow(looks_up(visitor, number, house.codes[number])))

    assert "已登记" in page
    assert not [word for word in ("检举", "纪检", "您可以", "承诺的期限", "接下来") if word in page]


def test_of_a_restricted_complaint_nothing_is_done_on_the_pages_either(house, now):
    number = house.logs("2026-09-18T10:00", category="DISC")
    visitor = Visitor(house.app)
    visitor.follow(looks_up(visitor, number, house.codes[number]))

    led_back = visitor.follow(visitor.get("/status/withdraw"))
    refused = visitor.post("/status/withdraw", reason="不用了")

    assert led_back.request.path == "/status" and "网上不能进行这一操作" in words_on(led_back)
    assert refused.status_code == 409 and "网上不能进行这一操作" in words_on(refused)
    assert house.moves(number) == ["receive"]


def test_everything_is_said_in_english_too(house, now):
    visitor = Visitor(house.app, "en")
    receipt = words_on(sends(visitor))

    assert "Complaint receipt" in receipt and "First responder" in receipt
    assert not re.search("[\u4e00-\u9fff]", receipt.replace("中文", ""))


def test_the_language_stays_and_the_page_too(li):
    li.get("/commitments")

    answer = li.post("/comforts", locale="en", next="/commitments")

    assert answer.headers["Location"] == "/commitments"
    assert "Our service commitments" in words_on(li.get("/commitments"))


@pytest.mark.parametrize(
    "next_", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:1", ""]
)
def test_nobody_is_sent_to_another_site(li, next_):
    li.get("/")

    assert li.post("/comforts", locale="en", next=next_).headers["Location"] == "/"


def test_commitments_hide_numbers_that_could_point_at_a_person(house, now):
    for _ in range(3):
        number = house.logs("2026-09-01T10:00")
        house.does("window", number, "accept", "2026-09-01T10:10")

    page = words_on(Visitor(house.app).get("/commitments"))

    assert "件数太少" in page and "0/3" not in page


def test_commitments_tell_how_many_were_kept(house, now):
    for hour in range(10):
        number = house.logs("2026-09-01T10:00")
        house.does("window", number, "accept", "2026-09-01T10:10")
        if hour < 9:
            house.does("window", number, "assign", "2026-09-01T10:20", unit="EC-BUREAU")
            house.does("handler", number, "sign_for", "2026-09-01T11:00")
            house.does(
                "handler", number, "answer", "2026-09-02T11:00", outcome="other", findings="无", reply="好"
            )
    visitor = Visitor(house.app)

    assert "90% （9/10 件）" in words_on(visitor.get("/commitments"))


def test_officers_go_to_their_desk_and_others_to_theirs(house, now):
    homes = {"window": "/desk", "supervisor": "/supervise", "admin": "/admin"}
    for username, home in homes.items():
        visitor = Visitor(house.app)
        visitor.get("/login")
        assert visitor.post("/login", username=username, password=PASSWORD).headers["Location"] == home


@pytest.mark.parametrize(
    "roles",
    [[one] for one in ("officer", "unit_supervisor", "supervisor", "discipline", "last_resort", "admin")]
    + [["discipline", "last_resort"], ["officer", "unit_supervisor"], ["admin", "discipline"]],
    ids="+".join,
)
def test_whoever_signs_in_comes_to_a_page_that_is_theirs(house, now, roles):
    with transaction():
        house.officer("other").roles = roles
    visitor = Visitor(house.app)
    visitor.get("/login")

    home = visitor.follow(visitor.post("/login", username="other", password=PASSWORD))

    assert home.status_code == 200 and home.request.path in ("/desk", "/supervise", "/admin")


def test_a_wrong_name_and_a_wrong_password_sound_the_same(house, now):
    visitor = Visitor(house.app)
    visitor.get("/login")

    one = visitor.post("/login", username="window", password="wrong")
    other = visitor.post("/login", username="nobody-here", password="wrong")

    assert one.status_code == other.status_code == 401
    assert words_on(one) == words_on(other)


def test_what_an_officer_typed_is_there_after_signing_in_again(house, now):
    visitor = Visitor(house.app)
    visitor.get("/login")

    ended = visitor.post("/desk/inbox/read", up_to="12345")
    hidden = dict(re.findall(r'name="(kept|kept_for|next)" value="([^"]*)"', ended.text))
    words = {name: unescape(value) for name, value in hidden.items()}
    back = visitor.post("/login", username="window", password=PASSWORD, **words)

    assert ended.status_code == 401 and "没有丢失" in words_on(ended)
    assert 'action="/desk/inbox/read"' in back.text and 'value="12345"' in back.text


def test_a_session_ends_after_a_working_day(house, now):
    visitor = Visitor(house.app)
    visitor.get("/login")
    visitor.post("/login", username="window", password=PASSWORD)
    assert visitor.get("/desk").status_code == 200

    now("2026-09-21T22:30")

    assert visitor.get("/desk").headers["Location"].startswith("/login")


def test_too_many_wrong_passwords_have_to_wait(now):
    with opened("sqlite", SHOUWEN_LOGIN_RATE="3 per minute") as house:
        visitor = Visitor(house.app)
        visitor.get("/login")
        codes = [visitor.post("/login", username="window", password="wrong").status_code for _ in range(5)]

    assert codes[-1] == 429 and codes[0] == 401


def test_a_forged_post_does_nothing(house, now):
    visitor = Visitor(house.app)
    visitor.get("/login")
    visitor.token = ""

    answer = visitor.post("/login", username="window", password=PASSWORD)

    assert answer.status_code == 400


def test_what_was_typed_comes_back_after_the_token_was_lost(li):
    li.get("/complain/category")
    li.client.delete_cookie("session")

    answer = li.post("/complain/what", narrative="写了很久的话")

    assert answer.status_code == 400 and "写了很久的话" in answer.text
    again = li.post("/complain/what", narrative="写了很久的话")
    assert again.status_code == 303


def test_pages_allow_no_foreign_frame_or_script(li):
    policy = li.get("/").headers["Content-Security-Policy"]

    assert "frame-ancestors 'none'" in policy and "unsafe" not in policy
    assert not re.search(r"<script(?![^>]*src=)|\son\w+=|\sstyle=", li.get("/").text)


@pytest.mark.parametrize(("address", "code"), [("/nothing-here", 404), ("/login/x", 404), ("/comforts", 405)])
def test_what_goes_wrong_is_told_in_both_languages(house, now, address, code):
    chinese, english = Visitor(house.app).get(address), Visitor(house.app, "en").get(address)

    assert chinese.status_code == english.status_code == code
    assert "回到首页" in words_on(chinese) and "To the front page" in words_on(english)


def test_the_status_page_asks_the_database_as_often_for_a_long_story_as_for_a_short_one(house, now):
    short, long = house.logs("2026-09-10T10:00"), house.logs("2026-09-10T10:00")
    house.does("window", long, "accept", "2026-09-10T11:00")
    for day in range(11, 18):
        house.does("citizen", long, "urge", f"2026-09-{day}T11:00")
    house.sweeps("2026-09-21T09:00")

    assert queries_of(house, long) == queries_of(house, short) <= 16


def queries_of(house, number):
    visitor = Visitor(house.app)
    visitor.follow(looks_up(visitor, number, house.codes[number]))
    asked = []
    event.listen(db.engine, "before_cursor_execute", lambda *rest: asked.append(rest[2]))
    visitor.get("/status")
    return len(asked)
