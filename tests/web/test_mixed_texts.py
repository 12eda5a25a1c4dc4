"""Mixed texts at every text door: each is kept as shown, or refused with the place and the sign named, and breaks nothing.

SHOUWEN_TEST_TEXTS says how many; `make texts` throws 20,000.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
from datetime import date
from html import unescape

import pytest
from marshmallow import ValidationError

from complaints.commitments.calendar.year_file import LONGEST_LABEL, read_year
from complaints.infrastructure.errors import BadInput
from schemas.fields import Line, Typed, Words
from schemas.phones import LONGEST_NOTE
from tests.house import PASSWORD, House
from tests.support.mixed_texts import as_kept, code_of, packs, refused_sign, texts
from tests.web.api import COMPLAINT, Api
from tests.web.pages import Visitor

COUNT = int(os.environ.get("SHOUWEN_TEST_TEXTS", "240"))
MOST = 20_000


class Doors(Typed):
    story = Words(MOST, may_be_empty=True)
    title = Line(MOST, may_be_empty=True)


def test_fields_keep_each_text_or_name_its_sign() -> None:
    for text in texts(max(COUNT, 2000)):
        sign = refused_sign(text)
        for name, kept in (("story", as_kept(text)), ("title", as_kept(text, one_line=True))):
            if not sign:
                assert Doors().load({name: text}) == {name: kept}, ascii(text)
                continue
            with pytest.raises(ValidationError) as wrong:
                Doors().load({name: text})
            assert code_of(sign) in str(wrong.value.messages), ascii(text)


def test_year_files_keep_each_label_or_name_its_line() -> None:
    for text in texts(max(COUNT, 2000), seed=2):
        file = io.StringIO()
        csv.writer(file).writerows([["date", "working", "label"], ["2027-01-01", "no", text]])
        kept = as_kept(text, one_line=True)
        try:
            raw = file.getvalue().encode()
        except UnicodeEncodeError:
            continue  # half of a sign is in no file
        if refused_sign(text) or len(kept) > LONGEST_LABEL:
            with pytest.raises(BadInput) as wrong:
                read_year(2027, raw)
            assert all(key.isdigit() for key in wrong.value.fields)
        else:
            assert read_year(2027, raw)[date(2027, 1, 1)][1] in (kept, _unseen(text)), ascii(text)


def _unseen(text: str) -> str:
    """A label of unseen signs alone may stay: it shows as none."""
    return text.strip() if not as_kept(text) else as_kept(text, one_line=True)


@pytest.fixture
def api(house: House, now) -> Api:
    return Api(house)


def test_the_api_keeps_each_text_or_names_its_sign(api: Api) -> None:
    """One narrative and three names in each request; every sign that is refused is named."""
    window = api.by("window", Accept_Language="en")
    beside = api.logged()
    for at, (text, *others) in enumerate(packs(COUNT // 2, 3, 4)):
        names = [one[:100] if as_kept(one[:100]) or refused_sign(one[:100]) else "某人" for one in others]
        words = {
            **COMPLAINT,
            "narrative": text,
            "subject": "s",
            "respondents": [{"name": one} for one in names],
        }
        answer = window.raw("/complaints", json.dumps(words).encode())
        signs = [sign for sign in map(refused_sign, (text, *names)) if sign]
        if signs:
            assert answer.status_code in (400, 422), ascii(words)
            assert all(code_of(sign) in answer.text for sign in signs), (ascii(words), answer.text)
        elif not as_kept(text):
            assert answer.status_code == 422 and "cannot be empty" in answer.text, ascii(text)
        else:
            assert answer.status_code == 201, (ascii(words), answer.text)
            assert answer.json["narrative"] == as_kept(text), ascii(text)
            shown = window.get(f"/complaints/{answer.json['tracking_number']}") if at % 4 == 0 else answer
            assert shown.json["narrative"] == as_kept(text)
            told = {one["name"] for one in shown.json["parties"]["respondents"]}
            assert told == {as_kept(name, one_line=True) for name in names}, ascii(names)
    still = api.by("window").get(f"/complaints/{beside['tracking_number']}").json
    assert still["narrative"] == beside["narrative"]
    assert api.by("window").get("/complaints?queue=mine&limit=100").status_code == 200


NUMBERS = ["+8613800138000", "+8613900139000", "+8613700137000", "+867113352345"]


def test_the_api_keeps_the_note_of_each_number(api: Api) -> None:
    window = api.by("window", Accept_Language="en")
    for pack in [["爱人（晚上打）", "3号楼 12345678", "（13900139000）"], *packs(COUNT // 6, 5, 4)]:
        notes = [text[:LONGEST_NOTE] for text in pack]
        numbers = [{"phone": phone, "note": note} for phone, note in zip(NUMBERS, notes, strict=False)]
        words = {**COMPLAINT, "complainant": {"name": "李", "contacts": numbers}}
        answer = window.raw("/complaints", json.dumps(words).encode())
        if signs := [sign for sign in map(refused_sign, notes) if sign]:
            assert answer.status_code in (400, 422), ascii(notes)
            assert all(code_of(sign) in answer.text for sign in signs), (ascii(notes), answer.text)
            continue
        assert answer.status_code == 201, (ascii(notes), answer.text)
        kept = window.get(f"/complaints/{answer.json['tracking_number']}").json["complainant"]["contacts"]
        told = [(one["number"], one["note"]) for one in kept]
        wanted = [as_kept(note, one_line=True) for note in notes]
        assert told == list(zip(NUMBERS, wanted, strict=False)), ascii(notes)


def test_pages_show_each_text_as_sent_or_name_its_sign(house: House, now) -> None:
    lin = Visitor(house.app)
    lin.get("/login")
    lin.post("/login", username="window", password=PASSWORD)
    for text in texts(COUNT // 6 if COUNT < 1000 else COUNT // 40, seed=4):
        sent = text.encode("utf-8", "replace").decode()  # what a browser sends of it
        form = lin.get("/desk/new")
        once = unescape(form.text.split('id="once" value="', 1)[1].split('"', 1)[0])
        words = {
            "once": once,
            "category": "ATTITUDE",
            "channel": "window",
            "urgency": "normal",
            "then": "log",
        }
        answer = lin.post("/desk/new", **words, narrative=sent, name=text_name(sent))
        sign = refused_sign(sent)
        if sign or not as_kept(sent):
            assert answer.status_code == 422, ascii(text)
            assert not sign or code_of(sign) in answer.text, ascii(text)
            continue
        assert answer.status_code == 303, (ascii(text), answer.text[:2000])
        receipt = lin.follow(answer)
        number = receipt.text.split('href="/desk/c/', 1)[1][:12]
        page = lin.get(f"/desk/c/{number}")
        shown = unescape(re.sub("</?bdi>", "", page.text.replace("<br>", "\n")))
        assert page.status_code == 200 and as_kept(sent) in shown, ascii(text)
    assert lin.get("/desk").status_code == 200


def text_name(text: str) -> str:
    return text[:40]
