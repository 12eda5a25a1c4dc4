"""Phrases of a unit: its leader keeps them, its officers find them where they write, and no number of a person is in one."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from complaints.infrastructure.database import db
from complaints.models import Phrase
from tests.support.stories import in_hand
from tests.web.pages import signed_in, words_on

WORDS = "感谢您的反映，我们已……"


@pytest.fixture
def leader(house, now):
    visitor = signed_in(house, "leader")
    visitor.get("/supervise/phrases")
    return visitor


def kept():
    db.session.rollback()
    return db.session.scalars(select(Phrase).order_by(Phrase.id)).all()


def test_officers_of_the_unit_find_it_where_they_write(house, leader):
    assert leader.post("/supervise/phrases", title="开头", words=WORDS).status_code == 303
    number = in_hand(house)

    page = signed_in(house, "handler").get(f"/desk/c/{number}/answer")

    assert WORDS in words_on(page) and f'data-phrase="{WORDS}"' in page.text
    own = house.logs("2026-09-21T09:00")
    assert WORDS not in signed_in(house, "window").get(f"/desk/c/{own}/answer_on_the_spot").text


def test_changed_words_are_a_new_row(leader):
    leader.post("/supervise/phrases", title="开头", words=WORDS)
    address = leader.get("/supervise/phrases").text.split('href="/supervise/phrases/')[1].split('"')[0]
    assert WORDS in leader.get(f"/supervise/phrases/{address}").text

    leader.post("/supervise/phrases", title="开头", words="新的", instead=address)

    assert [(one.words, one.ended_at is None) for one in kept()] == [(WORDS, False), ("新的", True)]
    assert WORDS not in leader.get("/supervise/phrases").text


def test_an_ended_phrase_is_gone(leader):
    leader.post("/supervise/phrases", title="开头", words=WORDS)
    address = leader.get("/supervise/phrases").text.split('href="/supervise/phrases/')[1].split('"')[0]

    assert leader.post(f"/supervise/phrases/{address}/end").status_code == 303
    assert leader.post(f"/supervise/phrases/{address}/end").status_code == 404
    assert WORDS not in leader.get("/supervise/phrases").text


@pytest.mark.parametrize(
    "words",
    [
        "请打 138 0013 8000",
        "电话１３８００１３８０００",
        "证件 42070019900101123X",
        "写到 li@example.org",
        "手机138-0013-8000",
        "+86 13800138000",
        "+8613800138000",
        "请打13800 138000。",
        "微信同号:138.0013.8000",
        "420700 19900101 1231",
        "420700900101123",
        "2026-09-18 13800138000",
        "0711-3352345/13800138000",
        "请联系138\u200b00138000",
        "请联系1\u00ad3\u20608\ufe0f0013\u206280\u034f00",
        "1\ufe0f\u20e33\ufe0f\u20e38\ufe0f\u20e300138000",
        "请打一三八零零一三八零零零",
        "幺三八，零零幺三，八零零零",
        "١٣٨٠٠١٣٨٠٠٠",
        "138OO138OOO",
        "证件四二零七零零一九九零零一零一一二三X",
        "证件420700\u200b19900101\u200b123X",
        "li\u200b@\u200bexample.org",
    ],
)
def test_numbers_of_persons_are_refused_and_the_words_stay(leader, words):
    answer = leader.post("/supervise/phrases", title="开头", words=words)

    assert answer.status_code == 422 and words in answer.text and kept() == []


@pytest.mark.parametrize(
    "words",
    [
        "请拨打 12348。",
        "本单位电话 0711-3352345",
        "0711－3352345、0711 3352346 3352347",
        "自 2026-09-18 起",
        "2026-09-18 2026-09-19 13:30",
        "2026.9.18 8:30-12:00 14:30-17:30",
        "20260918 号文",
        "邮编 436000",
        "一二三四五六七八九十件事，一件一件办",
        "第一，第二，第三，第四，第五，第六，第七，第八，第九，第十，第十一",
        "鄂司〔2026〕18 号",
        "400-711-0711",
        "(0711)3352345-8001",
    ],
)
def test_days_and_telephones_of_an_office_may_stand_in_one(leader, words):
    assert leader.post("/supervise/phrases", title="开头", words=words).status_code == 303
    assert [row.words for row in kept()] == [words]


def test_phrases_are_of_their_unit_alone_and_for_leaders(house, leader):
    leader.post("/supervise/phrases", title="开头", words=WORDS)
    address = leader.get("/supervise/phrases").text.split('href="/supervise/phrases/')[1].split('"')[0]

    supervisor = signed_in(house, "supervisor")
    assert WORDS not in supervisor.get("/supervise/phrases").text
    assert supervisor.post(f"/supervise/phrases/{address}/end").status_code == 404
    assert signed_in(house, "window").get("/supervise/phrases").status_code in (303, 403, 404)
