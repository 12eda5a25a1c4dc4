"""Files that came with a complaint: whoever may see the complaint can save them, and nobody else learns of them."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from complaints import attachments, clock, drafts
from complaints.attachments import File
from complaints.db import db, transaction
from complaints.models import AccessLog, Attachment
from tests.house import PASSWORD, shanghai
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
    token, complaint_id = drafts.new_token(), house.complaint(number).id
    with transaction():
        file_id = attachments.add(token, File(name, body), shanghai(AT)).id
        attachments.hand_over(token, complaint_id)
    return f"/desk/c/{number}/files/{file_id}"


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

    assert "附件" not in words_on(at_desk("window").get(f"/desk/c/{number}"))


@pytest.mark.parametrize("username", ["window", "centre.he", "supervisor"])
def test_whoever_may_see_the_complaint_gets_the_file_as_it_was_sent(house, at_desk, username):
    address = comes_with(house, house.logs(AT))

    answer = at_desk(username).get(address)

    assert (answer.status_code, answer.data, answer.mimetype) == (200, JPEG, "image/jpeg")


def test_a_file_is_saved_and_never_shown_or_kept_by_the_browser(house, at_desk):
    answer = at_desk("window").get(comes_with(house, house.logs(AT), PDF, 'a"b\r\n现场.html'))

    called = answer.headers["Content-Disposition"]
    assert called.startswith("attachment;") and "filename*=UTF-8''a%22b%E7%8E%B0%E5%9C%BA.pdf" in called
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
        file_id = attachments.add(drafts.new_token(), File("a.jpg", JPEG), shanghai(AT)).id

    assert at_desk("window").get(f"/desk/c/{number}/files/{file_id}").status_code == 404


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
