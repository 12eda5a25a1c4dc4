"""On pages and API: who of a group is still to be told, and what is done for a joined citizen from their own complaint."""

from __future__ import annotations

from typing import Any

from tests.house import opened
from tests.support.stories import ANSWER, in_hand
from tests.web.api import Api
from tests.web.pages import signed_in, words_on

GATEWAY = {"SHOUWEN_CITIZEN_NOTICE_URL": "json://gateway.invalid/{phone}"}


def group(house: Any) -> tuple[str, str]:
    leading, joined = in_hand(house), house.logs("2026-09-18T10:00")
    house.does("window", joined, "merge", "2026-09-18T11:00", leading=leading)
    house.does("handler", leading, "answer", "2026-09-21T10:00", **ANSWER)
    house.does("window", leading, "give_feedback", "2026-09-21T15:00", method="phone")
    return leading, joined


def test_first_responder_finds_who_is_untold_and_tells_them(now: Any) -> None:
    with opened("sqlite", **GATEWAY) as house:
        leading, joined = group(house)
        window = signed_in(house, "window")
        page = window.get(f"/desk/c/{leading}")
        assert "还没有得知结果" in words_on(page) and f"/desk/c/{joined}" in page.text

        assert f"/desk/c/{joined}/tell_answer" in window.get(f"/desk/c/{joined}").text
        assert window.get(f"/desk/c/{joined}/tell_answer").status_code == 200
        answer = window.post(f"/desk/c/{joined}/tell_answer", how="letter", note="已当面交给本人")

        assert answer.status_code == 303, words_on(answer)
        assert "还没有得知结果" not in words_on(window.get(f"/desk/c/{leading}"))


def test_rating_of_a_joined_citizen_is_recorded_from_their_complaint(now: Any) -> None:
    with opened("sqlite", **GATEWAY) as house:
        _, joined = group(house)
        shown = Api(house).by("supervisor").get(f"/complaints/{joined}").json

        assert {"rate", "call_back", "tell_answer"} <= set(shown["moves"])
        page = signed_in(house, "supervisor").get(f"/desk/c/{joined}/rate")
        assert page.status_code == 200 and "grade" in page.text
