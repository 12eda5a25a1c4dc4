"""The form of a correction at the window takes every fact that the API takes, shows the present values, and says what is wrong
at its field."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.casework.test_correct_parties import FIVE, OTHER, WORDS
from tests.house import House
from tests.support.stories import in_hand
from tests.web.api import Api
from tests.web.pages import words_on

TYPED = {f"changes_{name}": str(value) for name, value in OTHER.items()} | {
    "changes_agent_authority": "true",
    "changes_confidential": "false",
    "changes_representatives": "\n".join(f"{one['name']}：{one['phone']}" for one in FIVE),
    "reason": "来电更正",
}


def test_form_takes_every_fact_and_the_history_says_each(house: House, at_desk: Any) -> None:
    number, lin = in_hand(house, **WORDS), at_desk("window")
    page = lin.get(f"/desk/c/{number}/correct")
    assert [name for name in TYPED if f'name="{name}"' not in page.text] == []
    for words in ("现在是“文星路 1 号”", "现在是“李小妹”", "现在是“没有看过”", "现在是“张三 13800000001”"):
        assert words in words_on(page)

    answer = lin.post(f"/desk/c/{number}/correct", **TYPED)

    assert answer.status_code == 303, words_on(answer)
    person = house.complaint(number).complainant
    assert person.representatives == FIVE and person.group_size == 37
    assert person.agent == {
        "name": "赵律师", "relation": "委托律师", "phone": "13600136000", "authority": True
    }  # fmt: skip
    said = words_on(lin.follow(answer))
    for words in ("没有看过 → 已看过", "电话 → 书面信函", "李小妹 → 赵律师", "7 → 37", "12345-A → 12345-B"):
        assert words in said, words


def test_what_is_folded_away_opens_where_a_fault_stands(house: House, at_desk: Any) -> None:
    number, lin = in_hand(house), at_desk("window")
    page = lin.get(f"/desk/c/{number}/correct").text
    assert page.count('<details class="more">') == 5

    answer = lin.post(f"/desk/c/{number}/correct", changes_agent_relation="女儿", reason="x")

    assert answer.status_code == 422 and 'href="#changes_agent_name"' in answer.text
    assert re.search(
        r'<details class="more" open><summary>代理人</summary>.*id="changes_agent_name-wrong"',
        answer.text,
        re.S,
    )


@pytest.mark.parametrize("line", ["李四 12", "：13800000001"])
def test_wrong_line_of_a_representative_is_said_at_the_field(house: House, at_desk: Any, line: str) -> None:
    number, lin = in_hand(house), at_desk("window")
    lin.get(f"/desk/c/{number}/correct")

    answer = lin.post(
        f"/desk/c/{number}/correct", changes_representatives=f"张三 13800000001\n{line}", reason="x"
    )

    assert answer.status_code == 422 and 'href="#changes_representatives"' in answer.text


def test_number_of_a_representative_is_read_in_numerals(house: House, at_desk: Any) -> None:
    number, lin = in_hand(house), at_desk("window")
    lin.get(f"/desk/c/{number}/correct")
    written = "1、张三 一三八零零零零零零零一\n2、李四 138○○○○0002"

    answer = lin.post(f"/desk/c/{number}/correct", changes_representatives=written, reason="x")

    assert answer.status_code == 303, words_on(answer)
    assert house.complaint(number).complainant.representatives == [
        {"name": "张三", "phone": "一三八零零零零零零零一"},
        {"name": "李四", "phone": "138○○○○0002"},
    ]


def test_agent_is_removed_at_the_window(house: House, at_desk: Any) -> None:
    number, lin = in_hand(house, **WORDS), at_desk("window")
    lin.get(f"/desk/c/{number}/correct")

    answer = lin.post(f"/desk/c/{number}/correct", changes_remove="agent", reason="不是代理人")

    assert answer.status_code == 303 and house.complaint(number).complainant.agent is None


def test_request_for_any_fact_fills_the_form_of_the_first_responder(house: House, at_desk: Any) -> None:
    number, feng = in_hand(house, **WORDS), at_desk("handler")
    feng.get(f"/desk/c/{number}/request_correction")
    answer = feng.post(f"/desk/c/{number}/request_correction", **TYPED)
    assert answer.status_code == 303, words_on(answer)

    lin = at_desk("window")
    page = lin.get(f"/desk/c/{number}/correct")

    for words in ("赵律师", "代表0 13800000000", "2026-09-16", "wang@example.org", 'value="37"'):
        assert words in page.text, words
    assert "已看过" in words_on(lin.get(f"/desk/c/{number}"))


def test_of_a_confidential_complaint_others_read_no_fact_of_the_parties(house: House, at_desk: Any) -> None:
    number, feng = in_hand(house, **WORDS, confidential=True), at_desk("handler")
    feng.get(f"/desk/c/{number}/request_correction")
    feng.post(f"/desk/c/{number}/request_correction", **TYPED)

    gu = at_desk("supervisor")
    for page in ("", "/correct", "/refuse_correction"):
        said = gu.get(f"/desk/c/{number}{page}").text
        assert not [
            words
            for words in ("赵律师", "代表0", "李小妹", "wang@", "文星路", "13900139000")
            if words in said
        ]


def test_api_corrects_agent_and_representatives(house: House, now: Any) -> None:
    api = Api(house)
    number = api.logged()["tracking_number"]
    changes = {
        "agent": {"name": "李小妹", "authority": True},
        "representatives": FIVE,
        "received_on": "2026-09-17",
    }

    made = api.by("window").move(number, "correct", {"changes": changes, "reason": "来信补正"})

    assert made.status_code == 201, made.text
    parties: dict[str, Any] = api.by("window").get(f"/complaints/{number}").json["parties"]
    assert parties["agent"]["authority"] is True and parties["representatives"] == FIVE
