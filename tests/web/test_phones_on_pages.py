"""Phone numbers as people give them, at the window: the form takes them, the page shows each with its note."""

from __future__ import annotations

import re
from html import unescape

from schemas.intake import PHONES
from tests.house import PASSWORD, House
from tests.web.pages import Visitor, words_on

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
