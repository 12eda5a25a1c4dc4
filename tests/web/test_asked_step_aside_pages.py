"""Who was asked for help or an opinion steps aside on the page of that task, with a reason."""

from __future__ import annotations

from collections.abc import Callable

from tests.casework.test_assists import taken
from tests.casework.test_consultations import asked
from tests.house import House
from tests.support.stories import HR, in_hand
from tests.web.pages import Visitor, words_on

AtDesk = Callable[[str], Visitor]
REASON = "与投诉人是亲属"


def test_officer_steps_aside_on_the_page_with_a_reason(house: House, at_desk: AtDesk) -> None:
    number = in_hand(house)
    taken(house, number)
    other, address = at_desk("other"), f"/desk/assists/{number}"
    assert "我须回避" in words_on(other.get(address))

    assert other.post(f"{address}/recuse", of="1", note="").status_code == 422
    assert other.post(f"{address}/recuse", of="1", note=REASON).status_code == 303

    assert other.get(address).status_code == 404
    assert REASON in words_on(at_desk("supervisor").get(f"/desk/c/{number}"))


def test_officer_asked_for_an_opinion_steps_aside_on_the_page(house: House, at_desk: AtDesk) -> None:
    number = in_hand(house)
    asked(house, number, unit=HR, officer="other")
    other, address = at_desk("other"), f"/desk/consultations/{number}"

    assert "我须回避" in words_on(other.get(address))
    assert other.post(f"{address}/recuse", of="1", opinion=REASON).status_code == 303
    assert other.get(address).status_code == 404
