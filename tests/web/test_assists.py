"""The unit asked to help takes, returns and answers on pages of its own or by the API, and sees nothing else of the complaint."""

from __future__ import annotations

from collections.abc import Callable

from complaints.infrastructure.database import transaction
from complaints.models import Consultation
from complaints.models.consultation import ASKED
from tests.casework.test_assists import FOUND, TASK, helping, taken
from tests.casework.test_consultations import HEAD_OF_HR, LATER, makes
from tests.house import House
from tests.support.stories import ANSWER, HR, in_hand
from tests.web.api import Api
from tests.web.pages import Visitor, words_on

AtDesk = Callable[[str], Visitor]
NARRATIVE = "工作人员态度差。"


def test_lead_adds_and_ends_on_the_page(house: House, at_desk: AtDesk) -> None:
    number = in_hand(house)
    handler = at_desk("handler")

    assert "协办任务" in words_on(handler.get(f"/desk/c/{number}/add_assist"))
    handler.post(f"/desk/c/{number}/add_assist", unit=HR, task=TASK)
    page = words_on(handler.get(f"/desk/c/{number}"))
    assert TASK in page and "主办责任和承办期限不变" in page
    assert TASK in words_on(handler.get(f"/desk/c/{number}/end_assist"))
    handler.post(f"/desk/c/{number}/end_assist", of="1", reason="已经自行查到。")

    ended = words_on(handler.get(f"/desk/c/{number}"))
    assert "主办单位已终止" in ended and "已经自行查到" in ended


def test_helper_takes_and_answers_with_a_file(house: House, at_desk: AtDesk) -> None:
    number = in_hand(house)
    helping(house, number)
    other, address = at_desk("other"), f"/desk/assists/{number}"

    assert "1 项协办等您的单位办理" in words_on(other.get("/desk"))
    assert TASK in words_on(other.get("/desk/assists"))
    page = other.follow(other.get(f"/desk/c/{number}"))
    assert TASK in words_on(page) and NARRATIVE not in page.text and "李大爷" not in page.text
    assert other.post(f"{address}/take", of="1", note="").status_code == 303
    assert other.post(address, of="1", note="").status_code == 422
    file = {"files": (b"%PDF-1.4 something\n%%EOF", "取号.pdf")}
    assert other.post(address, file, of="1", note=FOUND).status_code == 303

    assert "没有等您的单位协办的" in words_on(other.get("/desk/assists"))
    lead = at_desk("handler").get(f"/desk/c/{number}")
    assert FOUND in words_on(lead) and "取号.pdf" in lead.text


def test_each_of_two_open_tasks_has_its_form(house: House, at_desk: AtDesk) -> None:
    """A task that goes one level up may reach a unit that helps already."""
    number, second = in_hand(house), "请查 9 月 9 日下午的监控。"
    taken(house, number)
    with transaction(alone=True) as session:
        first = house.complaint(number).open_assists[0]
        made = {"by_id": first.by_id, "unit_id": first.unit_id, "at": first.at}
        session.add(
            Consultation(
                complaint_id=first.complaint_id, number=2, step=ASKED, words=second, is_assist=True, **made
            )
        )
    other, address = at_desk("other"), f"/desk/assists/{number}"

    listed = other.get("/desk/assists").text
    assert f"{address}?of=1" in listed and f"{address}?of=2" in listed
    page = other.get(f"{address}?of=1").text
    assert 'name="of" value="1"' in page and f"{address}?of=2" in page
    page = other.get(f"{address}?of=2").text
    assert 'name="of" value="2"' in page and f'action="{address}/take"' in page
    assert 'name="of" value="1"' in other.get(address).text
    assert other.post(f"{address}/take", of="2", note="").status_code == 303
    assert 'name="of" value="2"' in other.post(address, of="2", note="").text


def test_helper_returns_with_a_reason(house: House, at_desk: AtDesk) -> None:
    number, why = in_hand(house), "取号记录在市中心。"
    makes(house, "handler", number, "add_assist", unit=HR, task=TASK)
    other, address = at_desk("other"), f"/desk/assists/{number}/return"
    other.get(f"/desk/assists/{number}")

    assert other.post(address, of="1", note="").status_code == 422
    refused = other.post(address, of="1", note=why)

    assert refused.status_code == 409 and "时限" in words_on(refused)


def test_colleague_is_offered_to_take_over(house: House, at_desk: AtDesk) -> None:
    number = in_hand(house)
    taken(house, number)
    head = at_desk(HEAD_OF_HR)

    assert "已由同事接下" in words_on(head.get(f"/desk/assists/{number}"))
    assert head.post(f"/desk/assists/{number}/take", of="1").status_code == 303
    assert "附件" in words_on(head.get(f"/desk/assists/{number}"))


def test_form_of_the_answer_asks_why_it_does_not_wait(house: House, at_desk: AtDesk) -> None:
    number, reason = in_hand(house), "不等协办答复的理由"
    handler = at_desk("handler")

    assert reason not in words_on(handler.get(f"/desk/c/{number}/answer"))
    helping(house, number)
    assert reason in words_on(handler.get(f"/desk/c/{number}/answer"))
    house.does("handler", number, "answer", LATER, without_assists="另行查到。", **ANSWER)
    assert "另行查到" in words_on(handler.get(f"/desk/c/{number}"))


def test_nobody_else_finds_the_task(house: House, at_desk: AtDesk) -> None:
    number = in_hand(house, respondent_officer="arb.song")
    helping(house, number)

    for username in ("arb.song", "arb.jin"):
        visitor = at_desk(username)
        assert visitor.get(f"/desk/assists/{number}").status_code == 404
        assert number not in visitor.get("/desk/assists").text


def test_misconduct_report_is_unknown_to_those_who_helped(house: House, at_desk: AtDesk) -> None:
    number = in_hand(house)
    taken(house, number)

    house.does("window", number, "correct", LATER, changes={"category": "DISC"}, reason="反映收钱")

    other = at_desk("other")
    assert other.get(f"/desk/assists/{number}").status_code == 404
    assert number not in other.get("/desk/assists").text


def test_api_shows_takes_and_answers(house: House) -> None:
    api = Api(house)
    number = api.with_handler()["tracking_number"]
    moves, other = f"/complaints/{number}/moves", api.by("other")
    made = api.by("handler").post(f"{moves}/add_assist", {"unit": HR, "task": TASK})
    assert made.status_code == 201, made.text

    [mine] = other.get("/assists").json["items"]
    assert (mine["tracking_number"], mine["task"], mine["step"]) == (number, TASK, "asked")
    assert other.get("/consultations").json["items"] == []
    assert other.get(f"/complaints/{number}").status_code == 404
    assert other.post(f"{moves}/take_assist", {"of": 1}).status_code == 201
    given = other.post(f"{moves}/answer_assist", {"of": 1, "note": FOUND})
    assert given.status_code == 201, given.text

    complaint = api.by("handler").get(f"/complaints/{number}").json
    [shown] = complaint["assists"]
    assert (shown["step"], shown["answer"], shown["handler"]) == ("answered", FOUND, "other")
    assert complaint["consultations"] == [] and complaint["handler"] == "handler"


def test_citizen_reads_which_units_work_together(house: House, at_desk: AtDesk) -> None:
    number = in_hand(house)
    helping(house, number)
    assert "一起办理" not in _status(house, number)

    makes(house, "other", number, "take_assist", "2026-09-18T14:45", of=1)

    page = _status(house, number)
    assert "一起办理" in page and house.unit(HR).name_zh in page and TASK not in page


def test_late_help_is_no_lateness_told_to_the_citizen(house: House) -> None:
    number = in_hand(house)
    taken(house, number)
    house.does("handler", number, "report_progress", "2026-09-22T10:00", note="…")
    before = _status(house, number).count("逾期")
    house.sweeps("2026-09-23T18:00")

    page = _status(house, number)
    assert "协办逾期" not in page and page.count("逾期") == before


def _status(house: House, number: str) -> str:
    visitor = Visitor(house.app)
    visitor.get("/status")
    return words_on(
        visitor.follow(visitor.post("/status", tracking_number=number, query_code=house.codes[number]))
    )
