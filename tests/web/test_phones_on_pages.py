"""Phone numbers as people give them, at the window: the form takes them, the page shows each with its note."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import pytest

from schemas.intake import PHONES
from tests.house import PASSWORD, House
from tests.web.api import Api
from tests.web.pages import Visitor, signed_in, words_on
from tests.web.test_bulletins import docx_text

TWO = "13800138000（女儿小李，晚上六点以后打；白天上班不方便接）、单位 0711-3352345（转801，找王师傅，二号楼301室）"


def test_the_window_takes_two_numbers_with_their_notes(house: House, now) -> None:
    lin = Visitor(house.app)
    lin.get("/login")
    lin.post("/login", username="window", password=PASSWORD)
    form = lin.get("/desk/new").text
    field = re.search(r'<input[^>]* name="phone"[^>]*>', form)
    assert field and f'maxlength="{PHONES}"' in field[0]
    once = unescape(form.split('id="once" value="', 1)[1].split('"', 1)[0])
    words = {"once": once, "category": "ATTITUDE", "channel": "window", "urgency": "normal", "then": "log"}

    answer = lin.post("/desk/new", **words, narrative="态度不好", name="李", phone=TWO)

    number = lin.follow(answer).text.split('href="/desk/c/', 1)[1][:12]
    shown = words_on(lin.get(f"/desk/c/{number}"))
    assert "138 0013 8000 女儿小李，晚上六点以后打；白天上班不方便接" in shown
    assert "单位 找王师傅，二号楼301室 收不到短信" in shown


PUT_AWAY = "13800138000（已停用）、13900139000（女儿，白天）"
EACH = ("138 0013 8000 已停用 收不到短信", "139 0013 9000 女儿，白天")


def log_two(house: House) -> str:
    words = {"category": "ATTITUDE", "channel": "window", "subject": "态度", "narrative": "态度不好"}
    answer = (
        Api(house)
        .by("window")
        .post("/complaints", {**words, "complainant": {"name": "李大爷", "phone": PUT_AWAY}})
    )
    return str(answer.json["tracking_number"]).replace("-", "")


@pytest.mark.parametrize(
    ("username", "move"),
    [("handler", "contact"), ("window", "give_feedback"), ("window", "correct"), ("supervisor", "call_back")],
)
def test_form_of_a_move_shows_each_number_with_its_note(house: House, now, username: str, move: str) -> None:
    number = log_two(house)
    house.does("window", number, "accept", "2026-09-21T11:00")
    house.does("window", number, "assign", "2026-09-21T12:00", unit="EC-BUREAU")
    house.does("handler", number, "sign_for", "2026-09-21T13:00")

    visitor = signed_in(house, username)
    visitor.get(f"/desk/c/{number}")
    visitor.post(f"/desk/c/{number}/reveal", reveal_reason="call")

    shown = words_on(visitor.get(f"/desk/c/{number}/{move}"))

    assert [one for one in EACH if one not in shown] == []


def test_form_of_a_correction_shows_the_notes_it_would_replace(house: House, now) -> None:
    shown = words_on(signed_in(house, "window").get(f"/desk/c/{log_two(house)}/correct"))
    assert "现在是“138 0013 8000（已停用）、139 0013 9000（女儿，白天）”" in shown


def test_case_file_keeps_each_number_as_given(house: House, now) -> None:
    body = signed_in(house, "window").get(f"/desk/c/{log_two(house)}/case-file.zip").data
    shown = docx_text(ZipFile(BytesIO(body)).read("003-registration.docx"))
    assert "电话：13800138000（已停用）" in shown and "电话：13900139000（女儿，白天）" in shown
