"""Whatever a person puts into an address or a field, the answer is a page or a sentence, never a fault of ours."""

from __future__ import annotations

import pytest

from complaints.infrastructure.database import db
from complaints.web.page import request_values
from tests.house import PASSWORD
from tests.web.api import COMPLAINT, Api
from tests.web.pages import Visitor, words_on

HUGE = "9223372036854775808"  # one more than a database holds
HARD_TO_STORE = ["%00", HUGE]
ODD = [*HARD_TO_STORE, "²", "0001-01-01", "9999-12-31", "2026-02-30", "0001-01-01T00:00:00%2B14:00"]
ADDRESSES = {
    "window": [
        "/desk?after={}",
        "/desk?after={}.",
        "/desk?after=5.{}",
        "/desk/inbox?before={}",
        "/desk/search?since={}",
        "/desk/search?until={}",
        "/desk/search?unit={}",
        "/desk/search?category={}",
        "/desk/new?form={}",
        "/desk/c/{}",
        "/desk/c/{}/answer",
        "/desk/receipt/{}",
        "/password?next={}",
    ],
    "supervisor": [
        "/supervise?officer={}",
        "/supervise?unit={}",
        "/supervise/list/overdue?after={}.",
        "/supervise/list/overdue?after=5.{}",
        "/supervise/list/{}",
        "/supervise/day/{}",
        "/supervise/day/2026-09-22?after=5.{}",
        "/supervise/hand-over/{}",
        "/supervise/hand-over/handler?page={}",
    ],
    "admin": [
        "/admin/audit?before={}",
        "/admin/officers?after={}",
        "/admin/officers?q={}",
        "/admin/officers/{}",
        "/admin/units/{}",
        "/admin/units/new?parent={}",
        "/admin/rosters?unit={}",
        "/admin/calendar?year={}",
        "/admin/calendar/load?year={}",
        "/admin/limits/edit?category={}",
        "/admin/rulebook?from={}",
        "/admin/notices?before={}",
        "/admin/notices?aside_before={}",
    ],
}
FIELDS = {
    "window": {
        "/desk/inbox/read": ["up_to"],
        "/desk/search": ["words", "name", "number", "phone", "unit", "since", "until"],
        "/desk/search/forget": ["view"],
        "/desk/take-over": ["pick"],
        "/desk/new": ["once", "category", "narrative", "phone"],
        "/comforts": ["next"],
    },
    "supervisor": {
        "/supervise/act/urge": ["pick", "shown"],
        "/supervise/absence": ["officer", "first"],
        "/supervise/hand-over/handler": ["pick", "officer", "reason", "note"],
        f"/supervise/absence/{HUGE}/end": ["x"],
    },
    "admin": {
        "/admin/calendar/day": ["day", "label"],
        "/admin/calendar/load": ["year"],
        "/admin/calendar/hours": ["from", "spans"],
        "/admin/ledger": ["after", "complaints"],
        "/admin/notices/retry": ["key"],
        "/admin/aside/retry": ["number"],
        "/admin/rosters/EC-CENTRE/date": ["on_date"],
        "/admin/officers/new": ["username"],
        "/admin/officers/handler/move": ["unit"],
        "/admin/units/new": ["code"],
        "/admin/rulebook": ["text"],
    },
}
BY_CITIZENS = {
    "/complain/files": ["remove"],
    "/complain/category": ["category"],
    "/complain/who": ["unit", "respondent_name"],
    "/complain/check": ["once"],
    "/status": ["tracking_number", "query_code"],
    "/login": ["username"],
}


@pytest.fixture
def odd(either_house):
    return ODD if db.engine.dialect.name == "sqlite" else HARD_TO_STORE


@pytest.fixture
def signed_in(either_house, now):
    def enter(username):
        visitor = Visitor(either_house.app)
        visitor.get("/login")
        assert visitor.post("/login", username=username, password=PASSWORD).status_code == 303
        visitor.get("/password")
        return visitor

    return enter


def faults(answers):
    return [
        (answer.request.path, answer.request.query_string) for answer in answers if answer.status_code >= 500
    ]


def test_no_address_is_a_fault_of_ours(signed_in, odd):
    for username, addresses in ADDRESSES.items():
        visitor = signed_in(username)

        assert faults(visitor.get(one.format(word)) for one in addresses for word in odd) == []


def test_no_field_of_the_staff_is_a_fault_of_ours(signed_in, odd):
    for username, forms in FIELDS.items():
        visitor = signed_in(username)
        sent = [(page, name, word) for page, names in forms.items() for name in names for word in odd]

        assert faults(visitor.post(page, **{name: plain(word)}) for page, name, word in sent) == []


def plain(word):
    return word.replace("%00", "李\0大爷").replace("%2B", "+")


def test_no_field_of_citizens_is_a_fault_of_ours(either_house, now, odd):
    visitor = Visitor(either_house.app)
    visitor.get("/complain/category")
    sent = [(page, name, word) for page, names in BY_CITIZENS.items() for name in names for word in odd]

    assert faults(visitor.post(page, **{name: plain(word)}) for page, name, word in sent) == []


def test_a_search_goes_on_nowhere_when_its_place_is_none(signed_in, odd):
    visitor = signed_in("window")

    assert faults(visitor.post("/desk/search", words="x", before=plain(word)) for word in odd) == []


def test_a_day_nobody_could_mean_is_told_at_its_field(signed_in):
    told = words_on(signed_in("window").get("/desk/search?until=9999-12-31"))

    assert "日期应如 2026-12-01" in told


def test_a_sign_that_no_text_holds_is_named_on_a_page_as_in_the_api(either_house, signed_in):
    told = signed_in("window").post("/desk/new", narrative="排队\0两小时", then="log")
    answer = Api(either_house).by("window").post("/complaints", {**COMPLAINT, "narrative": "排队\0两小时"})

    for text in (words_on(told), str(answer.json)):
        assert "第 1 行第 3 个字是 U+0000（控制字符 NUL）" in text
    assert told.status_code == answer.status_code == 422


@pytest.mark.parametrize("sign", ["\ufdd0", "\ufffe", "\U0010fffe", "\U0010ffff"])
def test_a_code_that_is_no_character_is_named_as_itself(either_house, signed_in, sign):
    told = signed_in("window").post("/desk/new", narrative=f"排队{sign}两小时", then="log")
    answer = (
        Api(either_house).by("window").post("/complaints", {**COMPLAINT, "narrative": f"排队{sign}两小时"})
    )

    for text in (words_on(told), str(answer.json)):
        assert f"第 1 行第 3 个字是 U+{ord(sign):04X}（不是字符）" in text
    assert told.status_code == answer.status_code == 422


def test_a_password_that_is_no_text_is_refused_with_a_sentence(either_house, now):
    client = either_house.app.test_client()
    for password in ("\ud800", "a\0b"):
        answer = client.post("/api/v1/session", json={"username": "window", "password": password})

        assert answer.status_code == 422 and "password" in answer.json["errors"]


@pytest.mark.parametrize(
    ("written", "number"),
    [("7", 7), (" 7 ", 7), ("", None), ("７", None), ("²", None), ("-1", None), ("1e3", None), (HUGE, None)],
)
def test_a_number_is_read_in_plain_digits_as_far_as_a_database_counts(written, number):
    assert request_values.whole(written) == number
