"""Files of a complaint: its readers can save them, its holders can add to them, and no one else learns of them."""

from __future__ import annotations

import hashlib

import pytest
from sqlalchemy import select, text

from complaints.casework import attachments, citizen_view, ledger
from complaints.casework.attachments import File
from complaints.infrastructure import clock
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.errors import BadInput
from complaints.infrastructure.public_ids import public_id
from complaints.infrastructure.tokens import new_token
from complaints.models import AccessLog, Attachment, Event
from complaints.notifications import inbox
from tests.house import PASSWORD, opened, shanghai
from tests.web.pages import Visitor, words_on

EC = "EC-BUREAU"
JPEG = b"\xff\xd8\xff\xe0 a photo of the counter \xff\xd9"
PDF = b"%PDF-1.7 <script>alert(1)</script> %%EOF"
AT = "2026-09-18T16:00"


@pytest.fixture
def at_desk(house, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: shanghai("2026-09-21T10:00"))

    def sign_in(username, language="zh"):
        visitor = Visitor(house.app, language)
        visitor.get("/login")
        assert visitor.post("/login", username=username, password=PASSWORD).status_code == 303
        return visitor

    return sign_in


def comes_with(house, number, body=JPEG, name="现场 “3号” 窗口.jpg"):
    """A file of the citizen's, the way the web form brings it; gives the address officers fetch it from."""
    token, complaint_id = new_token(), house.complaint(number).id
    with transaction():
        file_id = attachments.add(token, File(name, body), shanghai(AT)).id
        attachments.hand_over(token, complaint_id)
    return f"/desk/c/{number}/files/{public_id(file_id, 'file')}"


def test_the_page_lists_each_file_with_its_kind_and_size(house, at_desk):
    number = house.logs(AT)
    address = comes_with(house, number)
    comes_with(house, number, PDF + b" " * 1_500_000 + b"%%EOF", "材料.pdf")

    page = at_desk("window").get(f"/desk/c/{number}")

    assert f'href="{address}"' in page.text
    said = words_on(page)
    assert "JPG 照片 现场 “3号” 窗口.jpg 1 KB" in said and "PDF 文件 材料.pdf 1.4 MB" in said


def test_in_english_too(house, at_desk):
    number = house.logs(AT)
    comes_with(house, number)

    assert "JPG photo" in words_on(at_desk("window", "en").get(f"/desk/c/{number}"))


def test_a_complaint_without_files_has_no_list_of_them(house, at_desk):
    number = house.logs(AT)

    assert "附件" not in words_on(at_desk("centre.he").get(f"/desk/c/{number}"))


@pytest.mark.parametrize("username", ["window", "centre.he", "supervisor"])
def test_whoever_may_see_the_complaint_gets_the_file_as_it_was_sent(house, at_desk, username):
    address = comes_with(house, house.logs(AT))

    answer = at_desk(username).get(address)

    assert (answer.status_code, answer.data, answer.mimetype) == (200, JPEG, "image/jpeg")


def test_a_file_is_saved_and_never_shown_or_kept_by_the_browser(house, at_desk):
    answer = at_desk("window").get(comes_with(house, house.logs(AT), PDF, 'a"b\r\n现场.html'))

    called = answer.headers["Content-Disposition"]
    assert called.startswith("attachment;") and "filename*=UTF-8''a%22b%20%E7%8E%B0%E5%9C%BA.pdf" in called
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "ETag" not in answer.headers and "Last-Modified" not in answer.headers


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", "nonsense"])
def test_a_kind_that_is_not_taken_in_is_handed_out_as_plain_bytes(house, at_desk, kind):
    address = comes_with(house, house.logs(AT))
    with transaction():
        db.session.scalars(select(Attachment)).one().kind = kind

    answer = at_desk("window").get(address)

    assert answer.headers["Content-Type"] == "application/octet-stream"


def test_the_respondent_a_stranger_and_an_administrator_find_none(house, at_desk):
    number = house.logs(AT, respondent_officer="handler")
    house.does("window", number, "assign", "2026-09-18T17:00", unit=EC)
    address = comes_with(house, number)

    assert at_desk("window").get(address).status_code == 200
    for username in ("handler", "other", "admin"):
        assert at_desk(username).get(address).status_code == 404, username


def test_whoever_is_not_signed_in_is_asked_to(house):
    answer = Visitor(house.app).get(comes_with(house, house.logs(AT)))

    assert answer.status_code == 302 and "/login" in answer.headers["Location"]


def test_a_file_is_found_under_its_own_complaint_alone(house, at_desk):
    number, another = house.logs(AT), house.logs(AT)
    file_id = comes_with(house, number).rsplit("/", 1)[-1]
    lin = at_desk("window")

    assert lin.get(f"/desk/c/{another}/files/{file_id}").status_code == 404
    assert lin.get(f"/desk/c/{number}/files/999").status_code == 404
    assert lin.get(f"/desk/c/{number}/files/{10**30}").status_code == 404
    assert lin.get(f"/desk/c/nothing/files/{file_id}").status_code == 404


def test_a_file_that_was_not_sent_yet_is_nobody_s_to_open(house, at_desk):
    number = house.logs(AT)
    with transaction():
        file_id = attachments.add(new_token(), File("a.jpg", JPEG), shanghai(AT)).id

    assert at_desk("window").get(f"/desk/c/{number}/files/{public_id(file_id, 'file')}").status_code == 404


def test_opening_a_file_of_a_restricted_complaint_is_written_down(house, at_desk):
    address = comes_with(house, house.logs(AT, category="DISC"))

    assert at_desk("window").get(address).status_code == 404
    assert at_desk("disc.qin").get(address).status_code == 200

    rows = list(db.session.scalars(select(AccessLog)))
    assert [(row.officer_id, row.what) for row in rows] == [(house.officer("disc.qin").id, "desk file")]


def test_of_a_confidential_complaint_only_who_carries_it_opens_the_files(house, at_desk):
    number = house.logs(AT, confidential=True)
    address = comes_with(house, number)
    he = at_desk("centre.he")

    assert at_desk("window").get(address).data == JPEG
    assert he.get(address).status_code == 404
    page = he.get(f"/desk/c/{number}")
    assert "只有首问责任人和承办人能打开" in words_on(page) and "现场" not in page.text


def adds(visitor, number, body=JPEG, name="现场核查.jpg", **more):
    visitor.get(f"/desk/c/{number}/files")
    return visitor.post(f"/desk/c/{number}/files", files={"files": (body, name)}, **more)


def with_handler(house, **more):
    number = house.logs(AT, **more)
    house.does("window", number, "assign", "2026-09-18T17:00", unit=EC)
    house.does("handler", number, "sign_for", "2026-09-18T17:10")
    return number


def newest_event(house, number):
    complaint = house.complaint(number)
    query = select(Event).filter_by(complaint_id=complaint.id).order_by(Event.seq.desc())
    return db.session.scalars(query).first()


@pytest.mark.parametrize("username", ["window", "handler", "leader"])
def test_whoever_carries_it_adds_a_file_and_it_is_on_the_record(house, at_desk, username):
    number = with_handler(house)
    visitor = at_desk(username)
    assert f'href="/desk/c/{number}/files"' in visitor.get(f"/desk/c/{number}").text

    answer = adds(visitor, number, PDF, "..\\核查 <b>笔录.exe", note="现场核查笔录")

    assert answer.status_code == 303
    event, file = newest_event(house, number), db.session.scalars(select(Attachment)).one()
    assert (event.move, event.by_name, event.note) == ("attach", username, "现场核查笔录")
    assert event.detail["files"] == [
        {
            "id": file.id,
            "name": "核查 <b>笔录.pdf",
            "sha256": hashlib.sha256(PDF).hexdigest(),
            "size": len(PDF),
        }
    ]
    assert (file.added_by.username, file.kind, file.complaint_id) == (
        username,
        "application/pdf",
        house.complaint(number).id,
    )
    page = visitor.get(f"/desk/c/{number}")
    assert "核查 &lt;b&gt;笔录.pdf" in page.text and "1 个附件" in words_on(page)
    assert f"{visitor_name(house, username)} 添加" in words_on(page)
    assert at_desk("window").get(f"/desk/c/{number}/files/{public_id(file.id, 'file')}").data == PDF
    assert [broken for _, broken in ledger.breaks() if broken] == []


def visitor_name(house, username):
    return house.officer(username).name_zh


def test_the_content_stands_sealed_and_only_once(house, at_desk):
    number = with_handler(house)
    handler = at_desk("handler")
    adds(handler, number)

    again = adds(handler, number)

    assert again.status_code == 422 and "已经在附件里了" in words_on(again)
    (stored,) = db.session.execute(text("SELECT body, name FROM attachment")).all()
    assert JPEG not in bytes(stored.body) and "现场" not in str(stored.name)


def test_the_same_file_under_two_names_is_not_kept_twice(house):
    number = with_handler(house)
    twice = [File("一.jpg", JPEG), File("二.jpg", JPEG)]

    with pytest.raises(BadInput, match="更正"):
        house.does("handler", number, "attach", "2026-09-18T17:20", files=twice)

    assert attachments.of_complaint(house.complaint(number).id) == []
    house.does("handler", number, "attach", "2026-09-18T17:30", files=[twice[0], File("三.pdf", PDF)])
    assert len(attachments.of_complaint(house.complaint(number).id)) == 2


def test_whoever_only_looks_adds_nothing(house, at_desk):
    number = with_handler(house)

    for username, code in (("echeng.xie", 409), ("supervisor", 409), ("other", 404), ("admin", 403)):
        visitor = at_desk(username)
        visitor.get("/password")  # any page of theirs with a form
        assert visitor.post(f"/desk/c/{number}/files", files={"files": (JPEG, "a.jpg")}).status_code == code
    assert f"/desk/c/{number}/files" not in at_desk("echeng.xie").get(f"/desk/c/{number}").text
    assert db.session.scalars(select(Attachment)).all() == []


def test_a_closed_complaint_takes_no_more_files(house, at_desk):
    number = with_handler(house)
    house.does("citizen", number, "withdraw", "2026-09-19T09:00")

    answer = adds(at_desk("handler"), number)

    assert answer.status_code == 409 and "现在不能由您给本件添加附件" in words_on(answer)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"<html>", "没有收下"),
        (b"\xff\xd8\xff" + b"x" * 1_100_000, "太大，最多 1 MB"),
        (b"", "没有收下"),
    ],
)
def test_what_cannot_be_taken_is_told_and_what_was_typed_stays(monkeypatch, body, sentence):
    monkeypatch.setattr(clock, "now", lambda: shanghai("2026-09-21T10:00"))
    with opened("sqlite", SHOUWEN_MAX_UPLOAD_MB="1") as house:
        number = with_handler(house)
        visitor = Visitor(house.app)
        visitor.get("/login")
        visitor.post("/login", username="handler", password=PASSWORD)

        answer = adds(visitor, number, body, "证据.jpg", note="说到一半")

        assert answer.status_code == 422 and sentence in words_on(answer) and "说到一半" in answer.text
        assert house.moves(number)[-1] == "sign_for"


def test_without_a_file_it_asks_for_one(house, at_desk):
    number = with_handler(house)
    handler = at_desk("handler")
    handler.get(f"/desk/c/{number}/files")

    answer = handler.post(f"/desk/c/{number}/files", files={"files": (b"", "")})

    assert answer.status_code == 422 and "请选择文件" in words_on(answer)


def test_officers_add_so_many_and_no_more(house, at_desk, monkeypatch):
    monkeypatch.setattr(attachments, "MOST_OF_OFFICERS", 1)
    number = with_handler(house)
    comes_with(house, number)
    handler = at_desk("handler")

    assert adds(handler, number, PDF, "a.pdf").status_code == 303
    assert "最多添加 1 个" in words_on(adds(handler, number, b"\x89PNG\r\n\x1a\n", "b.png"))


def test_of_a_restricted_complaint_files_are_added_and_opened_by_those_alone_who_may_see_it(house, at_desk):
    number = house.logs(AT, category="DISC")
    carrier = house.complaint(number).first_responder.username

    assert adds(at_desk(carrier), number).status_code == 303
    db.session.rollback()
    file = db.session.scalars(select(Attachment)).one()
    for username in ("window", "leader", "supervisor"):
        assert (
            at_desk(username).get(f"/desk/c/{number}/files/{public_id(file.id, 'file')}").status_code == 404
        )


def test_the_name_of_a_confidential_file_is_not_on_the_record(house, at_desk):
    number = with_handler(house, confidential=True)

    adds(at_desk("handler"), number, name="李大爷的伤情.jpg")

    assert "name" not in newest_event(house, number).detail["files"][0]
    assert "李大爷的伤情" not in at_desk("leader").get(f"/desk/c/{number}").text


def test_the_citizen_learns_nothing_of_files_officers_added(house, at_desk):
    number = with_handler(house)
    adds(at_desk("handler"), number)

    told = [event.move for event in citizen_view.public_events(house.complaint(number))]

    assert "attach" not in told


def test_whoever_is_concerned_is_told_and_nobody_of_their_own_act(house, at_desk):
    number = with_handler(house)
    adds(at_desk("handler"), number)

    def heard(username):
        return [row.kind for row in inbox.page(house.officer(username))].count("attach")

    assert (heard("window"), heard("handler")) == (1, 0)


def test_the_form_speaks_english_too(house, at_desk):
    number = with_handler(house)

    assert "Add files" in words_on(at_desk("handler", "en").get(f"/desk/c/{number}/files"))
