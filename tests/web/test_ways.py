"""The process of a complaint as a page: its own rulebook's states and ways, where it stands, what is promised on each."""

from __future__ import annotations

import re

import pytest

from complaints.infrastructure.database import transaction
from complaints.rulebooks import store
from tests.house import House, shanghai
from tests.support import stories
from tests.support.foreign_rulebooks import foreign
from tests.support.own_moves import HEARING, text_with
from tests.web.pages import signed_in, words_on


def here(page) -> str:
    return words_on(page).partition("现在在这里")[0].rsplit(maxsplit=1)[-1]


@pytest.mark.parametrize(
    ("story", "state"), [("offered", "已登记"), ("in_hand", "办理中"), ("told", "已反馈")]
)
def test_page_shows_where_it_stands(house, now, story, state):
    number = getattr(stories, story)(house)
    label = store.current().states[house.complaint(number).state].label.zh

    page = signed_in(house, "window").get(f"/desk/c/{number}/ways")

    assert page.status_code == 200 and here(page) == label
    assert f'href="/desk/c/{number}/ways"' in signed_in(house, "window").get(f"/desk/c/{number}").text


def test_each_way_says_who_where_to_and_what_is_promised(house, now):
    number = house.logs("2026-09-18T09:00")

    words = words_on(signed_in(house, "window").get(f"/desk/c/{number}/ways"))

    onward, _, staying = words.partition("环节不变的办理")
    assert re.search("派单 办理中 首问责任人、首问单位负责人 您现在可以办 签收 · 4 个工作小时", onward), (
        onward
    )
    assert "兑现：受理审查" in onward and "兑现：复核" not in words and "受理 环节不变" in staying


def test_own_move_and_own_states_are_on_it(house, now):
    with transaction():
        store.publish(text_with({"hold_hearing": {**HEARING, "to": "handled"}}), shanghai("2026-09-17T09:00"))
    number = stories.in_hand(house)

    page = signed_in(house, "handler").get(f"/desk/c/{number}/ways")

    assert f'href="/desk/c/{number}/hold_hearing"' in page.text


def test_foreign_rulebook_shows_its_own_labels(house, now):
    with transaction():
        store.publish(foreign("ombudsman"), shanghai("2026-09-17T09:00"))
    number = house.logs("2026-09-18T09:00", category="GRADING")

    words = words_on(signed_in(house, "window", "en").get(f"/desk/c/{number}/ways"))

    assert "Mediation" in words and "Follow-up" in words and "To mediation" in words
    assert "Assigned" not in words


def test_ended_complaint_goes_no_further(house, now):
    number = house.logs("2026-09-18T09:00")
    house.does("citizen", number, "withdraw", "2026-09-18T10:00")

    words = words_on(signed_in(house, "window").get(f"/desk/c/{number}/ways"))

    assert "已撤回" in words and "现在在这里" in words


def test_hidden_complaint_has_no_process(house, now):
    number = stories.in_hand(house)
    other = signed_in(house, "other")

    answers = [other.get(f"/desk/c/{one}/ways") for one in (number, "483122079516")]

    assert [one.status_code for one in answers] == [404, 404]


def test_pages_of_a_complaint_are_no_names_of_moves(house: House) -> None:
    """An address of a page would hide the form of such a move."""
    from workflows.fields_check import PAGES

    rules = [
        str(rule).split("/") for rule in house.app.url_map.iter_rules() if str(rule).startswith("/desk/c/")
    ]
    fixed = {parts[4] for parts in rules if len(parts) > 4 and "<" not in parts[4]}

    assert fixed <= {*PAGES, "case-file.zip"}
