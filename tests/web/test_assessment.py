"""The impact assessment counts what the database really holds, for administrators and auditors."""

from __future__ import annotations

from complaints.casework.personal_columns import list_held
from complaints.infrastructure.database import transaction
from complaints.organisation import officers
from tests.house import House, shanghai
from tests.web.pages import signed_in, words_on

AT = shanghai("2026-09-01T09:00")


def held(name: str) -> int:
    return next(one.values for _, rows in list_held() for one in rows if one.name == name)


def test_counts_follow_the_rows(either_house: House) -> None:
    assert held("complainant.phone") == held("respondent.name") == 0
    either_house.logs("2026-09-21T09:00", respondent_name="某人")

    assert held("complainant.phone") == held("complainant.name") == held("respondent.name") == 1
    assert held("complainant.email") == 0 and held("search_token.token") > 3


def test_page_is_for_administrators_and_auditors(house: House, now) -> None:
    with transaction(alone=True):
        officers.set_roles(house.officer("other"), ["auditor"], AT)
    for username, status in (("admin", 200), ("other", 200), ("window", 403), ("supervisor", 403)):
        assert signed_in(house, username).get("/assessment").status_code == status
    with transaction(alone=True):
        house.officer("other").awaits_confirmation = True
    assert signed_in(house, "other").get("/assessment").status_code == 403


def test_page_says_purpose_seal_time_and_count(house: House, now) -> None:
    house.logs("2026-09-21T09:00")
    words = words_on(signed_in(house, "admin").get("/assessment"))
    english = words_on(signed_in(house, "admin", "en").get("/assessment"))

    assert "complainant.phone AES-256-GCM 加密 1" in words and "officer.name_zh 不加密" in words
    assert "结束后 10 年" in words and "180 天" in words and "李大爷" not in words
    assert "complainant.phone Sealed, AES-256-GCM 1" in english and "ten years" in english
