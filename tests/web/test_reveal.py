"""How a citizen is reached is masked until an officer says why they need it: a row each, for that complaint and day."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from complaints.access.masking import mask_address, mask_email, mask_phone
from complaints.infrastructure.database import db, transaction
from complaints.intake.complainant import Person
from complaints.models import AccessLog, Officer
from complaints.organisation import officers
from tests.house import House, opened, shanghai
from tests.support.stories import in_hand
from tests.web.api import Api, problem
from tests.web.pages import words_on
from tests.web.test_two_persons import signed_in

WHOLE = ("138 0013 8000", "13800138000", "滨湖南路", "li.daye@example.org", "13900139000", "13600136000")
PERSON = Person(
    name="李大爷",
    phone="+8613800138000",
    address="鄂州市鄂城区滨湖南路 1 号",
    email="li.daye@example.org",
    agent={"name": "李小红", "relation": "女儿", "phone": "13900139000"},
    representatives=[{"name": "张三", "phone": "13600136000"}],
    group_size=5,
)


def reveals() -> list[tuple[str, str | None, str | None]]:
    db.session.rollback()
    query = db.select(Officer.username, AccessLog.reason, AccessLog.words).join(Officer)
    rows = db.session.execute(query.where(AccessLog.reason.is_not(None)).order_by(AccessLog.id))
    return [tuple(row) for row in rows]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("whole", "masked"),
    [
        ("+8613812345678", "138****5678"),
        ("+867113352345", "071****2345"),
        ("13800138000", "138****8000"),
        ("+867113352345 ext. 801", "071****2345"),
        ("12345", "****"),
        ("8001", "****"),
        ("+85291234567", "+****4567"),
        ("+16502530000", "+****0000"),
        ("+4930123456 ext. 12", "+****3456"),
        ("+29028", "****"),
    ],
)
def test_phone_keeps_its_beginning_and_its_end(whole, masked):
    assert mask_phone(whole) == masked


def test_address_keeps_its_district_and_mail_its_host():
    assert mask_address("鄂州市鄂城区滨湖南路 1 号") == "鄂州市鄂城区****"
    assert mask_address("文星路 1 号") == "****"
    assert mask_email("li.daye@example.org") == "l****@example.org"


@pytest.mark.parametrize(
    ("whole", "masked"),
    [
        ("湖北省鄂州市鄂城区滨湖南路 1 号", "湖北省鄂州市鄂城区****"),
        ("鄂州市梁子湖区太和镇", "鄂州市梁子湖区****"),
        ("黄冈市红安县城关镇", "黄冈市红安县****"),
        ("湖北省红安县城关镇", "湖北省红安县****"),
        ("鄂州市鄂城区凤凰小区3栋", "鄂州市鄂城区****"),
        ("盐城市亭湖区1号", "盐城市亭湖区****"),
        ("鄂州市文星路 1 号", "鄂州市****"),
        ("鄂州市凤凰小区3栋2单元201", "鄂州市****"),
        ("鄂州市葛山社区5组", "鄂州市****"),
        ("鄂州市莲花一区2栋", "鄂州市****"),
        ("鄂州市金泰东区2栋", "鄂州市****"),
        ("鄂州市金泰A区2栋", "鄂州市****"),
        ("鄂州市电厂生活区2栋", "鄂州市****"),
        ("鄂州市文星大道旗袍店楼上", "鄂州市****"),
        ("鄂州市原县委大院", "鄂州市****"),
        ("武昌社区服务站旁", "****"),
        ("文星大道旗袍店楼上", "****"),
        ("凤凰菜市场3号", "****"),
        ("凤凰小区3栋", "****"),
        ("文星路大超市旁", "****"),
        ("鄂州凤凰城市花园3栋", "****"),
    ],
)
def test_address_keeps_a_district_and_never_an_estate(whole, masked):
    assert mask_address(whole) == masked


@pytest.mark.parametrize("page", ["", "/contact", "/request_correction", "/accept"])
@pytest.mark.parametrize("username", ["window", "handler"])
def test_pages_mask_how_the_citizen_is_reached(house: House, at_desk, page, username):
    number = in_hand(house, person=PERSON)

    shown = at_desk(username).get(f"/desk/c/{number}{page}")

    assert [one for one in WHOLE if one in shown.text] == []
    assert "李大爷" in words_on(shown) and "138****8000" in words_on(shown)


@pytest.mark.parametrize("username", ["leader", "centre.he"])
def test_form_of_a_correction_by_no_party_stays_masked(house: House, at_desk, username):
    number = in_hand(house, person=PERSON)

    shown = at_desk(username).get(f"/desk/c/{number}/correct")

    assert [one for one in WHOLE if one in shown.text] == []
    assert reveals() == []


def test_reason_shows_it_for_the_day_and_is_a_row(house: House, at_desk, now):
    number, feng = in_hand(house, person=PERSON), at_desk("handler")
    feng.get(f"/desk/c/{number}")

    answer = feng.post(f"/desk/c/{number}/reveal", reveal_reason="call")

    assert answer.status_code == 303
    shown = feng.follow(answer).text
    assert all(one in shown for one in ("138 0013 8000", "滨湖南路", "li.daye@example.org"))
    assert reveals() == [("handler", "call", None)]
    assert "138****8000" in words_on(at_desk("window").get(f"/desk/c/{number}"))
    now("2026-09-22T09:00")
    assert "138****8000" in words_on(at_desk("handler").get(f"/desk/c/{number}"))


@pytest.mark.parametrize("words", [{}, {"reveal_reason": "other"}, {"reveal_reason": "curious"}])
def test_without_a_reason_nothing_is_shown(house: House, at_desk, words):
    number, feng = in_hand(house, person=PERSON), at_desk("handler")
    feng.get(f"/desk/c/{number}")

    shown = feng.follow(feng.post(f"/desk/c/{number}/reveal", **words))

    assert "138****8000" in words_on(shown) and reveals() == []
    assert "理由" in words_on(shown)


def test_form_of_a_move_keeps_what_was_typed_while_it_shows_the_phone(house: House, at_desk):
    number, feng = in_hand(house, person=PERSON), at_desk("handler")
    feng.get(f"/desk/c/{number}/contact")
    typed = {"note": "约好下午再打", "how": "phone"}

    shown = feng.post(
        f"/desk/c/{number}/contact", **typed, reveal="1", reveal_reason="other", reveal_words="约时间"
    )

    assert shown.status_code == 200 and "138 0013 8000" in shown.text and "约好下午再打" in shown.text
    assert reveals() == [("handler", "other", "约时间")]


def test_form_of_a_correction_shows_what_is_written_and_is_a_row(house: House, at_desk):
    number, lin = in_hand(house, person=PERSON), at_desk("window")

    assert "138 0013 8000" in lin.get(f"/desk/c/{number}/correct").text
    lin.get(f"/desk/c/{number}/correct")

    assert reveals() == [("window", "correct", None)]


def test_officer_who_typed_it_reads_it_on_that_day(house: House, at_desk, now):
    number = house.logs("2026-09-21T09:30", person=PERSON)
    assert "138 0013 8000" in at_desk("window").get(f"/desk/c/{number}").text
    assert "138****8000" in words_on(at_desk("centre.he").get(f"/desk/c/{number}"))
    now("2026-09-22T09:00")
    assert "138****8000" in words_on(at_desk("window").get(f"/desk/c/{number}"))


def test_who_may_not_know_the_citizen_reveals_nothing(house: House, at_desk):
    number, he = in_hand(house, person=PERSON, confidential=True), at_desk("centre.he")
    he.get("/desk")

    assert he.post(f"/desk/c/{number}/reveal", reveal_reason="call").status_code == 404
    assert (
        Api(house).by("centre.he").post(f"/complaints/{number}/reveal", {"reason": "call"}).status_code == 404
    )
    assert reveals() == []


def test_auditor_reads_each_reason(house: House, at_desk, now):
    number, feng = in_hand(house, person=PERSON), at_desk("handler")
    feng.get(f"/desk/c/{number}")
    feng.post(f"/desk/c/{number}/reveal", reveal_reason="other", reveal_words="送锦旗")
    with transaction(alone=True):
        officers.set_roles(house.officer("other"), ["auditor"], shanghai("2026-09-20T09:00"))

    shown = words_on(signed_in(house, "other").get("/audit"))
    items = Api(house).by("other").get("/audit/readings").json["items"]

    assert "其他（请写明）" in shown and "送锦旗" in shown
    assert [(one["reason"], one["words"]) for one in items if one["reason"]] == [("other", "送锦旗")]
    assert "reveal other: phone, address, email, agent, representatives" in [one["what"] for one in items]


def test_api_shows_it_to_those_who_carry_it_and_masks_it_for_others(house: House, now):
    number = in_hand(house, person=PERSON)
    for username in ("window", "handler"):
        shown = Api(house).by(username).get(f"/complaints/{number}").json
        assert shown["complainant"]["phone"] == "+8613800138000" and not shown["complainant"]["masked"]
    api = Api(house).by("leader")

    shown = api.get(f"/complaints/{number}")

    assert shown.json["complainant"]["masked"] and [one for one in WHOLE if one in shown.text] == []
    assert shown.json["complainant"]["contacts"][0]["number"] == "138****8000"
    told = api.post(f"/complaints/{number}/reveal", {"reason": "call"})
    assert told.status_code == 201 and told.json["complainant"]["phone"] == "+8613800138000"
    assert told.json["parties"]["representatives"][0]["phone"] == "13600136000"
    assert api.get(f"/complaints/{number}").json["complainant"]["phone"] == "+8613800138000"
    assert reveals() == [("leader", "call", None)]


def test_api_names_a_missing_reason(house: House, now):
    number, api = in_hand(house, person=PERSON), Api(house).by("leader")

    assert problem(api.post(f"/complaints/{number}/reveal", {"reason": "other"}), 422)
    assert problem(api.post(f"/complaints/{number}/reveal", {"reason": "curious"}), 422)
    assert reveals() == []


@pytest.mark.parametrize(("mask", "on_page", "by_api"), [("off", True, True), ("pages", False, True)])
def test_setting_says_where_it_is_masked(monkeypatch, now, mask, on_page, by_api):
    with opened("sqlite", SHOUWEN_MASK=mask) as house:
        number = in_hand(house, person=PERSON)

        assert ("138 0013 8000" in signed_in(house, "leader").get(f"/desk/c/{number}").text) is on_page
        shown = Api(house).by("leader").get(f"/complaints/{number}").json
        assert (shown["complainant"]["phone"] == "+8613800138000") is by_api


def case_file(visitor, number: str) -> str:
    """Every text in it."""
    archive = zipfile.ZipFile(BytesIO(visitor.get(f"/desk/c/{number}/case-file.zip").data))
    inner = (
        zipfile.ZipFile(BytesIO(archive.read(name))) for name in archive.namelist() if name.endswith("docx")
    )
    parts = [one.read("word/document.xml").decode() for one in inner]
    return "\n".join([*parts, archive.read("ledger.json").decode()])


def test_case_file_is_masked_until_a_reason_is_given(house: House, now) -> None:
    number = in_hand(house, person=PERSON)
    handler = signed_in(house, "handler")

    text = case_file(handler, number)
    assert "138****8000" in text and [one for one in WHOLE if one in text] == [] and reveals() == []
    assert "138****8000" in words_on(handler.get(f"/desk/c/{number}"))

    page = handler.get(f"/desk/c/{number}/documents")
    assert "请先写明理由" in page.text
    fields = {"reveal_reason": "letter", "next": f"/desk/c/{number}/documents"}
    answer = handler.post(f"/desk/c/{number}/reveal", **fields)
    assert answer.headers["Location"].startswith(f"/desk/c/{number}/documents")
    assert reveals() == [("handler", "letter", None)]
    assert "138 0013 8000" in case_file(handler, number) or "13800138000" in case_file(handler, number)
    assert "请先写明理由" not in handler.get(f"/desk/c/{number}/documents").text
